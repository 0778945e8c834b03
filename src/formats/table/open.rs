//! A table: a file whose header is understood, and whose rows can be read.

use std::io::{self, Read};

use super::delimiter::Delimiter;
use super::encoding::Encoding;
use super::error::TableError;
use super::header::{Columns, Header, Mapping, Unknown, Wanted};
use super::record::{Records, first_record};
use super::rejects;
use super::row::Row;
use super::text::Text;
use crate::formats::fault::{Fault, Place};

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What stands between two cells; else whatever makes most headers known.
    pub delimiter: Option<Delimiter>,
    /// Its encoding, if no byte-order mark says another; else UTF-8.
    pub encoding: Option<Encoding>,
    /// What it calls columns.
    pub mappings: Vec<Mapping>,
    /// What becomes of columns that nobody asked for.
    pub unknown: Unknown,
}

/// The outside of a file: what another one needs to be like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The headers as they are written.
    pub headers: Vec<String>,
    /// What stands between two cells.
    pub delimiter: Delimiter,
    /// What it should begin with.
    pub mark: Mark,
}

/// Whether UTF-8 begins with a byte-order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It does, since the file that was read did, or wasn't UTF-8: then this one can be read with the
    /// same `--encoding`, and by the same spreadsheet.
    Written,
    /// It doesn't, like the file that was read.
    Absent,
}

/// A file whose header is understood.
pub struct Table<R> {
    records: Records<R>,
    columns: Columns,
    header: Header,
}

impl<R: Read> Table<R> {
    /// Reads the header, and tells everything that is wrong with it. Nothing else is read but what
    /// the first piece of the file brings along.
    pub fn open(source: R, columns: Columns, options: &Options) -> Result<Self, TableError> {
        let mut text = Text::open(source, options.encoding)?;
        let wanted = Wanted::new(columns, &options.mappings);
        let delimiter = match options.delimiter {
            Some(delimiter) => delimiter,
            None => likeliest(&mut text, &wanted)?,
        };
        let (mut records, mut row) = (Records::new(text, delimiter), Row::new());
        if !records.read(&mut row, 0)? {
            let hint = "it needs a line of headers at least".to_owned();
            return Err(Fault::new(Place { line: 1, column: 1 }, "the file is empty").with_hint(Some(hint)).into());
        }
        let header = Header::read(&row, &wanted, &options.mappings, options.unknown).map_err(TableError::Faulty)?;
        Ok(Self { records, columns, header })
    }

    /// The headers as they are written.
    pub fn headers(&self) -> &[String] {
        &self.header.written
    }

    /// What stands between two cells.
    pub fn delimiter(&self) -> Delimiter {
        self.records.delimiter()
    }

    /// What a file needs to be like this one, but for its encoding: that is UTF-8.
    pub fn layout(&self) -> Layout {
        let mark = if self.records.is_plain() { Mark::Absent } else { Mark::Written };
        Layout { headers: self.headers().to_vec(), delimiter: self.delimiter(), mark }
    }

    /// The columns that nobody asked for, by their header or else their number (`column 3`). Those
    /// that a file of rejects adds are none of them, nor are any others that begin with `_`.
    pub fn ignored(&self) -> impl ExactSizeIterator<Item = &str> {
        self.header.ignored.iter().map(String::as_str)
    }

    /// Whether it is a file of rejects, one with a column `_code`.
    pub fn has_rejects_columns(&self) -> bool {
        self.headers().iter().any(|header| rejects::is_code(header))
    }

    /// Where a known column stands in each row, by its name; to be asked once, not for each row.
    pub fn position(&self, name: &str) -> Option<usize> {
        let column = self.columns.known.iter().position(|column| column.name == name)?;
        self.header.positions.get(column).copied().flatten()
    }

    /// Reads the next row; `false` at the end. Blank lines are no rows. After a fault there are no
    /// more rows, only the fault again.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, TableError> {
        self.records.read(row, self.header.written.len())
    }

    /// How much of the source has been read, in bytes: a piece ahead of the rows.
    pub fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }
}

/// The delimiter that makes most headers known and, of several that do, most cells: that is most
/// likely what the writer of the file meant, also where nothing is known.
fn likeliest<R: Read>(text: &mut Text<R>, wanted: &Wanted) -> io::Result<Delimiter> {
    let mut best = (Delimiter::Comma, (0, 0));
    for delimiter in Delimiter::ALL {
        let row = first_record(text, delimiter)?;
        let score = (wanted.count(row.cells()), row.len());
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    Ok(best.0)
}
