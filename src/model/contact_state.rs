//! The state of a contact, and how an effect changes it: the only interpreter of effects on owners,
//! conversations and assignments.

use super::before::Before;
use super::conversation::{Conversation, LoadChanges, StateMismatch, Status};
use super::effect::Effect;
use super::ids::{ContactId, ConversationId};
use super::reason::OwnerReason;
use super::roster::{Moment, Roster};

/// A contact with its owners and its current conversation.
#[derive(Debug, Clone)]
pub struct ContactState {
    /// The contact.
    pub contact: ContactId,
    /// The owners, active or not, oldest first.
    pub owners: Roster<OwnerReason>,
    /// The current conversation.
    pub current: CurrentConversation,
    /// Conversations that were closed or removed since the state was loaded.
    pub past: Vec<Conversation>,
    /// The number of the next conversation.
    pub next_conversation: ConversationId,
}

/// The conversation that a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurrentConversation {
    /// The contact never had a conversation.
    None,
    /// All conversations of the contact are closed.
    OnlyClosed,
    /// An open conversation.
    Open(Conversation),
    /// A closed conversation, named by its number or to be reopened.
    Closed(ClosedConversation),
}

/// A closed conversation that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedConversation {
    /// The conversation.
    pub conversation: Conversation,
    /// The status in which it was closed.
    pub closed_in: Status,
    /// What keeps it closed, if anything does.
    pub obstacle: Option<ReopenObstacle>,
}

/// Why a closed conversation stays closed (S1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReopenObstacle {
    /// Another one of the contact is open.
    Open(ConversationId),
    /// A later one of the contact exists, and none is open.
    Later(ConversationId),
    /// The data of the contact was erased.
    ErasedContact,
}

impl ContactState {
    /// A new contact.
    pub fn new(contact: ContactId, next_conversation: ConversationId) -> Self {
        let (owners, past) = (Roster::default(), Vec::new());
        Self { contact, owners, current: CurrentConversation::None, past, next_conversation }
    }

    /// The open conversation.
    pub fn open(&self) -> Option<&Conversation> {
        match &self.current {
            CurrentConversation::Open(conversation) => Some(conversation),
            CurrentConversation::None | CurrentConversation::OnlyClosed | CurrentConversation::Closed(_) => None,
        }
    }

    /// Applies an effect of a decision about the contact, and returns the before-image. Other effects than
    /// those on owners and conversations change nothing here.
    pub fn apply(
        &mut self,
        moment: Moment,
        effect: &Effect,
        loads: LoadChanges<'_>,
    ) -> Result<Option<Before>, StateMismatch> {
        match *effect {
            _ if effect.is_of_owners() => apply_to_owners(&mut self.owners, moment, effect),
            Effect::OpenConversation { conversation, contact, status } => {
                let opened = Conversation::opened(conversation, contact, status, moment.at);
                self.current = CurrentConversation::Open(opened);
                self.next_conversation = ConversationId(conversation.0.saturating_add(1));
                Ok(None)
            }
            _ if effect.subject().1.is_some() => self.apply_to_conversation(moment, effect, loads),
            _ => Ok(None),
        }
    }

    fn apply_to_conversation(
        &mut self,
        moment: Moment,
        effect: &Effect,
        loads: LoadChanges<'_>,
    ) -> Result<Option<Before>, StateMismatch> {
        let was = self.current.conversation_mut().ok_or(StateMismatch)?.apply(moment, effect, loads)?;
        if matches!(effect, Effect::CloseConversation { .. } | Effect::ReopenConversation { .. }) {
            self.current = match std::mem::replace(&mut self.current, CurrentConversation::OnlyClosed) {
                CurrentConversation::Open(closed) if !closed.is_open() => {
                    self.past.push(closed);
                    CurrentConversation::OnlyClosed
                }
                CurrentConversation::Closed(closed) if closed.conversation.is_open() => {
                    CurrentConversation::Open(closed.conversation)
                }
                unmoved => unmoved,
            };
        }
        Ok(was)
    }

    /// The conversations that the state holds.
    pub fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.past.iter().chain(self.current.conversation())
    }

    /// Notes that every row is stored.
    pub(crate) fn mark_stored(&mut self) {
        self.past.clear();
        self.owners.mark_stored();
        if let Some(conversation) = self.current.conversation_mut() {
            conversation.mark_stored();
        }
    }
}

impl CurrentConversation {
    fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Open(conversation) => Some(conversation),
            Self::Closed(closed) => Some(&closed.conversation),
            Self::None | Self::OnlyClosed => None,
        }
    }

    fn conversation_mut(&mut self) -> Option<&mut Conversation> {
        match self {
            Self::Open(conversation) => Some(conversation),
            Self::Closed(closed) => Some(&mut closed.conversation),
            Self::None | Self::OnlyClosed => None,
        }
    }
}

/// Applies an effect to the owners of a contact, and returns the before-image.
pub(crate) fn apply_to_owners(
    owners: &mut Roster<OwnerReason>,
    moment: Moment,
    effect: &Effect,
) -> Result<Option<Before>, StateMismatch> {
    match *effect {
        Effect::AddOwner { member, reason, .. } => {
            owners.add(member, reason, moment);
            Ok(None)
        }
        Effect::RemoveOwner { member, .. } => {
            let seat = owners.remove(member).ok_or(StateMismatch)?;
            Ok(Some(Before::Ownership(seat.into())))
        }
        Effect::PinOwner { member, .. } => owners.set_pinned(member, true).then_some(None).ok_or(StateMismatch),
        Effect::UnpinOwner { member, .. } => owners.set_pinned(member, false).then_some(None).ok_or(StateMismatch),
        _ => Err(StateMismatch),
    }
}
