//! Text files that are read whole, within a limit.

use std::io::{self, Read};

use crate::formats::{FileError, Position};

/// The largest text, in bytes; much larger than one that people write.
const LARGEST: u64 = 64 << 20;

/// Reads a text, or returns the error if it is not UTF-8.
pub fn read_text(source: impl Read) -> io::Result<Result<String, FileError>> {
    let mut bytes = Vec::new();
    let read = source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if read as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 64 MiB"));
    }
    Ok(String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())))
}

fn not_utf8(bytes: &[u8], at: usize) -> FileError {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default()).into_owned();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let place = Position { line: line as u64, column: column as u64 };
    FileError::new(place, "the text is not UTF-8").with_hint(Some("save the file as UTF-8".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stream_without_end_is_refused() {
        assert_eq!(read_text(io::repeat(b'y')).unwrap_err().to_string(), "it is larger than 64 MiB");
        assert_eq!(read_text(&b"scenarios: []"[..]).unwrap().unwrap(), "scenarios: []");
    }
}
