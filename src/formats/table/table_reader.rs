//! Reads a table: its header, then its rows.

use std::io::Read;

use super::column_cells::ColumnCells;
use super::delimiter::Delimiter;
use super::error::TableError;
use super::header::{Columns, ExpectedColumns, TableHeader, is_code};
use super::likely::Samples;
use super::options::{ColumnMapping, ReadOptions};
use super::record::RecordReader;
use super::records::Records;
use super::row::TableRow;
use super::sheet_records::{MergedCells, SheetRecords};
use super::start::{find_headers, find_sheet_headers, separator_line};
use super::text::Text;
use crate::formats::fault::{FileError, Position};

/// What the first rows of a sheet are worth as headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderRank {
    /// There are no rows.
    Empty,
    /// No header is known.
    Unknown,
    Known,
    /// All columns are there that are required.
    Complete,
}

impl HeaderRank {
    /// What the start of a copied sheet is worth.
    pub fn of(start: &[u8], columns: Columns, options: &ReadOptions) -> Self {
        let wanted = ExpectedColumns::new(columns, &options.mappings);
        let mut records = SheetRecords::new(start, &[]);
        match find_sheet_headers(&mut records.preview(), &wanted) {
            Ok(Some((_, 0))) => Self::Unknown,
            Ok(Some(_)) if TableReader::open_sheet(start, &[], columns, options).is_ok() => Self::Complete,
            Ok(Some(_)) => Self::Known,
            Ok(None) | Err(_) => Self::Empty,
        }
    }
}

/// A file whose header has been read.
pub struct TableReader<R> {
    pub(super) records: Records<R>,
    columns: Columns,
    header: TableHeader,
    /// The line of the headers, if there is a title above them.
    line_below_title: Option<u64>,
    /// Whether the file starts with a line `sep=;`.
    pub(super) has_separator_line: bool,
}

impl<R: Read> TableReader<R> {
    /// Reads the header, or returns all its errors. Only the first piece of the file is read.
    pub fn open(source: R, columns: Columns, options: &ReadOptions) -> Result<Self, TableError> {
        let mut text = Text::open(source, options.encoding)?;
        let wanted = ExpectedColumns::new(columns, &options.mappings);
        let separator = separator_line(&mut text, options.delimiter)?;
        let position = find_headers(&mut text, &wanted, options.delimiter.or(separator))?;
        let records = Records::Text(Box::new(RecordReader::new(text, position.delimiter)));
        let table = Self::below(records, position.records_above, (columns, &wanted), options)?;
        Ok(Self { has_separator_line: separator.is_some(), ..table })
    }

    /// The same for a sheet that was copied from a workbook.
    pub fn open_sheet(
        source: R,
        merged: &[MergedCells],
        columns: Columns,
        options: &ReadOptions,
    ) -> Result<Self, TableError> {
        let wanted = ExpectedColumns::new(columns, &options.mappings);
        let mut records = SheetRecords::new(source, merged);
        let rows_above = find_sheet_headers(&mut records.preview(), &wanted)?.map_or(0, |(above, _)| above);
        Self::below(Records::Sheet(Box::new(records)), rows_above, (columns, &wanted), options)
    }

    /// Reads the header below a title.
    fn below(
        mut records: Records<R>,
        records_above: usize,
        (columns, wanted): (Columns, &ExpectedColumns),
        options: &ReadOptions,
    ) -> Result<Self, TableError> {
        let mut row = TableRow::default();
        for _ in 0..=records_above {
            if !records.read(&mut row)? {
                let what = if records.is_sheet() { "sheet" } else { "file" };
                let message = format!("the {what} is empty");
                let hint = "add a line of column headers".to_owned();
                return Err(FileError::new(Position { line: 1, column: 1 }, message).with_hint(Some(hint)).into());
            }
        }
        let header = |samples| TableHeader::read(&row, wanted, options, samples);
        let header = match header(&Samples::default()) {
            Ok(header) => header,
            // The same error, with a hint from the rows.
            Err(_) => header(&Samples::read(&mut records, row.len())).map_err(TableError::Faulty)?,
        };
        let line_below_title = (records_above > 0).then_some(row.line());
        Ok(Self { records, columns, header, line_below_title, has_separator_line: false })
    }

    pub fn line_below_title(&self) -> Option<u64> {
        self.line_below_title
    }

    pub fn headers(&self) -> &[String] {
        &self.header.written
    }

    pub fn delimiter(&self) -> Delimiter {
        self.records.delimiter()
    }

    /// The unknown columns, by header or else by number (`column 3`); columns that begin with `_` are left
    /// out.
    pub fn ignored(&self) -> impl ExactSizeIterator<Item = &str> {
        self.header.ignored.iter().map(String::as_str)
    }

    /// Whether it is a file of rejects: one with a column `_code`.
    pub fn has_rejects_columns(&self) -> bool {
        self.headers().iter().any(|header| is_code(header))
    }

    /// The mappings, with the headers as they are in the file; alternatives that it doesn't have, as given.
    pub fn mappings(&self) -> &[ColumnMapping] {
        &self.header.mappings
    }

    /// The alternatives of mappings that the file doesn't have.
    pub fn missing_headers(&self) -> &[String] {
        &self.header.missing
    }

    /// The cells of a known column in each row; to be looked up once, not for each row.
    pub fn cells(&self, name: &str) -> Option<&ColumnCells> {
        let column = self.columns.known.iter().position(|column| column.name == name)?;
        self.header.cells.get(column).filter(|cells| !cells.is_missing())
    }

    /// Reads the next row; `false` at the end. Blank lines are skipped. After an error only the error is
    /// returned.
    pub fn read(&mut self, row: &mut TableRow) -> Result<bool, TableError> {
        let more = self.records.read(row)?;
        if self.is_sheet() {
            // A sheet has no cells right of its last one: they are empty.
            row.widen(self.header.written.len());
        }
        Ok(more)
    }

    /// Whether it is a sheet of a workbook.
    pub fn is_sheet(&self) -> bool {
        self.records.is_sheet()
    }

    /// The bytes of the source read so far, a piece ahead of the rows.
    pub fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }
}
