//! The input of a decision: the part of the store that a request is about.

use super::contact_state::ContactState;
use super::decision::{Reference, Role};
use super::directory::Directory;
use super::ids::{AbsenceId, ContactId, ConversationId, MemberId};
use super::settings::Settings;
use super::time::Time;

/// Everything that `decide` may use. Parts that a request doesn't need are empty.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The time of the request, in nanoseconds since 1970.
    pub at: i64,
    /// The settings of the store.
    pub settings: Settings,
    /// The members and teams that the request or the state names.
    pub directory: &'a Directory,
    /// The contact, for requests about a contact or a conversation; else one without a number.
    pub state: &'a ContactState,
    /// The ownerships and assignments of a member, for offboarding.
    pub holdings: Holdings,
    /// The open conversations that a request about many looks at, in this order.
    pub backlog: Vec<ContactState>,
    /// The number of the next absence.
    pub next_absence: AbsenceId,
    /// The references to a member, a team or a contact that is to be removed.
    pub references: Vec<Reference>,
}

/// What a member owns and is assigned to, for offboarding.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// The contacts, by phone.
    pub held: Vec<Holding>,
    /// The roles of the member in teams.
    pub roles: Vec<Role>,
}

/// The ownership of one contact, the assignment to its open conversation, or both.
#[derive(Debug, Clone)]
pub struct Holding {
    /// The contact.
    pub contact: ContactId,
    /// All owners of the contact, oldest first.
    pub owners: Vec<MemberId>,
    /// Whether the member is a pinned owner (P4).
    pub pinned: bool,
    /// The open conversation, if the member is assigned.
    pub open: Option<OpenAssignment>,
}

/// An open conversation with its assigned members.
#[derive(Debug, Clone)]
pub struct OpenAssignment {
    /// The number of the conversation.
    pub conversation: ConversationId,
    /// The assigned members, in the order of assignment.
    pub assigned: Vec<MemberId>,
}

impl<'a> Situation<'a> {
    /// A situation without holdings, backlog and references.
    pub fn new(at: Time, settings: Settings, directory: &'a Directory, state: &'a ContactState) -> Self {
        let at = at.as_nanoseconds();
        let (holdings, backlog, references) = (Holdings::default(), Vec::new(), Vec::new());
        Self { at, settings, directory, state, holdings, backlog, next_absence: AbsenceId(0), references }
    }
}
