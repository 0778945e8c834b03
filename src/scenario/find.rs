//! Finding and reading scenario files.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use walkdir::WalkDir;

use crate::formats::Fault;
use crate::formats::scenario::{self, Scenario};
use crate::inbox;
use crate::model::ErrorCode;

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

/// Why nothing was played.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that can't be read.
    #[error("`{}` can't be read", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that can't be written.
    #[error("`{}` can't be written", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Files with faults: all of them.
    #[error("{} in the scenario files", if .0.len() == 1 { "a fault".to_owned() } else { format!("{} faults", .0.len()) })]
    Faulty(Vec<(PathBuf, Fault)>),
    /// A folder without scenario files.
    #[error("no scenario found in `{}`", .0.display())]
    NothingFound(PathBuf),
    /// A filter that matches nothing.
    #[error("no scenario's name matches")]
    NothingSelected,
    /// The store in memory failed.
    #[error(transparent)]
    Inbox(#[from] inbox::Error),
}

impl Error {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreadable { .. } => ErrorCode::UnreadableFile,
            Self::Unwritable { .. } => ErrorCode::StoreIo,
            Self::Faulty(_) => ErrorCode::InvalidFile,
            Self::NothingFound(_) | Self::NothingSelected => ErrorCode::NothingRan,
            Self::Inbox(error) => error.code(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => Some("look at the path and its permissions".to_owned()),
            Self::Unwritable { .. } => Some("look at the folder, its permissions and the free space".to_owned()),
            Self::NothingFound(_) => Some(
                "scenario files end in `.yaml`, `.yml` or `.json`; name a file or a folder that has some".to_owned(),
            ),
            Self::NothingSelected => Some("see the names with `--list`".to_owned()),
            Self::Faulty(_) => None,
            Self::Inbox(error) => error.hint(),
        }
    }
}

/// Reads the scenarios of files, and of all scenario files in folders. Every path must yield some;
/// all faults are told at once.
pub fn load(paths: &[PathBuf]) -> Result<Vec<Suite>, Error> {
    let mut suites = Vec::new();
    let mut faults = Vec::new();
    for path in files(paths)? {
        let read = text(&path)?.and_then(|text| scenario::read(&text).map(|file| (text, file.scenarios)));
        match read {
            Ok((text, scenarios)) => suites.push(Suite { path, text, scenarios }),
            Err(found) => faults.extend(found.into_iter().map(|fault| (path.clone(), fault))),
        }
    }
    if faults.is_empty() { Ok(suites) } else { Err(Error::Faulty(faults)) }
}

/// The files that are named, and the scenario files of the folders that are; some for each path.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut all = Vec::new();
    for path in paths {
        let files = files_of(path)?;
        if files.is_empty() {
            return Err(Error::NothingFound(path.clone()));
        }
        all.extend(files);
    }
    Ok(all)
}

/// The file itself, or the scenario files of a folder in the order of their names.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, Error> {
    if is_stdin(path) {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(error.into()))?;
        if entry.file_type().is_file() && is_scenario_file(entry.path()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn is_scenario_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The text of a file, or why it is none.
pub(super) fn text(path: &Path) -> Result<Result<String, Vec<Fault>>, Error> {
    let bytes = if is_stdin(path) { read_stdin() } else { fs::read(path) };
    let bytes = bytes.map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
    let not_utf8 = |error: FromUtf8Error| vec![not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())];
    Ok(String::from_utf8(bytes).map_err(not_utf8))
}

/// `-` is stdin.
fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn read_stdin() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn not_utf8(bytes: &[u8], at: usize) -> Fault {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default()).into_owned();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let place = crate::formats::Place { line: line as u64, column: column as u64 };
    Fault::new(place, "the text is not UTF-8").with_hint(Some("save the file as UTF-8".to_owned()))
}
