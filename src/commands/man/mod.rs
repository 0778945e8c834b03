//! The manual: a page for each command.

mod command;
mod page;

pub use command::ManArgs;
