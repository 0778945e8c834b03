//! Writes rejected rows so that they can be corrected and imported: the same columns, then the errors.

use std::io::{self, Read, Write};

use csv::WriterBuilder;

use super::delimiter::Delimiter;
use super::header::{REJECT_COLUMNS, SURPLUS, is_named};
use super::row::TableRow;
use super::table_reader::TableReader;
use crate::formats::csv::escape_formula;
use crate::model::ErrorCode;

/// Writes a file of rejects.
///
/// Cells of CSV are written as they were read, formulas too: they are the user's own. Those of a workbook are
/// text, and they and added text never run as a formula. Missing cells are empty; extra cells are joined by the delimiter in `_surplus`. Added
/// columns of an earlier file of rejects are replaced, except that `_surplus` keeps its text.
pub struct RejectsWriter<W: Write> {
    csv: csv::Writer<W>,
    delimiter: Delimiter,
    /// Whether the cells come from a workbook.
    of_sheet: bool,
    /// For each column of the file, how its cells are written.
    columns: Vec<ColumnAction>,
}

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnAction {
    Kept,
    /// They are added to `_surplus`.
    Surplus,
    /// They are left out.
    Replaced,
}

impl<W: Write> RejectsWriter<W> {
    /// Writes the headers of a file like the one that was read, in UTF-8. It has a byte-order mark unless
    /// that one was plain UTF-8, so that it can be read with the same `--encoding` and spreadsheet.
    pub fn new<R: Read>(mut target: W, like: &TableReader<R>) -> io::Result<Self> {
        if !like.records.is_plain() {
            target.write_all("\u{feff}".as_bytes())?;
        }
        let (headers, delimiter) = (like.headers(), like.delimiter());
        if like.has_separator_line {
            writeln!(target, "sep={}", char::from(delimiter.byte()))?;
        }
        let csv = WriterBuilder::new().delimiter(delimiter.byte()).from_writer(target);
        let columns = headers.iter().map(|header| ColumnAction::of(header)).collect();
        let mut rejects = Self { csv, delimiter, of_sheet: like.is_sheet(), columns };
        rejects.keep(headers.iter().map(String::as_str))?;
        for header in REJECT_COLUMNS {
            rejects.csv.write_field(header)?;
        }
        rejects.end_row()?;
        Ok(rejects)
    }

    /// Writes a row with its reason, and the header of the invalid cell, if there is one.
    pub fn write(&mut self, row: &TableRow, column: Option<&str>, code: ErrorCode, message: &str) -> io::Result<()> {
        let mut cells = row.cells();
        let earlier = self.keep(&mut cells)?;
        let surplus: Vec<_> = earlier.into_iter().filter(|cell| !cell.is_empty()).chain(cells).collect();
        let delimiter = char::from(self.delimiter.byte()).to_string();
        self.csv.write_field(row.line().to_string())?;
        self.csv.write_field(escape_formula(column.unwrap_or_default()).as_bytes())?;
        self.csv.write_field(code.code())?;
        self.csv.write_field(escape_formula(message).as_bytes())?;
        self.csv.write_field(surplus.join(&delimiter))?;
        self.end_row()
    }

    /// Flushes the buffer and returns the target.
    pub fn flush(&mut self) -> io::Result<&W> {
        self.csv.flush()?;
        Ok(self.csv.get_ref())
    }

    /// Flushes the buffer and returns the target for good.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    /// Writes the cells of the columns that are kept, and returns those of an earlier `_surplus`.
    fn keep<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> io::Result<Vec<&'c str>> {
        let mut surplus = Vec::new();
        for (fate, cell) in self.columns.iter().zip(cells.chain(std::iter::repeat(""))) {
            match fate {
                ColumnAction::Kept if self.of_sheet => self.csv.write_field(escape_formula(cell).as_bytes())?,
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
