//! Reads scenario files.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use super::error::{FileFaults, ScenarioError};
use super::find::is_stdin;
use super::selection::Selection;
use crate::formats::scenario::{self, Scenario};
use crate::formats::{FileError, Position};

/// The largest file in bytes. A larger stream may have no end.
const LARGEST: u64 = 64 << 20;

/// The scenarios of a file.
#[derive(Debug)]
pub struct Suite {
    /// The file, as named or found.
    pub path: PathBuf,
    pub text: String,
    /// Its scenarios, in order; at least one.
    pub scenarios: Vec<Scenario>,
}

impl Suite {
    /// Its selected scenarios, each with the suite.
    pub fn selected(&self, selection: &Selection) -> impl Iterator<Item = (&Self, &Scenario)> {
        let scenarios = self.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value));
        scenarios.map(move |scenario| (self, scenario))
    }
}

/// Reads scenario files, or returns all errors of all of them.
pub fn load(files: &[PathBuf]) -> Result<Vec<Suite>, ScenarioError> {
    let mut suites = Vec::new();
    let mut faults = FileFaults::default();
    for path in files {
        let read = read_text(path)?.and_then(|text| scenario::read(&text).map(|scenarios| (text, scenarios)));
        match read {
            Ok((text, scenarios)) => suites.push(Suite { path: path.to_owned(), text, scenarios }),
            Err(found) => faults.add(path, found),
        }
    }
    faults.or(suites)
}

/// Reads the text of a file, or returns the error if it is not UTF-8.
pub(super) fn read_text(path: &Path) -> Result<Result<String, Vec<FileError>>, ScenarioError> {
    let bytes = if is_stdin(path) { read(io::stdin().lock()) } else { fs::File::open(path).and_then(read) };
    let bytes = bytes.map_err(|source| ScenarioError::Unreadable { path: path.to_owned(), source })?;
    let not_utf8 = |error: FromUtf8Error| vec![not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())];
    Ok(String::from_utf8(bytes).map_err(not_utf8))
}

fn read(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if read as u64 > LARGEST { Err(io::Error::other("it is larger than 64 MiB")) } else { Ok(bytes) }
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
