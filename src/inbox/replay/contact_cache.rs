//! The contacts of a log, packed and in bounded memory; written when the memory is full.

use std::collections::{BTreeSet, HashMap};

use super::packed_contact::{pack, unpack};
use crate::inbox::OnMissingContact;
use crate::inbox::error::Result;
use crate::inbox::find;
use crate::inbox::session::Session;
use crate::model::{
    Before, ContactId, ContactState, ConversationId, Effect, Fields, Moment, Phone, RowState, StateMismatch, TeamId,
};
use crate::store::{StoreError, contact_state, entity};

/// The place of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot(u32);

/// Contacts by any spelling of their phones.
pub(super) struct ContactCache {
    /// The memory that they may take, in bytes.
    space: usize,
    used: usize,
    packed: Vec<Box<[u8]>>,
    /// The memory in which states are packed.
    buffer: Vec<u8>,
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
            packed: Vec::new(),
            buffer: Vec::new(),
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
        self.packed.is_empty() || self.used + contacts * USUAL <= self.space
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
                let contact = entity::insert_contact(connection, &phone, &Fields::new())?;
                (self.add(&ContactState::new(contact, ConversationId(0))), true)
            }
            None => return Err(find::unknown_contact(connection, &phone)),
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
        Ok(self.add(&state))
    }

    fn add(&mut self, state: &ContactState) -> Slot {
        self.pack(state);
        self.used += OVERHEAD + self.buffer.len();
        self.packed.push(self.buffer.as_slice().into());
        Slot(u32::try_from(self.packed.len() - 1).unwrap_or(u32::MAX))
    }

    fn pack(&mut self, state: &ContactState) {
        self.buffer.clear();
        pack(state, &mut self.buffer);
    }

    pub(super) fn state(&self, slot: Slot) -> Result<ContactState> {
        let state = self.packed.get(slot.0 as usize).and_then(|packed| unpack(packed, self.next_conversation));
        Ok(state.ok_or(StateMismatch).map_err(StoreError::from)?)
    }

    /// Keeps the state after effects were applied.
    pub(super) fn replace(&mut self, slot: Slot, state: &ContactState) {
        self.pack(state);
        self.next_conversation = state.next_conversation;
        if let Some(packed) = self.packed.get_mut(slot.0 as usize) {
            self.used = self.used + self.buffer.len() - packed.len();
            *packed = self.buffer.as_slice().into();
        }
    }

    /// Applies an effect to a state and returns the before-image.
    pub(super) fn apply(
        &mut self,
        session: &mut Session<'_>,
        state: &mut ContactState,
        moment: Moment,
        effect: &Effect,
    ) -> Result<Option<Before>> {
        if let Effect::AdvanceTurn { team: id, turn, picked } = *effect {
            let team = session.directory.teams.get_mut(&id).ok_or(StateMismatch).map_err(StoreError::from)?;
            self.turns.insert(id);
            return Ok(Some(team.advance(turn, picked)));
        }
        let was = state.apply(moment, effect, &mut |member, by| session.move_load(member, by));
        Ok(was.map_err(StoreError::from)?)
    }

    /// Whether the space is used up.
    pub(super) fn is_full(&self) -> bool {
        self.used > self.space
    }

    /// What would be written.
    pub(super) fn changes(&self) -> Result<CacheChanges> {
        let mut changes = CacheChanges::default();
        for slot in (0..self.packed.len()).map(|place| Slot(u32::try_from(place).unwrap_or(u32::MAX))) {
            let state = self.state(slot)?;
            for conversation in state.conversations().filter(|it| it.row != RowState::Stored) {
                changes.conversations.push((conversation.id, slot));
                changes.new_conversations += usize::from(conversation.row == RowState::New);
                changes.new_seats += conversation.assigned.rows(RowState::New).count();
            }
            if state.owners.is_changed() {
                changes.owners.push((state.contact, slot));
            }
        }
        changes.conversations.sort_unstable();
        changes.owners.sort_unstable();
        Ok(changes)
    }

    /// Writes changes in the order of their numbers, and forgets everything.
    pub(super) fn write(&mut self, session: &mut Session<'_>, changes: &CacheChanges) -> Result<()> {
        for run in changes.conversations.chunks(RUN) {
            let states: Vec<_> = run.iter().map(|(_, slot)| self.state(*slot)).collect::<Result<_>>()?;
            let conversations = run
                .iter()
                .zip(&states)
                .filter_map(|((id, _), state)| state.conversations().find(|conversation| conversation.id == *id));
            session.writer.save_conversations(conversations.collect())?;
        }
        for run in changes.owners.chunks(RUN) {
            let states: Vec<_> = run.iter().map(|(_, slot)| self.state(*slot)).collect::<Result<_>>()?;
            session.writer.save_owners(states.iter().map(|state| (state.contact, &state.owners)).collect())?;
        }
        for id in std::mem::take(&mut self.turns) {
            if let Some(team) = session.directory.teams.get(&id) {
                session.writer.write_turn(team)?;
            }
        }
        self.by_digits = HashMap::new();
        self.by_spelling = HashMap::new();
        self.packed = Vec::new();
        self.has_conversations = true;
        self.used = 0;
        Ok(())
    }
}

/// The rows of a cache that have changed, by number.
#[derive(Default)]
pub(super) struct CacheChanges {
    conversations: Vec<(ConversationId, Slot)>,
    owners: Vec<(ContactId, Slot)>,
    pub(super) new_conversations: usize,
    pub(super) new_seats: usize,
}

/// How many states are unpacked at a time to be written.
const RUN: usize = 1024;

/// The memory to remember where a contact is, in bytes.
const POINTER: usize = 32;

/// The memory of a packed state beside its bytes.
const OVERHEAD: usize = 32;

/// About the memory of a contact without a conversation.
const USUAL: usize = 96;
