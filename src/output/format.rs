//! Formats, colours and verbosity.

use std::io;

use anstream::ColorChoice;
use clap::ValueEnum as _;

use crate::model::or_list;

/// The format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    // For people.
    #[default]
    Table,
    Json,
    // One JSON object a line.
    Ndjson,
    Csv,
    // For people, as GitHub and GitLab render it.
    Markdown,
}

/// The part of an answer that a format shows, and how. Only [`Ui`](super::Ui) tells formats of one shape apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Text for people: the first effects, and totals.
    Document,
    /// One value.
    Value,
    /// One value a line: effects and decisions one by one.
    Lines,
    /// Rows alone: effects one by one.
    Rows,
}

impl Format {
    pub(super) fn shape(self) -> Shape {
        match self {
            Self::Table | Self::Markdown => Shape::Document,
            Self::Json => Shape::Value,
            Self::Ndjson => Shape::Lines,
            Self::Csv => Shape::Rows,
        }
    }

    /// Whether errors are printed as JSON too.
    pub fn is_json(self) -> bool {
        matches!(self.shape(), Shape::Value | Shape::Lines)
    }

    /// The words for all formats: `table, json, … or markdown`.
    pub fn words() -> String {
        let values = Self::value_variants().iter().filter_map(Self::to_possible_value);
        let words: Vec<_> = values.map(|value| value.get_name().to_owned()).collect();
        or_list(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// When to use colours, judged per stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    // As the environment and the terminal say.
    Auto,
    // As the terminal says, whatever the environment.
    #[value(skip)]
    OnTerminals,
    Always,
    Never,
}

impl Color {
    pub(super) fn of(self, stream: &impl io::IsTerminal) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::OnTerminals if stream.is_terminal() => ColorChoice::Always,
            Self::Always => ColorChoice::Always,
            Self::OnTerminals | Self::Never => ColorChoice::Never,
        }
    }
}

/// How much is printed to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// Warnings and notes too.
    Normal,
    /// Details too.
    Verbose,
}
