//! Doing what a decision says, and writing it into the history: the only code that changes rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{CachedStatement, Connection, Params};

use super::pending_contacts::PendingContacts;
use crate::model::{ChangeId, ContactId, ConversationId, DecidedEffect, Effect, MemberId, PassedOver, Setting, Time};
use crate::store::effect_record::{Before, EffectRecord, EntrySubject, StoredDecision};
use crate::store::history::ChangeMeta;
use crate::store::{StoreError, StoreResult, settings};

/// Writes one change, until [`Writer::finish`]. A change without effects leaves no trace.
pub struct Writer<'a> {
    pub(super) connection: &'a Connection,
    pub(super) stamp: ChangeMeta,
    pub(super) change: Option<ChangeId>,
    pub(super) entries: Option<(i64, i64)>,
    pub(super) effect_count: i64,
    pub(super) members: BTreeSet<MemberId>,
    /// By how much the number of a member's active conversations has changed; written at the end.
    pub(super) loads: BTreeMap<MemberId, i64>,
    /// Contacts that are to be made, a run at a time.
    pub(super) made: PendingContacts,
}

impl<'a> Writer<'a> {
    pub fn new(connection: &'a Connection, stamp: ChangeMeta) -> Self {
        let (members, loads) = (BTreeSet::new(), BTreeMap::new());
        let made = PendingContacts::default();
        Self { connection, stamp, change: None, entries: None, effect_count: 0, members, loads, made }
    }

    pub fn effect_count(&self) -> i64 {
        self.effect_count + i64::try_from(self.made.effects()).unwrap_or(i64::MAX)
    }

    /// By how much this change has moved the number of a member's active conversations so far.
    pub fn load(&self, member: MemberId) -> i64 {
        self.loads.get(&member).copied().unwrap_or(0)
    }

    /// Applies a decision about one contact and writes it as one entry. Returns the before-images.
    pub fn apply_to_chat(
        &mut self,
        at: Time,
        contact: ContactId,
        effects: &[DecidedEffect],
        passed_over: &[PassedOver],
    ) -> StoreResult<Vec<Option<Before>>> {
        let conversation = effects.iter().find_map(|ruled| ruled.effect.subject().1);
        let about_contact = conversation.is_none() || effects.iter().any(|ruled| ruled.effect.subject().0.is_some());
        let subject = (about_contact.then_some(contact), conversation);
        self.apply_entry(at, subject, effects, passed_over)
    }

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
        let mut was = Vec::with_capacity(effects.len());
        for run in effects.chunk_by(|one, next| one.effect.subject() == next.effect.subject()) {
            let subject = run.first().map(|ruled| ruled.effect.subject()).unwrap_or_default();
            was.extend(self.apply_entry(at, subject, run, &passed.remove(&subject).unwrap_or_default())?);
        }
        Ok(was)
    }

    /// Writes the change's last numbers; `None` if it had no effects.
    pub fn finish(mut self) -> StoreResult<Option<ChangeId>> {
        self.write_made()?;
        let Some(change) = self.change else { return Ok(None) };
        for (member, load) in &self.loads {
            self.execute(
                "UPDATE members SET active_conversations = active_conversations + ?2 WHERE id = ?1",
                (member.0, load),
            )?;
        }
        for member in &self.members {
            self.execute("INSERT INTO change_members (member_id, change_id) VALUES (?1, ?2)", (member.0, change.0))?;
        }
        let (first, last) = self.entries.unzip();
        self.execute(
            "UPDATE changes SET effect_count = ?2, first_entry = ?3, last_entry = ?4 WHERE id = ?1",
            (change.0, self.effect_count, first, last),
        )?;
        Ok(Some(change))
    }

    fn apply_entry(
        &mut self,
        at: Time,
        (contact, conversation): EntrySubject,
        effects: &[DecidedEffect],
        passed_over: &[PassedOver],
    ) -> StoreResult<Vec<Option<Before>>> {
        if effects.is_empty() {
            return Ok(Vec::new());
        }
        let change = self.change()?;
        let mut records = Vec::with_capacity(effects.len());
        for ruled in effects {
            let was = self.apply_effect(at, change, &ruled.effect)?;
            self.members.extend(ruled.effect.member());
            records.push(EffectRecord { effect: ruled.effect.clone(), rule: ruled.rule, was });
        }
        self.members.extend(passed_over.iter().filter_map(|entry| entry.member));
        let step = StoredDecision {
            at: (at != self.stamp.at).then_some(at.as_nanoseconds()),
            did: records,
            passed: passed_over.to_vec(),
            ..StoredDecision::default()
        };
        self.write_entry(contact, conversation, None, effects.len(), &step)?;
        Ok(step.did.into_iter().map(|record| record.was).collect())
    }

    /// Writes the effects on a batch of contacts as one entry.
    pub(super) fn write_run(
        &mut self,
        first: ContactId,
        contacts: usize,
        effects: usize,
        step: StoredDecision,
    ) -> StoreResult<()> {
        let step = StoredDecision { effects: i64::try_from(effects).ok(), ..step };
        self.write_entry(Some(first), None, i64::try_from(contacts).ok(), effects, &step)
    }

    pub(super) fn write_entry(
        &mut self,
        contact: Option<ContactId>,
        conversation: Option<ConversationId>,
        contacts: Option<i64>,
        effects: usize,
        step: &StoredDecision,
    ) -> StoreResult<()> {
        self.insert_entry(contact, conversation, contacts, &json(&[step])?)?;
        self.effect_count += i64::try_from(effects).unwrap_or(i64::MAX);
        Ok(())
    }

    pub(super) fn insert_entry(
        &mut self,
        contact: Option<ContactId>,
        conversation: Option<ConversationId>,
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

    /// The number of this change; taken when it has its first effect.
    pub(super) fn change(&mut self) -> StoreResult<ChangeId> {
        if let Some(change) = self.change {
            return Ok(change);
        }
        self.execute(
            "INSERT INTO changes (at, actor, command) VALUES (?1, ?2, ?3)",
            (self.stamp.at.as_nanoseconds(), &self.stamp.actor, &self.stamp.command),
        )?;
        let change = ChangeId(self.connection.last_insert_rowid());
        self.change = Some(change);
        Ok(change)
    }

    /// Changes the rows and returns the before-image.
    pub(super) fn apply_effect(&mut self, at: Time, change: ChangeId, effect: &Effect) -> StoreResult<Option<Before>> {
        match effect {
            // These rows were inserted, with their values, when their number was taken.
            Effect::AddMember { .. } | Effect::AddTeam { .. } | Effect::AddContact { .. } => Ok(None),
            Effect::UpdateMember { member, set } => self.update_member(*member, set).map(Some),
            Effect::RemoveMember { member } => self.remove_member(*member).map(Some),
            Effect::UpdateTeam { team, set } => self.update_team(*team, set).map(Some),
            Effect::JoinTeam { team, member } => self.join_team(*team, *member),
            Effect::LeaveTeam { team, member, turn } => self.leave_team(*team, *member, *turn).map(Some),
            Effect::RemoveTeam { team } => self.remove_team(*team).map(Some),
            Effect::UpdateContact { contact, set } => self.update_contact(*contact, set).map(Some),
            Effect::RemoveContact { contact } => self.remove_contact(*contact).map(Some),
            Effect::OpenConversation { conversation, contact, status } => {
                self.open_conversation(at, *conversation, *contact, *status)
            }
            Effect::MarkContactWrote { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET contact_wrote = 1 WHERE id = ?1")
            }
            Effect::ClearContactWrote { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET contact_wrote = 0 WHERE id = ?1")
            }
            Effect::MarkHandedOver { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET handed_over = 1 WHERE id = ?1")
            }
            Effect::ClearHandedOver { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET handed_over = 0 WHERE id = ?1")
            }
            Effect::UnassignMember { conversation, member, .. } => self.unassign(*conversation, *member).map(Some),
            Effect::ClearTeam { conversation, .. } => self.set_team(*conversation, None).map(Some),
            Effect::SetTeam { conversation, team } => self.set_team(*conversation, Some(*team)).map(Some),
            Effect::AdvanceTurn { team, turn, picked } => self.advance_turn(*team, *turn, *picked).map(Some),
            Effect::AssignMember { conversation, member, reason } => {
                self.assign(at, change, *conversation, *member, *reason)
            }
            Effect::SetFirstResponder { conversation, member } => self.set_first_responder(*conversation, *member),
            Effect::ClearFirstResponder { conversation, .. } => {
                self.set_on(*conversation, "UPDATE conversations SET first_responder_id = NULL WHERE id = ?1")
            }
            Effect::AddOwner { contact, member, reason } => self.add_owner(at, change, *contact, *member, *reason),
            Effect::RemoveOwner { contact, member, .. } => self.remove_owner(*contact, *member).map(Some),
            Effect::SetStatus { conversation, status } => self.set_status(*conversation, *status).map(Some),
            Effect::CloseConversation { conversation } => self.close(at.as_nanoseconds(), *conversation).map(Some),
            Effect::ReopenConversation { conversation, status } => self.reopen(*conversation, *status).map(Some),
            Effect::RemoveConversation { conversation, .. } => self.remove_conversation(*conversation).map(Some),
            Effect::SetSetting { setting } => self.set_setting(*setting).map(Some),
            Effect::ActivateMember { member } => self.set_active(*member, true),
            Effect::DeactivateMember { member } => self.set_active(*member, false),
        }
    }

    fn set_setting(&self, setting: Setting) -> StoreResult<Before> {
        let was = settings::settings(self.connection)?.get(setting.key());
        self.execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (setting.key().code(), setting.value()),
        )?;
        Ok(Before::Setting(was))
    }

    pub(super) fn prepare(&self, sql: &str) -> StoreResult<CachedStatement<'_>> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    pub(super) fn execute(&self, sql: &str, values: impl Params) -> StoreResult<()> {
        self.prepare(sql)?.execute(values)?;
        Ok(())
    }
}

fn json(value: &impl serde::Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}
