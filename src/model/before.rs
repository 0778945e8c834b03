//! Before-images: what an effect overwrote or removed, enough to restore it exactly.

use serde::{Deserialize, Serialize};

use super::conversation::Status;
use super::field::Fields;
use super::ids::{ChangeId, MemberId, TeamId};
use super::reason::{AssignReason, OwnerReason};
use super::roster::{RowState, Seat};
use super::settings::Setting;

/// The before-image of an effect. Kept in the history; variants are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Before {
    /// The seat of a member who was assigned.
    Assignment { position: i64, reason: AssignReason, since: i64, change: ChangeId },
    /// The seat of an owner.
    Ownership { position: i64, reason: OwnerReason, since: i64, change: ChangeId },
    /// The position of a member in a team, and the rotation.
    Membership { position: i64, turn: usize },
    /// The team of a conversation.
    Team(Option<TeamId>),
    /// The rotation of a team.
    Turn { turn: usize, last_picked: Option<MemberId> },
    /// The status of a conversation.
    Status(Status),
    /// A setting.
    Setting(Setting),
    /// The fields of a member, a team or a contact.
    Fields(Fields),
    /// A member.
    Member { fields: Fields, active: bool },
    /// A team.
    RemovedTeam { fields: Fields, turn: usize, last_picked: Option<MemberId> },
    /// A conversation without members.
    Conversation { status: Status, opened_at: i64 },
    /// When a conversation was closed.
    ClosedAt(i64),
}

impl From<&Seat<AssignReason>> for Before {
    fn from(seat: &Seat<AssignReason>) -> Self {
        let Seat { position, reason, since, change, .. } = *seat;
        Self::Assignment { position, reason, since, change }
    }
}

impl From<&Seat<OwnerReason>> for Before {
    fn from(seat: &Seat<OwnerReason>) -> Self {
        let Seat { position, reason, since, change, .. } = *seat;
        Self::Ownership { position, reason, since, change }
    }
}

impl Before {
    /// The seat of an assignment, for this member.
    pub(crate) fn assignment(&self, member: MemberId) -> Option<Seat<AssignReason>> {
        match *self {
            Self::Assignment { position, reason, since, change } => {
                Some(Seat { member, change, since, position, reason, row: RowState::New })
            }
            _ => None,
        }
    }

    /// The seat of an ownership, for this member.
    pub(crate) fn ownership(&self, member: MemberId) -> Option<Seat<OwnerReason>> {
        match *self {
            Self::Ownership { position, reason, since, change } => {
                Some(Seat { member, change, since, position, reason, row: RowState::New })
            }
            _ => None,
        }
    }
}
