//! What takes an effect back, or why nothing can.

use super::obstacle::Obstacle;
use crate::model::{Assigned, ChangeId, ContactId, ConversationId, Effect, Fields, MemberId, Owned, Status, TeamId};
use crate::store::Error;
use crate::store::record::Record;

/// What comes of the question how an effect is taken back. Neither where nothing needs to be done.
#[derive(Debug, Default)]
pub(crate) struct Inverse {
    /// What takes it back, or as much of it as can be.
    pub(crate) doing: Option<PutBack>,
    /// What has to stay, and why.
    pub(crate) left: Vec<(Record, Obstacle)>,
}

/// What takes an effect back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PutBack {
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
    Ownership { contact: ContactId, member: MemberId, position: i64, reason: Owned, since: i64, change: ChangeId },
    /// A row comes back as it was.
    Conversation { conversation: ConversationId, contact: ContactId, status: Status, opened_at: i64 },
    /// A row comes back as it was.
    Assignment {
        conversation: ConversationId,
        member: MemberId,
        position: i64,
        reason: Assigned,
        since: i64,
        change: ChangeId,
    },
    /// A conversation is closed as of when it was.
    Closed { conversation: ConversationId, at: i64 },
}

/// Why an effect can't be taken back; or why that can't be told.
pub(super) enum Stop {
    Obstacle(Obstacle),
    Failed(Error),
}

impl From<Obstacle> for Stop {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<PutBack> for Inverse {
    fn from(doing: PutBack) -> Self {
        Self { doing: Some(doing), left: Vec::new() }
    }
}

impl From<Effect> for Inverse {
    fn from(effect: Effect) -> Self {
        PutBack::Do(effect).into()
    }
}
