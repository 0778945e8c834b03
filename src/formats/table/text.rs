//! Decodes bytes to text, a piece at a time, and stops before the first invalid byte. UTF-8 is not copied.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::encoding::Encoding;
use super::error::TableError;
use super::kind::{FileKind, SNIFFED};
use crate::formats::fault::{FileError, Position, SuggestedOption};

/// The size of a piece, and the least room for one.
const PIECE: usize = 128 * 1024;

/// A byte-order mark that another program read as Windows-1252.
const MISREAD_MARK: &str = "\u{ef}\u{bb}\u{bf}";

/// The text of a source, with a piece of it in memory.
pub(super) struct Text<R> {
    source: Chain<Cursor<Vec<u8>>, CountingReader<R>>,
    converter: Option<Converter>,
    /// Text from `start` to `end`; from there to `filled` the beginning of a character.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    filled: usize,
    decode_error: Option<DecodeError>,
    at_end: bool,
    is_marked: bool,
}

/// An error right behind the text that could be decoded, with what to do.
pub(super) struct DecodeError {
    message: String,
    hint: &'static str,
    /// Whether the bytes are text in Windows-1252.
    is_windows_1252: bool,
}

struct Converter {
    encoding: Encoding,
    decoder: Decoder,
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
    /// Looks for a byte-order mark, which wins over the given encoding. Another file format is an error
    /// that names it.
    pub(super) fn open(source: R, encoding: Option<Encoding>) -> Result<Self, TableError> {
        let mut source = CountingReader { source, bytes: 0 };
        let mut first = Vec::new();
        source.by_ref().take(SNIFFED as u64).read_to_end(&mut first)?;
        if let Some(kind) = FileKind::of(&first, encoding) {
            return Err(kind.fault().into());
        }
        let (encoding, mark) = Encoding::marked(&first).unwrap_or((encoding.unwrap_or(Encoding::UTF_8), 0));
        let mut first = first.split_off(mark);
        if encoding == Encoding::UTF_8 && first.starts_with(MISREAD_MARK.as_bytes()) {
            first.drain(..MISREAD_MARK.len());
        }
        let source = Cursor::new(first).chain(source);
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

    /// Whether the bytes are UTF-8 without a byte-order mark.
    pub(super) fn is_plain(&self) -> bool {
        self.converter.is_none() && !self.is_marked
    }

    pub(super) fn at_hand(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Consumes bytes of the text in memory.
    pub(super) fn consume(&mut self, length: usize) {
        self.start = self.end.min(self.start + length);
    }

    /// Reads more text; `false` at the end or at an error.
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

    pub(super) fn decode_error(&self) -> Option<&DecodeError> {
        self.decode_error.as_ref()
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.source.get_ref().1.bytes
    }

    /// Makes room in the buffer; it grows only for a header.
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
            let message = format!("invalid UTF-8 byte `0x{byte:02X}`");
            let hint = "pass the encoding of the file, such as `--encoding windows-1252`";
            let is_windows_1252 = looks_like_windows_1252(new);
            self.decode_error = Some(DecodeError { message, hint, is_windows_1252 });
        }
        Ok(())
    }

    fn convert(&mut self) -> io::Result<()> {
        let Some(converter) = &mut self.converter else { return Ok(()) };
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let (written, result) = converter.convert(&mut self.source, room)?;
        self.filled += written;
        self.end = self.filled;
        match result {
            DecoderResult::InputEmpty => self.at_end = converter.at_end,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                let message = format!("invalid {} bytes", converter.encoding.to_string().to_uppercase());
                let hint = "save the file again as UTF-8; it is damaged or has another encoding";
                self.decode_error = Some(DecodeError { message, hint, is_windows_1252: false });
            }
        }
        Ok(())
    }

    fn stop_before_nul(&mut self, new_from: usize) {
        let new = self.buffer.get(new_from..self.end).unwrap_or_default();
        // Searched twice, since the first search is several times faster.
        if new.contains(&0) {
            self.end = new_from + new.iter().position(|byte| *byte == 0).unwrap_or_default();
            let hint = "save the file again as `CSV UTF-8`; it is damaged or not CSV";
            let message = "unexpected NUL byte".to_owned();
            self.decode_error = Some(DecodeError { message, hint, is_windows_1252: false });
        }
    }
}

impl Converter {
    fn new(encoding: Encoding) -> Self {
        Self { encoding, decoder: encoding.decoder(), bytes: vec![0; PIECE], start: 0, end: 0, at_end: false }
    }

    /// Converts the bytes in memory or, if there are none, from the source.
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

/// Whether bytes are Spanish or Portuguese text in Windows-1252, and not text in another encoding: nearly
/// all bytes beyond ASCII are accented letters, and few stand side by side.
fn looks_like_windows_1252(bytes: &[u8]) -> bool {
    const UNDEFINED: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];
    let others = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    let pairs = bytes.windows(2).filter(|pair| !pair.iter().any(u8::is_ascii)).count();
    !bytes.iter().any(|byte| UNDEFINED.contains(byte)) && letters * 4 >= others * 3 && pairs * 3 <= others
}

/// Reads once, and again after an interruption.
fn read(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

impl DecodeError {
    pub(super) fn fault(&self, place: Position) -> FileError {
        let encoding = self.is_windows_1252.then(|| SuggestedOption::new("encoding", "windows-1252"));
        FileError::new(place, self.message.clone())
            .with_hint(Some(self.hint.to_owned()))
            .with_options(encoding.into_iter().collect())
    }
}
