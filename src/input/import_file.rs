//! A file that is imported: it may be read twice, since what is wrong with a row is only known once
//! all rows have been looked at.

use std::fs;
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::faulty_file::{FaultyFile, ImportError};
use super::spool::Spool;
use crate::files;
use crate::formats::Position;
use crate::formats::table::{Columns, ReadOptions, TableError, TableReader, TableRow};
use crate::inbox::{self, ImportReport, Ragged, RowBatch, SourceError};

/// A file with its headers understood.
pub struct ImportFile {
    path: PathBuf,
    bytes: fs::File,
    size: u64,
    columns: Columns,
    options: ReadOptions,
}

/// Its rows from the first on.
pub struct Rows {
    pub(super) table: TableReader<fs::File>,
    pub(super) row: TableRow,
    /// Where each of the columns asked for stands.
    positions: Vec<Option<usize>>,
}

impl ImportFile {
    /// Opens a file; `-` is stdin. What can't be read twice is kept in the folder `scratch`, once its
    /// headers are known.
    pub fn open(path: &Path, columns: Columns, options: ReadOptions, scratch: &Path) -> Result<Self, FaultyFile> {
        let unreadable = |error: io::Error| FaultyFile::unreadable(path, &error);
        let bytes = match open(path).map_err(unreadable)? {
            InputSource::Plain(file) => file,
            InputSource::Once(source) => {
                let mut spool = Spool::new(source, path, scratch)?;
                spool.begin(|source| {
                    TableReader::open(source, columns, &options)
                        .map(drop)
                        .map_err(|error| FaultyFile::whole(path, error))
                })?;
                spool.finish()?
            }
        };
        Self::of(path, bytes, columns, options)
    }

    /// Opens a file that must be a plain one: nothing is waited for, and no device is read. It is told by
    /// its path, and opened where that leads.
    pub fn open_plain(path: &Path, place: &Path, columns: Columns, options: ReadOptions) -> Result<Self, FaultyFile> {
        match open_without_waiting(place).map_err(|error| FaultyFile::unreadable(path, &error))? {
            InputSource::Plain(file) => Self::of(path, file, columns, options),
            InputSource::Once(_) => Err(FaultyFile::unreadable(path, &io::Error::other("it is not a plain file"))),
        }
    }

    fn of(path: &Path, file: fs::File, columns: Columns, options: ReadOptions) -> Result<Self, FaultyFile> {
        let size = file.metadata().map_err(|error| FaultyFile::unreadable(path, &error))?.len();
        let file = Self { path: path.to_owned(), bytes: file, size, columns, options };
        file.rows()?;
        Ok(file)
    }

    /// The same file, whose headers are understood otherwise.
    pub fn with_columns(self, columns: Columns) -> Result<Self, FaultyFile> {
        let file = Self { columns, ..self };
        file.rows()?;
        Ok(file)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether the file has this column.
    pub fn has(&self, column: &str) -> Result<bool, FaultyFile> {
        Ok(self.rows()?.table.position(column).is_some())
    }

    /// Its rows from the first on. There is one place in the file, so that whoever reads again ends
    /// what was read before.
    pub fn rows(&self) -> Result<Rows, FaultyFile> {
        let mut file = self.bytes.try_clone().map_err(|error| FaultyFile::unreadable(&self.path, &error))?;
        file.seek(SeekFrom::Start(0)).map_err(|error| FaultyFile::unreadable(&self.path, &error))?;
        let table = TableReader::open(file, self.columns, &self.options);
        let table = table.map_err(|error| FaultyFile::whole(&self.path, error))?;
        Ok(Rows { table, row: TableRow::new(), positions: Vec::new() })
    }

    /// What went wrong while the rows were read is told with the file's name.
    pub fn explain(&self, error: inbox::InboxError) -> ImportError {
        match error {
            inbox::InboxError::Source(source) => match source.downcast::<TableError>() {
                Ok(error) => ImportError::Faulty(FaultyFile::whole(&self.path, *error)),
                Err(source) => ImportError::Inbox(inbox::InboxError::Source(source)),
            },
            inbox::InboxError::InvalidFile { message, hint } => {
                ImportError::Faulty(FaultyFile::unfit(&self.path, message, hint))
            }
            other => ImportError::Inbox(other),
        }
    }

    /// What is wrong with its rows, with the places of the first ones.
    pub fn faulty(&self, import: &ImportReport) -> Result<FaultyFile, FaultyFile> {
        let mut rows = self.rows()?;
        let mut faults = Vec::with_capacity(import.rejected.len());
        for rejected in import.rejected.iter().chain(&import.rare) {
            while rows.row.line() < rejected.line {
                let more = rows.table.read(&mut rows.row);
                if !more.map_err(|error| FaultyFile::whole(&self.path, error))? {
                    break;
                }
            }
            let position = rejected.column.as_deref().and_then(|column| rows.table.position(column));
            let place = position.map_or(Position { line: rejected.line, column: 1 }, |at| rows.row.place(at));
            faults.push((place, rejected.clone()));
        }
        Ok(FaultyFile::rows(&self.path, faults, import))
    }
}

/// What a path leads to.
pub(super) enum InputSource {
    /// A file that can be read again.
    Plain(fs::File),
    /// What can be read only once.
    Once(Box<dyn io::Read + Send>),
}

/// Opens a file; `-` is stdin.
pub(super) fn open(path: &Path) -> io::Result<InputSource> {
    if path == Path::new("-") {
        return Ok(InputSource::Once(Box::new(io::stdin())));
    }
    source(fs::File::open(path)?)
}

/// Opens a file, even if it is a pipe that nobody writes to.
fn open_without_waiting(path: &Path) -> io::Result<InputSource> {
    source(files::open_without_waiting(path)?)
}

fn source(file: fs::File) -> io::Result<InputSource> {
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(if kind.is_file() { InputSource::Plain(file) } else { InputSource::Once(Box::new(file)) })
}

impl Rows {
    /// The unknown columns.
    pub fn ignored(&self) -> Vec<String> {
        self.table.ignored().map(str::to_owned).collect()
    }

    /// The line of the headers, if there is a title above them.
    pub fn line_below_title(&self) -> Option<u64> {
        self.table.line_below_title()
    }
}

impl inbox::RowSource for Rows {
    fn has(&self, column: &str) -> bool {
        self.table.position(column).is_some()
    }

    fn is_rejects(&self) -> bool {
        self.table.has_rejects_columns()
    }

    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError> {
        if self.positions.is_empty() {
            self.positions = columns.iter().map(|column| self.table.position(column)).collect();
        }
        while !batch.is_full() {
            if !self.table.read(&mut self.row)? {
                return Ok(false);
            }
            let ragged = Ragged { found: self.row.len(), expected: self.row.expected() };
            batch.begin(self.row.line(), self.row.is_ragged().then_some(ragged));
            for position in &self.positions {
                batch.cell(position.map_or("", |at| self.row.value(at)));
            }
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }
}
