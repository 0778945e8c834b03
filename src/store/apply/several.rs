//! Applies decisions about several contacts.

use std::collections::{HashMap, HashSet};

use super::writer::Writer;
use crate::model::{
    Before, ContactId, ContactState, ConversationId, CurrentConversation, DecidedEffect, PassedOver, Time,
};
use crate::store::effect_record::EntrySubject;
use crate::store::{StoreResult, contact_state};

/// The number of contacts whose owners are written together.
const RUN: usize = 512;

/// Contacts whose owners have changed, and are written together.
#[derive(Default)]
struct UnsavedOwners {
    states: Vec<ContactState>,
    contacts: HashSet<ContactId>,
}

impl UnsavedOwners {
    fn push(&mut self, state: ContactState) {
        self.contacts.insert(state.contact);
        self.states.push(state);
    }

    /// Whether they have to be written before the owners of a contact are read.
    fn is_full_or_has(&self, (contact, _): EntrySubject) -> bool {
        self.states.len() >= RUN || contact.is_some_and(|contact| self.contacts.contains(&contact))
    }
}

impl Writer<'_> {
    /// Applies a decision about several contacts and writes an entry for each. Returns the before-images.
    pub fn apply(
        &mut self,
        at: Time,
        effects: &[DecidedEffect],
        passed_over: &[PassedOver],
    ) -> StoreResult<Vec<Option<Before>>> {
        let mut passed: HashMap<EntrySubject, Vec<PassedOver>> = HashMap::new();
        for entry in passed_over {
            passed.entry((entry.contact, entry.conversation)).or_default().push(entry.clone());
        }
        let (mut was, mut unsaved) = (Vec::with_capacity(effects.len()), UnsavedOwners::default());
        for run in effects.chunk_by(|one, next| one.effect.subject() == next.effect.subject()) {
            let subject = run.first().map(|ruled| ruled.effect.subject()).unwrap_or_default();
            let passed = passed.remove(&subject).unwrap_or_default();
            let is_of_owners = run.iter().all(|ruled| ruled.effect.is_of_owners());
            if !is_of_owners || unsaved.is_full_or_has(subject) {
                self.save_owners_of(&mut unsaved)?;
            }
            let mut state = self.load_state(subject, run)?;
            if is_of_owners {
                was.extend(self.apply_unsaved(at, subject, &mut state, (run, &passed))?);
                unsaved.push(state);
            } else {
                was.extend(self.apply_entry(at, subject, &mut state, run, &passed)?);
            }
        }
        self.save_owners_of(&mut unsaved)?;
        if !effects.is_empty() {
            self.keep_passed_over(at, passed_over, passed)?;
        }
        Ok(was)
    }

    /// Writes an entry for each subject that was passed over, in order, if the change has effects.
    pub fn write_passed_over(&mut self, at: Time, passed_over: &[PassedOver]) -> StoreResult<()> {
        if self.change.is_none() {
            return Ok(());
        }
        for run in
            passed_over.chunk_by(|one, next| (one.contact, one.conversation) == (next.contact, next.conversation))
        {
            let subject = run.first().map(|entry| (entry.contact, entry.conversation)).unwrap_or_default();
            self.write_decision(subject, &self.stored(at, Vec::new(), run.to_vec()))?;
        }
        Ok(())
    }

    /// Writes an entry for each subject that has no effects, in the order of the decision.
    fn keep_passed_over(
        &mut self,
        at: Time,
        passed_over: &[PassedOver],
        mut without_effects: HashMap<EntrySubject, Vec<PassedOver>>,
    ) -> StoreResult<()> {
        for entry in passed_over {
            let subject = (entry.contact, entry.conversation);
            if let Some(passed) = without_effects.remove(&subject) {
                self.write_decision(subject, &self.stored(at, Vec::new(), passed))?;
            }
        }
        Ok(())
    }

    /// Loads the state that the effects change.
    fn load_state(
        &self,
        (contact, conversation): EntrySubject,
        effects: &[DecidedEffect],
    ) -> StoreResult<ContactState> {
        let mut state = ContactState::new(contact.unwrap_or(ContactId(0)), ConversationId(0));
        if effects.iter().any(|ruled| ruled.effect.is_of_owners()) {
            state.owners = contact_state::owners(self.connection, state.contact)?;
        }
        if let Some(id) = conversation
            && let Some(conversation) = contact_state::conversation(self.connection, id)?
        {
            state.contact = conversation.contact;
            state.current = CurrentConversation::Open(conversation);
        }
        Ok(state)
    }

    fn save_owners_of(&mut self, unsaved: &mut UnsavedOwners) -> StoreResult<()> {
        let UnsavedOwners { states, .. } = std::mem::take(unsaved);
        self.save_owners(states.iter().map(|state| (state.contact, &state.owners)).collect())
    }
}
