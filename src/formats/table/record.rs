//! Parses text to records: `csv_core` reads the CSV; lines, limits and other errors are added here.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader};

use super::delimiter::Delimiter;
use super::error::TableError;
use super::row::{MisplacedQuote, TableRow};
use super::text::Text;
use crate::formats::fault::{FileError, Position};

/// The longest cell, in bytes of UTF-8 without its quotes: 1 MiB.
pub const MOST_CELL_BYTES: usize = 1 << 20;

/// The longest row, in bytes of UTF-8 without quotes and delimiters: 8 MiB.
pub const MOST_ROW_BYTES: usize = 8 << 20;

/// The most text that is searched for a record: endless blank lines have none.
const MOST_BLANK_BYTES: usize = 2 * MOST_ROW_BYTES;

/// The most cells that a row can have.
pub const MOST_CELLS: usize = 100_000;

/// Parses text into records, piece by piece. The pieces may end anywhere.
pub(super) struct Parser {
    csv: Reader,
    delimiter: Delimiter,
    line: u64,
    /// Whether a following LF belongs to the line end that was read.
    after_return: bool,
}

/// How much of a row has been read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RecordState {
    /// All of it.
    Complete,
    /// A part; it needs more text.
    NeedsMore,
}

impl Parser {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        let mut csv = csv_core::ReaderBuilder::new().delimiter(delimiter.byte()).build();
        // It would strip a byte-order mark from its first text, which is already done.
        let _ = csv.read_record(&[], &mut [], &mut []);
        Self { csv, delimiter, line: 1, after_return: false }
    }

    /// Continues a row that was cleared before its first piece; returns the number of bytes read.
    pub(super) fn feed(&mut self, text: &[u8], row: &mut TableRow) -> (usize, Result<RecordState, TableError>) {
        let mut used = 0;
        loop {
            let mut rest = text.get(used..).unwrap_or_default();
            if row.is_new() {
                let blank = self.skip_line_ends(rest);
                used += blank;
                rest = rest.get(blank..).unwrap_or_default();
                row.begin(self.line);
            }
            if rest.is_empty() {
                return (used, Ok(RecordState::NeedsMore));
            }
            let (result, read) = row.parse(&mut self.csv, rest);
            used += read;
            match self.judge(&result, row) {
                Ok(RecordState::NeedsMore) => {}
                done => return (used, done),
            }
        }
    }

    /// Ends the text: the rest is a last row, or nothing.
    pub(super) fn end(&mut self, row: &mut TableRow) -> Result<RecordState, TableError> {
        if row.is_new() {
            return Ok(RecordState::NeedsMore);
        }
        let (result, _) = row.parse(&mut self.csv, b"\n");
        if matches!(result, ReadRecordResult::Record) {
            return self.finish(row);
        }
        // A line end only continues a row within quotes.
        row.without_line_end();
        Err(misplaced_quote(row).unwrap_or_else(|| open_quote(row)).into())
    }

    fn skip_line_ends(&mut self, text: &[u8]) -> usize {
        let mut skipped = 0;
        for byte in text {
            match byte {
                b'\n' if self.after_return => self.after_return = false,
                b'\n' => self.line += 1,
                b'\r' => (self.line, self.after_return) = (self.line + 1, true),
                _ => {
                    self.after_return = false;
                    break;
                }
            }
            skipped += 1;
        }
        skipped
    }

    fn judge(&mut self, result: &ReadRecordResult, row: &mut TableRow) -> Result<RecordState, TableError> {
        if let Some(fault) = over_limit(row) {
            return Err(fault.into());
        }
        match result {
            ReadRecordResult::Record => self.finish(row),
            _ => Ok(RecordState::NeedsMore),
        }
    }

    /// Completes a row, unless it is a blank line.
    fn finish(&mut self, row: &mut TableRow) -> Result<RecordState, TableError> {
        self.after_return = row.without_line_end() == Some(b'\r');
        self.line = row.line() + row.line_breaks() + 1;
        if let Some(fault) = misplaced_quote(row) {
            return Err(fault.into());
        }
        row.close()?;
        if row.is_blank() {
            row.clear(self.delimiter);
            return Ok(RecordState::NeedsMore);
        }
        Ok(RecordState::Complete)
    }
}

/// The limit that a row exceeds first, wherever the pieces of text end.
fn over_limit(row: &TableRow) -> Option<FileError> {
    if row.length() <= MOST_CELL_BYTES && row.len() <= MOST_CELLS {
        return None;
    }
    let cells = row.lengths().enumerate();
    let cell = cells.filter(|(_, (start, end))| end - start > MOST_CELL_BYTES).map(|(position, (start, _))| {
        // The first byte over the limit.
        (start + MOST_CELL_BYTES + 1, RowLimit::Cell(position))
    });
    let length = (row.length() > MOST_ROW_BYTES).then_some((MOST_ROW_BYTES + 1, RowLimit::Row));
    let count = row.cell_end(MOST_CELLS).map(|end| (end, RowLimit::Cells));
    let (_, limit) = cell.chain(length).chain(count).min()?;
    Some(limit.fault(row))
}

/// A limit of a row; at the same byte the first one counts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RowLimit {
    Cell(usize),
    /// The row is too long.
    Row,
    Cells,
}

impl RowLimit {
    fn fault(&self, row: &TableRow) -> FileError {
        match self {
            Self::Cell(position) => FileError::new(row.place(*position), "cell longer than 1 MiB")
                .with_hint(Some("check for a missing closing quote (`\"`)".to_owned())),
            Self::Row => FileError::new(row.place(0), "row longer than 8 MiB"),
            Self::Cells => FileError::new(row.place(0), format!("row of more than {MOST_CELLS} cells")),
        }
    }
}

/// The first quote of a row whose purpose is ambiguous.
fn misplaced_quote(row: &TableRow) -> Option<FileError> {
    if !row.may_have_misplaced_quotes() {
        return None;
    }
    let (at, message, hint) = match row.spans().find_map(|span| span.misplaced)? {
        MisplacedQuote::TextBehind(at) => {
            (at, "unexpected text after a closing quote", "double the quotes within a quoted cell: `\"\"`")
        }
        MisplacedQuote::BlankBefore(at) => {
            (at, "unexpected blank before an opening quote", "remove the blanks between the delimiter and the quote")
        }
    };
    Some(FileError::new(row.place_at(at), message).with_hint(Some(hint.to_owned())))
}

fn open_quote(row: &TableRow) -> FileError {
    let place = row.spans().last().map_or(Position { line: row.line(), column: 1 }, |span| row.place_at(span.start));
    let hint = "add the missing `\"` at the end of the cell, or remove this one".to_owned();
    FileError::new(place, "unterminated quoted cell").with_hint(Some(hint))
}

pub(super) struct RecordReader<R> {
    pub(super) text: Text<R>,
    parser: Parser,
    /// The error that ended the reading, returned again and again: what follows it is never read as rows.
    error: Option<TableError>,
}

impl<R: Read> RecordReader<R> {
    /// The records of a text from its start.
    pub(super) fn new(text: Text<R>, delimiter: Delimiter) -> Self {
        Self { text, parser: Parser::new(delimiter), error: None }
    }

    pub(super) fn delimiter(&self) -> Delimiter {
        self.parser.delimiter
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn read(&mut self, row: &mut TableRow) -> Result<bool, TableError> {
        if let Some(error) = &self.error {
            return Err(error.again());
        }
        let progress = self.next(row).inspect_err(|error| self.error = Some(error.again()))?;
        Ok(progress == RecordState::Complete)
    }

    fn next(&mut self, row: &mut TableRow) -> Result<RecordState, TableError> {
        row.clear(self.parser.delimiter);
        loop {
            let (used, progress) = self.parser.feed(self.text.at_hand(), row);
            self.text.consume(used);
            if progress? == RecordState::Complete {
                return Ok(RecordState::Complete);
            }
            if !self.text.more()? {
                return match self.text.decode_error() {
                    Some(decode_error) => Err(decode_error.fault(row.end()).into()),
                    None => self.parser.end(row),
                };
            }
        }
    }
}

/// Reads the first records of a text without consuming it; their errors are reported when they are read
/// again.
pub(super) struct Preview<'t, R> {
    text: &'t mut Text<R>,
    parser: Parser,
    row: TableRow,
    used: usize,
    is_over: bool,
}

impl<'t, R: Read> Preview<'t, R> {
    pub(super) fn new(text: &'t mut Text<R>, delimiter: Delimiter) -> Self {
        Self { text, parser: Parser::new(delimiter), row: TableRow::default(), used: 0, is_over: false }
    }
}

/// Records that are looked at before they are read.
pub(super) trait RowPreview {
    /// The bytes looked at.
    fn used(&self) -> usize;

    /// Returns the next record; an invalid one ends the preview, cut at its error.
    fn read(&mut self) -> io::Result<Option<&TableRow>>;
}

impl<R: Read> RowPreview for Preview<'_, R> {
    fn used(&self) -> usize {
        self.used
    }

    fn read(&mut self) -> io::Result<Option<&TableRow>> {
        if self.is_over {
            return Ok(None);
        }
        self.row.clear(self.parser.delimiter);
        loop {
            let rest = self.text.at_hand().get(self.used..).unwrap_or_default();
            let (read, progress) = self.parser.feed(rest, &mut self.row);
            self.used += read;
            match progress {
                Ok(RecordState::NeedsMore) if self.used < MOST_BLANK_BYTES && self.text.more()? => continue,
                Ok(RecordState::Complete) => return Ok(Some(&self.row)),
                Err(TableError::Unreadable(error)) => return Err(error),
                Ok(RecordState::NeedsMore) => {
                    if !matches!(self.parser.end(&mut self.row), Ok(RecordState::Complete)) {
                        self.row.close()?;
                    }
                }
                Err(TableError::Faulty(_)) => self.row.close()?,
            }
            self.is_over = true;
            return Ok((!self.row.is_blank()).then_some(&self.row));
        }
    }
}
