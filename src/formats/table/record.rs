//! From text to records: the CSV itself is read by `csv_core`; here are the lines, the limits, and
//! the faults that it doesn't know.

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

/// The most text that is looked through for a record, as endless blank lines have none.
const MOST_BLANK_BYTES: usize = 2 * MOST_ROW_BYTES;

/// The most cells that a row can have.
pub const MOST_CELLS: usize = 100_000;

/// Turns text that is handed to it, piece by piece, into records. The pieces may end anywhere.
pub(super) struct Parser {
    csv: Reader,
    delimiter: Delimiter,
    /// The line that is read next.
    line: u64,
    /// A LF that follows belongs to the line end that was read.
    after_return: bool,
}

/// How far a row has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RecordState {
    /// It is whole.
    Complete,
    /// It needs more text.
    NeedsMore,
}

impl Parser {
    /// A parser for the start of a text.
    pub(super) fn new(delimiter: Delimiter) -> Self {
        let mut csv = csv_core::ReaderBuilder::new().delimiter(delimiter.byte()).build();
        // It would take a byte-order mark off its first text; that is done already, and only once.
        let _ = csv.read_record(&[], &mut [], &mut []);
        Self { csv, delimiter, line: 1, after_return: false }
    }

    /// Reads on in a row that was cleared before its first piece; says how much of the text was used.
    pub(super) fn feed(
        &mut self,
        text: &[u8],
        row: &mut TableRow,
        expected: usize,
    ) -> (usize, Result<RecordState, TableError>) {
        let mut used = 0;
        loop {
            let mut rest = text.get(used..).unwrap_or_default();
            if row.is_new() {
                let blank = self.skip_line_ends(rest);
                used += blank;
                rest = rest.get(blank..).unwrap_or_default();
                row.begin(self.line, expected);
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

    /// What becomes of a row when there is no more text: nothing, or the last one.
    pub(super) fn end(&mut self, row: &mut TableRow) -> Result<RecordState, TableError> {
        if row.is_new() {
            return Ok(RecordState::NeedsMore);
        }
        let (result, _) = row.parse(&mut self.csv, b"\n");
        if matches!(result, ReadRecordResult::Record) {
            return self.finish(row);
        }
        // Only within quotes a line end doesn't end the row.
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

    /// The row is whole, unless it is a blank line.
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

/// The limit that a row breaks first, if it breaks one: the same one, however the text came in pieces.
fn over_limit(row: &TableRow) -> Option<FileError> {
    if row.length() <= MOST_CELL_BYTES && row.len() <= MOST_CELLS {
        return None;
    }
    let cells = row.lengths().enumerate();
    let cell = cells.filter(|(_, (start, end))| end - start > MOST_CELL_BYTES).map(|(position, (start, _))| {
        // The byte with which it is too long.
        (start + MOST_CELL_BYTES + 1, RowLimit::Cell(position))
    });
    let length = (row.length() > MOST_ROW_BYTES).then_some((MOST_ROW_BYTES + 1, RowLimit::TableRow));
    let count = row.cell_end(MOST_CELLS).map(|end| (end, RowLimit::Cells));
    let (_, limit) = cell.chain(length).chain(count).min()?;
    Some(limit.fault(row))
}

/// What a row can have too much of; at the same byte the first one counts.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum RowLimit {
    /// The cell at this position is too long.
    Cell(usize),
    /// The row is.
    TableRow,
    /// There are too many cells.
    Cells,
}

impl RowLimit {
    fn fault(&self, row: &TableRow) -> FileError {
        match self {
            Self::Cell(position) => FileError::new(row.place(*position), "cell longer than 1 MiB")
                .with_hint(Some("check for a missing closing quote (`\"`)".to_owned())),
            Self::TableRow => FileError::new(row.place(0), "row longer than 8 MiB"),
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

/// The records of a source.
pub(super) struct Records<R> {
    text: Text<R>,
    parser: Parser,
    /// What has ended the reading before the end, to be told again and again: nobody is to take what
    /// follows for rows.
    error: Option<TableError>,
}

impl<R: Read> Records<R> {
    /// The records of a text of which nothing has been used.
    pub(super) fn new(text: Text<R>, delimiter: Delimiter) -> Self {
        Self { text, parser: Parser::new(delimiter), error: None }
    }

    /// What stands between two cells.
    pub(super) fn delimiter(&self) -> Delimiter {
        self.parser.delimiter
    }

    /// How much of the source has been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.text.bytes_read()
    }

    /// Whether the source is UTF-8 and nothing else, without even a mark.
    pub(super) fn is_plain(&self) -> bool {
        self.text.is_plain()
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn read(&mut self, row: &mut TableRow, expected: usize) -> Result<bool, TableError> {
        if let Some(error) = &self.error {
            return Err(error.again());
        }
        let progress = self.next(row, expected).inspect_err(|error| self.error = Some(error.again()))?;
        Ok(progress == RecordState::Complete)
    }

    fn next(&mut self, row: &mut TableRow, expected: usize) -> Result<RecordState, TableError> {
        row.clear(self.parser.delimiter);
        loop {
            let (used, progress) = self.parser.feed(self.text.at_hand(), row, expected);
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

/// Reads the first records of a text without consuming it; their faults are reported when they are
/// read for good.
pub(super) struct Preview<'t, R> {
    text: &'t mut Text<R>,
    parser: Parser,
    row: TableRow,
    used: usize,
    is_over: bool,
}

impl<'t, R: Read> Preview<'t, R> {
    /// Starts at the first record.
    pub(super) fn new(text: &'t mut Text<R>, delimiter: Delimiter) -> Self {
        Self { text, parser: Parser::new(delimiter), row: TableRow::new(), used: 0, is_over: false }
    }

    /// The number of bytes read so far.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// The next record; a faulty one ends the preview, cut where the fault is.
    pub(super) fn read(&mut self) -> io::Result<Option<&TableRow>> {
        if self.is_over {
            return Ok(None);
        }
        self.row.clear(self.parser.delimiter);
        loop {
            let rest = self.text.at_hand().get(self.used..).unwrap_or_default();
            let (read, progress) = self.parser.feed(rest, &mut self.row, 0);
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
