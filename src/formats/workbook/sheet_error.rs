//! Why a sheet can't be written, and whether a file is to be a workbook at all.

use std::io;
use std::path::Path;

use crate::model::{ErrorCode, Excerpt};

/// Whether a file is to be a workbook, by its name.
pub fn is_workbook_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// Fails in a build without workbooks.
pub fn require_workbooks() -> Result<(), SheetError> {
    if cfg!(feature = "workbooks") { Ok(()) } else { Err(SheetError::Unsupported) }
}

#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("a sheet holds at most 1,048,575 rows below its headers")]
    TooManyRows,
    #[error("row {row}: column `{column}`: the text is longer than the 32,767 characters of a workbook cell: `{}`", Excerpt(.text))]
    TooLong { row: u32, column: String, text: String },
    #[error("row {row}: column `{column}`: a workbook can't hold a control character: `{}`", Excerpt(.text))]
    ControlCharacter { row: u32, column: String, text: String },
    #[error("this build can't read or write workbooks")]
    Unsupported,
    #[error("the workbook can't be written")]
    Write(#[from] io::Error),
}

impl SheetError {
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::TooManyRows | Self::TooLong { .. } | Self::ControlCharacter { .. } => ErrorCode::InvalidValue,
            Self::Unsupported => ErrorCode::WrongUsage,
            Self::Write(_) => ErrorCode::UnwritableFile,
        }
    }

    /// What to do about a file that can be CSV too.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooManyRows | Self::TooLong { .. } | Self::ControlCharacter { .. } => {
                "write CSV: choose a file name that ends in `.csv`"
            }
            Self::Unsupported => "choose a file name that ends in `.csv`, or build with the feature `workbooks`",
            Self::Write(_) => "check the folder, its permissions and free disk space, also of the temporary folder",
        }
    }
}
