//! Finds scenario files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use walkdir::WalkDir;

use super::error::ScenarioError;
use crate::files;

/// Lists the named files and the scenario files of the named folders, each once.
///
/// A path without any is an error. A report that is written into a folder is not a scenario file.
pub fn find_files(paths: &[PathBuf], reports: &[PathBuf]) -> Result<Vec<PathBuf>, ScenarioError> {
    let reports = reports.iter().map(|report| place(report)).collect();
    let (mut files, mut places) = (Vec::new(), HashSet::new());
    for path in paths {
        let found = files_of(path, &reports)?;
        if found.is_empty() {
            return Err(ScenarioError::NothingFound(path.clone()));
        }
        files.extend(found.into_iter().filter(|file| places.insert(place(file))));
    }
    Ok(files)
}

/// The file itself, or the scenario files of a folder by name, without hidden ones.
fn files_of(path: &Path, reports: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, ScenarioError> {
    if is_stdin(path) || !fs::metadata(path).map_err(|source| unreadable(path, source))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let is_scenario_file = |path: &Path| has_known_ending(path) && !reports.contains(&place(path));
    let mut files = Vec::new();
    let search = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    for entry in search.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_scenario_file(entry.path()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) if is_harmless(&error, is_scenario_file) => {}
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                return Err(unreadable(&path, error.into_io_error().unwrap_or(io::ErrorKind::Other.into())));
            }
        }
    }
    Ok(files)
}

/// Whether an unreadable entry is a loop of links, hidden, or a broken link to another kind of file.
fn is_harmless(error: &walkdir::Error, is_scenario_file: impl Fn(&Path) -> bool) -> bool {
    let is_ignored = |path| error.depth() > 0 && is_hidden(path) || is_broken_link(path) && !is_scenario_file(path);
    error.loop_ancestor().is_some() || error.path().is_some_and(is_ignored)
}

fn is_broken_link(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn unreadable(path: &Path, source: io::Error) -> ScenarioError {
    let source = match fs::read_link(path) {
        Ok(target) if is_broken_link(path) => {
            io::Error::new(io::ErrorKind::NotFound, format!("it is a broken link to `{}`", target.display()))
        }
        _ => source,
    };
    ScenarioError::Unreadable { path: path.to_owned(), source }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn has_known_ending(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Where a file really is or would be; for stdin, the file it comes from.
fn place(path: &Path) -> PathBuf {
    files::place(if is_stdin(path) { Path::new("/dev/stdin") } else { path })
}

/// Whether a path is `-`.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
