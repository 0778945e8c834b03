//! Writes rejected rows so that they can be corrected and imported: the same columns, then the errors.

use std::io::{self, Read, Write};

use csv::WriterBuilder;

use super::delimiter::Delimiter;
use super::header::{REJECT_COLUMNS, SURPLUS, is_named};
use super::row::TableRow;
use super::table_reader::TableReader;
use crate::formats::csv::{escape_formula, unescape_formula};
use crate::formats::workbook::{SheetError, SheetWriter};
use crate::model::ErrorCode;

/// Writes a file of rejects.
///
/// Cells are written as they were read, but never run as a formula: the file is opened in a spreadsheet to be
/// corrected, and an import reads the same values. Missing cells are empty; extra cells are joined by the
/// delimiter in `_surplus`. Added columns of an earlier file of rejects are replaced, except
/// that `_surplus` keeps its text.
pub struct RejectsWriter<W: Write> {
    target: RejectsTarget<W>,
    delimiter: Delimiter,
    /// Whether the cells come from a workbook.
    of_sheet: bool,
    /// For each column of the file, how its cells are written.
    columns: Vec<ColumnAction>,
}

enum RejectsTarget<W: Write> {
    Csv(Box<csv::Writer<W>>),
    /// A workbook, which is written at the end.
    Workbook {
        sheet: Option<Box<SheetWriter>>,
        row: Vec<String>,
        file: W,
    },
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

impl<W: Write + Send> RejectsWriter<W> {
    /// Writes the headers of a file like the one that was read, as a workbook with this sheet, or as CSV in
    /// UTF-8. That has a byte-order mark unless the other one was plain UTF-8, so that it can be read with the
    /// same `--encoding` and spreadsheet.
    pub fn new<R: Read>(target: W, sheet: Option<&str>, like: &TableReader<R>) -> io::Result<Self> {
        let columns: Vec<_> = like.headers().iter().map(|header| ColumnAction::of(header)).collect();
        let kept = like.headers().iter().zip(&columns).filter(|(_, action)| **action == ColumnAction::Kept);
        let headers: Vec<_> = kept.map(|(header, _)| header.as_str()).chain(REJECT_COLUMNS).collect();
        let target = match sheet {
            Some(name) => {
                let sheet = SheetWriter::new(name, headers.iter().copied()).map_err(unwritable)?;
                RejectsTarget::Workbook { sheet: Some(Box::new(sheet)), row: Vec::new(), file: target }
            }
            None => RejectsTarget::csv(target, like)?,
        };
        let mut rejects = Self { target, delimiter: like.delimiter(), of_sheet: like.is_sheet(), columns };
        if sheet.is_none() {
            headers.iter().try_for_each(|header| rejects.cell(header))?;
            rejects.target.end_row()?;
        }
        Ok(rejects)
    }

    /// Writes a row with its reason, and the header of the invalid cell, if there is one.
    pub fn write(&mut self, row: &TableRow, column: Option<&str>, code: ErrorCode, message: &str) -> io::Result<()> {
        let mut surplus = Vec::new();
        let mut cells = row.cells();
        for position in 0..self.columns.len() {
            let cell = cells.next().unwrap_or_default();
            match self.columns.get(position) {
                Some(ColumnAction::Kept) => self.cell(cell)?,
                Some(ColumnAction::Surplus) => surplus.extend(Some(self.read(cell)).filter(|cell| !cell.is_empty())),
                Some(ColumnAction::Replaced) | None => {}
            }
        }
        surplus.extend(cells);
        let delimiter = char::from(self.delimiter.byte()).to_string();
        self.target.field(&row.line().to_string())?;
        self.target.text(column.unwrap_or_default())?;
        self.target.field(code.code())?;
        self.target.text(message)?;
        self.target.text(&surplus.join(&delimiter))?;
        self.target.end_row()
    }

    /// Writes everything, and returns the target.
    pub fn complete(&mut self) -> io::Result<&W> {
        match &mut self.target {
            RejectsTarget::Csv(csv) => {
                csv.flush()?;
                Ok(csv.get_ref())
            }
            RejectsTarget::Workbook { sheet, file, .. } => {
                if let Some(sheet) = sheet.take() {
                    sheet.finish(&mut *file).map_err(unwritable)?;
                }
                Ok(file)
            }
        }
    }

    /// Writes everything, and returns the target for good.
    pub fn finish(mut self) -> io::Result<W> {
        self.complete()?;
        match self.target {
            RejectsTarget::Csv(csv) => csv.into_inner().map_err(csv::IntoInnerError::into_error),
            RejectsTarget::Workbook { file, .. } => Ok(file),
        }
    }

    /// Writes a cell that was read; one of CSV may be escaped already.
    fn cell(&mut self, cell: &str) -> io::Result<()> {
        self.target.text(self.read(cell))
    }

    /// The text of a cell that was read.
    fn read<'c>(&self, cell: &'c str) -> &'c str {
        if self.of_sheet { cell } else { unescape_formula(cell) }
    }
}

impl<W: Write> RejectsTarget<W> {
    fn csv<R: Read>(mut target: W, like: &TableReader<R>) -> io::Result<Self> {
        if !like.records.is_plain() {
            target.write_all("\u{feff}".as_bytes())?;
        }
        let delimiter = like.delimiter().byte();
        if like.has_separator_line {
            writeln!(target, "sep={}", char::from(delimiter))?;
        }
        Ok(Self::Csv(Box::new(WriterBuilder::new().delimiter(delimiter).from_writer(target))))
    }

    /// Adds a cell with a text that never runs as a formula.
    fn text(&mut self, text: &str) -> io::Result<()> {
        match self {
            Self::Csv(_) => self.field(&escape_formula(text)),
            Self::Workbook { .. } => self.field(text),
        }
    }

    fn field(&mut self, text: &str) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.write_field(text)?,
            Self::Workbook { row, .. } => row.push(text.to_owned()),
        }
        Ok(())
    }

    fn end_row(&mut self) -> io::Result<()> {
        match self {
            Self::Csv(csv) => Ok(csv.write_record(None::<&[u8]>)?),
            Self::Workbook { sheet, row, .. } => {
                let written = sheet.as_mut().map_or(Ok(()), |sheet| sheet.row(row.iter().map(String::as_str)));
                row.clear();
                written.map_err(unwritable)
            }
        }
    }
}

fn unwritable(error: SheetError) -> io::Error {
    match error {
        SheetError::Write(error) => error,
        error => io::Error::other(error),
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
