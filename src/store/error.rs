//! What can go wrong with a store, told apart by what a person has to do about it.

use std::path::PathBuf;

use rusqlite::ffi::ErrorCode as SqliteCode;

use crate::model::ErrorCode;

/// A store that can't be used, or a statement that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file, or an empty one.
    #[error("there is no store at `{}`", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("`{}` is not a store of inboxctl", .0.display())]
    Foreign(PathBuf),
    /// The file was made by a newer version.
    #[error("the store `{}` was made by a newer inboxctl", .0.display())]
    Newer(PathBuf),
    /// Somebody else holds the store.
    #[error("another program is writing to the store")]
    Busy,
    /// SQLite found the file damaged, or a row holds what no row can hold.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The disk or its permissions don't let us.
    #[error("the store can't be read or written: {0}")]
    Io(String),
    /// A copy of the store can't be written.
    #[error("the copy `{}` can't be made: {why}", .file.display())]
    Copy {
        /// Where it was to lie.
        file: PathBuf,
        /// What is in the way.
        why: String,
    },
    /// A file that was to be made is there.
    #[error("there is a file `{}` already", .0.display())]
    Exists(PathBuf),
    /// A file that was to be made would be taken for a part of another one.
    #[error("`{}` would be taken for a part of the database `{}`", .file.display(), .whole.display())]
    SideFile {
        /// What was to be made.
        file: PathBuf,
        /// Which database would think that it is its own.
        whole: PathBuf,
    },
    /// Somebody wanted it to stop; what was begun is rolled back.
    #[error("interrupted; the store is as before")]
    Interrupted,
    /// A statement failed in a way that only a defect of this program explains.
    #[error("unexpected answer from SQLite")]
    Sqlite(#[source] rusqlite::Error),
}

impl Error {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Missing(_) => ErrorCode::StoreMissing,
            Self::Foreign(_) => ErrorCode::StoreForeign,
            Self::Newer(_) => ErrorCode::StoreNewer,
            Self::Busy => ErrorCode::StoreBusy,
            Self::Damaged(_) => ErrorCode::StoreDamaged,
            Self::Io(_) | Self::Copy { .. } | Self::Sqlite(_) => ErrorCode::StoreIo,
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

    /// The same of the store at this path, where it was met in a copy of it.
    pub(super) fn about(self, path: &std::path::Path) -> Self {
        match self {
            Self::Missing(_) => Self::Missing(path.to_owned()),
            Self::Foreign(_) => Self::Foreign(path.to_owned()),
            Self::Newer(_) => Self::Newer(path.to_owned()),
            other => other,
        }
    }

    /// A row that no version of this program writes.
    pub(super) fn bad_row(table: &str, id: i64, what: impl std::fmt::Display) -> Self {
        Self::Damaged(format!("row {id} of `{table}`: {what}"))
    }
}

impl From<rusqlite::Error> for Error {
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

impl Error {
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
