//! The exit codes, in one place.

use crate::commands::Outcome;
use crate::model::ErrorCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; also nothing to do.
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
            ErrorCode::UnknownMember
            | ErrorCode::UnknownTeam
            | ErrorCode::UnknownContact
            | ErrorCode::UnknownConversation
            | ErrorCode::UnknownSetting
            | ErrorCode::UnknownChange
            | ErrorCode::AlreadyExists
            | ErrorCode::InactiveMember
            | ErrorCode::ConversationClosed
            | ErrorCode::StillReferenced
            | ErrorCode::InvalidPhone
            | ErrorCode::InvalidEmail
            | ErrorCode::InvalidValue
            | ErrorCode::InvalidFile
            | ErrorCode::UnreadableFile
            | ErrorCode::UnwritableFile
            | ErrorCode::RejectedRows
            | ErrorCode::RaggedRow
            | ErrorCode::ConflictingRows
            | ErrorCode::AmbiguousOwner
            | ErrorCode::AmbiguousTeam
            | ErrorCode::NeedsConfirmation
            | ErrorCode::UndoConflict
            | ErrorCode::AlreadyUndone => Self::Input,
            ErrorCode::StoreMissing
            | ErrorCode::StoreBusy
            | ErrorCode::StoreForeign
            | ErrorCode::StoreNewer
            | ErrorCode::StoreDamaged
            | ErrorCode::StoreIo => Self::Store,
            ErrorCode::Interrupted => Self::Interrupted,
            ErrorCode::NothingRan => Self::NothingRan,
            ErrorCode::WrongUsage => Self::Usage,
        }
    }
}
