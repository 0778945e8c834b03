//! Doing what a decision says, and writing it into the history: the only code that changes rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{CachedStatement, Connection, Params};

use super::pending_contacts::PendingContacts;
use crate::model::{
    Absence, Before, ChangeId, ContactState, DecidedEffect, Effect, Field, MemberId, Moment, PassedOver, Setting,
    StateMismatch, Time,
};
use crate::store::effect_record::{EffectRecord, EntrySubject, StoredDecision};
use crate::store::entity::EntityRef;
use crate::store::history::ChangeMeta;
use crate::store::{StoreResult, contact_state, settings};

/// Writes one change, until [`Writer::finish`]. A change without effects leaves no trace.
pub struct Writer<'a> {
    pub(super) connection: &'a Connection,
    pub(super) stamp: ChangeMeta,
    pub(super) change: Option<ChangeId>,
    pub(super) entries: Option<(i64, i64)>,
    pub(super) effect_count: i64,
    pub(super) passed_over: i64,
    pub(super) members: BTreeSet<MemberId>,
    /// By how much the number of a member's active conversations has changed; written at the end.
    pub(super) loads: BTreeMap<MemberId, i64>,
    /// Contacts that are to be made, a run at a time.
    pub(super) made: PendingContacts,
    /// The first and the last number of runs of contacts that are to be deleted.
    pub(super) removed: Vec<(i64, i64)>,
}

impl<'a> Writer<'a> {
    pub fn new(connection: &'a Connection, stamp: ChangeMeta) -> Self {
        Self {
            connection,
            stamp,
            change: None,
            entries: None,
            effect_count: 0,
            passed_over: 0,
            members: BTreeSet::new(),
            loads: BTreeMap::new(),
            made: PendingContacts::default(),
            removed: Vec::new(),
        }
    }

    /// Names the command of this change, before its first effect.
    pub fn set_command(&mut self, command: String) {
        self.stamp.command = command;
    }

    pub fn effect_count(&self) -> i64 {
        self.effect_count + i64::try_from(self.made.effects).unwrap_or(i64::MAX)
    }

    /// By how much this change has moved the number of a member's active conversations so far.
    pub fn load(&self, member: MemberId) -> i64 {
        self.loads.get(&member).copied().unwrap_or(0)
    }

    /// Applies a decision about one contact and writes it as one entry. Returns the before-images.
    pub fn apply_to_contact(
        &mut self,
        at: Time,
        state: &mut ContactState,
        effects: &[DecidedEffect],
        passed_over: &[PassedOver],
    ) -> StoreResult<Vec<Option<Before>>> {
        let subject = EffectRecord::subject(state.contact, effects);
        self.apply_entry(at, subject, state, effects, passed_over)
    }

    pub(super) fn stored(&self, at: Time, did: Vec<EffectRecord>, passed: Vec<PassedOver>) -> StoredDecision {
        let at = (at != self.stamp.at).then_some(at.as_nanoseconds());
        StoredDecision { at, did, passed, ..StoredDecision::default() }
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

    pub(super) fn apply_entry(
        &mut self,
        at: Time,
        subject: EntrySubject,
        state: &mut ContactState,
        effects: &[DecidedEffect],
        passed: &[PassedOver],
    ) -> StoreResult<Vec<Option<Before>>> {
        let was = self.apply_unsaved(at, subject, state, (effects, passed))?;
        self.save(&[state])?;
        state.mark_stored();
        Ok(was)
    }

    /// Applies a decision without writing what it leaves of the state; the caller saves it.
    pub(super) fn apply_unsaved(
        &mut self,
        at: Time,
        subject: EntrySubject,
        state: &mut ContactState,
        (effects, passed): (&[DecidedEffect], &[PassedOver]),
    ) -> StoreResult<Vec<Option<Before>>> {
        if effects.is_empty() {
            return Ok(Vec::new());
        }
        let moment = Moment { at: at.as_nanoseconds(), change: self.change()? };
        let mut did = Vec::with_capacity(effects.len());
        for DecidedEffect { effect, rule } in effects {
            let was = if effect.is_of_state() {
                state.apply(moment, effect, &mut |member, by| self.move_load(member, by))?
            } else {
                // A contact is removed after its owners.
                self.save(&[state])?;
                state.mark_stored();
                self.apply_to_row(effect, None)?
            };
            did.push(EffectRecord { effect: effect.clone(), rule: *rule, was });
        }
        let step = self.stored(at, did, passed.to_vec());
        self.write_decision(subject, &step)?;
        Ok(step.did.into_iter().map(|record| record.was).collect())
    }

    /// The number of this change; taken when it has its first effect.
    pub fn change(&mut self) -> StoreResult<ChangeId> {
        if let Some(change) = self.change {
            return Ok(change);
        }
        // SQLite would report a full disk.
        contact_state::next_number(self.connection, "changes")?;
        let ChangeMeta { at, recorded_at, actor, user, command } = &self.stamp;
        // A clock that has gone back changes no order.
        self.execute(
            "INSERT INTO changes (at, recorded_at, actor, user, command)
             SELECT ?1, max(?2, coalesce((SELECT recorded_at FROM changes ORDER BY id DESC LIMIT 1), ?2)), ?3, ?4, ?5",
            (at.as_nanoseconds(), recorded_at.as_nanoseconds(), actor, user, command),
        )?;
        let change = ChangeId(self.connection.last_insert_rowid());
        self.change = Some(change);
        Ok(change)
    }

    /// By how much this change moves the number of a member's active conversations.
    pub fn move_load(&mut self, member: MemberId, by: i64) {
        if by != 0 {
            *self.loads.entry(member).or_default() += by;
        }
    }

    /// Applies an effect on a row of its own, or restores the row in `image`. Returns the before-image.
    pub(crate) fn apply_to_row(&mut self, effect: &Effect, image: Option<&Before>) -> StoreResult<Option<Before>> {
        match (effect, image) {
            (Effect::AddMember { member }, Some(Before::Member { fields, active })) => {
                self.put_back(EntityRef::Member(*member), fields)?;
                self.set_active(*member, *active)?;
                Ok(image.cloned())
            }
            (Effect::AddTeam { team }, Some(Before::RemovedTeam { fields, turn, last_picked })) => {
                self.put_back(EntityRef::Team(*team), fields)?;
                self.advance_turn(*team, *turn, *last_picked).map(|_| None)
            }
            (Effect::AddContact { contact }, Some(Before::Fields(fields))) => {
                self.put_back(EntityRef::Contact(*contact), fields).map(|()| None)
            }
            (Effect::AddContact { contact }, Some(Before::Merged { fields, .. })) => {
                self.put_back(EntityRef::Contact(*contact), fields)?;
                Ok(image.cloned())
            }
            (Effect::RemoveContact { contact }, Some(Before::Merged { into, .. })) => {
                self.merge_contact(*contact, *into).map(Some)
            }
            (Effect::EraseContact { contact }, None) => self.erase_contact(*contact).map(|()| None),
            (Effect::MoveConversation { conversation, contact }, None) => {
                self.move_conversation(*conversation, *contact).map(Some)
            }
            (Effect::JoinTeam { team, member }, Some(Before::Membership { position, turn })) => {
                self.membership_back(*team, *member, *position, *turn).map(|()| None)
            }
            // These rows were inserted, with their values, when their number was taken.
            (Effect::AddMember { .. } | Effect::AddTeam { .. } | Effect::AddContact { .. }, None) => Ok(None),
            (Effect::UpdateMember { member, set }, None) => self.update(EntityRef::Member(*member), set).map(Some),
            (Effect::RemoveMember { member }, None) => self.remove_member(*member).map(Some),
            (Effect::UpdateTeam { team, set }, None) => self.update(EntityRef::Team(*team), set).map(Some),
            (Effect::JoinTeam { team, member }, None) => self.join_team(*team, *member),
            (Effect::LeaveTeam { team, member, turn }, None) => self.leave_team(*team, *member, *turn).map(Some),
            (Effect::RemoveTeam { team }, None) => self.remove_team(*team).map(Some),
            (Effect::AdvanceTurn { team, turn, picked }, None) => self.advance_turn(*team, *turn, *picked).map(Some),
            (Effect::UpdateContact { contact, set }, None) => self.update(EntityRef::Contact(*contact), set).map(Some),
            (Effect::RemoveContact { contact }, None) => {
                self.remove(EntityRef::Contact(*contact), Field::Phone).map(|fields| Some(Before::Fields(fields)))
            }
            (Effect::SetSetting { setting }, None) => self.set_setting(*setting).map(Some),
            (Effect::ActivateMember { member }, None) => self.set_active(*member, true),
            (Effect::DeactivateMember { member }, None) => self.set_active(*member, false),
            (Effect::AddAbsence { member, absence, from, until, cover }, None) => {
                let absence = Absence { id: *absence, from: *from, until: *until, cover: cover.clone() };
                self.add_absence(*member, &absence).map(|()| None)
            }
            (Effect::EndAbsence { absence, until, .. }, None) => self.end_absence(*absence, *until).map(Some),
            _ => Err(StateMismatch.into()),
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
