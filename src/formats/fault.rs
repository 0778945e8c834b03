//! Where something stands in a file, and what is wrong there.

use std::fmt;

use crate::model::{ErrorCode, nearest};

/// A place in a file, as an editor counts: both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A value with the place where it was read, for faults that only show later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it starts.
    pub place: Position,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct FileError {
    /// Where.
    pub place: Position,
    /// What is wrong: lower case, values in backticks, no final stop.
    pub message: String,
    /// What to do about it, where that can be told.
    pub hint: Option<String>,
    /// What kind of fault it is, for scripts.
    pub code: ErrorCode,
}

impl FileError {
    /// A fault of which nobody can tell what was meant.
    pub fn new(place: Position, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), hint: None, code: ErrorCode::InvalidFile }
    }

    /// The same fault, of another kind than that the file is not what it should be.
    #[must_use]
    pub fn with_code(self, code: ErrorCode) -> Self {
        Self { code, ..self }
    }

    /// The same fault with what to do about it.
    #[must_use]
    pub fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// A hint at the known word that is nearest to what was written, if one is near enough to be meant.
pub fn did_you_mean<'w>(written: &str, known: impl IntoIterator<Item = &'w str>) -> Option<String> {
    nearest(written, known).map(|word| format!("did you mean `{word}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_starts_with_its_place() {
        let fault = FileError::new(Position { line: 3, column: 7 }, "unknown status `x`");
        assert_eq!(fault.to_string(), "3:7: unknown status `x`");
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
