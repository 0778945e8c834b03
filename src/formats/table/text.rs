//! From bytes to text, a piece at a time: finds the encoding and stops before the first byte that is
//! no text. What is UTF-8 already is looked at where it lies, not copied.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::encoding::Encoding;
use super::error::TableError;
use super::kind::{FileKind, SNIFFED};
use crate::formats::fault::{FileError, Position};

/// How much is read at once, and the least that there is room for.
const PIECE: usize = 128 * 1024;

/// The text of a source, of which a piece is at hand.
pub(super) struct Text<R> {
    source: Chain<Cursor<Vec<u8>>, CountingReader<R>>,
    /// For whatever isn't UTF-8.
    converter: Option<Converter>,
    /// From `start` to `end` text that is still to be used; from there to `filled`, on the way to
    /// UTF-8, the beginning of a character.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    filled: usize,
    decode_error: Option<DecodeError>,
    at_end: bool,
    is_marked: bool,
}

/// What stands right behind the text that could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecodeError {
    /// A NUL, in an encoding that was told or not.
    Nul,
    /// A byte that isn't UTF-8.
    Byte(u8),
    /// Bytes that mean nothing in the encoding that the file is said to have.
    Malformed(Encoding),
}

struct Converter {
    encoding: Encoding,
    decoder: Decoder,
    /// From `start` to `end` bytes that are still to be converted.
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
}

struct CountingReader<R> {
    source: R,
    bytes: u64,
}

impl<R: Read> Text<R> {
    /// Looks for a byte-order mark, which says more than what the encoding is thought to be. A file in
    /// another format is an error that names the format.
    pub(super) fn open(source: R, encoding: Option<Encoding>) -> Result<Self, TableError> {
        let mut source = CountingReader { source, bytes: 0 };
        let mut first = Vec::new();
        source.by_ref().take(SNIFFED as u64).read_to_end(&mut first)?;
        if let Some(kind) = FileKind::of(&first, encoding) {
            return Err(kind.fault().into());
        }
        let (encoding, mark) = Encoding::marked(&first).unwrap_or((encoding.unwrap_or(Encoding::UTF_8), 0));
        let source = Cursor::new(first.split_off(mark)).chain(source);
        let converter = (encoding != Encoding::UTF_8).then(|| Converter::new(encoding));
        Ok(Self {
            source,
            converter,
            buffer: vec![0; PIECE],
            start: 0,
            end: 0,
            filled: 0,
            decode_error: None,
            at_end: false,
            is_marked: mark > 0,
        })
    }

    /// Whether the bytes are UTF-8 and nothing else, without even a mark.
    pub(super) fn is_plain(&self) -> bool {
        self.converter.is_none() && !self.is_marked
    }

    /// The text that is at hand.
    pub(super) fn at_hand(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Puts the next `length` bytes of the text at hand away.
    pub(super) fn consume(&mut self, length: usize) {
        self.start = self.end.min(self.start + length);
    }

    /// Reads more text behind that at hand; `false` if there is none, or an obstacle.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        self.make_room();
        let before = self.end;
        while self.end == before && self.decode_error.is_none() && !self.at_end {
            if self.converter.is_some() {
                self.convert()?;
            } else {
                self.fill_utf8()?;
            }
            self.stop_before_nul(before);
        }
        Ok(self.end > before)
    }

    /// What stands right behind the text that could be read.
    pub(super) fn decode_error(&self) -> Option<DecodeError> {
        self.decode_error
    }

    /// How much of the source has been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.source.get_ref().1.bytes
    }

    /// Text that is used up makes room; else the buffer grows, which only a header asks for.
    fn make_room(&mut self) {
        if self.start == self.end {
            self.buffer.copy_within(self.end..self.filled, 0);
            self.filled -= self.end;
            (self.start, self.end) = (0, 0);
        }
        if self.buffer.len() - self.filled < PIECE / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
    }

    /// The next bytes, as far as they are UTF-8.
    fn fill_utf8(&mut self) -> io::Result<()> {
        let read = read(&mut self.source, self.buffer.get_mut(self.filled..).unwrap_or_default())?;
        self.filled += read;
        self.at_end = read == 0;
        let new = self.buffer.get(self.end..self.filled).unwrap_or_default();
        let Err(error) = str::from_utf8(new) else {
            self.end = self.filled;
            return Ok(());
        };
        let byte = new.get(error.valid_up_to()).copied().unwrap_or_default();
        self.end += error.valid_up_to();
        if error.error_len().is_some() || self.at_end {
            self.decode_error = Some(DecodeError::Byte(byte));
        }
        Ok(())
    }

    /// The next bytes, converted.
    fn convert(&mut self) -> io::Result<()> {
        let Some(converter) = &mut self.converter else { return Ok(()) };
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let (written, result) = converter.convert(&mut self.source, room)?;
        self.filled += written;
        self.end = self.filled;
        match result {
            DecoderResult::InputEmpty => self.at_end = converter.at_end,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => self.decode_error = Some(DecodeError::Malformed(converter.encoding)),
        }
        Ok(())
    }

    fn stop_before_nul(&mut self, new_from: usize) {
        let new = self.buffer.get(new_from..self.end).unwrap_or_default();
        // Looked for twice, since the first look is several times quicker than the second.
        if new.contains(&0) {
            self.end = new_from + new.iter().position(|byte| *byte == 0).unwrap_or_default();
            self.decode_error = Some(DecodeError::Nul);
        }
    }
}

impl Converter {
    fn new(encoding: Encoding) -> Self {
        Self { encoding, decoder: encoding.decoder(), bytes: vec![0; PIECE], start: 0, end: 0, at_end: false }
    }

    /// Converts what is at hand or, if that is nothing, what the source gives.
    fn convert(&mut self, source: &mut impl Read, room: &mut [u8]) -> io::Result<(usize, DecoderResult)> {
        if self.start == self.end && !self.at_end {
            (self.start, self.end) = (0, read(source, &mut self.bytes)?);
            self.at_end = self.end == 0;
        }
        let bytes = self.bytes.get(self.start..self.end).unwrap_or_default();
        let (result, used, written) = self.decoder.decode_to_utf8_without_replacement(bytes, room, self.at_end);
        self.start += used;
        Ok((written, result))
    }
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Reads what there is, as often as it takes.
fn read(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

impl DecodeError {
    /// What to tell of it.
    pub(super) fn fault(self, place: Position) -> FileError {
        let (message, hint) = match self {
            Self::Nul => (
                "unexpected NUL byte".to_owned(),
                "save the file again as `CSV UTF-8`; it is damaged or not CSV".to_owned(),
            ),
            Self::Byte(byte) => (
                format!("invalid UTF-8 byte `0x{byte:02X}`"),
                "pass the encoding of the file, such as `--encoding windows-1252`".to_owned(),
            ),
            Self::Malformed(encoding) => (
                format!("invalid {} bytes", encoding.to_string().to_uppercase()),
                "save the file again as UTF-8; it is damaged or has another encoding".to_owned(),
            ),
        };
        FileError::new(place, message).with_hint(Some(hint))
    }
}
