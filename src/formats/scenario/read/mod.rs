//! From text to scenarios: [`parse`] makes a tree, [`field_value`] and [`field_map`] read typed values
//! from it, and one file for each part of a scenario says which.

mod context;
mod effect;
mod expect;
mod field_map;
mod field_value;
mod file;
mod given;
mod parse;
mod step;
mod suggestion;
mod syntax;

#[cfg(test)]
mod tests;

pub(super) use file::plain_value;
pub use file::{parse_streaming, parse_whole, read};
