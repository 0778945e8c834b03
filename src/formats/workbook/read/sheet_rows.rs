//! Reads a sheet row by row.
//!
//! Rows and cells must be in order, each once, and within the limits of a sheet. Cells are read as they
//! are stored: texts as they are, numbers with their digits, dates as ISO 8601, formulas as their last
//! results. Hidden rows and columns are read as others: a filter hides rows that are meant to be there.

use std::borrow::Cow;

use super::cell_styles::{CellStyles, NumberKind};
use super::cell_text;
use super::shared_strings::{SharedStrings, read_string, unescape_from};
use super::workbook_error::WorkbookError;
use super::xml_part::{XmlPart, XmlPiece};
use crate::formats::fault::Position;
use crate::formats::table::{CellFault, MOST_CELL_BYTES, MergedCells, SheetRecord};

/// The last row and column of a sheet, `XFD1048576`.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// The most bytes of text in a row: 8 MiB, as in CSV.
const MOST_ROW_BYTES: usize = 8 << 20;

/// The most merged cells that are remembered.
const MOST_MERGED: usize = 1 << 20;

/// What the cells of a workbook refer to.
#[derive(Default)]
pub(super) struct CellContext {
    pub(super) strings: SharedStrings,
    pub(super) styles: CellStyles,
    pub(super) is_1904: bool,
}

pub(super) struct SheetRows<'w> {
    xml: XmlPart<'w>,
    context: &'w CellContext,
    name: &'w str,
    /// The present row and column, from 1; 0 is before the first.
    row: u32,
    column: u32,
    merged: Vec<MergedCells>,
    /// The text of a cell before it is understood.
    raw: String,
    formula: String,
}

/// A cell as it is stored.
struct StoredCell {
    kind: CellKind,
    style: Option<usize>,
    has_formula: bool,
    has_value: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Number,
    Shared,
    Inline,
    /// The text of a formula.
    Text,
    Bool,
    Error,
    Date,
}

impl<'w> SheetRows<'w> {
    pub(super) fn new(xml: XmlPart<'w>, name: &'w str, context: &'w CellContext) -> Self {
        let (row, column, merged, raw, formula) = Default::default();
        Self { xml, context, name, row, column, merged, raw, formula }
    }

    /// Reads the next row that is not blank; `false` at the end.
    pub(super) fn read(&mut self, record: &mut SheetRecord) -> Result<bool, WorkbookError> {
        self.next(record).map_err(|error| {
            let place = Position { line: self.row.max(1).into(), column: self.column.max(1).into() };
            error.at(self.name, place)
        })
    }

    /// The merged cells, once all rows are read.
    pub(super) fn into_merged(self) -> Vec<MergedCells> {
        self.merged
    }

    fn next(&mut self, record: &mut SheetRecord) -> Result<bool, WorkbookError> {
        loop {
            match self.xml.next()? {
                XmlPiece::Start => {}
                XmlPiece::Done => return Ok(false),
                XmlPiece::End => continue,
                XmlPiece::Text => {
                    self.xml.refuse_text()?;
                    continue;
                }
            }
            match (self.xml.depth(), self.xml.tag()) {
                (1, "worksheet") | (2, "sheetData" | "mergeCells") => {}
                (1, other) => return Err(self.xml.invalid(&format!("expected a worksheet, found `{other}`"))),
                (3, "row") => {
                    self.read_row(record)?;
                    if !record.is_blank() {
                        return Ok(true);
                    }
                }
                (3, "mergeCell") => self.merge()?,
                // Within the merge of a cell there is nothing.
                (2 | 4.., _) | (3, "extLst") => self.xml.skip()?,
                _ => return Err(self.xml.unexpected("a sheet")),
            }
        }
    }

    fn read_row(&mut self, record: &mut SheetRecord) -> Result<(), WorkbookError> {
        self.column = 0;
        let number = self.xml.attribute("r")?.map(Cow::into_owned);
        let row = match &number {
            Some(number) => number.parse().ok().filter(|row| *row > 0),
            None => Some(self.row + 1),
        };
        let shown = number.as_deref().unwrap_or("below the last");
        let Some(row) = row.filter(|row| *row <= MOST_ROWS) else {
            return Err(WorkbookError::damaged(format!("a sheet has no row `{shown}`")));
        };
        if row <= self.row {
            return Err(WorkbookError::damaged(format!("row {row} comes after row {}", self.row)));
        }
        self.row = row;
        record.begin(row);
        let depth = self.xml.depth();
        loop {
            match self.xml.next()? {
                XmlPiece::Start if self.xml.tag() == "c" => self.read_cell(record)?,
                XmlPiece::Start if self.xml.tag() == "extLst" => self.xml.skip()?,
                XmlPiece::Start => return Err(self.xml.unexpected("a row")),
                XmlPiece::Text => self.xml.refuse_text()?,
                XmlPiece::End if self.xml.depth() < depth => return Ok(()),
                XmlPiece::End | XmlPiece::Done => {}
            }
        }
    }

    fn read_cell(&mut self, record: &mut SheetRecord) -> Result<(), WorkbookError> {
        let (mut kind, mut style, mut place) = (CellKind::Number, None, None);
        for attribute in self.xml.attributes() {
            let (key, value) = attribute?;
            match key {
                "r" => {
                    let cell = cell_place(&value);
                    place = Some(cell.ok_or_else(|| WorkbookError::damaged(format!("a sheet has no cell `{value}`")))?);
                }
                "s" => style = value.parse().ok(),
                "t" => {
                    let known = CellKind::of(&value);
                    kind = known.ok_or_else(|| WorkbookError::damaged(format!("unknown type of cell `{value}`")))?;
                }
                _ => {}
            }
        }
        let (row, column) = place.unwrap_or((self.row, self.column + 1));
        if row != self.row {
            return Err(WorkbookError::damaged(format!("a cell of row {row} is in row {}", self.row)));
        }
        if column > MOST_COLUMNS || column <= self.column {
            let why = if column > MOST_COLUMNS { "beyond the last column" } else { "twice, or out of order" };
            return Err(WorkbookError::damaged(format!("a cell is {why}")));
        }
        self.column = column;
        let mut cell = StoredCell { kind, style, has_formula: false, has_value: false };
        self.read_content(&mut cell)?;
        record.cell(column - 1, |text| self.understand(&cell, text))?;
        if record.length() > MOST_ROW_BYTES {
            return Err(WorkbookError::damaged("row longer than 8 MiB"));
        }
        Ok(())
    }

    /// Reads the value of a cell, or else its inline text, and its formula. What isn't known could be its
    /// value, so it is an error: the cell would be read as empty.
    fn read_content(&mut self, cell: &mut StoredCell) -> Result<(), WorkbookError> {
        let depth = self.xml.depth();
        self.raw.clear();
        self.formula.clear();
        loop {
            match self.xml.next()? {
                XmlPiece::Start => {}
                XmlPiece::End if self.xml.depth() < depth => return Ok(()),
                XmlPiece::End | XmlPiece::Done => continue,
                XmlPiece::Text => {
                    self.xml.refuse_text()?;
                    continue;
                }
            }
            match self.xml.tag() {
                "v" if cell.kind != CellKind::Inline && !cell.has_value => {
                    self.xml.read_text(&mut self.raw, MOST_CELL_BYTES)?;
                    cell.has_value = true;
                }
                "is" if cell.kind == CellKind::Inline && !cell.has_value => {
                    read_string(&mut self.xml, &mut self.raw)?;
                    cell.has_value = true;
                }
                "f" if !cell.has_formula => {
                    self.xml.read_text(&mut self.formula, MOST_CELL_BYTES)?;
                    cell.has_formula = true;
                }
                "extLst" => self.xml.skip()?,
                _ => return Err(self.xml.unexpected("a cell")),
            }
        }
    }

    /// Adds the text of the cell; one without a certain value has an error.
    fn understand(&self, cell: &StoredCell, text: &mut String) -> Result<Option<CellFault>, WorkbookError> {
        let raw = self.raw.as_str();
        let is_text = matches!(cell.kind, CellKind::Text | CellKind::Inline);
        if cell.has_formula && (!cell.has_value || raw.is_empty() && !is_text) {
            text.push('=');
            text.push_str(&self.formula);
            return Ok(Some(CellFault::NotCalculated));
        }
        if raw.is_empty() {
            return Ok(None);
        }
        match cell.kind {
            CellKind::Number => return self.number(cell.style, text),
            CellKind::Shared => {
                let string = raw.trim().parse().ok().and_then(|index| self.context.strings.get(index));
                let missing = || WorkbookError::damaged(format!("the workbook has no shared string `{raw}`"));
                text.push_str(string.ok_or_else(missing)?);
            }
            CellKind::Inline => text.push_str(raw),
            CellKind::Text => {
                let start = text.len();
                text.push_str(raw);
                unescape_from(text, start);
            }
            CellKind::Bool => text.push_str(match raw.trim() {
                "1" | "true" => "true",
                "0" | "false" => "false",
                other => return Err(WorkbookError::damaged(format!("`{other}` is not true or false"))),
            }),
            CellKind::Error => {
                text.push_str(raw);
                return Ok(Some(CellFault::Error));
            }
            CellKind::Date => {
                text.push_str(raw.strip_suffix("T00:00:00").unwrap_or(raw));
                return Ok(Some(CellFault::Date));
            }
        }
        Ok(None)
    }

    /// Adds a number, or the date that it stands for.
    fn number(&self, style: Option<usize>, text: &mut String) -> Result<Option<CellFault>, WorkbookError> {
        let raw = self.raw.trim();
        let Some(number) = cell_text::number(raw) else {
            return Err(WorkbookError::damaged(format!("`{raw}` isn't a number")));
        };
        let start = text.len();
        let date = match self.context.styles.kind(style) {
            NumberKind::Number if cell_text::push_number(raw, text) => {
                return Ok(CellFault::of_number(text.get(start..).unwrap_or_default()));
            }
            NumberKind::Number => {
                text.push_str(raw);
                return Ok(Some(CellFault::TooManyDigits));
            }
            NumberKind::Date => cell_text::date_text(number, self.context.is_1904),
            NumberKind::Duration => cell_text::duration_text(number),
        };
        text.push_str(date.as_deref().unwrap_or(raw));
        Ok(Some(if date.is_some() { CellFault::Date } else { CellFault::NoDate }))
    }

    /// Remembers merged cells that reach over several rows; the value is that of the first column.
    fn merge(&mut self) -> Result<(), WorkbookError> {
        let range = self.xml.attribute("ref")?.unwrap_or_default();
        let ends = range.split_once(':').and_then(|(first, last)| cell_place(first).zip(cell_place(last)));
        let ends = ends.filter(|((_, first), (_, last))| first.max(last) <= &MOST_COLUMNS);
        let Some(((first, column), (last, _))) = ends.or_else(|| cell_place(&range).map(|cell| (cell, cell))) else {
            return Err(self.xml.invalid(&format!("`{range}` are no merged cells")));
        };
        if first < last {
            self.merged.push(MergedCells { first, last, column: column - 1 });
        }
        if self.merged.len() > MOST_MERGED {
            return Err(self.xml.invalid("more than 1,048,576 merged cells"));
        }
        Ok(())
    }
}

impl CellKind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "n" => Self::Number,
            "s" => Self::Shared,
            "inlineStr" => Self::Inline,
            "str" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => return None,
        })
    }
}

/// The row and column of a reference such as `C12`, both from 1; the column may be beyond the last.
fn cell_place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) =
        reference.split_at_checked(letters).filter(|(letters, _)| (1..=4).contains(&letters.len()))?;
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + digit(letter));
    let row = digits.parse().ok().filter(|row| (1..=MOST_ROWS).contains(row) && !digits.starts_with('+'))?;
    Some((row, column))
}
