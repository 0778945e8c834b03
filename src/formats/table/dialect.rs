//! The outside of a file: what another file needs to be like it.

use super::delimiter::Delimiter;

/// The headers, delimiter and start of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    pub headers: Vec<String>,
    pub delimiter: Delimiter,
    pub bom: Bom,
    /// Whether it starts with a line `sep=;`.
    pub has_separator_line: bool,
}

/// Whether a UTF-8 file starts with a byte-order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bom {
    /// It does, since the file that was read has one or isn't UTF-8: it can be read with the same
    /// `--encoding`, and by the same spreadsheet.
    Written,
    Absent,
}
