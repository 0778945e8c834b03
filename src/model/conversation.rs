//! The state of a conversation that the rules use.

use super::code::codes;
use super::ids::{ConversationId, MemberId, TeamId};

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

impl Status {
    /// Whether a conversation with this status counts as active for its members (T2).
    pub fn is_active(self) -> bool {
        matches!(self, Self::New | Self::InProgress)
    }

    /// The contribution to the count of active conversations of a member (T2): 0 or 1.
    pub fn load(self) -> i64 {
        i64::from(self.is_active())
    }
}

/// An open conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The number of the conversation.
    pub id: ConversationId,
    /// The status; `in-progress` from the first message of a member on (M2).
    pub status: Status,
    /// The assigned team.
    pub team: Option<TeamId>,
    /// The assigned members, in the order of assignment.
    pub assigned: Vec<MemberId>,
    /// Whether the contact has written in it (O1).
    pub contact_wrote: bool,
    /// Whether a step of the running flow has handed over the conversation (F4).
    pub handed_over: bool,
    /// The first member who replied to the contact (R1).
    pub first_responder: Option<MemberId>,
}

impl Conversation {
    /// The contribution to a member's count of active conversations (T2).
    pub fn load_of(&self, member: MemberId) -> i64 {
        if self.assigned.contains(&member) { self.status.load() } else { 0 }
    }

    /// A conversation without a team, members or messages.
    pub fn opened(id: ConversationId, status: Status) -> Self {
        Self {
            id,
            status,
            team: None,
            assigned: Vec::new(),
            contact_wrote: false,
            handed_over: false,
            first_responder: None,
        }
    }
}
