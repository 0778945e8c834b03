//! What can go wrong with a store, told apart by what a person has to do about it.

use std::path::PathBuf;

use rusqlite::ffi::ErrorCode as SqliteCode;

use crate::files::Unwritable;
use crate::model::ErrorCode;

/// What the store answers, or why it can't.
pub type StoreResult<T> = Result<T, StoreError>;

/// A store that can't be used, or a statement that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file, or an empty one.
    #[error("the store `{}` does not exist", .0.display())]
    Missing(PathBuf),
    /// There is a link, and nothing where it leads.
    #[error("`{}` links to `{}`, which does not exist", .link.display(), .target.display())]
    DanglingLink {
        /// The path that was given.
        link: PathBuf,
        /// Where it leads.
        target: PathBuf,
    },
    /// A new store's file or folder can't be created.
    #[error("the store `{}` can't be created: {why}", .path.display())]
    NotCreated {
        /// Where it was to lie.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The system doesn't let this user read a file of the store.
    #[error("`{}` can't be read: {why}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The file is something else.
    #[error("`{}` is not an inboxctl store", .0.display())]
    Foreign(PathBuf),
    /// The file was made by a newer version.
    #[error("the store `{}` was created by a newer version of inboxctl", .0.display())]
    Newer(PathBuf),
    /// Somebody else holds the store.
    #[error("the store is locked by another process")]
    Busy,
    /// Another process wrote while a store was read without locks.
    #[error("another process changed the store while it was being read")]
    Changed,
    /// The store can be read, but this user may not write it.
    #[error("the store can't be written: {0}")]
    ReadOnly(String),
    /// SQLite found the file damaged, or a row holds what no row can hold.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The disk or its permissions don't let us.
    #[error("the store can't be read or written: {0}")]
    Io(String),
    /// A private copy of the store can't be made.
    #[error("the copy `{}` can't be created: {why}", .file.display())]
    Copy {
        /// Where it was to lie.
        file: PathBuf,
        /// What is in the way.
        why: String,
    },
    /// A copy of the store that was asked for can't be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// A file that was to be made is there.
    #[error("the file `{}` already exists", .0.display())]
    Exists(PathBuf),
    /// A file that was to be made would be taken for a part of another one.
    #[error("`{}` would be treated as a part of the database `{}`", .file.display(), .whole.display())]
    SideFile {
        /// What was to be made.
        file: PathBuf,
        /// Which database would think that it is its own.
        whole: PathBuf,
    },
    /// Somebody wanted it to stop; what was begun is rolled back.
    #[error("interrupted; no changes were made")]
    Interrupted,
    /// A bulk change would have left rows that refer to missing ones: a defect of this program.
    #[error("the change would leave {0} references to missing rows; no changes were made")]
    BrokenReferences(i64),
    /// A statement failed in a way that only a defect of this program explains.
    #[error("unexpected SQLite error")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Missing(_) | Self::DanglingLink { .. } => ErrorCode::StoreMissing,
            Self::Foreign(_) => ErrorCode::StoreForeign,
            Self::Newer(_) => ErrorCode::StoreNewer,
            Self::Busy | Self::Changed => ErrorCode::StoreBusy,
            Self::Damaged(_) => ErrorCode::StoreDamaged,
            Self::NotCreated { .. }
            | Self::Unreadable { .. }
            | Self::ReadOnly(_)
            | Self::Io(_)
            | Self::Copy { .. }
            | Self::BrokenReferences(_)
            | Self::Sqlite(_) => ErrorCode::StoreIo,
            Self::Unwritable(_) => ErrorCode::UnwritableFile,
            Self::Exists(_) => ErrorCode::AlreadyExists,
            Self::SideFile { .. } => ErrorCode::InvalidValue,
            Self::Interrupted => ErrorCode::Interrupted,
        }
    }

    /// What failed while a copy was made. SQLite doesn't say which file it means: the store has been
    /// read from by then, so it is the copy that can't be written.
    pub(super) fn of_copy(self, file: &std::path::Path) -> Self {
        match self {
            Self::Io(why) => Self::Copy { file: file.to_owned(), why },
            other => other,
        }
    }

    /// A row that no version of this program writes.
    pub(super) fn bad_row(table: &str, id: i64, what: impl std::fmt::Display) -> Self {
        Self::Damaged(format!("row {id} of `{table}`: {what}"))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(SqliteCode::DatabaseBusy | SqliteCode::DatabaseLocked) => Self::Busy,
            Some(SqliteCode::OperationInterrupted) => Self::Interrupted,
            Some(SqliteCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(SqliteCode::NotADatabase) => Self::Damaged("the file is not a database".to_owned()),
            Some(
                SqliteCode::DiskFull
                | SqliteCode::SystemIoFailure
                | SqliteCode::CannotOpen
                | SqliteCode::ReadOnly
                | SqliteCode::PermissionDenied,
            ) => Self::Io(error.to_string()),
            _ => Self::from_conversion(error),
        }
    }
}

impl StoreError {
    /// A value of a wrong type comes from a file that somebody else wrote to.
    fn from_conversion(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Damaged(error.to_string()),
            other => Self::Sqlite(other),
        }
    }
}
