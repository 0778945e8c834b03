//! The rows that can't be taken, written into a file of their own: whole or not at all.

use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::NamedTempFile;

use super::fault::FaultyFile;
use super::file::{File, Rows};
use crate::formats::table::{Reject, Rejects};
use crate::inbox::{Rejected, TakeRejects};

/// A file of rejected rows in the making.
pub struct Rejecting<'f> {
    path: PathBuf,
    file: &'f File,
    /// The file's rows from the first on, once the first is rejected: whoever reads again ends what
    /// was read before.
    source: Option<Rows>,
    rejects: Rejects<NamedTempFile>,
}

impl<'f> Rejecting<'f> {
    /// Begins a file beside the place where it is to be.
    pub fn new(path: &Path, file: &'f File) -> Result<Self, FaultyFile> {
        let unwritable = |error: io::Error| FaultyFile::unwritable(path, &error);
        check_target(path).map_err(unwritable)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let target = NamedTempFile::new_in(folder).map_err(unwritable)?;
        let rows = file.rows()?;
        let rejects = Rejects::new(target, &rows.table.layout()).map_err(unwritable)?;
        Ok(Self { path: path.to_owned(), file, source: None, rejects })
    }

    /// Puts the file in its place.
    pub fn finish(self) -> Result<(), FaultyFile> {
        let hint = "look at the folder, its permissions and the free space; `inboxctl history list` tells whether \
                    the import was made";
        let unwritable =
            |error: io::Error| FaultyFile { hint: Some(hint.to_owned()), ..FaultyFile::unwritable(&self.path, &error) };
        let file = self.rejects.finish().map_err(unwritable)?;
        file.persist(&self.path).map_err(|error| unwritable(error.error))?;
        Ok(())
    }
}

/// Only a file is ever replaced: not a folder, nor a device such as `/dev/null`.
fn check_target(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")),
        Ok(there) if !there.is_file() => Err(io::Error::other("it is not a file")),
        Ok(_) | Err(_) => Ok(()),
    }
}

impl TakeRejects for Rejecting<'_> {
    fn take(&mut self, faults: &[Rejected]) -> io::Result<()> {
        let Some(first) = faults.first() else { return Ok(()) };
        let source = match &mut self.source {
            Some(source) => source,
            None => self.source.insert(self.file.rows().map_err(io::Error::other)?),
        };
        while source.row.line() < first.line {
            if !source.table.read(&mut source.row).map_err(io::Error::other)? {
                return Err(io::Error::other("the file has changed while it was read"));
            }
        }
        let message = faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ");
        let position = first.column.as_deref().and_then(|column| source.table.position(column));
        let header = position.and_then(|at| source.table.headers().get(at)).map(String::as_str);
        let reject = Reject { line: first.line, column: header, code: first.code, message: &message };
        self.rejects.write(source.row.cells(), &reject)
    }

    fn done(&mut self) -> io::Result<()> {
        self.rejects.flush()?.as_file().sync_all()
    }
}
