//! The inverse of an effect, or the conflict that prevents it.

use super::conflict_reason::ConflictReason;
use crate::model::{
    AssignReason, ChangeId, ContactId, ConversationId, Effect, Fields, MemberId, OwnerReason, Status, TeamId,
};
use crate::store::StoreError;
use crate::store::effect_record::EffectRecord;

/// How an effect is undone. Empty if nothing needs to be done.
#[derive(Debug, Default)]
pub(crate) struct Inverse {
    /// Undoes the effect, or as much of it as possible.
    pub(crate) doing: Option<Restore>,
    /// The conflicts.
    pub(crate) left: Vec<(EffectRecord, ConflictReason)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Restore {
    Do(Effect),
    Member {
        member: MemberId,
        fields: Fields,
        active: bool,
    },
    Team {
        team: TeamId,
        fields: Fields,
        turn: usize,
        last_picked: Option<MemberId>,
    },
    /// A membership with the rotation of the team.
    Membership {
        team: TeamId,
        member: MemberId,
        position: i64,
        turn: usize,
    },
    Contact {
        contact: ContactId,
        fields: Fields,
    },
    Ownership {
        contact: ContactId,
        member: MemberId,
        position: i64,
        reason: OwnerReason,
        since: i64,
        change: ChangeId,
    },
    Conversation {
        conversation: ConversationId,
        contact: ContactId,
        status: Status,
        opened_at: i64,
    },
    Assignment {
        conversation: ConversationId,
        member: MemberId,
        position: i64,
        reason: AssignReason,
        since: i64,
        change: ChangeId,
    },
    /// A conversation is closed with its former closing time.
    Closed {
        conversation: ConversationId,
        at: i64,
    },
}

/// A conflict, or a failure of the store.
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
