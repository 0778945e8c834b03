//! Finds the headers below a line `sep=;`, which sets the delimiter, and below the title of a report.

use std::cmp::Reverse;
use std::io::{self, Read};

use super::delimiter::Delimiter;
use super::error::TableError;
use super::header::ExpectedColumns;
use super::record::{Preview, RowPreview};
use super::text::Text;
use crate::formats::fault::{FileError, Position};
use crate::model::Excerpt;

/// The most lines above the headers.
const MOST_TITLE_LINES: u64 = 20;

/// The most text above the headers, in bytes.
const MOST_TITLE_BYTES: usize = 64 * 1024;

/// The longest line `"sep=;"`, in bytes.
const SEPARATOR_LINE: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeaderPosition {
    pub(super) delimiter: Delimiter,
    pub(super) records_above: usize,
}

/// Consumes a first line `sep=;`, as spreadsheets write it, up to its line end, so that line numbers
/// stay right, and returns the delimiter; a given one wins over that of the line.
pub(super) fn separator_line<R: Read>(
    text: &mut Text<R>,
    given: Option<Delimiter>,
) -> Result<Option<Delimiter>, TableError> {
    while text.at_hand().len() <= SEPARATOR_LINE && text.more()? {}
    let start = text.at_hand();
    let length = start.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(start.len());
    let line = start.get(..length).filter(|line| line.len() <= SEPARATOR_LINE);
    let Some(separator) = line.and_then(|line| separator(str::from_utf8(line).ok()?)) else { return Ok(None) };
    let set = separator.encode_utf8(&mut [0; 4]).parse().ok();
    let Some(delimiter) = set.or(given) else { return Err(unsupported(separator).into()) };
    text.consume(length);
    Ok(Some(delimiter))
}

/// The single character after `sep=`, in a line with or without quotes.
fn separator(line: &str) -> Option<char> {
    let line = line.trim_matches([' ', '"']);
    let (name, value) = line.split_at_checked(4)?;
    let mut value = value.chars();
    let separator = value.next().filter(|_| name.eq_ignore_ascii_case("sep="))?;
    value.next().is_none().then_some(separator)
}

fn unsupported(separator: char) -> FileError {
    let message = format!("unsupported delimiter `{}`: expected `,` `;` `|` or a tab", Excerpt(&separator.to_string()));
    let hint = "save the file with another delimiter, and remove the line `sep=`";
    FileError::new(Position { line: 1, column: 1 }, message).with_hint(Some(hint.to_owned()))
}

/// Finds the first line with a known header under any delimiter, and reads no further. If no header
/// is known, returns the likeliest line, for the error message.
pub(super) fn find_headers<R: Read>(
    text: &mut Text<R>,
    wanted: &ExpectedColumns,
    given: Option<Delimiter>,
) -> io::Result<HeaderPosition> {
    let mut best: Option<HeaderCandidate> = None;
    for delimiter in Delimiter::ALL.into_iter().filter(|delimiter| given.is_none_or(|given| given == *delimiter)) {
        let last_line = best.as_ref().filter(|best| best.known > 0).map(|best| best.line);
        let candidate = HeaderCandidate::find(text, wanted, delimiter, last_line)?;
        best = match (best, candidate) {
            (Some(best), Some(candidate)) if candidate.rank() <= best.rank() => Some(best),
            (best, candidate) => candidate.or(best),
        };
    }
    let fallback = HeaderPosition { delimiter: given.unwrap_or(Delimiter::Comma), records_above: 0 };
    Ok(best.map_or(fallback, |best| best.position))
}

/// The same in a sheet: the number of rows above the headers, and the number of known headers; `None` if
/// the sheet is empty.
pub(super) fn find_sheet_headers(
    rows: &mut impl RowPreview,
    wanted: &ExpectedColumns,
) -> io::Result<Option<(usize, usize)>> {
    let found = HeaderCandidate::find_in(rows, wanted, Delimiter::Comma, None)?;
    Ok(found.map(|found| (found.position.records_above, found.known)))
}

/// A record that may be the headers.
#[derive(Debug, Clone, Copy)]
struct HeaderCandidate {
    position: HeaderPosition,
    line: u64,
    known: usize,
    filled: usize,
}

impl HeaderCandidate {
    /// The likeliest record under a delimiter, up to a line.
    fn find<R: Read>(
        text: &mut Text<R>,
        wanted: &ExpectedColumns,
        delimiter: Delimiter,
        last_line: Option<u64>,
    ) -> io::Result<Option<Self>> {
        Self::find_in(&mut Preview::new(text, delimiter), wanted, delimiter, last_line)
    }

    /// The likeliest of the next records, up to a line.
    fn find_in(
        records: &mut impl RowPreview,
        wanted: &ExpectedColumns,
        delimiter: Delimiter,
        last_line: Option<u64>,
    ) -> io::Result<Option<Self>> {
        let mut seen: Vec<Self> = Vec::new();
        while seen.is_empty() || records.used() < MOST_TITLE_BYTES {
            let Some(row) = records.read()? else { break };
            let first_line = seen.first().map_or(row.line(), |first| first.line);
            if row.line() > last_line.unwrap_or(first_line + MOST_TITLE_LINES) {
                break;
            }
            let position = HeaderPosition { delimiter, records_above: seen.len() };
            let record = Self { position, line: row.line(), known: wanted.count(row.cells()), filled: row.filled() };
            seen.push(record);
            if record.known > 1 || record.known == 1 && wanted.has_required(row) {
                return Ok(Some(record));
            }
            if record.known > 0 {
                break;
            }
        }
        Ok(Self::widest(&seen))
    }

    /// The first record that is more than half as wide as the widest: a title is narrow, and a single
    /// known word in a row of data doesn't make it the headers.
    fn widest(seen: &[Self]) -> Option<Self> {
        let most = seen.iter().map(|record| record.filled).max()?;
        seen.iter().find(|record| record.filled * 2 > most).copied()
    }

    /// An earlier line is better, then more known headers, then more cells.
    fn rank(&self) -> (bool, Reverse<u64>, usize, usize) {
        let line = if self.known > 0 { self.line } else { 0 };
        (self.known > 0, Reverse(line), self.known, self.filled)
    }
}
