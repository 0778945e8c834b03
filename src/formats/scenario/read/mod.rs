//! From YAML to scenarios: one file for each part of a scenario.

mod effect;
mod expect;
mod file;
mod given;
mod portfolio;
mod step;

#[cfg(test)]
mod tests;

pub(super) use file::plain_value;
pub use file::{parse_streaming, parse_whole, read};
