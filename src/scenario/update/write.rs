//! Putting rewritten files in the place of those that were read.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A text beside a file, whose place it is to take.
pub(super) struct Draft<'s> {
    /// The file itself, where a link leads to it.
    path: PathBuf,
    /// What it said when it was read.
    before: &'s str,
    file: NamedTempFile,
}

impl<'s> Draft<'s> {
    /// Writes a text beside a file; whoever may read that may read it too.
    pub(super) fn write(path: &Path, before: &'s str, text: &str) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(text.as_bytes())?;
        fs::set_permissions(file.path(), fs::metadata(&path)?.permissions())?;
        file.as_file().sync_all()?;
        Ok(Self { path, before, file })
    }

    /// Takes the place of the file, whole or not at all; or why it doesn't.
    pub(super) fn put(self) -> Result<(), String> {
        let Self { path, before, file } = self;
        if !fs::read(&path).is_ok_and(|now| now == before.as_bytes()) {
            return Err("the file has changed meanwhile: run it again".to_owned());
        }
        file.persist(&path).map(drop).map_err(|error| format!("the file can't be written: {}", error.error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_that_was_read_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("routing.yaml");
        let draft = |before| {
            fs::write(&path, "before").unwrap();
            Draft::write(&path, before, "after").unwrap()
        };
        let says = || fs::read_to_string(&path).unwrap();
        assert_eq!(draft("before").put(), Ok(()));
        assert_eq!(says(), "after");
        assert_eq!(draft("another").put(), Err("the file has changed meanwhile: run it again".to_owned()));
        assert_eq!(says(), "before");
        let gone = draft("before");
        fs::remove_file(gone.file.path()).unwrap();
        let why = gone.put().unwrap_err();
        assert!(why.starts_with("the file can't be written: "), "{why}");
        assert_eq!((says().as_str(), fs::read_dir(folder.path()).unwrap().count()), ("before", 1));
    }
}
