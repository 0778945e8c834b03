//! The conversations and owners that an undo or a merge changes: loaded once, changed here, and written together.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::model::{
    Before, ContactId, Conversation, ConversationId, Effect, LoadChanges, Moment, OwnerReason, Roster, RowState,
    StateMismatch, Team, TeamId, apply_to_owners,
};
use crate::store::{StoreResult, Writer, contact_state, directory};

/// The number of conversations and contacts that are kept until they are written.
const MOST: usize = 4096;

/// How many numbers there may be for each conversation that is loaded with others.
const SPARSE: i64 = 4;

pub(crate) struct UndoStates<'a> {
    connection: &'a Connection,
    /// `None` if it does not exist.
    conversations: HashMap<ConversationId, Option<Conversation>>,
    owners: HashMap<ContactId, Roster<OwnerReason>>,
    /// The open conversation of contacts, where it is another one than stored.
    open: HashMap<ContactId, Option<ConversationId>>,
    teams: HashMap<TeamId, Option<Team>>,
}

impl<'a> UndoStates<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        let (conversations, owners) = (HashMap::new(), HashMap::new());
        Self { connection, conversations, owners, open: HashMap::new(), teams: HashMap::new() }
    }

    /// Whether an effect changes what is kept here.
    pub(crate) fn holds(effect: &Effect) -> bool {
        effect.is_of_state() || matches!(effect, Effect::AdvanceTurn { .. })
    }

    pub(super) fn team(&mut self, id: TeamId) -> StoreResult<Option<&mut Team>> {
        if !self.teams.contains_key(&id) {
            self.teams.insert(id, directory::team(self.connection, id)?);
        }
        Ok(self.teams.get_mut(&id).and_then(Option::as_mut))
    }

    pub(super) fn conversation(&mut self, id: ConversationId) -> StoreResult<Option<&Conversation>> {
        if !self.conversations.contains_key(&id) {
            self.conversations.insert(id, contact_state::conversation(self.connection, id)?);
        }
        let conversation = self.conversations.get(&id).and_then(Option::as_ref);
        Ok(conversation.filter(|conversation| conversation.row != RowState::Removed))
    }

    /// Loads conversations together if their numbers are close to each other.
    pub(super) fn load_conversations(&mut self, ids: impl Iterator<Item = ConversationId> + Clone) -> StoreResult<()> {
        let (Some(first), Some(last)) = (ids.clone().min(), ids.clone().max()) else { return Ok(()) };
        let number = i64::try_from(ids.count()).unwrap_or(i64::MAX);
        if last.0 - first.0 >= number.saturating_mul(SPARSE) {
            return Ok(());
        }
        let conversations = &mut self.conversations;
        contact_state::conversations_between(self.connection, first, last, |conversation| {
            conversations.entry(conversation.id).or_insert(Some(conversation));
        })
    }

    pub(super) fn owners(&mut self, contact: ContactId) -> StoreResult<&mut Roster<OwnerReason>> {
        if !self.owners.contains_key(&contact) {
            self.owners.insert(contact, contact_state::owners(self.connection, contact)?);
        }
        Ok(self.owners.entry(contact).or_default())
    }

    /// The open conversation of a contact.
    pub(super) fn open_conversation(&self, contact: ContactId) -> StoreResult<Option<ConversationId>> {
        match self.open.get(&contact) {
            Some(open) => Ok(*open),
            None => contact_state::open_conversation_id(self.connection, contact),
        }
    }

    /// Applies an effect, or restores the row in `image`. Returns the before-image.
    pub(crate) fn apply(
        &mut self,
        moment: Moment,
        effect: &Effect,
        image: Option<&Before>,
        loads: LoadChanges<'_>,
    ) -> StoreResult<Option<Before>> {
        match (effect, image) {
            (Effect::AdvanceTurn { team, turn, picked }, _) => {
                Ok(Some(self.team(*team)?.ok_or(StateMismatch)?.advance(*turn, *picked)))
            }
            (Effect::AddOwner { contact, member, .. }, Some(image @ Before::Ownership(seat))) => {
                self.owners(*contact)?.restore(seat.of(*member));
                Ok(Some(image.clone()))
            }
            (
                Effect::AddOwner { contact, .. }
                | Effect::RemoveOwner { contact, .. }
                | Effect::PinOwner { contact, .. }
                | Effect::UnpinOwner { contact, .. },
                _,
            ) => Ok(apply_to_owners(self.owners(*contact)?, moment, effect)?),
            (
                Effect::OpenConversation { conversation, contact, .. },
                Some(Before::Conversation { status, opened_at }),
            ) => {
                let restored = Conversation::opened(*conversation, *contact, *status, *opened_at);
                self.conversations.insert(*conversation, Some(restored));
                self.open.insert(*contact, Some(*conversation));
                Ok(None)
            }
            _ => self.apply_to_conversation(moment, effect, image, loads),
        }
    }

    fn apply_to_conversation(
        &mut self,
        moment: Moment,
        effect: &Effect,
        image: Option<&Before>,
        loads: LoadChanges<'_>,
    ) -> StoreResult<Option<Before>> {
        let id = effect.subject().1.ok_or(StateMismatch)?;
        self.conversation(id)?;
        let conversation = self.conversations.get_mut(&id).and_then(Option::as_mut).ok_or(StateMismatch)?;
        let was = match image {
            Some(image) => conversation.restore(effect, image, loads)?,
            None => conversation.apply(moment, effect, loads)?,
        };
        let is_open = conversation.is_open() && conversation.row != RowState::Removed;
        let moves = matches!(
            effect,
            Effect::CloseConversation { .. } | Effect::ReopenConversation { .. } | Effect::RemoveConversation { .. }
        );
        if moves {
            self.open.insert(conversation.contact, is_open.then_some(id));
        }
        Ok(was)
    }

    /// Whether they should be written, to keep memory small.
    pub(crate) fn is_full(&self) -> bool {
        self.conversations.len() + self.owners.len() > MOST
    }

    /// Writes what has changed, and forgets everything.
    pub(crate) fn write(&mut self, writer: &mut Writer<'_>) -> StoreResult<()> {
        writer.save_conversations(self.conversations.values().flatten().collect())?;
        writer.save_owners(self.owners.iter().map(|(contact, owners)| (*contact, owners)).collect())?;
        for team in self.teams.values().flatten() {
            writer.write_turn(team)?;
        }
        self.forget();
        Ok(())
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.teams.clear();
        self.conversations.clear();
        self.owners.clear();
        self.open.clear();
    }
}
