//! Before-images: what an effect overwrote or removed, enough to restore it exactly.

use serde::{Deserialize, Serialize};

use super::conversation::Status;
use super::field::Fields;
use super::ids::{ChangeId, ContactId, MemberId, TeamId};
use super::reason::{AssignReason, OwnerReason};
use super::roster::{RowState, Seat};
use super::settings::Setting;

/// The before-image of an effect. Kept in the history; variants are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Before {
    /// The seat of a member who was assigned.
    Assignment(SeatImage<AssignReason>),
    /// The seat of a member who was assigned to a closed conversation, active or not.
    ClosedAssignment(SeatImage<AssignReason>),
    /// The seat of an owner.
    Ownership(SeatImage<OwnerReason>),
    /// The position of a member in a team, and the rotation.
    Membership { position: i64, turn: usize },
    /// The team of a conversation.
    Team(Option<TeamId>),
    /// The team of a conversation, and the member it picked.
    TeamAndPick { team: Option<TeamId>, pick: Option<MemberId> },
    /// The member that the team of a conversation picked last.
    Pick(Option<MemberId>),
    /// The seat of a picked member, whose pick was undone; `pick` is the one before.
    UndonePick { seat: SeatImage<AssignReason>, pick: Option<MemberId> },
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
    /// The contact of a conversation.
    Contact(ContactId),
    /// An absence.
    Absence { from: i64, until: i64, cover: Vec<MemberId> },
    /// A contact that was merged into another one.
    Merged { fields: Fields, into: ContactId },
}

/// What the history keeps of the seat of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatImage<R> {
    pub position: i64,
    pub reason: R,
    pub since: i64,
    pub change: ChangeId,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

impl<R> From<Seat<R>> for SeatImage<R> {
    fn from(Seat { position, reason, since, change, pinned, .. }: Seat<R>) -> Self {
        Self { position, reason, since, change, pinned }
    }
}

impl<R> SeatImage<R> {
    /// The seat, for this member.
    pub(crate) fn of(self, member: MemberId) -> Seat<R> {
        let Self { position, reason, since, change, pinned } = self;
        Seat { member, change, since, position, reason, pinned, row: RowState::New }
    }
}
