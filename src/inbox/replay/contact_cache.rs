//! The contacts of a log, in bounded memory: effects are applied here, and written when the memory is
//! full.

use std::collections::{BTreeSet, HashMap};

use crate::inbox::OnMissingContact;
use crate::inbox::error::{InboxError, Result};
use crate::inbox::find;
use crate::inbox::session::Session;
use crate::model::{
    Before, ContactId, ContactState, ConversationId, Effect, Fields, Moment, Phone, RowState, StateMismatch, TeamId,
};
use crate::store::{StoreError, contact_state, contacts};

/// The place of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u32);

/// Contacts by any spelling of their phones.
pub(super) struct ContactCache {
    /// The memory that they may take, in bytes.
    space: usize,
    used: usize,
    states: Vec<ContactState>,
    /// By the digits of what has the shape of a canonical phone.
    by_digits: HashMap<u64, Slot>,
    /// By any other spelling.
    by_spelling: HashMap<String, Slot>,
    turns: BTreeSet<TeamId>,
    next_conversation: ConversationId,
    /// Whether the store may have conversations.
    has_conversations: bool,
}

impl ContactCache {
    pub(super) fn new(session: &Session<'_>, space: usize) -> Result<Self> {
        let next_conversation = session.next_conversation()?;
        Ok(Self {
            space,
            used: 0,
            states: Vec::new(),
            by_digits: HashMap::new(),
            by_spelling: HashMap::new(),
            turns: BTreeSet::new(),
            next_conversation,
            // Numbers are never used twice.
            has_conversations: next_conversation > ConversationId(1),
        })
    }

    /// The contact with this phone in any spelling, and whether it was created just now.
    pub(super) fn find(
        &mut self,
        session: &Session<'_>,
        typed: &str,
        missing: OnMissingContact,
    ) -> Result<(Slot, bool)> {
        let digits = Phone::digits_if_canonical(typed);
        let known = match digits {
            Some(digits) => self.by_digits.get(&digits),
            None => self.by_spelling.get(typed),
        };
        if let Some(slot) = known {
            return Ok((*slot, false));
        }
        let (slot, created) = self.look_up(session, typed, missing)?;
        self.used += POINTER;
        if let Some(digits) = digits {
            self.by_digits.insert(digits, slot);
        } else {
            self.used += POINTER + typed.len();
            self.by_spelling.insert(typed.to_owned(), slot);
        }
        Ok((slot, created))
    }

    /// Whether the phone has the canonical shape, and its contact is not kept.
    pub(super) fn is_missing(&self, phone: &str) -> bool {
        Phone::digits_if_canonical(phone).is_some_and(|digits| !self.by_digits.contains_key(&digits))
    }

    /// Whether the memory suffices for this number of other contacts.
    pub(super) fn has_room_for(&self, contacts: usize) -> bool {
        self.states.is_empty() || self.used + contacts * (size_of::<ContactState>() + POINTER) <= self.space
    }

    /// Loads stored contacts in the order of their phones, then of their numbers, so that every page of the
    /// store is read once.
    pub(super) fn load_sorted(&mut self, session: &Session<'_>, phones: &[&str]) -> Result<()> {
        let mut found = Vec::with_capacity(phones.len());
        for phone in phones {
            let contact = contact_state::contact_by_phone(session.connection, phone)?;
            found.extend(contact.zip(Phone::digits_if_canonical(phone)));
        }
        found.sort_unstable();
        for (contact, digits) in found {
            if self.is_full() {
                break;
            }
            let slot = self.load(session, contact)?;
            self.used += POINTER;
            self.by_digits.insert(digits, slot);
        }
        Ok(())
    }

    fn look_up(&mut self, session: &Session<'_>, typed: &str, missing: OnMissingContact) -> Result<(Slot, bool)> {
        let connection = session.connection;
        // A stored spelling names its contact before it is read as a phone (N8).
        if let Some(contact) = contact_state::contact_by_phone(connection, typed)? {
            return Ok((self.load(session, contact)?, false));
        }
        let phone = session.phones.read(typed)?;
        let digits = Phone::digits_if_canonical(phone.as_str()).unwrap_or_default();
        if let Some(slot) = self.by_digits.get(&digits) {
            return Ok((*slot, false));
        }
        let (slot, created) = match contact_state::contact_by_phone(connection, phone.as_str())? {
            Some(contact) => (self.load(session, contact)?, false),
            None if missing == OnMissingContact::Create => {
                let contact = contacts::insert_contact(connection, &phone, &Fields::new())?;
                (self.put(ContactState::new(contact, ConversationId(0))), true)
            }
            None => return Err(find::unknown_contact(&phone)),
        };
        self.by_digits.insert(digits, slot);
        Ok((slot, created))
    }

    fn load(&mut self, session: &Session<'_>, contact: ContactId) -> Result<Slot> {
        let mut state = ContactState::new(contact, ConversationId(0));
        state.owners = contact_state::owners(session.connection, contact)?;
        if self.has_conversations {
            state.current = contact_state::current(session.connection, contact)?;
        }
        Ok(self.put(state))
    }

    fn put(&mut self, state: ContactState) -> Slot {
        self.used += state.size();
        self.states.push(state);
        Slot(u32::try_from(self.states.len() - 1).unwrap_or(u32::MAX))
    }

    pub(super) fn state(&mut self, slot: Slot) -> Result<&mut ContactState> {
        let state = self.states.get_mut(slot.0 as usize).ok_or(StateMismatch);
        let state = state.map_err(|error| InboxError::Store(error.into()))?;
        state.next_conversation = self.next_conversation;
        Ok(state)
    }

    /// Applies an effect and returns the before-image.
    pub(super) fn apply(
        &mut self,
        session: &mut Session<'_>,
        slot: Slot,
        moment: Moment,
        effect: &Effect,
    ) -> Result<Option<Before>> {
        if let Effect::AdvanceTurn { team: id, turn, picked } = *effect
            && let Some(team) = session.directory.team_mut(id)
        {
            self.turns.insert(id);
            let was = Before::Turn { turn: team.turn, last_picked: team.last_picked };
            (team.turn, team.last_picked) = (turn, picked);
            return Ok(Some(was));
        }
        let state = self.state(slot)?;
        let size = state.size();
        let was = state.apply(moment, effect, &mut |member, by| session.move_load(member, by));
        let (size, next) = (state.size() - size, state.next_conversation);
        self.used += size;
        self.next_conversation = next;
        Ok(was.map_err(StoreError::from)?)
    }

    /// Whether the space is used up.
    pub(super) fn is_full(&self) -> bool {
        self.used > self.space
    }

    /// How many conversations, and how many assignments, would be new.
    pub(super) fn new_rows(&self) -> (usize, usize) {
        let changed = self.states.iter().flat_map(ContactState::conversations);
        let changed = changed.filter(|conversation| conversation.row != RowState::Stored);
        changed.fold((0, 0), |(new, seats), conversation| {
            let new_seats = conversation.assigned.rows(RowState::New).count();
            (new + usize::from(conversation.row == RowState::New), seats + new_seats)
        })
    }

    /// Writes what has changed, and forgets everything.
    pub(super) fn write(&mut self, session: &mut Session<'_>) -> Result<()> {
        let states = std::mem::take(&mut self.states);
        self.by_digits = HashMap::new();
        self.by_spelling = HashMap::new();
        session.writer.save(&states.iter().collect::<Vec<_>>())?;
        for id in std::mem::take(&mut self.turns) {
            if let Some(team) = session.directory.team(id) {
                session.writer.write_turn(team)?;
            }
        }
        self.has_conversations = true;
        self.used = 0;
        Ok(())
    }
}

/// The memory to remember where a contact is, in bytes.
const POINTER: usize = 32;
