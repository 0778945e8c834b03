//! A file that is invalid, or some rows of it: every error with its position.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::files::Unwritable;
use crate::formats::table::TableError;
use crate::formats::workbook::WorkbookError;
use crate::formats::{FileError, Position, SuggestedOption};
use crate::inbox::{self, ImportReport, LogErrors, RowError};
use crate::model::ErrorCode;

/// The most lines of a stream that are read without an event.
pub(super) const FIRST_LINES: u64 = 100;

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is invalid.
    #[error(transparent)]
    Faulty(#[from] FaultyFile),
    /// The import failed.
    #[error(transparent)]
    Inbox(inbox::InboxError),
}

#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct FaultyFile {
    pub path: Box<Path>,
    pub code: ErrorCode,
    /// The message, in a sentence.
    pub message: String,
    pub hint: Option<String>,
    /// The errors of the whole file, or those of its rows that are shown.
    pub faults: Vec<FileError>,
    /// The sheet of a workbook that they are in; empty if they are of the whole workbook.
    #[expect(clippy::box_collection, reason = "an error is returned through many functions")]
    pub sheet: Option<Box<String>>,
    /// The number of errors by code; boxed, since an error is returned through many functions.
    #[expect(clippy::box_collection, reason = "an error is returned through many functions")]
    pub by_code: Box<BTreeMap<ErrorCode, u64>>,
    /// Options that solve errors, beside those of each error.
    #[expect(clippy::box_collection, reason = "an error is returned through many functions")]
    pub options: Box<Vec<SuggestedOption>>,
    pub summary: FaultSummary,
}

/// What is printed of the errors of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultSummary {
    /// The sum; for people each error too.
    Only,
    /// Each error; for people the sum too.
    WithFaults,
    /// Each error.
    FaultsOnly,
}

impl FaultyFile {
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        let is_of_system = error.raw_os_error().is_some();
        let hint = is_of_system.then(|| "check the file's permissions and its disk, or pass a copy".to_owned());
        let message = format!("`{}` can't be read: {error}", path.display());
        Self { hint, ..Self::plain(path, ErrorCode::UnreadableFile, message) }
    }

    /// A file that was named on the command line and can't be opened.
    pub(super) fn unopened(path: &Path, error: &io::Error) -> Self {
        let is_missing = error.kind() == io::ErrorKind::NotFound;
        let unreadable = Self::unreadable(path, error);
        if !is_missing {
            return unreadable;
        }
        Self { hint: Some("check the path, or pass `-` to read stdin".to_owned()), ..unreadable }
    }

    /// A stream that can't be buffered: an error of the disk.
    pub(super) fn unkept(path: &Path, folder: &Path, error: &io::Error) -> Self {
        let message = format!("`{}` can't be buffered in `{}`: {error}", path.display(), folder.display());
        let hint = Some("free disk space there, or save the input to a file and pass that file".to_owned());
        Self { hint, ..Self::plain(path, ErrorCode::StoreIo, message) }
    }

    /// A file of rejected rows that can't be written.
    pub(super) fn unwritable(error: &Unwritable) -> Self {
        let message = format!("{error}: {}", error.source);
        let hint = Some(error.hint().to_owned());
        Self { hint, ..Self::plain(&error.path, ErrorCode::UnwritableFile, message) }
    }

    /// A file that can't be written, at its path.
    pub(super) fn unwritable_at(path: &Path, source: io::Error) -> Self {
        Self::unwritable(&Unwritable { path: path.into(), source })
    }

    /// A file that would be replaced.
    pub(super) fn taken(path: &Path) -> Self {
        let hint = Some("choose another file name, or remove that file".to_owned());
        Self { hint, ..Self::plain(path, ErrorCode::AlreadyExists, format!("`{}` already exists", path.display())) }
    }

    /// A file that can be read, but not imported.
    pub fn unfit(path: &Path, message: String, hint: Option<String>) -> Self {
        Self { hint, ..Self::plain(path, ErrorCode::InvalidFile, message) }
    }

    /// An option that has no meaning for this kind of file.
    pub(super) fn unfit_option(path: &Path, option: &str, why: &str) -> Self {
        let message = format!("`{option}` can't be used with `{}`: it {why} a workbook", path.display());
        let hint = Some(format!("remove `{option}`"));
        Self { hint, ..Self::plain(path, ErrorCode::WrongUsage, message) }
    }

    /// A workbook that can't be read; its copy is in a folder.
    pub(super) fn workbook(path: &Path, folder: &Path, error: WorkbookError) -> Self {
        match error {
            WorkbookError::Unreadable(error) => Self::unreadable(path, &error),
            WorkbookError::Unwritable(error) => Self::unkept(path, folder, &error),
            WorkbookError::NoWorkbook => Self::unfit(path, format!("`{}` isn't a workbook", path.display()), None),
            WorkbookError::Faulty { fault, sheet } => {
                Self::whole(path, (*fault).into()).in_sheet(Some(sheet.as_deref().unwrap_or_default()))
            }
        }
    }

    /// Sets the sheet that the errors are in.
    pub(super) fn in_sheet(self, sheet: Option<&str>) -> Self {
        Self { sheet: sheet.map(|name| Box::new(name.to_owned())), ..self }
    }

    /// Where an error is: `FILE:LINE:COLUMN`, in a workbook `FILE:SHEET!C12`, or only the file.
    pub fn place_of(&self, error: &FileError) -> String {
        let file = self.path.display();
        match self.sheet.as_deref().map(String::as_str) {
            None => format!("{file}:{}", error.place),
            Some("") => file.to_string(),
            Some(sheet) => format!("{file}:{sheet}!{}", error.place.cell_name()),
        }
    }

    fn plain(path: &Path, code: ErrorCode, message: String) -> Self {
        Self {
            path: path.into(),
            code,
            message,
            hint: None,
            faults: Vec::new(),
            sheet: None,
            by_code: Box::default(),
            options: Box::default(),
            summary: FaultSummary::Only,
        }
    }

    /// The options of an import that solve the errors, each once.
    pub fn suggested_options(&self) -> Vec<SuggestedOption> {
        let mut options = Vec::new();
        for option in self.faults.iter().flat_map(|fault| &fault.options).chain(self.options.iter()) {
            if !options.contains(option) {
                options.push(option.clone());
            }
        }
        options
    }

    /// A file that can't be read to its end.
    pub(super) fn whole(path: &Path, error: TableError) -> Self {
        match error {
            TableError::Unreadable(error) => Self::unreadable(path, &error),
            TableError::Faulty(faults) => {
                let message = format!("`{}` can't be imported", path.display());
                let by_code = Box::new(count_by_code(&faults));
                Self {
                    faults,
                    by_code,
                    summary: FaultSummary::FaultsOnly,
                    ..Self::plain(path, ErrorCode::InvalidFile, message)
                }
            }
        }
    }

    /// A file with invalid rows. A conflict of two rows is reported once.
    pub(super) fn rows(path: &Path, mut faults: Vec<(Position, RowError)>, import: &ImportReport) -> Self {
        let mut told = BTreeSet::new();
        faults.retain(|(_, rejected)| {
            rejected.code != ErrorCode::ConflictingRows
                || told.insert((rejected.column.clone(), rejected.message.clone()))
        });
        let faults = each_hint_once(faults.into_iter().map(of_row));
        let (invalid, read, path_shown) = (import.rows.rejected, import.rows.read, path.display());
        let are = if invalid == 1 { "is" } else { "are" };
        let message = format!("{invalid} of {read} rows in `{path_shown}` {are} invalid; nothing was imported");
        Self {
            faults,
            by_code: Box::new(import.rejected_by_code.clone()),
            ..Self::plain(path, ErrorCode::RejectedRows, message)
        }
    }

    /// Cells that were left out of a file.
    pub(super) fn cells(path: &Path, faults: Vec<(Position, RowError)>, import: &ImportReport) -> Self {
        let (count, path_shown) = (import.dropped_count, path.display());
        Self {
            faults: faults.into_iter().map(of_row).collect(),
            by_code: Box::new(import.dropped_by_code.clone()),
            ..Self::plain(path, ErrorCode::InvalidValue, format!("dropped {count} cells of `{path_shown}`"))
        }
    }

    /// A message log with invalid lines.
    pub fn log(path: &Path, log: &LogErrors) -> Self {
        let fault = |fault: &inbox::LogLineError| {
            let place = Position { line: fault.line, column: fault.column };
            FileError::new(place, fault.message.clone()).with_hint(fault.hint.clone()).with_code(fault.code)
        };
        let faults = each_hint_once(log.sample.faults.iter().map(fault));
        let code = faults.first().map_or(ErrorCode::InvalidFile, |fault| fault.code);
        let (invalid, lines) = (log.faulty_lines, log.lines);
        let are = if invalid == 1 { "is" } else { "are" };
        let message = format!("{invalid} of {lines} lines in `{}` {are} invalid; nothing was changed", path.display());
        let is_stopped = log.faulty_lines == log.lines && log.lines == FIRST_LINES;
        let hint = "check that it is a message log; reading stopped after 100 lines without an event";
        Self {
            faults,
            hint: is_stopped.then(|| hint.to_owned()),
            by_code: Box::new(log.sample.by_code.clone()),
            summary: FaultSummary::WithFaults,
            ..Self::plain(path, code, message)
        }
    }
}

/// Of many invalid phones only the first has the hint, whatever its example.
fn each_hint_once(faults: impl Iterator<Item = FileError>) -> Vec<FileError> {
    let mut hints = BTreeSet::new();
    let without_digits = |hint: &String| hint.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let faults = faults.map(|mut fault| {
        let is_phone = fault.code == ErrorCode::InvalidPhone;
        fault.hint = fault.hint.filter(|hint| !is_phone || hints.insert(without_digits(hint)));
        fault
    });
    faults.collect()
}

pub fn count_by_code<'f>(faults: impl IntoIterator<Item = &'f FileError>) -> BTreeMap<ErrorCode, u64> {
    faults.into_iter().fold(BTreeMap::new(), |mut by_code, fault| {
        *by_code.entry(fault.code).or_default() += 1;
        by_code
    })
}

fn of_row((place, rejected): (Position, RowError)) -> FileError {
    FileError::new(place, in_words(&rejected)).with_hint(rejected.hint).with_code(rejected.code)
}

fn in_words(rejected: &RowError) -> String {
    match &rejected.column {
        Some(column) => format!("{column}: {}", rejected.message),
        None => rejected.message.clone(),
    }
}
