//! One file for each command: its arguments, whose doc comments are the help, and a `run` that connects them
//! to the inbox and the screen. Nothing is decided here.

mod aliases;
mod argument_kind;
pub(crate) mod arguments;
mod assign;
mod backup;
mod check;
mod command;
pub(crate) mod completions;
mod contact;
mod context;
mod conversation;
mod deferred;
mod export;
mod help;
mod history;
mod import;
mod init;
mod list_args;
mod man;
mod member;
mod owner;
pub(crate) mod pasted_line;
mod phones;
mod restore;
mod scenario;
mod schema;
mod settings;
pub(crate) mod shared;
mod simulate_message;
pub(crate) mod slips;
mod status;
mod targets;
mod team;
pub(crate) mod tips;
mod topics;
pub(crate) mod typed_line;
mod unassign;
mod undo;
mod usage;
mod version;
mod why;

pub use command::Command;
pub use context::{Context, Outcome};
pub use usage::Usage;
