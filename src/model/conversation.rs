//! A conversation, as far as rules look at it.

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
    /// Whether a conversation in it counts for its members (T2): it waits for one, or one has answered.
    pub fn is_active(self) -> bool {
        matches!(self, Self::New | Self::InProgress)
    }

    /// How much a conversation in it adds to the count of each of its members (T2).
    pub fn load(self) -> i64 {
        i64::from(self.is_active())
    }
}

/// An open conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its number.
    pub id: ConversationId,
    /// Where it stands; `in-progress` from the first message of a member on (M2).
    pub status: Status,
    /// The team it is given to.
    pub team: Option<TeamId>,
    /// Who is on it, as they joined.
    pub assigned: Vec<MemberId>,
    /// Whether the contact has written in it (O1).
    pub contact_wrote: bool,
    /// Whether a step of the running flow has handed it over (F4).
    pub handed_over: bool,
    /// Who answered the contact first (R1).
    pub first_responder: Option<MemberId>,
}

impl Conversation {
    /// How much it adds to a member's count of active conversations (T2).
    pub fn load_of(&self, member: MemberId) -> i64 {
        if self.assigned.contains(&member) { self.status.load() } else { 0 }
    }

    /// A conversation of which nothing is known but its number and status.
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
