//! From text to scenarios: first a tree in which every node knows its place ([`tree`], and for nearly
//! all files [`plain`]), then typed values out of it ([`value`], [`map`]), one file for each part of a
//! scenario. [`syntax`] words what is no YAML, [`slip`] guesses what was meant.

mod effect;
mod expect;
mod file;
mod given;
mod map;
mod plain;
mod slip;
mod source;
mod step;
mod syntax;
mod tree;
mod value;

#[cfg(test)]
mod tests;

pub use file::{read, read_ahead, read_whole};
pub(super) use tree::plain_value;
