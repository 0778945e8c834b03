//! The state of a contact, and how an effect changes it: the only interpreter of effects on owners,
//! conversations and assignments.

use super::before::Before;
use super::conversation::{Conversation, LoadChanges, StateMismatch};
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
    /// A closed conversation, named by its number.
    Closed(ConversationId),
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
            Effect::AddOwner { .. } | Effect::RemoveOwner { .. } => apply_to_owners(&mut self.owners, moment, effect),
            Effect::OpenConversation { conversation, contact, status } => {
                let opened = Conversation::opened(conversation, contact, status, moment.at);
                self.current = CurrentConversation::Open(opened);
                self.next_conversation = ConversationId(conversation.0 + 1);
                Ok(None)
            }
            _ if effect.subject().1.is_some() => self.apply_to_open(moment, effect, loads),
            _ => Ok(None),
        }
    }

    fn apply_to_open(
        &mut self,
        moment: Moment,
        effect: &Effect,
        loads: LoadChanges<'_>,
    ) -> Result<Option<Before>, StateMismatch> {
        let CurrentConversation::Open(open) = &mut self.current else { return Err(StateMismatch) };
        let was = open.apply(moment, effect, loads)?;
        if !open.is_open()
            && let CurrentConversation::Open(closed) =
                std::mem::replace(&mut self.current, CurrentConversation::OnlyClosed)
        {
            self.past.push(closed);
        }
        Ok(was)
    }

    /// The conversations that the state holds.
    pub(crate) fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.past.iter().chain(self.open())
    }

    /// Notes that every row is stored.
    pub(crate) fn mark_stored(&mut self) {
        self.past.clear();
        self.owners.mark_stored();
        if let CurrentConversation::Open(open) = &mut self.current {
            open.mark_stored();
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
        _ => Err(StateMismatch),
    }
}
