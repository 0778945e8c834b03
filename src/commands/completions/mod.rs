//! Completions: the scripts with which shells ask the program, and its answers.

mod answer;
mod bash;
mod command;
mod values;

pub(crate) use answer::answer;
pub use command::{CompletionsArgs, Shell};
