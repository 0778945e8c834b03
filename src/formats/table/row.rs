//! One row: its cells, and where each of them stands in the file.

use std::io;
use std::mem;

use crate::formats::csv::unescape_formula;
use crate::formats::fault::Position;

use super::delimiter::Delimiter;

/// A row of a table. Made once and filled again and again, so that reading allocates nothing.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// The cells without quotes, one behind the other.
    text: String,
    /// Where each cell ends in `text`; those from `cells` on are left over from longer rows.
    ends: Vec<usize>,
    cells: usize,
    /// The cells as they stand in the file, without the line end behind the last.
    raw: Vec<u8>,
    line: u64,
    expected: usize,
    delimiter: Delimiter,
    /// What becomes `text`, as long as the row isn't whole; `written` bytes of it are.
    building: Vec<u8>,
    written: usize,
}

impl Default for TableRow {
    fn default() -> Self {
        Self {
            text: String::new(),
            ends: vec![0; 32],
            cells: 0,
            raw: Vec::new(),
            line: 1,
            expected: 0,
            delimiter: Delimiter::Comma,
            building: Vec::new(),
            written: 0,
        }
    }
}

impl TableRow {
    /// A row that holds nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The line on which the first cell starts, as an editor counts: from 1, and a line break within
    /// quotes is one.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cell at a position, from 0, exactly as it stands in the file, without its quotes; empty if
    /// the row is too short. Nothing is trimmed.
    pub fn cell(&self, position: usize) -> &str {
        if position >= self.cells {
            return "";
        }
        let end = self.ends.get(position).copied().unwrap_or_default();
        self.text.get(self.start(position)..end).unwrap_or_default()
    }

    /// What the cell at a position says: without the `'` that keeps a spreadsheet from running it,
    /// and empty if it holds blanks only. All other blanks are kept.
    pub fn value(&self, position: usize) -> &str {
        let value = unescape_formula(self.cell(position));
        if value.trim().is_empty() { "" } else { value }
    }

    /// All cells, as [`TableRow::cell`] has them.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.cells).map(|position| self.cell(position))
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.cells
    }

    /// Whether it holds nothing, as before the first row; a row that was read has a filled cell.
    pub fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// How many cells there should be: one for each header.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// Whether there are too few or too many cells.
    pub fn is_ragged(&self) -> bool {
        self.cells != self.expected
    }

    /// Where the cell at a position starts (its opening quote, if it has one), or, if the row is too
    /// short, where the row ends.
    pub fn place(&self, position: usize) -> Position {
        match self.spans().nth(position) {
            Some(span) => self.place_at(span.start),
            None => self.end(),
        }
    }

    fn start(&self, position: usize) -> usize {
        position.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default()
    }
}

/// How a row is filled.
impl TableRow {
    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self, delimiter: Delimiter) {
        let mut building = mem::take(&mut self.text).into_bytes();
        // About as long as the row before: a few bytes to blank, and seldom a second try.
        let length = building.len().saturating_mul(2).clamp(256, 1 << 20);
        building.resize(length, 0);
        self.building = building;
        self.raw.clear();
        (self.cells, self.written, self.delimiter) = (0, 0, delimiter);
    }

    /// Whether nothing of the row has been read so far.
    pub(super) fn is_new(&self) -> bool {
        self.raw.is_empty()
    }

    /// Says on which line it starts, and how many cells it should have.
    pub(super) fn begin(&mut self, line: u64, expected: usize) {
        (self.line, self.expected) = (line, expected);
    }

    /// Lets the parser add to the row from text that follows what it has had; says how much of it was
    /// read.
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

    /// Takes the line end off again that the parser has read last.
    pub(super) fn without_line_end(&mut self) -> Option<u8> {
        self.raw.pop()
    }

    /// Makes the cells readable that are whole.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let mut text = mem::take(&mut self.building);
        text.truncate(self.start(self.cells));
        // Always text, since quotes and delimiters are whole characters; but this must not be silent.
        self.text = String::from_utf8(text).map_err(io::Error::other)?;
        Ok(())
    }

    /// How many bytes the row has without its quotes, an unfinished cell included.
    pub(super) fn length(&self) -> usize {
        self.written
    }

    /// Where the cell at a position ends, in bytes without quotes.
    pub(super) fn cell_end(&self, position: usize) -> Option<usize> {
        self.ends.get(..self.cells)?.get(position).copied()
    }

    /// Where each cell begins and ends, in bytes without quotes, an unfinished one included.
    pub(super) fn lengths(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.ends.iter().copied().take(self.cells).chain([self.written]);
        (0..=self.cells).zip(ends).map(|(position, end)| (self.start(position), end))
    }

    /// Whether all cells are empty or hold blanks only, as in the `,,,` that spreadsheets leave behind.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The number of cells that aren't blank.
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

    /// How many line breaks there are within the row.
    pub(super) fn line_breaks(&self) -> u64 {
        if self.has_quotes() { line_breaks(&self.raw) } else { 0 }
    }

    /// The cells as they stand in the file.
    pub(super) fn spans(&self) -> Spans<'_> {
        Spans { raw: &self.raw, delimiter: self.delimiter.byte(), next: Some(0) }
    }

    /// Where the row ends, or its beginning as far as it was read.
    pub(super) fn end(&self) -> Position {
        self.place_at(self.raw.len())
    }

    /// The place of a byte of `raw`.
    pub(super) fn place_at(&self, offset: usize) -> Position {
        let before = self.raw.get(..offset).unwrap_or_default();
        let line = before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
        let line = before.get(line.map_or(0, |last| last + 1)..).unwrap_or_default();
        // All bytes of a character but the first begin with the bits 10.
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

/// The cells of a row as they stand in the file, quotes and all.
pub(super) struct Spans<'r> {
    raw: &'r [u8],
    delimiter: u8,
    next: Option<usize>,
}

/// A cell as it stands in the file, in bytes of the row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it starts.
    pub(super) start: usize,
    /// Its ambiguous quote, if it has one.
    pub(super) misplaced: Option<MisplacedQuote>,
}

/// A quote whose purpose is ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MisplacedQuote {
    /// `"a"b`: text other than blanks behind the closing quote; where it starts.
    TextBehind(usize),
    /// ` "a"`: blanks before the opening quote; where they start.
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

/// How long the quoted part is that a cell begins with; a quote that isn't closed reaches to the end.
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
    fn cells_are_found_behind_quotes() {
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
    fn lines_end_in_three_ways() {
        assert_eq!(line_breaks(b"a\nb\rc\r\nd\r\r\n\n"), 6);
    }
}
