//! Errors that end the reading of a file.

use std::io;

use crate::formats::fault::FileError;
use crate::model::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("the file can't be read")]
    Unreadable(#[from] io::Error),
    /// At least one error, in the order of the file.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faulty(Vec<FileError>),
}

impl TableError {
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Unreadable(_) => ErrorCode::UnreadableFile,
            Self::Faulty(_) => ErrorCode::InvalidFile,
        }
    }

    /// Copies the error; only the details of a failed read are lost.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Unreadable(error) => Self::Unreadable(error.kind().into()),
            Self::Faulty(faults) => Self::Faulty(faults.clone()),
        }
    }
}

impl From<FileError> for TableError {
    fn from(fault: FileError) -> Self {
        Self::Faulty(vec![fault])
    }
}
