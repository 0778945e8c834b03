//! Reading scenario files.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::error::{Error, Faults};
use super::find::is_stdin;
use crate::formats::scenario::{self, Scenario};
use crate::formats::{FileError, Position};

/// The largest file of scenarios, in bytes; what is larger may have no end.
const LONGEST: u64 = 64 << 20;

/// The scenarios of a file.
#[derive(Debug)]
pub struct Suite {
    /// The file, as it was named or found.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
    /// Its scenarios, in order; at least one.
    pub scenarios: Vec<Scenario>,
}

impl Suite {
    /// Each of its scenarios, with the suite that it is of.
    pub(super) fn each(&self) -> impl Iterator<Item = (&Self, &Scenario)> {
        self.scenarios.iter().map(move |scenario| (self, scenario))
    }
}

/// Reads the scenarios of files; all faults are told at once.
pub fn load(files: &[PathBuf]) -> Result<Vec<Suite>, Error> {
    let mut suites = Vec::new();
    let mut faults = Faults::default();
    for path in files {
        let read = text(path)?.and_then(|text| scenario::read(&text).map(|file| (text, file.scenarios)));
        match read {
            Ok((text, scenarios)) => suites.push(Suite { path: path.to_owned(), text, scenarios }),
            Err(found) => faults.of(path, found),
        }
    }
    faults.or(suites)
}

/// The text of a file, or why it is none.
pub(super) fn text(path: &Path) -> Result<Result<String, Vec<FileError>>, Error> {
    let bytes = if is_stdin(path) { read(io::stdin().lock()) } else { fs::File::open(path).and_then(read) };
    let bytes = bytes.map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let not_utf8 = |error: FromUtf8Error| vec![not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())];
    Ok(String::from_utf8(bytes).map_err(not_utf8))
}

fn read(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if read as u64 > LONGEST { Err(io::Error::other("it is larger than 64 MiB")) } else { Ok(bytes) }
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
    fn scenario_stream_without_end_is_refused() {
        assert_eq!(read(io::repeat(b'y')).unwrap_err().to_string(), "it is larger than 64 MiB");
        assert_eq!(read(&b"scenarios: []"[..]).unwrap(), b"scenarios: []");
    }
}
