//! A file that can't be taken, or not all of it: every fault with its place.

use std::io;
use std::path::{Path, PathBuf};

use crate::formats::table::TableError;
use crate::formats::{Fault, Place};
use crate::inbox::{self, Import, Rejected};
use crate::model::ErrorCode;

/// Why a file could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is something wrong with it.
    #[error(transparent)]
    Faulty(FaultyFile),
    /// The inbox can't take it.
    #[error(transparent)]
    Inbox(inbox::Error),
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct FaultyFile {
    /// The file.
    pub path: PathBuf,
    /// The code of all of it.
    pub code: ErrorCode,
    /// In a sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The faults of the whole file, or the first ones of its rows.
    pub faults: Vec<Fault>,
    /// How many more there are.
    pub more: u64,
}

impl FaultyFile {
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::plain(path, ErrorCode::UnreadableFile, format!("`{}` can't be read: {error}", path.display()))
    }

    /// A file of rejected rows that can't be written.
    pub(super) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let hint = "look at the folder, its permissions and the free space; nothing was changed";
        let message = format!("`{}` can't be written: {error}", path.display());
        Self { hint: Some(hint.to_owned()), ..Self::plain(path, ErrorCode::StoreIo, message) }
    }

    /// A file that can be read, and not be imported so.
    pub(super) fn unfit(path: &Path, message: String, hint: Option<String>) -> Self {
        Self { hint, ..Self::plain(path, ErrorCode::InvalidFile, message) }
    }

    fn plain(path: &Path, code: ErrorCode, message: String) -> Self {
        Self { path: path.to_owned(), code, message, hint: None, faults: Vec::new(), more: 0 }
    }

    /// A file that can't be read to its end.
    pub(super) fn whole(path: &Path, error: TableError) -> Self {
        match error {
            TableError::Unreadable(error) => Self::unreadable(path, &error),
            TableError::Faulty(faults) => {
                let message = format!("`{}` can't be imported", path.display());
                Self { faults, ..Self::plain(path, ErrorCode::InvalidFile, message) }
            }
        }
    }

    /// A file some of whose rows can't be taken.
    pub(super) fn rows(path: &Path, faults: Vec<(Place, Rejected)>, import: &Import) -> Self {
        let shown = faults.len() as u64;
        let faults = faults.into_iter().map(|(place, rejected)| Fault::new(place, in_words(&rejected))).collect();
        let message = format!(
            "{} of {} rows of `{}` can't be taken; nothing was changed",
            import.rows.rejected,
            import.rows.read,
            path.display()
        );
        let hint = "correct them, take the others with `--on-error skip`, or have them written to a file with \
                    `--rejects FILE`";
        Self {
            faults,
            hint: Some(hint.to_owned()),
            more: import.rejected_count.saturating_sub(shown),
            ..Self::plain(path, ErrorCode::RejectedRows, message)
        }
    }
}

fn in_words(rejected: &Rejected) -> String {
    match &rejected.column {
        Some(column) => format!("column `{column}`: {}", rejected.message),
        None => rejected.message.clone(),
    }
}
