//! Why nothing was played, and what is wrong with files.

use std::io;
use std::path::{Path, PathBuf};

use crate::files::Unwritable;
use crate::formats::FileError;
use crate::inbox;
use crate::model::ErrorCode;

/// Why nothing was played.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that can't be read.
    #[error("`{}` can't be read", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that can't be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// Files with faults: all of them.
    #[error("{} {} in the scenario files", .0.len(), if .0.len() == 1 { "error" } else { "errors" })]
    Faulty(Vec<(PathBuf, FileError)>),
    /// A folder without scenario files.
    #[error("no scenarios found in `{}`", .0.display())]
    NothingFound(PathBuf),
    /// A filter that matches nothing.
    #[error("no scenario matches `--run`")]
    NothingSelected,
    /// The store in memory failed.
    #[error(transparent)]
    Inbox(#[from] inbox::InboxError),
}

impl Error {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreadable { .. } => ErrorCode::UnreadableFile,
            Self::Unwritable(_) => ErrorCode::UnwritableFile,
            Self::Faulty(_) => ErrorCode::InvalidFile,
            Self::NothingFound(_) | Self::NothingSelected => ErrorCode::NothingRan,
            Self::Inbox(error) => error.code(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => Some("check the path and its permissions".to_owned()),
            Self::Unwritable(_) => Some(Unwritable::HINT.to_owned()),
            Self::NothingFound(_) => {
                Some("pass a scenario file, or a folder with `.yaml`, `.yml` or `.json` files".to_owned())
            }
            Self::NothingSelected => Some("list the names with `inboxctl scenario test PATH --list`".to_owned()),
            Self::Faulty(_) => None,
            Self::Inbox(error) => error.hint(),
        }
    }
}

/// What is wrong with files, each fault with its file, in the order in which it was found.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(PathBuf, FileError)>);

impl Faults {
    /// Adds those of a file.
    pub(super) fn of(&mut self, file: &Path, found: Vec<FileError>) {
        self.0.extend(found.into_iter().map(|fault| (file.to_owned(), fault)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them; or what was made of the files, if nothing is wrong with them.
    pub(super) fn or<T>(self, made: T) -> Result<T, Error> {
        if self.0.is_empty() { Ok(made) } else { Err(Error::Faulty(self.0)) }
    }

    /// All of them; or what came of the scenarios that were selected, if some were.
    pub(super) fn or_selected<T>(self, came: Vec<T>) -> Result<Vec<T>, Error> {
        let came = self.or(came)?;
        if came.is_empty() { Err(Error::NothingSelected) } else { Ok(came) }
    }
}
