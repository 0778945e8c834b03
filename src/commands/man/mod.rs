//! The manual: a page for each command and help topic.

mod command;
mod page;

pub use command::ManArgs;
