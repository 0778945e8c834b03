//! `scenario`: one file for each of its commands.

mod command;
mod compare;
mod explain;
mod report;
mod test;

pub use command::ScenarioCommand;
