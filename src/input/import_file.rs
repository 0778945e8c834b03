//! A file that is imported. It may be read twice: the position of an error is only looked up once all rows
//! are read.

use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::faulty_file::{FaultyFile, ImportError};
use super::spool::{Spool, unnamed};
use super::suggested::{SAMPLED_ROWS, ValueSample};
use crate::files;
use crate::formats::Position;
use crate::formats::table::{
    ColumnCells, Columns, FileKind, HeaderRank, ReadOptions, SNIFFED, TableError, TableReader, TableRow,
};
use crate::formats::workbook::{SheetCopy, SheetPick, WorkbookError, copy_sheet};
use crate::inbox::{self, ImportReport, Ragged, RowBatch, RowError, SourceError};
use crate::model::ErrorCode;

pub struct ImportFile {
    path: PathBuf,
    /// Its bytes; of a workbook a copy of the sheet.
    bytes: fs::File,
    size: u64,
    columns: Columns,
    options: ReadOptions,
    sheet: Option<Arc<SheetCopy>>,
}

/// The rows of a file, from the first on.
pub struct Rows {
    pub table: TableReader<fs::File>,
    /// The sheet, if it is a workbook.
    pub sheet: Option<Arc<SheetCopy>>,
    pub(super) row: TableRow,
    /// The cells of the columns asked for.
    cells: Vec<ColumnCells>,
}

impl ImportFile {
    /// Opens a file; `-` is stdin. A stream is buffered in the folder `scratch`, once its headers are
    /// known; so is a sheet of a workbook.
    pub fn open(path: &Path, columns: Columns, options: ReadOptions, scratch: &Path) -> Result<Self, FaultyFile> {
        let bytes = match open(path).map_err(|error| FaultyFile::unopened(path, &error))? {
            InputSource::Plain(file) => file,
            InputSource::Once(source) => {
                let mut spool = Spool::new(source, path, scratch)?;
                spool
                    .begin(|source| begin(source, columns, &options).map_err(|error| FaultyFile::whole(path, error)))?;
                spool.finish()?
            }
        };
        Self::of((path, scratch), bytes, columns, options)
    }

    /// Opens a regular file without waiting for anything. It is named by `path` and opened at `place`.
    pub fn open_plain(path: &Path, place: &Path, columns: Columns, options: ReadOptions) -> Result<Self, FaultyFile> {
        match open_without_waiting(place).map_err(|error| FaultyFile::unreadable(path, &error))? {
            InputSource::Plain(file) => Self::of((path, &std::env::temp_dir()), file, columns, options),
            InputSource::Once(_) => Err(FaultyFile::unreadable(path, &io::Error::other("it is not a plain file"))),
        }
    }

    fn of(
        (path, scratch): (&Path, &Path),
        file: fs::File,
        columns: Columns,
        options: ReadOptions,
    ) -> Result<Self, FaultyFile> {
        let (bytes, sheet) = match copied_sheet((path, scratch), &file, columns, &options)? {
            Some((copy, sheet)) => (copy, Some(Arc::new(sheet))),
            None => (file, None),
        };
        let size = bytes.metadata().map_err(|error| FaultyFile::unreadable(path, &error))?.len();
        Self { path: path.to_owned(), bytes, size, columns, options, sheet }.checked()
    }

    /// Reads the headers.
    fn checked(self) -> Result<Self, FaultyFile> {
        match self.rows() {
            Ok(_) => Ok(self),
            Err(faulty) => Err(self.with_suggestions(faulty)),
        }
    }

    /// Adds the options that the file calls for once those of the error are given.
    fn with_suggestions(&self, mut faulty: FaultyFile) -> FaultyFile {
        let (mut options, mut suggested) = (self.options.clone(), faulty.suggested_options());
        while !suggested.is_empty() {
            options.apply(&suggested);
            let next = match self.rows_with(&options).and_then(|mut rows| rows.sample(&self.path)) {
                Ok(sample) => sample.options(&options.given),
                Err(next) => next.suggested_options(),
            };
            let known = faulty.suggested_options();
            suggested = next.into_iter().filter(|option| !known.contains(option)).collect();
            faulty.options.extend(suggested.iter().cloned());
        }
        faulty
    }

    /// Reads the headers again with other columns.
    pub fn with_columns(self, columns: Columns) -> Result<Self, FaultyFile> {
        Self { columns, ..self }.checked()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn has(&self, column: &str) -> Result<bool, FaultyFile> {
        Ok(self.rows()?.table.cells(column).is_some())
    }

    /// Reads the rows from the first on. All readers share one position in the file: a new one ends the
    /// others.
    pub fn rows(&self) -> Result<Rows, FaultyFile> {
        self.rows_with(&self.options)
    }

    fn rows_with(&self, options: &ReadOptions) -> Result<Rows, FaultyFile> {
        let mut file = self.bytes.try_clone().map_err(|error| FaultyFile::unreadable(&self.path, &error))?;
        file.seek(SeekFrom::Start(0)).map_err(|error| FaultyFile::unreadable(&self.path, &error))?;
        let table = match &self.sheet {
            Some(sheet) => TableReader::open_sheet(file, &sheet.merged, self.columns, options),
            None => TableReader::open(file, self.columns, options),
        };
        let table = table.map_err(|error| self.whole(error))?;
        Ok(Rows { table, sheet: self.sheet.clone(), row: TableRow::default(), cells: Vec::new() })
    }

    /// A file that can't be read to its end.
    fn whole(&self, error: TableError) -> FaultyFile {
        FaultyFile::whole(&self.path, error).in_sheet(self.sheet_name())
    }

    pub(super) fn sheet_name(&self) -> Option<&str> {
        self.sheet.as_deref().map(|sheet| sheet.name.as_str())
    }

    /// Adds the name of the file to an error of its rows.
    pub fn explain(&self, error: inbox::InboxError) -> ImportError {
        match error {
            inbox::InboxError::Source(source) => match source.downcast::<TableError>() {
                Ok(error) => ImportError::Faulty(self.with_suggestions(self.whole(*error))),
                Err(source) => ImportError::Inbox(inbox::InboxError::Source(source)),
            },
            inbox::InboxError::InvalidFile { message, hint } => {
                ImportError::Faulty(FaultyFile::unfit(&self.path, message, hint))
            }
            other => ImportError::Inbox(other),
        }
    }

    /// The errors of rejected rows with their positions.
    pub fn faulty(&self, import: &ImportReport) -> Result<FaultyFile, FaultyFile> {
        let rejected = import.rejected.iter().chain(&import.rare);
        let faults = self.located(rejected.clone())?;
        let sample = self.rows()?.sample(&self.path)?;
        let (options, hint) = sample.options_for(&rejected, import.known_owners > 0, &self.options.given);
        let file = FaultyFile::rows(&self.path, faults, import).in_sheet(self.sheet_name());
        Ok(FaultyFile { options: Box::new(options), hint, ..file })
    }

    /// The cells that were left out, with their positions.
    pub fn dropped(&self, import: &ImportReport) -> Result<FaultyFile, FaultyFile> {
        Ok(FaultyFile::cells(&self.path, self.located(&import.dropped)?, import).in_sheet(self.sheet_name()))
    }

    /// The positions of errors, which are in the order of the file.
    fn located<'e>(
        &self,
        errors: impl IntoIterator<Item = &'e RowError>,
    ) -> Result<Vec<(Position, RowError)>, FaultyFile> {
        let mut rows = self.rows()?;
        let mut located = Vec::new();
        for error in errors {
            while rows.row.line() < error.line {
                let more = rows.table.read(&mut rows.row);
                if !more.map_err(|error| self.whole(error))? {
                    break;
                }
            }
            let cells = error.column.as_deref().and_then(|column| rows.table.cells(column));
            let position = cells.and_then(|cells| cells.position_of(&error.value, &rows.row));
            let place = position.map_or(Position { line: error.line, column: 1 }, |at| rows.row.place(at));
            located.push((place, error.clone()));
        }
        Ok(located)
    }
}

/// Reads the start of a stream, up to its headers; those of a workbook are known only at its end.
fn begin(mut source: impl io::Read, columns: Columns, options: &ReadOptions) -> Result<(), TableError> {
    let mut start = Vec::new();
    source.by_ref().take(SNIFFED as u64).read_to_end(&mut start)?;
    if FileKind::of_binary(&start).is_some_and(FileKind::may_be_workbook) {
        return Ok(());
    }
    TableReader::open(start.chain(source), columns, options).map(drop)
}

/// Copies a sheet of a workbook; any other file is left alone, and refused later if it isn't a table.
fn copied_sheet(
    (path, scratch): (&Path, &Path),
    mut file: &fs::File,
    columns: Columns,
    options: &ReadOptions,
) -> Result<Option<(fs::File, SheetCopy)>, FaultyFile> {
    let unreadable = |error: io::Error| FaultyFile::unreadable(path, &error);
    let mut start = Vec::new();
    file.rewind().and_then(|()| file.take(SNIFFED as u64).read_to_end(&mut start)).map_err(unreadable)?;
    let kind = FileKind::of_binary(&start);
    let Some(kind) = kind.filter(|kind| kind.may_be_workbook()) else {
        let is_asked = options.sheet.is_some() && kind.is_none();
        return if is_asked { Err(FaultyFile::unfit_option(path, "--sheet", "isn't")) } else { Ok(None) };
    };
    let given = [("--delimiter", options.delimiter.is_some()), ("--encoding", options.encoding.is_some())];
    match copy((path, scratch), file.try_clone().map_err(unreadable)?, columns, options) {
        Ok(None) => Ok(None),
        Err(error) if error.code == ErrorCode::InvalidFile && !kind.is_office() => Ok(None),
        copied => match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(FaultyFile::unfit_option(path, option, "is")),
            None => copied,
        },
    }
}

fn copy(
    (path, scratch): (&Path, &Path),
    file: fs::File,
    columns: Columns,
    options: &ReadOptions,
) -> Result<Option<(fs::File, SheetCopy)>, FaultyFile> {
    let (target, folder) = unnamed(path, scratch)?;
    let rank = |start: &[u8]| HeaderRank::of(start, columns, options);
    let pick = SheetPick { name: options.sheet.as_deref(), rank: &rank };
    match copy_sheet(file, &pick, &target) {
        Ok(sheet) => Ok(Some((target, sheet))),
        Err(WorkbookError::NoWorkbook) => Ok(None),
        Err(error) => Err(FaultyFile::workbook(path, &folder, error)),
    }
}

impl Rows {
    /// The values of the first rows.
    fn sample(&mut self, path: &Path) -> Result<ValueSample, FaultyFile> {
        let mut sample = ValueSample::default();
        for _ in 0..SAMPLED_ROWS {
            if !self.table.read(&mut self.row).map_err(|error| FaultyFile::whole(path, error))? {
                break;
            }
            let value = |name: &str| Some(self.table.cells(name)?.value(&self.row));
            sample.add(value("phone").as_deref(), value("owner").as_deref());
        }
        Ok(sample)
    }

    /// Adds the errors of the cells of the present row that are asked for.
    fn add_faults(&self, columns: &[&str], batch: &mut RowBatch) {
        for (column, (cells, name)) in self.cells.iter().zip(columns).enumerate() {
            if let Some((position, fault)) = cells.fault(&self.row, *name == "phone") {
                let text = self.row.cell(position);
                batch.fault(column, text, fault.message(text));
            }
        }
    }
}

/// An opened path.
pub(super) enum InputSource {
    Plain(fs::File),
    /// A stream that can be read only once.
    Once(Box<dyn io::Read + Send>),
}

/// Opens a file; `-` is stdin.
pub(super) fn open(path: &Path) -> io::Result<InputSource> {
    if path == Path::new("-") {
        return Ok(InputSource::Once(Box::new(io::stdin())));
    }
    source(fs::File::open(path)?)
}

/// Opens a file, even if it is a pipe without a writer.
pub(super) fn open_without_waiting(path: &Path) -> io::Result<InputSource> {
    source(files::open_without_waiting(path)?)
}

fn source(file: fs::File) -> io::Result<InputSource> {
    let kind = file.metadata()?;
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(if kind.is_file() { InputSource::Plain(file) } else { InputSource::Once(Box::new(file)) })
}

impl inbox::RowSource for Rows {
    fn has(&self, column: &str) -> bool {
        self.table.cells(column).is_some()
    }

    fn is_rejects(&self) -> bool {
        self.table.has_rejects_columns()
    }

    fn fill(&mut self, columns: &[&str], batch: &mut RowBatch) -> Result<bool, SourceError> {
        if self.cells.is_empty() {
            let cells = columns.iter().map(|column| self.table.cells(column).cloned().unwrap_or_default());
            self.cells = cells.collect();
        }
        while !batch.is_full() {
            if !self.table.read(&mut self.row)? {
                return Ok(false);
            }
            let ragged = Ragged { found: self.row.len(), expected: self.table.headers().len() };
            batch.begin(self.row.line(), (ragged.found != ragged.expected).then_some(ragged));
            for cells in &self.cells {
                batch.cell(&cells.value(&self.row));
            }
            if self.row.has_faults() {
                self.add_faults(columns, batch);
            }
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.table.bytes_read()
    }
}
