//! Formats, colours and verbosity.

use std::io;

use anstream::ColorChoice;

/// The format of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    // For people.
    Table,
    Json,
    // One JSON object a line.
    Ndjson,
    Csv,
    // For people, as GitHub and GitLab render it.
    Markdown,
}

impl Format {
    /// Whether errors are printed as JSON too.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
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
