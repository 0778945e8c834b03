//! Positions in files, and errors at them.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{ErrorCode, nearest};

/// A position in a file, as an editor counts: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

impl Position {
    /// The name of the cell, where it is one of a sheet: `C12`.
    pub fn cell_name(self) -> String {
        let (mut column, mut letters) = (self.column, String::new());
        while column > 0 {
            let letter = u8::try_from((column - 1) % 26).unwrap_or_default();
            letters.insert(0, char::from(b'A' + letter));
            column = (column - 1) / 26;
        }
        format!("{letters}{}", self.line)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A value with the position where it was read. Values are equal wherever they stand.
#[derive(Debug, Clone, Eq)]
pub struct Spanned<T> {
    pub value: T,
    /// The start of the value.
    pub place: Position,
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// An error in a file, with its position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, JsonSchema)]
#[error("{place}: {message}")]
pub struct FileError {
    #[serde(flatten)]
    pub place: Position,
    /// The code of the error.
    pub code: ErrorCode,
    /// The message.
    // Lower case, values in backticks, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The options of an import that solve it; a command to paste can stand in for the hint.
    #[serde(skip)]
    pub options: Vec<SuggestedOption>,
}

/// An option of an import, suggested by an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SuggestedOption {
    /// The long name without dashes.
    pub name: &'static str,
    /// Empty for a flag.
    pub value: String,
}

impl SuggestedOption {
    pub fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }
}

impl FileError {
    /// Creates an error of code `invalid-file`, without a hint.
    pub fn new(place: Position, message: impl Into<String>) -> Self {
        let (message, hint, code) = (message.into(), None, ErrorCode::InvalidFile);
        Self { place, message, hint, code, options: Vec::new() }
    }

    /// Sets the code.
    #[must_use]
    pub fn with_code(self, code: ErrorCode) -> Self {
        Self { code, ..self }
    }

    /// Sets the hint.
    #[must_use]
    pub fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

impl FileError {
    /// Sets the options that solve it.
    #[must_use]
    pub fn with_options(self, options: Vec<SuggestedOption>) -> Self {
        Self { options, ..self }
    }
}

/// Suggests the known word that is nearest to what is written, if one is near enough.
pub fn did_you_mean<'w>(written: &str, known: impl IntoIterator<Item = &'w str>) -> Option<String> {
    nearest(written, known).map(|word| format!("did you mean `{word}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_starts_with_its_position() {
        let fault = FileError::new(Position { line: 3, column: 7 }, "unknown status `x`");
        assert_eq!(fault.to_string(), "3:7: unknown status `x`");
    }

    #[test]
    fn cells_are_named_by_letters_and_row() {
        for (column, name) in [(1, "A7"), (26, "Z7"), (27, "AA7"), (702, "ZZ7"), (703, "AAA7"), (16_384, "XFD7")] {
            assert_eq!(Position { line: 7, column }.cell_name(), name);
        }
    }

    #[test]
    fn only_a_near_word_is_suggested() {
        let words = ["message", "assign", "unassign"];
        assert_eq!(did_you_mean("mesage", words).as_deref(), Some("did you mean `message`?"));
        assert_eq!(did_you_mean("ASSIGN", words).as_deref(), Some("did you mean `assign`?"));
        assert_eq!(did_you_mean("banana", words), None);
        assert_eq!(did_you_mean("", words), None);
    }
}
