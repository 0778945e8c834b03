//! Why a result could not be printed.

use std::io;
use std::ops::ControlFlow;

use crate::formats::workbook::SheetError;

/// What can go wrong with a result.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The reader closed the output; nothing is reported.
    #[error("the output was closed")]
    Closed,
    /// The same, where a part of the output is of no use.
    #[error("the output was closed before all of it was written")]
    CutShort,
    /// The result can't be written.
    #[error("the output can't be written")]
    Write(#[source] io::Error),
    /// The file that is printed can't be read.
    #[error("the temporary copy of the store can't be read")]
    Read(#[source] io::Error),
    /// A workbook can't hold the result.
    #[error(transparent)]
    Sheet(SheetError),
}

impl OutputError {
    /// What to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Closed | Self::CutShort => "the output is incomplete; run the command again",
            Self::Write(_) => {
                "check where the output goes; changes to the store were made, see `inboxctl history list`"
            }
            Self::Read(_) => "check the disk of the folder for temporary files, or set TMPDIR to another one",
            Self::Sheet(error) => error.hint(),
        }
    }

    /// Breaks at a failure, and keeps it.
    pub(super) fn or_break(written: Result<(), Self>, failed: &mut Option<Self>) -> ControlFlow<()> {
        *failed = written.err();
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// A closed output ends the printing; how the command ends is another question.
    pub(super) fn unless_closed(written: Result<(), Self>) -> Result<(), Self> {
        match written {
            Err(Self::Closed) => Ok(()),
            other => other,
        }
    }
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Write(error) }
    }
}

impl From<SheetError> for OutputError {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Write(error) => error.into(),
            other => Self::Sheet(other),
        }
    }
}

impl From<serde_json::Error> for OutputError {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<::csv::Error> for OutputError {
    fn from(error: ::csv::Error) -> Self {
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => error.into(),
            other => Self::Write(io::Error::other(format!("{other:?}"))),
        }
    }
}
