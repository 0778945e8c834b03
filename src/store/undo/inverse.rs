//! What takes an effect back, or why nothing can.

use super::conflict_reason::ConflictReason;
use crate::model::{
    AssignReason, ChangeId, ContactId, ConversationId, Effect, Fields, MemberId, OwnerReason, Status, TeamId,
};
use crate::store::StoreError;
use crate::store::effect_record::EffectRecord;

/// What comes of the question how an effect is taken back. Neither where nothing needs to be done.
#[derive(Debug, Default)]
pub(crate) struct Inverse {
    /// What takes it back, or as much of it as can be.
    pub(crate) doing: Option<Restore>,
    /// What has to stay, and why.
    pub(crate) left: Vec<(EffectRecord, ConflictReason)>,
}

/// What takes an effect back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Restore {
    /// An effect like any other.
    Do(Effect),
    /// A row comes back as it was.
    Member { member: MemberId, fields: Fields, active: bool },
    /// A row comes back as it was.
    Team { team: TeamId, fields: Fields, turn: usize, last_picked: Option<MemberId> },
    /// A row comes back as it was; the turn goes with it.
    Membership { team: TeamId, member: MemberId, position: i64, turn: usize },
    /// A row comes back as it was.
    Contact { contact: ContactId, fields: Fields },
    /// A row comes back as it was.
    Ownership { contact: ContactId, member: MemberId, position: i64, reason: OwnerReason, since: i64, change: ChangeId },
    /// A row comes back as it was.
    Conversation { conversation: ConversationId, contact: ContactId, status: Status, opened_at: i64 },
    /// A row comes back as it was.
    Assignment {
        conversation: ConversationId,
        member: MemberId,
        position: i64,
        reason: AssignReason,
        since: i64,
        change: ChangeId,
    },
    /// A conversation is closed as of when it was.
    Closed { conversation: ConversationId, at: i64 },
}

/// Why an effect can't be taken back; or why that can't be told.
pub(super) enum InverseError {
    Conflict(ConflictReason),
    Failed(StoreError),
}

impl From<ConflictReason> for InverseError {
    fn from(obstacle: ConflictReason) -> Self {
        Self::Conflict(obstacle)
    }
}

impl From<StoreError> for InverseError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<rusqlite::Error> for InverseError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Restore> for Inverse {
    fn from(doing: Restore) -> Self {
        Self { doing: Some(doing), left: Vec::new() }
    }
}

impl From<Effect> for Inverse {
    fn from(effect: Effect) -> Self {
        Restore::Do(effect).into()
    }
}
