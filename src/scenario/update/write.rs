//! Putting rewritten files in the place of those that were read.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::files::{Access, AtomicFile, Unwritable};

/// A text that is to take the place of a file.
pub(super) struct Draft<'s> {
    /// What the file said when it was read.
    before: &'s str,
    file: AtomicFile,
}

impl<'s> Draft<'s> {
    /// Writes a text for a file.
    pub(super) fn write(path: &Path, before: &'s str, text: &str) -> Result<Self, Unwritable> {
        let unwritable = |source| Unwritable { path: path.to_owned(), source };
        let mut file = AtomicFile::create(path, Access::Shared)?;
        if file.is_stream() {
            return Err(unwritable(io::Error::other("it is not a file")));
        }
        file.write_all(text.as_bytes()).and_then(|()| file.complete()).map_err(unwritable)?;
        Ok(Self { before, file })
    }

    /// Takes the place of the file, whole or not at all; or why it doesn't.
    pub(super) fn put(self) -> Result<(), String> {
        let Self { before, file } = self;
        if !fs::read(file.path()).is_ok_and(|now| now == before.as_bytes()) {
            return Err("the file has changed meanwhile: run it again".to_owned());
        }
        file.commit().map_err(|error| format!("the file can't be written: {}", error.source))
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
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
