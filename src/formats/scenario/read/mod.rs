//! From text to scenarios: first a tree in which every node knows its place ([`full`], and for nearly
//! all files [`fast`]), then typed values out of it ([`field_value`], [`field_map`]), one file for each part of a
//! scenario. [`syntax`] words what is no YAML, [`suggestion`] guesses what was meant.

mod context;
mod effect;
mod expect;
mod fast;
mod field_map;
mod field_value;
mod file;
mod full;
mod given;
mod step;
mod suggestion;
mod syntax;

#[cfg(test)]
mod tests;

pub use file::{parse_streaming, parse_whole, read};
pub(super) use full::plain_value;
