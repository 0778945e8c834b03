//! Finding scenario files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::{DirEntry, WalkDir};

use super::earlier::{is_json_report, may_be_overwritten};
use super::error::Error;
use crate::files;

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

    /// Their paths, in the order in which they are played.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }
}

/// The file itself, or the scenario files of a folder in the order of their names. What is hidden in
/// it belongs to editors and other programs.
fn files_of(path: &Path, reports: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, Error> {
    if is_stdin(path) {
        return Ok(vec![path.to_owned()]);
    }
    if !fs::metadata(path).map_err(|source| unreadable(path, source))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let search = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    for entry in search.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
        match entry {
            Ok(entry) if is_played(&entry, reports) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) if is_passed_by(&error, reports) => {}
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                return Err(unreadable(&path, error.into_io_error().unwrap_or(io::ErrorKind::Other.into())));
            }
        }
    }
    Ok(files)
}

/// Whether what stands in a folder is a scenario file, and no earlier report.
fn is_played(entry: &DirEntry, reports: &HashSet<PathBuf>) -> bool {
    let path = entry.path();
    let is_target = || reports.contains(&place(path)) && may_be_overwritten(path);
    entry.file_type().is_file() && is_scenario_file(path) && !is_target() && !is_json_report(path)
}

/// Whether what can't be read is nothing that anybody would miss: a link to a folder that it lies in,
/// which leads to nothing new; what is hidden; a link to nothing, unless it is named like scenarios:
/// somebody believes that these are played, or it is where a report goes.
fn is_passed_by(error: &walkdir::Error, reports: &HashSet<PathBuf>) -> bool {
    let is_hidden = |path: &Path| error.depth() > 0 && is_hidden(path);
    let is_believed = |path: &Path| is_scenario_file(path) && !reports.contains(&place(path));
    let is_no_loss = |path: &Path| is_hidden(path) || leads_nowhere(path).is_some() && !is_believed(path);
    error.loop_ancestor().is_some() || error.path().is_some_and(is_no_loss)
}

/// What a link names, if that isn't there.
fn leads_nowhere(link: &Path) -> Option<PathBuf> {
    let named = fs::read_link(link).ok()?;
    let is_missing = fs::metadata(link).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    is_missing.then_some(named)
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    let source = match leads_nowhere(path) {
        Some(named) => {
            let why = format!("it is a broken link to `{}`", named.display());
            io::Error::new(io::ErrorKind::NotFound, why)
        }
        None => source,
    };
    Error::Unreadable { path: path.to_owned(), source }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_scenario_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Where a file really is, or would be; for stdin, the file that it comes from.
pub(super) fn place(path: &Path) -> PathBuf {
    files::place(if is_stdin(path) { Path::new("/dev/stdin") } else { path })
}

/// `-` is stdin.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
