//! Replaces a file that was read with a new text.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::files::{Access, AtomicFile, Unwritable};

/// A text that is written beside the file that it replaces.
pub(super) struct StagedFile<'s> {
    /// The text of the file when it was read.
    before: &'s str,
    file: AtomicFile,
}

impl<'s> StagedFile<'s> {
    /// Writes a text beside a file.
    pub(super) fn write(path: &Path, before: &'s str, text: &str) -> Result<Self, Unwritable> {
        let unwritable = |source| Unwritable { path: path.to_owned(), source };
        let mut file = AtomicFile::create(path, Access::Shared)?;
        if file.is_stream() {
            return Err(unwritable(io::Error::other("it is not a regular file")));
        }
        file.write_all(text.as_bytes()).and_then(|()| file.complete()).map_err(unwritable)?;
        Ok(Self { before, file })
    }

    /// Replaces the file, unless it has changed since it was read or can't be replaced.
    pub(super) fn replace(self) -> Result<(), String> {
        let Self { before, file } = self;
        if !fs::read(file.path()).is_ok_and(|now| now == before.as_bytes()) {
            return Err("the file has changed in the meantime: run the command again".to_owned());
        }
        file.commit().map_err(|error| format!("the file can't be written: {}", error.source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unchanged_file_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("routing.yaml");
        let staged = |before| {
            fs::write(&path, "before").unwrap();
            StagedFile::write(&path, before, "after").unwrap()
        };
        let text = || fs::read_to_string(&path).unwrap();
        assert_eq!(staged("before").replace(), Ok(()));
        assert_eq!(text(), "after");
        assert_eq!(
            staged("another").replace(),
            Err("the file has changed in the meantime: run the command again".to_owned())
        );
        assert_eq!(text(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
