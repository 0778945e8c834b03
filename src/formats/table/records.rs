//! The rows of a table, whatever file it is in.

use std::io::Read;

use super::delimiter::Delimiter;
use super::error::TableError;
use super::record::RecordReader;
use super::row::TableRow;
use super::sheet_records::SheetRecords;

pub(super) enum Records<R> {
    Text(Box<RecordReader<R>>),
    Sheet(Box<SheetRecords<R>>),
}

impl<R: Read> Records<R> {
    /// Reads the next row; `false` at the end.
    pub(super) fn read(&mut self, row: &mut TableRow) -> Result<bool, TableError> {
        match self {
            Self::Text(records) => records.read(row),
            Self::Sheet(records) => Ok(records.read(row)?),
        }
    }

    /// The delimiter; a workbook has none, and gets that of CSV.
    pub(super) fn delimiter(&self) -> Delimiter {
        match self {
            Self::Text(records) => records.delimiter(),
            Self::Sheet(_) => Delimiter::Comma,
        }
    }

    /// Whether the bytes are UTF-8 without a byte-order mark.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Self::Text(records) if records.text.is_plain())
    }

    pub(super) fn is_sheet(&self) -> bool {
        matches!(self, Self::Sheet(_))
    }

    pub(super) fn bytes_read(&self) -> u64 {
        match self {
            Self::Text(records) => records.text.bytes_read(),
            Self::Sheet(records) => records.bytes_read(),
        }
    }
}
