//! Batches of rows with the text of the columns that an import asks for, so that one thread reads while
//! another works.

use super::rejects::RowError;
use crate::inbox::error::SourceError;
use crate::model::ErrorCode;

/// A source of rows.
pub trait RowSource: Send {
    fn has(&self, column: &str) -> bool;

    /// Whether the file is one of rejected rows, which holds only a part of the mapping.
    fn is_rejects(&self) -> bool;

    /// Adds rows until the batch is full; false at the end. Each row has a cell for each of the columns,
    /// in order; a missing column is empty.
    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError>;

    /// The bytes of the file read so far.
    fn bytes_read(&self) -> u64;
}

const FULL: usize = 1 << 18;

/// Rows with their cells, all in one text.
#[derive(Debug, Default)]
pub struct RowBatch {
    text: String,
    ends: Vec<usize>,
    rows: Vec<RowStart>,
}

#[derive(Debug, Clone, Copy)]
struct RowStart {
    line: u64,
    first: usize,
    ragged: Option<Ragged>,
}

/// The cells of a row that has too few or too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ragged {
    pub found: usize,
    pub expected: usize,
}

impl Ragged {
    pub(super) fn error(self, line: u64) -> RowError {
        let message = format!("expected {} cells, found {}", self.expected, self.found);
        RowError::new(line, None, ErrorCode::RaggedRow, "", message)
    }
}

/// A row of a batch.
#[derive(Clone, Copy)]
pub(super) struct BatchRow<'a> {
    batch: &'a RowBatch,
    head: RowStart,
}

impl RowBatch {
    /// Whether it is to be handed on.
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.rows.len() >= FULL / 16
    }

    /// Begins a row at a line of the file.
    pub fn begin(&mut self, line: u64, ragged: Option<Ragged>) {
        self.rows.push(RowStart { line, first: self.ends.len(), ragged });
    }

    /// Adds the next cell of the row.
    pub fn cell(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = BatchRow<'_>> {
        self.rows.iter().map(|head| BatchRow { batch: self, head: *head })
    }
}

impl<'a> BatchRow<'a> {
    pub(super) fn line(self) -> u64 {
        self.head.line
    }

    pub(super) fn ragged(self) -> Option<Ragged> {
        self.head.ragged
    }

    /// The cell of a column, by its position among those asked for.
    pub(super) fn cell(self, column: usize) -> &'a str {
        let at = self.head.first + column;
        let start = at.checked_sub(1).and_then(|before| self.batch.ends.get(before)).copied().unwrap_or(0);
        let end = self.batch.ends.get(at).copied().unwrap_or(start);
        self.batch.text.get(start..end).unwrap_or_default()
    }

    /// The cell of a column, untrimmed; none if it is blank.
    pub(super) fn filled(self, column: usize) -> Option<&'a str> {
        Some(self.cell(column)).filter(|text| !text.trim().is_empty())
    }
}
