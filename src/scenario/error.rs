//! Why no scenario ran, and what is wrong with scenario files.

use std::io;
use std::path::{Path, PathBuf};

use crate::files::Unwritable;
use crate::formats::FileError;
use crate::inbox;
use crate::model::ErrorCode;

/// Why no scenario ran.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    #[error("`{}` can't be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// All errors of all files.
    #[error("{} {} in the scenario files", .0.len(), if .0.len() == 1 { "error" } else { "errors" })]
    InvalidFiles(Vec<(PathBuf, FileError)>),
    /// A folder without scenario files.
    #[error("no scenarios found in `{}`", .0.display())]
    NothingFound(PathBuf),
    #[error("no scenario matches `--run`")]
    NothingSelected,
    #[error(transparent)]
    Inbox(#[from] inbox::InboxError),
}

impl ScenarioError {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreadable { .. } => ErrorCode::UnreadableFile,
            Self::Unwritable(_) => ErrorCode::UnwritableFile,
            Self::InvalidFiles(_) => ErrorCode::InvalidFile,
            Self::NothingFound(_) | Self::NothingSelected => ErrorCode::NothingRan,
            Self::Inbox(error) => error.code(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unreadable { .. } => "check the path and its permissions",
            Self::Unwritable(error) => error.hint(),
            Self::NothingFound(_) => "pass a scenario file, or a folder with `.yaml`, `.yml` or `.json` files",
            Self::NothingSelected => "list the names with `inboxctl scenario test PATH --list`",
            Self::InvalidFiles(_) => return None,
            Self::Inbox(error) => return error.hint(),
        };
        Some(hint.to_owned())
    }
}

/// Separates an error of the store, which ends the run, from one that a scenario may expect.
pub(super) fn expectable<T>(done: inbox::Result<T>) -> Result<inbox::Result<T>, ScenarioError> {
    match done {
        Err(error @ inbox::InboxError::Store(_)) => Err(error.into()),
        other => Ok(other),
    }
}

/// The errors of files, in the order in which they are found.
#[derive(Debug, Default)]
pub(super) struct FileFaults(Vec<(PathBuf, FileError)>);

impl FileFaults {
    pub(super) fn add(&mut self, file: &Path, found: Vec<FileError>) {
        self.0.extend(found.into_iter().map(|fault| (file.to_owned(), fault)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value if there are no errors.
    pub(super) fn or<T>(self, value: T) -> Result<T, ScenarioError> {
        if self.0.is_empty() { Ok(value) } else { Err(ScenarioError::InvalidFiles(self.0)) }
    }

    /// Returns the results of the selected scenarios if there are no errors and some were selected.
    pub(super) fn or_selected<T>(self, results: Vec<T>) -> Result<Vec<T>, ScenarioError> {
        let results = self.or(results)?;
        if results.is_empty() { Err(ScenarioError::NothingSelected) } else { Ok(results) }
    }
}
