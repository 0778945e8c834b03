//! Finding and reading scenario files.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use serde::Deserialize;
use walkdir::{DirEntry, WalkDir};

use crate::formats::Fault;
use crate::formats::scenario::{self, Scenario, World};
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

/// Scenario files, each once.
#[derive(Debug, Default)]
pub struct Files {
    /// As they were named or found.
    paths: Vec<PathBuf>,
    /// Where they really are.
    places: HashSet<PathBuf>,
}

impl Files {
    /// The files that are named, and the scenario files of the folders that are; some for each path.
    /// An earlier report that is found in a folder is none of them.
    pub fn find(paths: &[PathBuf], reports: &[&Path]) -> Result<Self, Error> {
        let mut files = Self::default();
        let reports: HashSet<_> = reports.iter().map(|report| place(report)).collect();
        for path in paths {
            let found = files_of(path, &reports)?;
            if found.is_empty() {
                return Err(Error::NothingFound(path.clone()));
            }
            for file in found {
                files.add(file);
            }
        }
        Ok(files)
    }

    fn add(&mut self, file: PathBuf) {
        if self.places.insert(place(&file)) {
            self.paths.push(file);
        }
    }

    /// Whether a file is one of them, however it is named.
    pub fn contains(&self, file: &Path) -> bool {
        self.places.contains(&place(file))
    }

    /// Whether a scenario is given a file. What is wrong with the scenarios is told when they are played.
    pub fn gives(&self, file: &Path) -> Result<bool, Error> {
        let file = place(file);
        for path in self.iter().filter(|path| !is_stdin(path)) {
            let scenarios = text(path)?.and_then(|text| scenario::read(&text)).map(|file| file.scenarios);
            let folder = path.parent().unwrap_or(Path::new(""));
            let mut given = scenarios.iter().flatten().flat_map(given_files);
            if given.any(|name| place(&folder.join(name)) == file) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Their paths, in the order in which they are played.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }
}

/// The files that a scenario is given, relative to its own.
fn given_files(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let given = match &scenario.world {
        World::Given(given) => Some(given),
        World::CurrentStore => None,
    };
    let names = given.into_iter().flat_map(|given| [&given.members_csv, &given.teams_csv, &given.owners_csv]);
    names.flatten().map(|name| name.value.as_str())
}

/// Reads the scenarios of files; all faults are told at once.
pub fn load(files: &Files) -> Result<Vec<Suite>, Error> {
    let mut suites = Vec::new();
    let mut faults = Vec::new();
    for path in files.iter() {
        let read = text(path)?.and_then(|text| scenario::read(&text).map(|file| (text, file.scenarios)));
        match read {
            Ok((text, scenarios)) => suites.push(Suite { path: path.to_owned(), text, scenarios }),
            Err(found) => faults.extend(found.into_iter().map(|fault| (path.to_owned(), fault))),
        }
    }
    if faults.is_empty() { Ok(suites) } else { Err(Error::Faulty(faults)) }
}

/// The file itself, or the scenario files of a folder in the order of their names. What is hidden in
/// it belongs to editors and other programs.
fn files_of(path: &Path, reports: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, Error> {
    if is_stdin(path) {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let search = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    for entry in search.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        let entry = match entry {
            // A link to a folder that it lies in leads to nothing new.
            Err(error) if error.loop_ancestor().is_some() => continue,
            entry => entry.map_err(|error| unreadable(error.into()))?,
        };
        let is_target = || reports.contains(&place(entry.path())) && may_be_overwritten(entry.path());
        let is_report = || is_target() || is_json_report(entry.path());
        if entry.file_type().is_file() && is_scenario_file(entry.path()) && !is_report() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether a file holds nothing that a report may not be written over: an earlier report, or nothing.
/// A scenario file has `scenarios` too, and a faulty one is somebody's work as well.
pub fn may_be_overwritten(file: &Path) -> bool {
    let Ok(bytes) = fs::read(file) else { return false };
    bytes.trim_ascii().is_empty() || bytes.starts_with(b"<?xml") || tells_of_a_run(&bytes)
}

/// Whether a file that is named like scenarios in JSON is the report of a run.
fn is_json_report(file: &Path) -> bool {
    let named = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    named && fs::read(file).is_ok_and(|bytes| tells_of_a_run(&bytes))
}

fn tells_of_a_run(bytes: &[u8]) -> bool {
    /// What no scenario file has.
    #[derive(Deserialize)]
    struct Told {
        #[serde(rename = "passed")]
        _passed: u64,
        #[serde(rename = "failed")]
        _failed: u64,
    }
    serde_json::from_slice::<Told>(bytes).is_ok()
}

/// Where a file really is; for stdin, the file that it comes from.
fn place(path: &Path) -> PathBuf {
    let real = if is_stdin(path) { Path::new("/dev/stdin") } else { path };
    fs::canonicalize(real).unwrap_or_else(|_| path.to_owned())
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
