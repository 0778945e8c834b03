//! A conversation: what the rules use, and its row.

use super::before::{Before, SeatImage};
use super::code::codes;
use super::effect::Effect;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::AssignReason;
use super::roster::{Moment, Roster, RowState};
codes! {
    /// The status of a conversation; every status but `closed` is open.
    pub enum Status {
        /// Opened by a system message; the contact has not written yet.
        Created = "created",
        /// A flow is running.
        Flow = "flow",
        /// Waiting for a member to reply.
        New = "new",
        /// A member has sent a message.
        InProgress = "in-progress",
        /// Closed.
        Closed = "closed",
    }
}

codes! {
    /// A status of an open conversation.
    pub enum OpenStatus {
        /// Opened by a system message; the contact has not written yet.
        Created = "created",
        /// A flow is running.
        Flow = "flow",
        /// Waiting for a member to reply.
        New = "new",
        /// A member has sent a message.
        InProgress = "in-progress",
    }
}

impl From<OpenStatus> for Status {
    fn from(status: OpenStatus) -> Self {
        match status {
            OpenStatus::Created => Self::Created,
            OpenStatus::Flow => Self::Flow,
            OpenStatus::New => Self::New,
            OpenStatus::InProgress => Self::InProgress,
        }
    }
}

impl Status {
    /// The contribution to the count of active conversations of a member (T2): 0 or 1.
    pub fn load(self) -> i64 {
        i64::from(matches!(self, Self::New | Self::InProgress))
    }
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The number of the conversation.
    pub id: ConversationId,
    /// The contact.
    pub contact: ContactId,
    /// The status; `in-progress` from the first message of a member on (M2).
    pub status: Status,
    /// The assigned team.
    pub team: Option<TeamId>,
    /// The assigned members, in the order of assignment.
    pub assigned: Roster<AssignReason>,
    /// Whether the contact has written in it (O1).
    pub contact_wrote: bool,
    /// Whether a step of the running flow has handed over the conversation (F4).
    pub handed_over: bool,
    /// The first member who replied to the contact (R1).
    pub first_responder: Option<MemberId>,
    /// The member that the team picked last since it was set, assigned or not (T5).
    pub pick: Option<MemberId>,
    /// Nanoseconds since 1970.
    pub opened_at: i64,
    /// Nanoseconds since 1970; none while it is open.
    pub closed_at: Option<i64>,
    pub(crate) row: RowState,
}

/// The nanoseconds of a minute.
const MINUTE: i64 = 60_000_000_000;

/// An effect that does not fit the state it is applied to; decisions never have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a decision does not match the stored conversation")]
pub struct StateMismatch;

/// Receives by how much the number of a member's active conversations changes (T2).
pub type LoadChanges<'a> = &'a mut dyn FnMut(MemberId, i64);

impl Conversation {
    /// A conversation without a team, members or messages.
    pub fn opened(id: ConversationId, contact: ContactId, status: Status, opened_at: i64) -> Self {
        Self {
            id,
            contact,
            status,
            team: None,
            assigned: Roster::default(),
            contact_wrote: false,
            handed_over: false,
            first_responder: None,
            pick: None,
            opened_at,
            closed_at: None,
            row: RowState::New,
        }
    }

    /// Whether it has any status but `closed`.
    pub fn is_open(&self) -> bool {
        self.status != Status::Closed
    }

    /// When its pick was assigned, in nanoseconds since 1970, if the pick is still assigned as such (T5).
    pub fn picked_at(&self) -> Option<i64> {
        let seat = self.assigned.seat(self.pick?)?;
        seat.reason.is_pick().then_some(seat.since)
    }

    /// Whether its pick has not answered in `minutes` at this time (T5).
    pub fn is_overdue(&self, minutes: u32, at: i64) -> bool {
        let due = self.picked_at().map(|picked| picked.saturating_add(i64::from(minutes) * MINUTE));
        self.status == Status::New && due.is_some_and(|due| due <= at)
    }

    /// The contribution to a member's count of active conversations (T2).
    pub fn load_of(&self, member: MemberId) -> i64 {
        if self.assigned.contains(member) { self.status.load() } else { 0 }
    }

    /// Applies an effect on an existing conversation and returns the before-image.
    pub fn apply(
        &mut self,
        moment: Moment,
        effect: &Effect,
        loads: LoadChanges<'_>,
    ) -> Result<Option<Before>, StateMismatch> {
        self.row.touch();
        match *effect {
            Effect::MarkContactWrote { .. } => self.contact_wrote = true,
            Effect::ClearContactWrote { .. } => self.contact_wrote = false,
            Effect::MarkHandedOver { .. } => self.handed_over = true,
            Effect::ClearHandedOver { .. } => self.handed_over = false,
            Effect::SetFirstResponder { member, .. } => self.first_responder = Some(member),
            Effect::ClearFirstResponder { .. } => self.first_responder = None,
            Effect::SetTeam { team, .. } => return Ok(Some(self.replace_team(Some(team), None))),
            Effect::ClearTeam { .. } => return Ok(Some(self.replace_team(None, None))),
            Effect::AssignMember { member, reason, .. } => {
                self.assigned.add(member, reason, moment);
                loads(member, self.status.load());
                if reason.is_pick() {
                    return Ok(self.pick.replace(member).map(|pick| Before::Pick(Some(pick))));
                }
            }
            Effect::UnassignMember { member, .. } => {
                let seat = self.unassign(member, loads)?;
                let image = if self.is_open() { Before::Assignment } else { Before::ClosedAssignment };
                return Ok(Some(image(seat)));
            }
            Effect::SetStatus { status, .. } => return Ok(Some(self.set_status(status, loads))),
            Effect::CloseConversation { .. } => return Ok(Some(self.close(moment.at, loads))),
            Effect::ReopenConversation { status, .. } => {
                let closed_at = self.closed_at.take().ok_or(StateMismatch)?;
                self.set_status(status, loads);
                self.assigned.touch();
                return Ok(Some(Before::ClosedAt(closed_at)));
            }
            Effect::RemoveConversation { .. } => {
                self.row = RowState::Removed;
                return Ok(Some(Before::Conversation { status: self.status, opened_at: self.opened_at }));
            }
            _ => return Err(StateMismatch),
        }
        Ok(None)
    }

    /// Applies an effect that restores the row in `image`, and returns the before-image.
    pub(crate) fn restore(
        &mut self,
        effect: &Effect,
        image: &Before,
        loads: LoadChanges<'_>,
    ) -> Result<Option<Before>, StateMismatch> {
        self.row.touch();
        match (effect, image) {
            (Effect::AssignMember { member, .. }, Before::Assignment(seat) | Before::ClosedAssignment(seat)) => {
                self.assigned.restore(seat.of(*member));
                loads(*member, self.status.load());
                Ok(Some(image.clone()))
            }
            (Effect::AssignMember { member, .. }, Before::UndonePick { seat, pick }) => {
                self.assigned.restore(seat.of(*member));
                loads(*member, self.status.load());
                if self.pick != *pick {
                    return Ok(Some(Before::Assignment(*seat)));
                }
                self.pick = Some(*member);
                Ok(Some(image.clone()))
            }
            (Effect::UnassignMember { member, .. }, Before::Pick(pick)) => {
                let seat = self.unassign(*member, loads)?;
                if self.pick != Some(*member) {
                    return Ok(Some(Before::Assignment(seat)));
                }
                self.pick = *pick;
                Ok(Some(Before::UndonePick { seat, pick: *pick }))
            }
            (Effect::SetTeam { team, .. }, Before::Pick(pick)) => Ok(Some(self.replace_team(Some(*team), *pick))),
            (Effect::ClearTeam { .. }, Before::Pick(pick)) => Ok(Some(self.replace_team(None, *pick))),
            (Effect::CloseConversation { .. }, Before::ClosedAt(at)) => Ok(Some(self.close(*at, loads))),
            _ => Err(StateMismatch),
        }
    }

    pub(crate) fn mark_stored(&mut self) {
        self.row = RowState::Stored;
        self.assigned.mark_stored();
    }

    fn unassign(&mut self, member: MemberId, loads: LoadChanges<'_>) -> Result<SeatImage<AssignReason>, StateMismatch> {
        let seat = self.assigned.remove(member).ok_or(StateMismatch)?;
        loads(member, -self.status.load());
        Ok(seat.into())
    }

    fn replace_team(&mut self, team: Option<TeamId>, pick: Option<MemberId>) -> Before {
        let team = std::mem::replace(&mut self.team, team);
        match std::mem::replace(&mut self.pick, pick) {
            None => Before::Team(team),
            pick => Before::TeamAndPick { team, pick },
        }
    }

    fn close(&mut self, at: i64, loads: LoadChanges<'_>) -> Before {
        self.closed_at = Some(at);
        self.assigned.touch();
        self.set_status(Status::Closed, loads)
    }

    fn set_status(&mut self, status: Status, loads: LoadChanges<'_>) -> Before {
        let was = std::mem::replace(&mut self.status, status);
        let by = status.load() - was.load();
        if by != 0 {
            self.assigned.members().for_each(|member| loads(member, by));
        }
        Before::Status(was)
    }
}
