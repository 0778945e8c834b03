//! One row: its cells and their positions in the file.

use std::io;
use std::mem;

use crate::formats::csv::unescape_formula;
use crate::formats::fault::Position;

use super::cell_fault::CellFault;
use super::delimiter::Delimiter;

/// A row of a table, filled again and again, so that reading allocates nothing.
#[derive(Debug, Clone)]
pub struct TableRow {
    text: String,
    /// The end of each cell in `text`; ends from `cells` on are left over from longer rows.
    ends: Vec<usize>,
    cells: usize,
    /// The cells as written, without the line end.
    raw: Vec<u8>,
    line: u64,
    delimiter: Delimiter,
    /// Becomes `text` when the row is complete; `written` bytes are used.
    building: Vec<u8>,
    written: usize,
    /// Whether it is a row of a workbook, whose cells are text and have no place in `raw`.
    is_of_sheet: bool,
    /// The cells of a workbook that have no certain value.
    faults: Vec<(usize, CellFault)>,
}

impl Default for TableRow {
    fn default() -> Self {
        Self {
            text: String::new(),
            ends: vec![0; 32],
            cells: 0,
            raw: Vec::new(),
            line: 1,
            delimiter: Delimiter::Comma,
            building: Vec::new(),
            written: 0,
            is_of_sheet: false,
            faults: Vec::new(),
        }
    }
}

impl TableRow {
    /// The line of the first cell, as an editor counts: a line break within quotes counts.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell at a position, untrimmed, without its quotes; empty if the row is too short.
    pub fn cell(&self, position: usize) -> &str {
        if position >= self.cells {
            return "";
        }
        let end = self.ends.get(position).copied().unwrap_or_default();
        self.text.get(self.start(position)..end).unwrap_or_default()
    }

    /// The value of the cell at a position: without the `'` before a formula in CSV, and empty if it is blank.
    pub fn value(&self, position: usize) -> &str {
        let cell = self.cell(position);
        let value = if cell.starts_with('\'') && !self.is_of_sheet { unescape_formula(cell) } else { cell };
        if value.trim().is_empty() { "" } else { value }
    }

    /// The cells, as [`TableRow::cell`] returns them.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.cells).map(|position| self.cell(position))
    }

    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether it has no cells: no row has been read.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The option that says where the rows are.
    pub(super) fn option_of_rows(&self) -> &'static str {
        if self.is_of_sheet { "--sheet" } else { "--delimiter" }
    }

    /// Whether a cell has no certain value.
    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Why the cell at a position has no certain value.
    pub fn fault(&self, position: usize) -> Option<CellFault> {
        self.faults.iter().find(|(at, _)| *at == position).map(|(_, fault)| *fault)
    }

    /// The start of the cell at a position, with its opening quote; the end of the row, if it is too
    /// short. In a workbook the row, and the number of the column.
    pub fn place(&self, position: usize) -> Position {
        if self.is_of_sheet {
            return Position { line: self.line, column: position as u64 + 1 };
        }
        match self.spans().nth(position) {
            Some(span) => self.place_at(span.start),
            None => self.end(),
        }
    }

    fn start(&self, position: usize) -> usize {
        position.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default()
    }
}

impl TableRow {
    /// Begins a row of a workbook.
    pub(super) fn begin_sheet_row(&mut self, line: u64) {
        self.text.clear();
        self.faults.clear();
        (self.line, self.cells, self.is_of_sheet) = (line, 0, true);
    }

    /// Adds a cell of a workbook right of the others; those between are empty.
    pub(super) fn add_cell(&mut self, position: usize, text: &str, fault: Option<CellFault>) {
        self.widen(position);
        self.text.push_str(text);
        self.widen(position + 1);
        self.faults.extend(fault.map(|fault| (position, fault)));
    }

    /// Adds empty cells until there are this many.
    pub(super) fn widen(&mut self, cells: usize) {
        if self.ends.len() < cells {
            self.ends.resize(cells * 2, 0);
        }
        let end = self.text.len();
        self.ends.get_mut(self.cells..cells).unwrap_or_default().fill(end);
        self.cells = self.cells.max(cells);
    }

    /// Removes the contents and keeps the memory.
    pub(super) fn clear(&mut self, delimiter: Delimiter) {
        let mut building = mem::take(&mut self.text).into_bytes();
        // About as long as the row before, so that it seldom has to grow.
        let length = building.len().saturating_mul(2).clamp(256, 1 << 20);
        building.resize(length, 0);
        self.building = building;
        self.raw.clear();
        (self.cells, self.written, self.delimiter) = (0, 0, delimiter);
    }

    pub(super) fn is_new(&self) -> bool {
        self.raw.is_empty()
    }

    pub(super) fn begin(&mut self, line: u64) {
        self.line = line;
    }

    /// Parses text that continues the row; returns the number of bytes read.
    pub(super) fn parse(&mut self, parser: &mut csv_core::Reader, text: &[u8]) -> (csv_core::ReadRecordResult, usize) {
        if self.written == self.building.len() {
            self.building.resize(self.written * 2, 0);
        }
        if self.cells == self.ends.len() {
            self.ends.resize(self.cells * 2, 0);
        }
        let building = self.building.get_mut(self.written..).unwrap_or_default();
        let ends = self.ends.get_mut(self.cells..).unwrap_or_default();
        let (result, read, written, cells) = parser.read_record(text, building, ends);
        self.raw.extend_from_slice(text.get(..read).unwrap_or_default());
        self.written += written;
        self.cells += cells;
        (result, read)
    }

    /// Removes the line end that the parser has read.
    pub(super) fn without_line_end(&mut self) -> Option<u8> {
        self.raw.pop()
    }

    /// Makes the complete cells readable.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let mut text = mem::take(&mut self.building);
        text.truncate(self.start(self.cells));
        // Always valid, since quotes and delimiters are whole characters.
        self.text = String::from_utf8(text).map_err(io::Error::other)?;
        Ok(())
    }

    /// The length of the row without quotes, an incomplete cell included.
    pub(super) fn length(&self) -> usize {
        self.written
    }

    /// The end of the cell at a position, in bytes without quotes.
    pub(super) fn cell_end(&self, position: usize) -> Option<usize> {
        self.ends.get(..self.cells)?.get(position).copied()
    }

    /// The start and end of each cell, in bytes without quotes, an incomplete one included.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.ends.iter().copied().take(self.cells).chain([self.written]);
        (0..=self.cells).zip(ends).map(|(position, end)| (self.start(position), end))
    }

    /// Whether all cells are blank, as in the `,,,` that spreadsheets write.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The number of cells that are not blank.
    pub(super) fn filled(&self) -> usize {
        self.cells().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Whether a cell is quoted: then the file has more bytes than the cells and their delimiters.
    pub(super) fn has_quotes(&self) -> bool {
        self.raw.len() + 1 != self.written + self.cells
    }

    /// Whether there is any quote, around a cell or within one.
    pub(super) fn may_have_misplaced_quotes(&self) -> bool {
        self.raw.contains(&b'"')
    }

    pub(super) fn line_breaks(&self) -> u64 {
        if self.has_quotes() { line_breaks(&self.raw) } else { 0 }
    }

    pub(super) fn spans(&self) -> Spans<'_> {
        Spans { raw: &self.raw, delimiter: self.delimiter.byte(), next: Some(0) }
    }

    pub(super) fn end(&self) -> Position {
        self.place_at(self.raw.len())
    }

    pub(super) fn place_at(&self, offset: usize) -> Position {
        let before = self.raw.get(..offset).unwrap_or_default();
        let line = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
        let line = before.get(line.map_or(0, |last| last + 1)..).unwrap_or_default();
        // Continuation bytes begin with the bits 10.
        let characters = line.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count();
        Position { line: self.line + line_breaks(before), column: characters as u64 + 1 }
    }
}

/// A line ends at LF, at CR, or at both together.
fn line_breaks(text: &[u8]) -> u64 {
    let mut after_return = false;
    let mut breaks = 0;
    for byte in text {
        breaks += u64::from(*byte == b'\r' || *byte == b'\n' && !after_return);
        after_return = *byte == b'\r';
    }
    breaks
}

/// The cells of a row as written, with quotes.
pub(super) struct Spans<'r> {
    raw: &'r [u8],
    delimiter: u8,
    next: Option<usize>,
}

/// A cell as written, in bytes of the row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) misplaced: Option<MisplacedQuote>,
}

/// A quote whose purpose is ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MisplacedQuote {
    /// `"a"b`: the start of text behind the closing quote.
    TextBehind(usize),
    /// ` "a"`: the start of blanks before the opening quote.
    BlankBefore(usize),
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.next?;
        let cell = self.raw.get(start..)?;
        let quoted = quoted(cell);
        let rest = cell.get(quoted..)?;
        let end = rest.iter().position(|byte| *byte == self.delimiter);
        self.next = end.map(|end| start + quoted + end + 1);
        let rest = rest.get(..end.unwrap_or(rest.len()))?;
        let misplaced = if quoted > 0 {
            let text = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
            text.map(|text| MisplacedQuote::TextBehind(start + quoted + text))
        } else {
            has_blank_before_quote(rest).then_some(MisplacedQuote::BlankBefore(start))
        };
        Some(Span { start, misplaced })
    }
}

/// Whether a cell starts with blanks (any of Unicode) and a quote.
fn has_blank_before_quote(cell: &[u8]) -> bool {
    cell.contains(&b'"') && str::from_utf8(cell).is_ok_and(|cell| cell.trim_start().starts_with('"'))
}

/// The length of the quoted start of a cell; an unterminated one reaches to the end.
fn quoted(cell: &[u8]) -> usize {
    if cell.first() != Some(&b'"') {
        return 0;
    }
    let mut length = 1;
    while let Some(rest) = cell.get(length..) {
        let Some(quote) = rest.iter().position(|byte| *byte == b'"') else { break };
        match rest.get(quote + 1) {
            Some(b'"') => length += quote + 2,
            _ => return length + quote + 1,
        }
    }
    cell.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(raw: &str) -> Vec<(usize, Option<MisplacedQuote>)> {
        let spans = Spans { raw: raw.as_bytes(), delimiter: b',', next: Some(0) };
        spans.map(|span| (span.start, span.misplaced)).collect()
    }

    #[test]
    fn spans_skip_quotes() {
        assert_eq!(spans("a,b,"), [(0, None), (2, None), (4, None)]);
        assert_eq!(spans(r#""a,b","c""d",e"#), [(0, None), (6, None), (13, None)]);
        assert_eq!(spans(r#"a"b,c"#), [(0, None), (4, None)]);
        assert_eq!(spans(r#""a" ,"b"x,c"#), [(0, None), (5, Some(MisplacedQuote::TextBehind(8))), (10, None)]);
        assert_eq!(spans(r#" a"b", "c",d"#), [(0, None), (6, Some(MisplacedQuote::BlankBefore(6))), (11, None)]);
        assert_eq!(spans("a,\u{a0}\t\"b"), [(0, None), (2, Some(MisplacedQuote::BlankBefore(2)))]);
        assert_eq!(spans("\"\"\",\"\"\""), [(0, None)]);
        assert_eq!(spans(""), [(0, None)]);
    }

    #[test]
    fn line_ends_are_lf_cr_or_both() {
        assert_eq!(line_breaks(b"a\nb\rc\r\nd\r\r\n\n"), 6);
    }
}
