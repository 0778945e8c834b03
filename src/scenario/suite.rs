//! Reads scenario files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{FileFaults, ScenarioError};
use super::find::is_stdin;
use super::selection::Selection;
use crate::formats::FileError;
use crate::formats::scenario::{self, Scenario};
use crate::input;

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
    let text = if is_stdin(path) {
        input::read_text(io::stdin().lock())
    } else {
        fs::File::open(path).and_then(input::read_text)
    };
    let text = text.map_err(|source| ScenarioError::Unreadable { path: path.to_owned(), source })?;
    Ok(text.map_err(|error| vec![error]))
}
