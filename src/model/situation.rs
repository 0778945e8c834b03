//! What a decision looks at: the part of the store that a request is about, as data.

use super::conversation::Conversation;
use super::decision::{Reference, Role};
use super::directory::Directory;
use super::ids::{ContactId, ConversationId, MemberId};
use super::settings::Settings;

/// All that `decide` may know. What a request isn't about stays empty.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The settings of the store.
    pub settings: Settings,
    /// The members and teams that the request, or what is loaded here, names.
    pub directory: &'a Directory,
    /// For requests about a contact or a conversation.
    pub state: ContactState,
    /// For a member who leaves: what the member holds.
    pub holdings: Holdings,
    /// For a removal: what refers to the thing that is to go.
    pub references: Vec<Reference>,
}

/// A contact with its owners and its conversation.
#[derive(Debug, Clone)]
pub struct ContactState {
    /// The contact.
    pub contact: ContactId,
    /// Its owners, active or not, as they came.
    pub owners: Vec<MemberId>,
    /// Its conversation.
    pub current: CurrentConversation,
    /// The number that a conversation opened now would get.
    pub next_conversation: ConversationId,
}

/// The conversation that a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurrentConversation {
    /// The contact never had one.
    None,
    /// All that the contact had are closed.
    OnlyClosed,
    /// The open one.
    Open(Conversation),
    /// A closed one, named by its number.
    Closed(ConversationId),
}

/// What a member who leaves holds.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// Contact by contact, in the order of their phones.
    pub held: Vec<Holding>,
    /// The member's places in teams.
    pub roles: Vec<Role>,
}

/// What a member holds of one contact: its ownership, its open conversation, or both.
#[derive(Debug, Clone)]
pub struct Holding {
    /// The contact.
    pub contact: ContactId,
    /// All owners of the contact, as they came.
    pub owners: Vec<MemberId>,
    /// The open conversation, if the member is on it.
    pub open: Option<OpenAssignment>,
}

/// An open conversation that a member who leaves is on.
#[derive(Debug, Clone)]
pub struct OpenAssignment {
    /// Its number.
    pub conversation: ConversationId,
    /// Who is on it, as they joined.
    pub assigned: Vec<MemberId>,
}

impl<'a> Situation<'a> {
    /// A situation about nothing but the settings and the directory.
    pub fn of_inbox(settings: Settings, directory: &'a Directory) -> Self {
        Self {
            settings,
            directory,
            state: ContactState::unknown(),
            holdings: Holdings::default(),
            references: Vec::new(),
        }
    }

    /// A situation about a contact.
    pub fn of_contact(settings: Settings, directory: &'a Directory, state: ContactState) -> Self {
        Self { state, ..Self::of_inbox(settings, directory) }
    }
}

impl ContactState {
    /// A contact of which nothing is stored yet.
    pub fn new(contact: ContactId, next_conversation: ConversationId) -> Self {
        Self { contact, owners: Vec::new(), current: CurrentConversation::None, next_conversation }
    }

    fn unknown() -> Self {
        Self::new(ContactId(0), ConversationId(0))
    }
}
