//! The errors of rows, ordered by line, however many there are.

use std::io;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inbox::error::{Result, spill_error};
use crate::inbox::fault_sample::FaultSample;
use crate::inbox::sort::{SortedRecords, Sorter};
use crate::model::{ErrorCode, Excerpt};

/// The memory for errors before they go to disk, in bytes.
const SPACE: usize = 1 << 20;

/// An error of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowError {
    /// The first line of the row.
    pub line: u64,
    /// The column; null if the error is of the whole row.
    pub column: Option<String>,
    /// The kind of error.
    pub code: ErrorCode,
    /// The invalid text; at most its first 100 characters, then `…`.
    pub value: String,
    /// The error in words.
    pub message: String,
    /// What to do, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl RowError {
    /// Creates an error with its value cut.
    pub(super) fn new(line: u64, column: Option<&str>, code: ErrorCode, value: &str, message: String) -> Self {
        let (column, value) = (column.map(str::to_owned), Excerpt(value).cut().into_owned());
        Self { line, column, code, value, message, hint: None }
    }

    /// Whether it is of a cell of this column.
    pub(super) fn is_of(&self, column: &str) -> bool {
        self.column.as_deref() == Some(column)
    }

    /// Sets the hint.
    pub(super) fn with_hint(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// Receives rejected rows.
pub trait RejectSink {
    /// Receives the errors of a row; rows come in the order of the file.
    fn take(&mut self, faults: &[RowError]) -> io::Result<()>;

    /// Ends the rows. The change is not committed yet: if the rejects can't be written, it never is.
    fn done(&mut self) -> io::Result<()>;
}

/// Collects the errors of rows, however many there are.
pub(super) struct RejectCollector {
    sorter: Sorter,
    /// The columns of the file, by which errors name theirs.
    columns: &'static [&'static str],
    pushed: u64,
}

#[derive(Debug, Default)]
pub(super) struct RejectSummary {
    pub(super) rows: u64,
    pub(super) sample: FaultSample<RowError>,
}

impl RejectCollector {
    pub(super) fn new(folder: PathBuf, columns: &'static [&'static str]) -> Self {
        Self { sorter: Sorter::new(folder, SPACE), columns, pushed: 0 }
    }

    pub(super) fn pushed(&self) -> u64 {
        self.pushed
    }

    /// Adds an error of a cell, or of a whole row.
    pub(super) fn reject(
        &mut self,
        line: u64,
        column: Option<usize>,
        code: ErrorCode,
        value: &str,
        message: String,
    ) -> Result<()> {
        let column = column.and_then(|column| self.columns.get(column)).copied();
        self.push(&RowError::new(line, column, code, value, message))
    }

    pub(super) fn push(&mut self, error: &RowError) -> Result<()> {
        self.pushed += 1;
        let json = serde_json::to_vec(error).map_err(io::Error::from);
        json.and_then(|json| self.sorter.push(&error.line.to_be_bytes(), &json)).map_err(spill_error)
    }

    /// Counts the errors, and hands them over row by row.
    pub(super) fn finish(self, mut sink: Option<&mut dyn RejectSink>) -> io::Result<RejectSummary> {
        let mut sorted = self.sorter.sorted()?;
        let mut summary = RejectSummary::default();
        let mut row: Vec<RowError> = Vec::new();
        while let Some(error) = next(&mut sorted)? {
            summary.sample.push(error.code, || error.clone());
            if row.first().is_some_and(|first| first.line != error.line) {
                summary.add_row(&mut row, &mut sink)?;
            }
            row.push(error);
        }
        if !row.is_empty() {
            summary.add_row(&mut row, &mut sink)?;
        }
        sink.map_or(Ok(()), RejectSink::done)?;
        Ok(summary)
    }
}

impl RejectSummary {
    fn add_row(&mut self, row: &mut Vec<RowError>, sink: &mut Option<&mut dyn RejectSink>) -> io::Result<()> {
        self.rows += 1;
        if let Some(sink) = sink {
            sink.take(row)?;
        }
        row.clear();
        Ok(())
    }
}

fn next(sorted: &mut SortedRecords) -> io::Result<Option<RowError>> {
    let Some((_, payload)) = sorted.next()? else { return Ok(None) };
    Ok(Some(serde_json::from_slice(payload)?))
}
