//! The command line, typed as people type it: one file a command, and what all commands share.

mod assign;
mod backup;
mod builder;
mod check;
mod completions;
mod contact;
mod conversation;
mod errors;
mod global;
mod help;
mod history;
mod init;
mod interrupt;
mod member;
mod owner;
mod scenario;
mod schema;
mod settings;
mod simulate_message;
mod status;
mod team;
mod unassign;
mod undo;
mod why;

pub(crate) use builder::{PROGRAM, START, Test, words};
