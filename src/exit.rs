//! The exit codes.

use crate::commands::Outcome;
use crate::model::ErrorCode;

/// The outcomes of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// It ran, and the answer is no.
    No = 1,
    /// Wrong usage.
    Usage = 2,
    /// Bad input; nothing was changed.
    Input = 3,
    /// The store can't be used.
    Store = 4,
    /// Nothing ran.
    NothingRan = 5,
    /// A dry run shows changes.
    Pending = 6,
    /// A signal cancelled it; no changes were made.
    Interrupted = 130,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::Done,
            Outcome::No => Self::No,
            Outcome::Pending => Self::Pending,
        }
    }
}

impl From<ErrorCode> for Exit {
    fn from(code: ErrorCode) -> Self {
        match code {
            ErrorCode::StoreMissing
            | ErrorCode::StoreBusy
            | ErrorCode::StoreForeign
            | ErrorCode::StoreNewer
            | ErrorCode::StoreDamaged
            | ErrorCode::StoreIo
            | ErrorCode::InternalError => Self::Store,
            ErrorCode::Interrupted => Self::Interrupted,
            ErrorCode::NothingRan => Self::NothingRan,
            ErrorCode::WrongUsage => Self::Usage,
            _ => Self::Input,
        }
    }
}
