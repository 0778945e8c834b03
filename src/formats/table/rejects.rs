//! The rows of a file that couldn't be taken, as a file that can be once it is corrected: the same
//! columns, and behind them what is wrong with each row.

use std::io::{self, Write};

use csv::WriterBuilder;

use super::delimiter::Delimiter;
use super::dialect::{Bom, Dialect};
use super::header::{REJECT_COLUMNS, SURPLUS, is_named};
use crate::formats::csv::escape_formula;
use crate::model::ErrorCode;

/// Why a row was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reject<'r> {
    /// The line on which the row starts.
    pub line: u64,
    /// The header of the cell that is to blame, if one is.
    pub column: Option<&'r str>,
    /// For scripts.
    pub code: ErrorCode,
    /// For people.
    pub message: &'r str,
}

/// Writes a file of rejects.
///
/// Cells are written as they were read, those too that a spreadsheet would run: they are the user's
/// own. Of what is added here, nothing runs. A row that is too short is filled up with empty cells;
/// what is too much of a row that is too long stands in `_surplus`, joined by the delimiter. A file
/// of rejects that was read has these columns already: they are replaced, but what is left in
/// `_surplus` stays there.
pub struct RejectsWriter<W: Write> {
    csv: csv::Writer<W>,
    delimiter: Delimiter,
    /// For each column of the file that was read, what becomes of its cells.
    columns: Vec<ColumnAction>,
}

/// What becomes of the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnAction {
    Kept,
    /// They are surplus from an earlier time.
    Surplus,
    /// They are said anew.
    Replaced,
}

impl<W: Write> RejectsWriter<W> {
    /// Writes the headers of a file like the one that was read.
    pub fn new(mut target: W, dialect: &Dialect) -> io::Result<Self> {
        if dialect.bom == Bom::Written {
            target.write_all("\u{feff}".as_bytes())?;
        }
        let (headers, delimiter) = (&dialect.headers, dialect.delimiter);
        if dialect.has_separator_line {
            writeln!(target, "sep={}", char::from(delimiter.byte()))?;
        }
        let csv = WriterBuilder::new().delimiter(delimiter.byte()).from_writer(target);
        let columns = headers.iter().map(|header| ColumnAction::of(header)).collect();
        let mut rejects = Self { csv, delimiter, columns };
        rejects.keep(headers.iter().map(String::as_str))?;
        for header in REJECT_COLUMNS {
            rejects.csv.write_field(header)?;
        }
        rejects.end_row()?;
        Ok(rejects)
    }

    /// Writes a row: its cells as they were read, and why it was rejected.
    pub fn write<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>, reject: &Reject<'_>) -> io::Result<()> {
        let mut cells = cells.into_iter();
        let earlier = self.keep(&mut cells)?;
        let surplus: Vec<_> = earlier.into_iter().filter(|cell| !cell.is_empty()).chain(cells).collect();
        let delimiter = char::from(self.delimiter.byte()).to_string();
        self.csv.write_field(reject.line.to_string())?;
        self.csv.write_field(escape_formula(reject.column.unwrap_or_default()).as_bytes())?;
        self.csv.write_field(reject.code.code())?;
        self.csv.write_field(escape_formula(reject.message).as_bytes())?;
        self.csv.write_field(surplus.join(&delimiter))?;
        self.end_row()
    }

    /// Writes what has been kept back so far, and shows what it is written to.
    pub fn flush(&mut self) -> io::Result<&W> {
        self.csv.flush()?;
        Ok(self.csv.get_ref())
    }

    /// Gives back what was written to, with nothing left in between.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    /// Writes the cells of the columns that stay, and gives back those of an earlier `_surplus`.
    fn keep<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> io::Result<Vec<&'c str>> {
        let mut surplus = Vec::new();
        for (fate, cell) in self.columns.iter().zip(cells.chain(std::iter::repeat(""))) {
            match fate {
                ColumnAction::Kept => self.csv.write_field(cell)?,
                ColumnAction::Surplus => surplus.push(cell),
                ColumnAction::Replaced => {}
            }
        }
        Ok(surplus)
    }

    fn end_row(&mut self) -> io::Result<()> {
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }
}

impl ColumnAction {
    fn of(header: &str) -> Self {
        if is_named(header, SURPLUS) {
            Self::Surplus
        } else if REJECT_COLUMNS.iter().any(|added| is_named(header, added)) {
            Self::Replaced
        } else {
            Self::Kept
        }
    }
}
