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
    /// Cells without a certain value, in the order of the rows.
    faults: Vec<CellError>,
}

/// An error of a cell, by the position of its column.
#[derive(Debug)]
struct CellError {
    line: u64,
    column: usize,
    value: String,
    message: String,
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
    fn error(self, line: u64) -> RowError {
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

    /// Adds an error of a cell of the last row, by the position of its column.
    pub fn fault(&mut self, column: usize, value: &str, message: String) {
        let error = |row: &RowStart| CellError { line: row.line, column, value: value.to_owned(), message };
        self.faults.extend(self.rows.last().map(error));
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = BatchRow<'_>> {
        self.rows.iter().map(|head| BatchRow { batch: self, head: *head })
    }
}

impl<'a> BatchRow<'a> {
    pub(super) fn line(self) -> u64 {
        self.head.line
    }

    /// Whether the cell of a column, by its position, can be relied on.
    pub(super) fn is_certain(self, column: usize) -> bool {
        self.head.ragged.is_none() && self.cell_faults().iter().all(|error| error.column != column)
    }

    /// Whether its cells can't be relied on: there are too few or too many, or some have no value.
    pub(super) fn is_faulty(self) -> bool {
        self.head.ragged.is_some() || !self.cell_faults().is_empty()
    }

    /// The errors for which it can't be relied on, with the names of the columns asked for.
    pub(super) fn faults(self, columns: &[&str]) -> Vec<RowError> {
        let (line, ragged) = (self.line(), self.head.ragged.map(|ragged| ragged.error(self.line())));
        let fault = |error: &CellError| {
            let name = columns.get(error.column).copied();
            RowError::new(line, name, ErrorCode::InvalidValue, &error.value, error.message.clone())
        };
        ragged.into_iter().chain(self.cell_faults().iter().map(fault)).collect()
    }

    fn cell_faults(self) -> &'a [CellError] {
        let faults = &self.batch.faults;
        let from = faults.partition_point(|error| error.line < self.head.line);
        let to = faults.partition_point(|error| error.line <= self.head.line);
        faults.get(from..to).unwrap_or_default()
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
