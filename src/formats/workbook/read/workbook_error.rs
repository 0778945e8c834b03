//! Why a sheet of a workbook can't be read.

use std::io;

use crate::formats::fault::{FileError, Position};

const SAVE_AGAIN: &str = "open it in a spreadsheet and save it again as `.xlsx`, or save the sheet as `CSV UTF-8`";

#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error("the file can't be read")]
    Unreadable(#[source] io::Error),
    #[error("the copy of the sheet can't be written")]
    Unwritable(#[source] io::Error),
    /// A ZIP archive that holds no workbook.
    #[error("it isn't a workbook")]
    NoWorkbook,
    #[error("{fault}")]
    Faulty {
        fault: Box<FileError>,
        /// The sheet with the error, unless it is of the whole workbook.
        sheet: Option<String>,
    },
}

impl WorkbookError {
    /// An error of the workbook, with the hint to save it again.
    pub(super) fn damaged(message: impl Into<String>) -> Self {
        Self::refused(message, SAVE_AGAIN)
    }

    pub(super) fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        let fault = FileError::new(Position { line: 1, column: 1 }, message);
        Self::Faulty { fault: Box::new(fault.with_hint(Some(hint.into()))), sheet: None }
    }

    /// Adds the sheet and the place to an error that has none.
    pub(super) fn at(self, name: &str, place: Position) -> Self {
        match self {
            Self::Faulty { fault, sheet: None } => {
                Self::Faulty { fault: Box::new(FileError { place, ..*fault }), sheet: Some(name.to_owned()) }
            }
            other => other,
        }
    }
}
