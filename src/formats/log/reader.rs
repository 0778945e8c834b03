//! Reads a log line by line, in bounded memory.

use std::io::{self, BufRead as _, BufReader, Read};

use super::fields;
use super::line::LineResult;
use crate::formats::fault::{FileError, Position};
use crate::formats::table::{FileKind, SNIFFED};

/// The longest line, in bytes: no event comes near.
pub(super) const LONGEST: usize = 1 << 20;

/// The most bytes of a longer line that are skipped to find its end.
const MOST_SKIPPED: u64 = 64 << 20;

const PIECE: usize = 1 << 18;

/// A log that is read line by line, in bounded memory.
pub struct LogReader<R> {
    source: BufReader<R>,
    bytes: Vec<u8>,
    line: u64,
    bytes_read: u64,
    /// Whether no other line is read: one had no end, or the file is not a log.
    is_lost: bool,
}

impl<R: Read> LogReader<R> {
    /// Creates a reader at the start of a log.
    pub fn new(source: R) -> Self {
        Self {
            source: BufReader::with_capacity(PIECE, source),
            bytes: Vec::new(),
            line: 0,
            bytes_read: 0,
            is_lost: false,
        }
    }

    /// Returns the next line that is not blank.
    pub fn read(&mut self) -> io::Result<Option<LineResult<'_>>> {
        loop {
            if self.is_lost || !self.read_bytes()? {
                return Ok(None);
            }
            if self.line == 1
                && let Some(kind) = self.binary_kind()
            {
                self.is_lost = true;
                return Ok(Some(Err(vec![not_a_log(kind)])));
            }
            if self.bytes.len() > LONGEST {
                return Ok(Some(Err(vec![self.too_long()?])));
            }
            if !self.bytes.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        let start = Position { line: self.line, column: 1 };
        Ok(Some(match str::from_utf8(&self.bytes) {
            Ok(text) => fields::line(text, self.line),
            Err(error) => Err(vec![not_utf8(&self.bytes, error.valid_up_to(), start)]),
        }))
    }

    fn binary_kind(&self) -> Option<FileKind> {
        let start = self.bytes.iter().chain(self.source.buffer()).take(SNIFFED);
        FileKind::of_binary(&start.copied().collect::<Vec<_>>())
    }

    /// Whether the next line can be read, or begun, without waiting for the source.
    pub fn has_more_at_hand(&self) -> bool {
        !self.source.buffer().is_empty()
    }

    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Reads to the end of a line, at most a little over the limit.
    fn read_bytes(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        let most = LONGEST as u64 + 2;
        let read = self.source.by_ref().take(most).read_until(b'\n', &mut self.bytes)?;
        self.bytes_read += read as u64;
        self.line += 1;
        if self.line == 1 && self.bytes.starts_with(b"\xef\xbb\xbf") {
            self.bytes.drain(..3);
        }
        for end in *b"\n\r" {
            self.bytes.pop_if(|byte| *byte == end);
        }
        Ok(read > 0)
    }

    /// Skips to the end of a line that is too long.
    fn too_long(&mut self) -> io::Result<FileError> {
        let start = self.bytes_read;
        let place = Position { line: self.line, column: 1 };
        while self.bytes_read - start < MOST_SKIPPED {
            let piece = self.source.fill_buf()?;
            let end = piece.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(piece.len(), |end| end + 1);
            let done = end.is_some() || piece.is_empty();
            self.source.consume(used);
            self.bytes_read += used as u64;
            if done {
                return Ok(FileError::new(place, "the line is longer than 1 MiB"));
            }
        }
        self.is_lost = true;
        Ok(FileError::new(place, "the line is longer than 64 MiB; the rest of the file was not read"))
    }
}

fn not_a_log(kind: FileKind) -> FileError {
    let message = format!("expected a message log (NDJSON), found {}", kind.name());
    let hint = "pass a text file with one JSON event a line; see `inboxctl schema log`";
    FileError::new(Position { line: 1, column: 1 }, message).with_hint(Some(hint.to_owned()))
}

fn not_utf8(bytes: &[u8], at: usize, start: Position) -> FileError {
    let (before, rest) = bytes.split_at_checked(at).unwrap_or((bytes, b""));
    let column = String::from_utf8_lossy(before).chars().count() as u64 + 1;
    let message = format!("invalid UTF-8 byte `0x{:02X}`", rest.first().copied().unwrap_or_default());
    FileError::new(Position { column, ..start }, message).with_hint(Some("save the file as UTF-8".to_owned()))
}
