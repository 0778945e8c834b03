//! Buffers a stream in a file without a name. Its beginning is read first: a stream that can't be used is
//! not buffered to its end, which may never come.

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use super::faulty_file::FaultyFile;
use crate::files;

/// The most bytes of a stream that are read before its beginning is understood: more than the longest row.
const BEGINNING: u64 = 16 << 20;

/// A file without a name in this folder or, if that is read-only, in that of temporary files; `path` is what
/// it is for.
pub(super) fn unnamed(path: &Path, scratch: &Path) -> Result<(File, PathBuf), FaultyFile> {
    let folders = [scratch.to_owned(), std::env::temp_dir()];
    let mut kept = folders.iter().map(|folder| files::unnamed(folder).map(|file| (file, folder.clone())));
    let found = kept.find(Result::is_ok).unwrap_or_else(|| Err(io::ErrorKind::PermissionDenied.into()));
    found.map_err(|error| FaultyFile::unkept(path, &std::env::temp_dir(), &error))
}

/// A stream that is buffered in a file while it is read.
pub(super) struct Spool<R> {
    source: R,
    path: PathBuf,
    kept: File,
    folder: PathBuf,
    unkept: Option<io::Error>,
    left: u64,
}

impl<R: Read> Spool<R> {
    /// Creates the file beside the store, where room is needed anyway; if that folder is read-only, where
    /// temporary files are.
    pub(super) fn new(source: R, path: &Path, scratch: &Path) -> Result<Self, FaultyFile> {
        let (kept, folder) = unnamed(path, scratch)?;
        Ok(Self { source, path: path.to_owned(), kept, folder, unkept: None, left: BEGINNING })
    }

    /// Reads the beginning; an error of the buffer wins.
    pub(super) fn begin<T>(
        &mut self,
        understand: impl FnOnce(&mut Self) -> Result<T, FaultyFile>,
    ) -> Result<T, FaultyFile> {
        understand(self).map_err(|error| self.explain(error))
    }

    /// Reads the rest and returns the file.
    pub(super) fn finish(mut self) -> Result<File, FaultyFile> {
        self.left = u64::MAX;
        match io::copy(&mut self, &mut io::sink()) {
            Ok(_) => Ok(self.kept),
            Err(error) => Err(self.explain(FaultyFile::unreadable(&self.path, &error))),
        }
    }

    pub(super) fn stop(self) -> File {
        self.kept
    }

    fn explain(&self, error: FaultyFile) -> FaultyFile {
        match &self.unkept {
            Some(unkept) => FaultyFile::unkept(&self.path, &self.folder, unkept),
            None => error,
        }
    }
}

impl<R: Read> Read for Spool<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "expected headers or an event in its first 16 MiB"));
        }
        let read = self.source.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        if let Err(error) = self.kept.write_all(buffer.get(..read).unwrap_or_default()) {
            self.unkept = Some(error);
            return Err(io::ErrorKind::Other.into());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ErrorCode;

    fn spool<R: Read>(source: R) -> Spool<R> {
        Spool::new(source, Path::new("-"), &std::env::temp_dir()).unwrap()
    }

    fn unreadable(error: &io::Error) -> FaultyFile {
        FaultyFile::unreadable(Path::new("-"), error)
    }

    #[test]
    fn spool_keeps_everything_read() {
        let mut spool = spool(&b"phone,owner\n+525512345678,ana@acme.example\n"[..]);
        let mut first = [0; 5];
        let begin = |source: &mut Spool<_>| source.read_exact(&mut first).map_err(|error| unreadable(&error));
        spool.begin(begin).unwrap();
        let mut text = String::new();
        let mut kept = spool.finish().unwrap();
        io::Seek::rewind(&mut kept).unwrap();
        kept.read_to_string(&mut text).unwrap();
        assert_eq!((&first, text.as_str()), (b"phone", "phone,owner\n+525512345678,ana@acme.example\n"));
    }

    #[test]
    fn spool_stops_without_a_beginning() {
        let mut spool = spool(io::repeat(b'y'));
        let refused = spool.begin(|source| {
            let read = io::copy(source, &mut io::sink());
            read.map_err(|error| unreadable(&error))
        });
        assert_eq!(refused.unwrap_err().code, ErrorCode::UnreadableFile);
        assert!(spool.stop().metadata().unwrap().len() <= BEGINNING + (1 << 20));
    }
}
