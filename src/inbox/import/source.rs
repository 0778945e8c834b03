//! Rows on their way in: text of the columns that an import asks for, many rows at a time, so that
//! one thread can read while another works.

use super::rejects::RowError;
use crate::inbox::error::SourceError;
use crate::model::ErrorCode;

/// Where rows come from.
pub trait RowSource: Send {
    /// Whether the file has this column.
    fn has(&self, column: &str) -> bool;

    /// Whether the file is one of rejected rows, which holds only a part of what was meant.
    fn is_rejects(&self) -> bool;

    /// Adds rows until the batch is full; false if there are none left. Each row has a cell for each
    /// of the columns, in order; a column that the file hasn't is empty.
    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError>;

    /// How much of the file has been read, in bytes.
    fn bytes_read(&self) -> u64;
}

/// How much text a batch takes before it is full.
const FULL: usize = 1 << 18;

/// Rows with their cells, all in one text.
#[derive(Debug, Default)]
pub struct RowBatch {
    text: String,
    ends: Vec<usize>,
    rows: Vec<RowStart>,
}

/// A row of a batch.
#[derive(Debug, Clone, Copy)]
struct RowStart {
    line: u64,
    /// Its first cell.
    first: usize,
    ragged: Option<Ragged>,
}

/// A row that hasn't as many cells as there are headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ragged {
    /// How many it has.
    pub found: usize,
    /// How many headers there are.
    pub expected: usize,
}

impl Ragged {
    pub(super) fn error(self, line: u64) -> RowError {
        let message = format!("expected {} cells, found {}", self.expected, self.found);
        RowError::new(line, None, ErrorCode::RaggedRow, "", message)
    }
}

/// A row as the import sees it.
#[derive(Clone, Copy)]
pub(super) struct BatchRow<'a> {
    batch: &'a RowBatch,
    head: RowStart,
}

impl RowBatch {
    /// Whether it should be handed on.
    pub fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.rows.len() >= FULL / 16
    }

    /// Begins a row at this line of the file.
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

    /// A cell by the place of its column among those that were asked for.
    pub(super) fn cell(self, column: usize) -> &'a str {
        let at = self.head.first + column;
        let start = at.checked_sub(1).and_then(|before| self.batch.ends.get(before)).copied().unwrap_or(0);
        let end = self.batch.ends.get(at).copied().unwrap_or(start);
        self.batch.text.get(start..end).unwrap_or_default()
    }

    /// A cell of text that is kept as it is; none if it is blank.
    pub(super) fn filled(self, column: usize) -> Option<&'a str> {
        Some(self.cell(column)).filter(|text| !text.trim().is_empty())
    }
}
