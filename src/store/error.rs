//! Errors of a store, by what the user can do about them.

use std::path::PathBuf;

use rusqlite::ffi::ErrorCode as SqliteCode;

use super::numbers::NumberOutOfRange;
use crate::files::Unwritable;
use crate::model::{ErrorCode, StateMismatch};

pub type StoreResult<T> = Result<T, StoreError>;

/// A store that can't be used, or a statement that failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store `{}` does not exist", .0.display())]
    Missing(PathBuf),
    #[error("`{}` links to `{}`, which does not exist", .link.display(), .target.display())]
    DanglingLink { link: PathBuf, target: PathBuf },
    #[error("the store `{}` can't be created: {why}", .path.display())]
    NotCreated { path: PathBuf, why: String },
    /// This user can't read a file of the store.
    #[error("`{}` can't be read: {why}", .path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("`{}` is not an inboxctl store", .0.display())]
    Foreign(PathBuf),
    #[error("the store `{}` was created by a newer version of inboxctl", .0.display())]
    Newer(PathBuf),
    #[error("the store is locked by another process")]
    Busy,
    /// Another process wrote while a store was read without locks.
    #[error("another process changed the store while it was being read")]
    Changed,
    /// The store can be read, but this user may not write it.
    #[error("the store can't be written: {0}")]
    ReadOnly(String),
    /// SQLite reports damage, or a row is invalid.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// Disk full, missing permissions, or I/O errors.
    #[error("the store can't be read or written: {0}")]
    Io(String),
    /// A commit was written but not synced: the next process may find it or not.
    #[error("the disk failed while the change was being saved: {0}")]
    Unsynced(String),
    #[error("the copy `{}` can't be created: {why}", .file.display())]
    Copy { file: PathBuf, why: String },
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    #[error("the file `{}` already exists", .0.display())]
    Exists(PathBuf),
    /// The name of the copy is that of a side file of another database.
    #[error("`{}` would be treated as a part of the database `{}`", .file.display(), .whole.display())]
    SideFile { file: PathBuf, whole: PathBuf },
    /// Cancelled; the transaction is rolled back.
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
            | Self::Unsynced(_)
            | Self::Copy { .. }
            | Self::BrokenReferences(_)
            | Self::Sqlite(_) => ErrorCode::StoreIo,
            Self::Unwritable(_) => ErrorCode::UnwritableFile,
            Self::Exists(_) => ErrorCode::AlreadyExists,
            Self::SideFile { .. } => ErrorCode::InvalidValue,
            Self::Interrupted => ErrorCode::Interrupted,
        }
    }

    /// The error of a commit.
    pub(super) fn of_commit(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map_or(0, |error| error.extended_code);
        if code == rusqlite::ffi::SQLITE_IOERR_FSYNC { Self::Unsynced(error.to_string()) } else { error.into() }
    }

    /// The error of a copy. SQLite doesn't name the file, but the store has been read by then, so the copy
    /// can't be written.
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

impl From<StateMismatch> for StoreError {
    fn from(error: StateMismatch) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;

        match (error.sqlite_error_code(), &error) {
            (Some(SqliteCode::DatabaseBusy | SqliteCode::DatabaseLocked), _) => Self::Busy,
            (Some(SqliteCode::OperationInterrupted), _) => Self::Interrupted,
            (Some(SqliteCode::NotADatabase), _) => Self::Damaged("the file is not a database".to_owned()),
            (
                Some(
                    SqliteCode::DiskFull
                    | SqliteCode::SystemIoFailure
                    | SqliteCode::CannotOpen
                    // Locks that fail again and again.
                    | SqliteCode::FileLockingProtocolFailed
                    | SqliteCode::ReadOnly
                    | SqliteCode::PermissionDenied,
                ),
                _,
            ) => Self::Io(error.to_string()),
            // A value of a wrong type or against a constraint means that another program wrote to the file, and so
            // does a failing statement: the schema is that of a store.
            (
                Some(
                    SqliteCode::DatabaseCorrupt
                    | SqliteCode::ConstraintViolation
                    | SqliteCode::TypeMismatch
                    | SqliteCode::TooBig
                    | SqliteCode::Unknown,
                ),
                _,
            )
            | (_, Sql::InvalidColumnType(..) | Sql::IntegralValueOutOfRange(..)) => Self::Damaged(error.to_string()),
            (_, Sql::FromSqlConversionFailure(_, _, cause)) => match cause.downcast_ref::<NumberOutOfRange>() {
                Some(number) => Self::Damaged(number.to_string()),
                None => Self::Damaged(error.to_string()),
            },
            _ => Self::Sqlite(error),
        }
    }
}
