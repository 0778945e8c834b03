//! Writes the history: an entry is about a contact, a conversation, or a batch of contacts.

use std::collections::BTreeSet;

use super::writer::Writer;
use crate::model::{ContactId, MemberId, PassedOver, Time};
use crate::store::effect_record::{EffectRecord, EntrySubject, StoredDecision};
use crate::store::{StoreError, StoreResult};

/// Encodes a decision for [`Writer::write_encoded`]; `at` where it is not the time of the change.
pub fn encode_step(
    at: Option<Time>,
    did: Vec<EffectRecord>,
    passed: Vec<PassedOver>,
    into: &mut Vec<u8>,
) -> StoreResult<()> {
    let step = StoredDecision { at: at.map(Time::as_nanoseconds), did, passed, ..StoredDecision::default() };
    serde_json::to_writer(into, &step).map_err(damaged)
}

impl Writer<'_> {
    /// Counts effects, and the members that decisions name.
    pub fn count_effects(&mut self, effects: i64, members: impl IntoIterator<Item = MemberId>) {
        self.effect_count += effects;
        self.members.extend(members);
    }

    /// Counts members that decisions passed over.
    pub fn count_passed_over(&mut self, number: usize) {
        self.passed_over += length(number);
    }

    pub fn passed_over(&self) -> i64 {
        self.passed_over
    }

    /// Writes an entry of decisions that were encoded, with commas between them. Their effects have been
    /// counted.
    pub fn write_encoded(&mut self, subject: EntrySubject, steps: &str) -> StoreResult<()> {
        self.insert_entry(subject, None, &format!("[{steps}]"))
    }

    /// Writes a decision about one subject.
    pub(super) fn write_decision(&mut self, subject: EntrySubject, step: &StoredDecision) -> StoreResult<()> {
        let named = step.did.iter().filter_map(|record| record.effect.member());
        let members: BTreeSet<_> = named.chain(step.passed.iter().filter_map(|entry| entry.member)).collect();
        self.count_effects(length(step.did.len()), members);
        self.count_passed_over(step.passed.len());
        self.write_step(subject, None, step)
    }

    /// Writes the effects on a batch of contacts.
    pub(super) fn write_batch(
        &mut self,
        first: ContactId,
        contacts: usize,
        effects: usize,
        step: StoredDecision,
    ) -> StoreResult<()> {
        self.count_effects(length(effects), []);
        let step = StoredDecision { effects: u32::try_from(effects).ok(), ..step };
        self.write_step((Some(first), None), Some(length(contacts)), &step)
    }

    fn write_step(&mut self, subject: EntrySubject, contacts: Option<i64>, step: &StoredDecision) -> StoreResult<()> {
        self.insert_entry(subject, contacts, &serde_json::to_string(&[step]).map_err(damaged)?)
    }

    fn insert_entry(
        &mut self,
        (contact, conversation): EntrySubject,
        contacts: Option<i64>,
        steps: &str,
    ) -> StoreResult<()> {
        let change = self.change()?;
        self.execute(
            "INSERT INTO entries (change_id, contact_id, contact_count, conversation_id, steps)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (change.0, contact.map(|id| id.0), contacts, conversation.map(|id| id.0), steps),
        )?;
        let entry = self.connection.last_insert_rowid();
        self.entries = Some((self.entries.map_or(entry, |(first, _)| first), entry));
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn damaged(error: serde_json::Error) -> StoreError {
    StoreError::Damaged(error.to_string())
}

fn length(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
