//! Writes rejected rows to a file, whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use super::faulty_file::FaultyFile;
use super::import_file::{ImportFile, Rows};
use crate::files::{Access, AtomicFile, Unwritable};
use crate::formats::table::RejectsWriter;
use crate::formats::workbook::is_workbook_name;
use crate::inbox::{RejectSink, RowError};

pub struct RejectsFile<'f> {
    path: PathBuf,
    file: &'f ImportFile,
    /// The rows of the file, once the first is rejected: a new reader ends the others.
    source: Option<Rows>,
    rejects: RejectsWriter<AtomicFile>,
}

impl<'f> RejectsFile<'f> {
    /// Creates a draft beside the file.
    pub fn new(path: &Path, file: &'f ImportFile) -> Result<Self, FaultyFile> {
        let target = AtomicFile::create(path, Access::Private).map_err(|error| FaultyFile::unwritable(&error))?;
        let rows = file.rows()?;
        // An option `--sheet` finds the sheet again.
        let sheet = is_workbook_name(path).then(|| file.sheet_name().unwrap_or("rejects"));
        let rejects =
            RejectsWriter::new(target, sheet, &rows.table).map_err(|error| FaultyFile::unwritable_at(path, error))?;
        Ok(Self { path: path.to_owned(), file, source: None, rejects })
    }

    /// Moves the draft into place.
    pub fn finish(self) -> Result<(), FaultyFile> {
        let file = self.rejects.finish().map_err(|error| FaultyFile::unwritable_at(&self.path, error))?;
        file.commit().map_err(|error| FaultyFile::unwritable(&error))
    }
}

impl RejectsFile<'_> {
    /// Marks an error of the file that is written.
    fn unwritten(&self, source: io::Error) -> io::Error {
        io::Error::other(Unwritable { path: self.path.clone(), source })
    }
}

impl RejectSink for RejectsFile<'_> {
    fn take(&mut self, faults: &[RowError]) -> io::Result<()> {
        let Some(first) = faults.first() else { return Ok(()) };
        let source = match &mut self.source {
            Some(source) => source,
            None => self.source.insert(self.file.rows().map_err(io::Error::other)?),
        };
        while source.row.line() < first.line {
            if !source.table.read(&mut source.row).map_err(io::Error::other)? {
                return Err(io::Error::other("the file changed while it was read"));
            }
        }
        let message = faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ");
        let cells = first.column.as_deref().and_then(|column| source.table.cells(column));
        let position = cells.and_then(|cells| cells.position_of(&first.value, &source.row));
        let header = position.and_then(|at| source.table.headers().get(at)).map(String::as_str);
        self.rejects.write(&source.row, header, first.code, &message).map_err(|error| self.unwritten(error))
    }

    fn done(&mut self) -> io::Result<()> {
        self.rejects.complete().and_then(AtomicFile::complete).map_err(|error| self.unwritten(error))
    }
}
