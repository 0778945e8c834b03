//! Reads a table: its header, then its rows.

use std::io::Read;

use super::column_cells::ColumnCells;
use super::delimiter::Delimiter;
use super::error::TableError;
use super::header::{Columns, ExpectedColumns, TableHeader, is_code};
use super::likely::Samples;
use super::options::{ColumnMapping, ReadOptions};
use super::record::RecordReader;
use super::row::TableRow;
use super::start::{find_headers, separator_line};
use super::text::Text;
use crate::formats::fault::{FileError, Position};

/// A file whose header has been read.
pub struct TableReader<R> {
    pub(super) records: RecordReader<R>,
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
        let (mut records, mut row) = (RecordReader::new(text, position.delimiter), TableRow::default());
        for _ in 0..=position.records_above {
            if !records.read(&mut row)? {
                let hint = "add a line of column headers".to_owned();
                return Err(FileError::new(Position { line: 1, column: 1 }, "the file is empty")
                    .with_hint(Some(hint))
                    .into());
            }
        }
        let header = |samples| TableHeader::read(&row, &wanted, options, samples);
        let header = match header(&Samples::default()) {
            Ok(header) => header,
            // The same error, with a hint from the rows.
            Err(_) => header(&Samples::read(&mut records, row.len())).map_err(TableError::Faulty)?,
        };
        let line_below_title = (position.records_above > 0).then_some(row.line());
        Ok(Self { records, columns, header, line_below_title, has_separator_line: separator.is_some() })
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
        self.records.read(row)
    }

    /// The bytes of the source read so far, a piece ahead of the rows.
    pub fn bytes_read(&self) -> u64 {
        self.records.text.bytes_read()
    }
}
