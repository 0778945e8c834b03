//! Profiles as files: read, and saved under a new name.

use std::io::{self, Write as _};
use std::path::Path;

use super::faulty_file::FaultyFile;
use super::import_file::{InputSource, open, open_without_waiting};
use super::text_file::read_text;
use crate::files::{Access, AtomicFile};
use crate::formats::profile::{self, Profile};
use crate::formats::table::TableError;

/// Reads a profile; `-` is stdin.
pub fn read_profile(path: &Path) -> Result<Profile, FaultyFile> {
    let source = open(path).map_err(|error| FaultyFile::unopened(path, &error))?;
    read(path, source)
}

/// Reads a profile from a regular file without waiting for anything. It is named by `path` and opened at
/// `place`.
pub fn read_plain_profile(path: &Path, place: &Path) -> Result<Profile, FaultyFile> {
    match open_without_waiting(place).map_err(|error| FaultyFile::unreadable(path, &error))? {
        InputSource::Once(_) => Err(FaultyFile::unreadable(path, &io::Error::other("it is not a plain file"))),
        plain @ InputSource::Plain(_) => read(path, plain),
    }
}

fn read(path: &Path, source: InputSource) -> Result<Profile, FaultyFile> {
    let text = match source {
        InputSource::Plain(file) => read_text(file),
        InputSource::Once(stream) => read_text(stream),
    };
    let text = text.map_err(|error| FaultyFile::unreadable(path, &error))?;
    let read = text.map_err(|error| vec![error]).and_then(|text| profile::read(&text));
    read.map_err(|faults| FaultyFile {
        message: format!("invalid profile `{}`", path.display()),
        ..FaultyFile::whole(path, TableError::Faulty(faults))
    })
}

/// Saves a profile, unless there is such a file.
pub fn save_profile(path: &Path, profile: &Profile) -> Result<(), FaultyFile> {
    let mut file = AtomicFile::create(path, Access::Shared).map_err(|error| FaultyFile::unwritable(&error))?;
    let written = file.write_all(profile::write(profile).as_bytes());
    written.map_err(|error| FaultyFile::unwritable_at(path, error))?;
    file.commit_new().map_err(|error| match error.source.kind() {
        io::ErrorKind::AlreadyExists => FaultyFile::taken(path),
        _ => FaultyFile::unwritable(&error),
    })
}
