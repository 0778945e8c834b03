//! Undoes a change as a change of its own, latest effect first, and describes conflicts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::{InboxError, Result, quoted};
use super::fault_sample::SHOWN;
use super::find;
use super::refusals::{OnRefused, Refusals, RefusedTarget};
use super::session::Session;
use super::undo_report::{UndoReport, UndoneChanges};
use crate::model::{ChangeId, ContactId, ConversationId, Effect, EffectKind, MemberId, Moment, RuleId, TeamId};
use crate::rules::turn_after_leaving;
use crate::store::EffectRecord;
use crate::store::bulk::{OF_CONTACTS, OF_UNDONE_CONVERSATIONS};
use crate::store::entity::EntityRef;
use crate::store::undo::{
    ConflictReason, DoneEffect, GoneRun, HistoryUnit, MadeRun, Part, Restore, UndoPlan, UndoStates,
};
use crate::store::{DroppedIndexes, directory, history, restore, view};

/// The number of effects from which a change is undone in bulk.
const BULK_EFFECTS: i64 = 10_000;

/// How an undo with conflicts is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflicts {
    /// It is refused, and nothing changes.
    Refuse,
    /// The rest is undone.
    Skip,
}

/// Which changes to undo.
#[derive(Debug, Clone)]
pub enum UndoTarget {
    One(ChangeId),
    /// Several, the newest first whatever their order here, and each once.
    Several(Vec<ChangeId>, OnRefused),
    /// The newest change that is neither undone nor an undo itself.
    Last,
}

impl From<ChangeId> for UndoTarget {
    fn from(id: ChangeId) -> Self {
        Self::One(id)
    }
}

impl UndoTarget {
    /// Whether it is done in bulk, for the number of its effects.
    pub(super) fn is_bulk(&self, connection: &Connection) -> Result<bool> {
        let last;
        let ids = match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids, _) => ids,
            Self::Last => {
                last = history::last_undoable(connection)?;
                last.as_slice()
            }
        };
        let mut effects = 0;
        for id in ids {
            effects += history::change(connection, *id)?.map_or(0, |change| change.effect_count);
            if effects > BULK_EFFECTS {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Session<'_> {
    /// Undoes changes: all of each, or what is possible.
    pub fn undo(&mut self, target: &UndoTarget, conflicts: Conflicts) -> Result<()> {
        self.summarize();
        self.answer.undo = Some(match target {
            UndoTarget::One(id) => self.undo_one(*id, conflicts)?,
            UndoTarget::Several(ids, on_refused) => self.undo_each(ids, conflicts, *on_refused)?,
            UndoTarget::Last => self.undo_last(conflicts)?,
        });
        Ok(())
    }

    fn undo_last(&mut self, conflicts: Conflicts) -> Result<UndoReport> {
        let last = history::last_undoable(self.connection)?.ok_or_else(find::no_change_to_undo)?;
        let command = history::change(self.connection, last)?.map(|change| change.command);
        Ok(UndoReport { command, ..self.undo_one(last, conflicts)? })
    }

    fn undo_each(&mut self, ids: &[ChangeId], conflicts: Conflicts, on_refused: OnRefused) -> Result<UndoReport> {
        let mut newest_first: Vec<_> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        newest_first.sort_unstable_by_key(|(id, place)| (Reverse(*id), *place));
        newest_first.dedup_by_key(|(id, _)| *id);
        let (mut report, mut refused) = (UndoReport::of_several(), BTreeMap::new());
        for (id, place) in newest_first {
            self.wait.check_cancelled()?;
            match self.undo_one(id, conflicts) {
                Ok(one) => report.add(id, one),
                Err(error) if error.is_refusal() => drop(refused.insert(place, (id, error))),
                Err(error) => return Err(error),
            }
        }
        let mut refusals = Refusals::default();
        for (id, error) in refused.values() {
            refusals.push(|| RefusedTarget::of_change(*id, error));
        }
        self.finish_refusals(refusals, on_refused)?;
        Ok(report)
    }

    fn undo_one(&mut self, id: ChangeId, conflicts: Conflicts) -> Result<UndoReport> {
        let change = history::change(self.connection, id)?.ok_or_else(|| find::unknown_change(id))?;
        if let Some(by) = change.undone_by {
            return Err(InboxError::AlreadyUndone { change: id, by });
        }
        if restore::is_restore(self.connection, id)? {
            return Err(InboxError::RestoreNotUndoable { change: id });
        }
        let undoing = UndoPlan::of(self.connection, id);
        let told = UndoReport::of(UndoneChanges::One(id));
        let mut undo = Undo { undoing, mode: conflicts, told, rotations: BTreeMap::new() };
        let indexes = self.without_scattered_indexes(&change, &undo)?;
        loop {
            let page = undo.undoing.previous()?;
            if page.is_empty() {
                break;
            }
            page.into_iter().try_for_each(|past| self.take_back(&mut undo, past))?;
            if undo.undoing.states.is_full() {
                undo.undoing.states.write(&mut self.writer)?;
            }
        }
        if undo.is_refused() {
            return Err(InboxError::UndoConflict { change: id, report: undo.told });
        }
        undo.undoing.states.write(&mut self.writer)?;
        self.move_rotations(&mut undo)?;
        self.writer.delete_removed_runs()?;
        indexes.recreate(self.connection)?;
        self.writer.mark_undone(id)?;
        Ok(undo.told)
    }

    /// Drops indexes that are faster to recreate when most contacts or conversations change.
    fn without_scattered_indexes(&self, change: &view::Change, undo: &Undo<'_>) -> Result<DroppedIndexes> {
        let scattered = if change.effect_count <= BULK_EFFECTS {
            &[]
        } else if undo.undoing.is_about_most_contacts()? {
            OF_CONTACTS
        } else if undo.undoing.is_about_most_conversations()? {
            OF_UNDONE_CONVERSATIONS
        } else {
            &[]
        };
        Ok(DroppedIndexes::drop(self.connection, scattered)?)
    }

    fn take_back(&mut self, undo: &mut Undo<'_>, past: HistoryUnit) -> Result<()> {
        match past {
            HistoryUnit::Single(subject, done) => {
                self.writer.delete_removed_runs()?;
                self.take_back_single(undo, subject, &done)
            }
            HistoryUnit::Made(run) => {
                undo.undoing.states.write(&mut self.writer)?;
                undo.undoing
                    .parts_of_made(&run)?
                    .into_iter()
                    .try_for_each(|part| self.take_back_made(undo, &run, &part))
            }
            HistoryUnit::Gone(run) => {
                undo.undoing.states.write(&mut self.writer)?;
                self.writer.delete_removed_runs()?;
                undo.undoing
                    .parts_of_gone(&run)?
                    .into_iter()
                    .try_for_each(|part| self.take_back_gone(undo, &run, &part))
            }
        }
    }

    fn take_back_single(
        &mut self,
        undo: &mut Undo<'_>,
        subject: (Option<ContactId>, Option<ConversationId>),
        done: &[DoneEffect],
    ) -> Result<()> {
        let mut records = Vec::with_capacity(done.len());
        for done in done {
            if !UndoStates::holds(&done.record.effect) {
                // Other rows are checked against what is stored.
                undo.undoing.states.write(&mut self.writer)?;
            }
            self.note_rotation(undo, &done.record.effect)?;
            let inverse = undo.undoing.inverse(done)?;
            for (record, obstacle) in &inverse.left {
                self.keep(undo, record, obstacle)?;
            }
            if let Some(doing) = inverse.doing {
                records.push(self.put_back(&mut undo.undoing.states, doing, None)?);
            }
        }
        Ok(self.writer.write_down(subject, records)?)
    }

    /// Notes the rotation of a team before any of it is undone, and as the change left it.
    fn note_rotation(&self, undo: &mut Undo<'_>, effect: &Effect) -> Result<()> {
        let (Effect::AdvanceTurn { team, .. } | Effect::JoinTeam { team, .. } | Effect::LeaveTeam { team, .. }) =
            effect
        else {
            return Ok(());
        };
        if !undo.rotations.contains_key(team) {
            let now = directory::team(self.connection, *team)?.map(|team| (team.turn, team.last_picked));
            undo.rotations.insert(*team, Rotation { now, ..Rotation::default() });
        }
        let rotation = undo.rotations.entry(*team).or_default();
        match effect {
            Effect::AdvanceTurn { turn, picked, .. } if rotation.left.is_none() => {
                rotation.left = Some(*turn);
                rotation.has_other_pick = rotation.now.is_some_and(|(_, now)| now != *picked);
            }
            Effect::LeaveTeam { turn, .. } => {
                rotation.has_leaving = true;
                rotation.left.get_or_insert(*turn);
            }
            Effect::JoinTeam { .. } => rotation.has_joining = true,
            _ => {}
        }
        Ok(())
    }

    /// T1: where a replaced order comes back and the rotation has advanced since, it stands behind the member picked
    /// last.
    fn move_rotations(&mut self, undo: &mut Undo<'_>) -> Result<()> {
        for (id, rotation) in std::mem::take(&mut undo.rotations) {
            let Some(team) = directory::team(self.connection, id)?.filter(|_| rotation.is_replaced_and_advanced())
            else {
                continue;
            };
            let picked = team.last_picked;
            let place = picked.and_then(|picked| team.members.iter().position(|member| *member == picked));
            let turn = place.map_or(0, |place| place + 1);
            if turn != team.turn {
                let doing = Restore { effect: Effect::AdvanceTurn { team: id, turn, picked }, image: None };
                let record = self.put_back(&mut undo.undoing.states, doing, None)?;
                undo.undoing.states.write(&mut self.writer)?;
                self.writer.write_down((None, None), vec![record])?;
            }
        }
        Ok(())
    }

    /// Applies an effect, restores the row that it has, and adds it to the answer.
    pub(super) fn put_back(
        &mut self,
        states: &mut UndoStates<'_>,
        doing: Restore,
        rule: Option<RuleId>,
    ) -> Result<EffectRecord> {
        let record = EffectRecord { rule, ..self.put_back_unrecorded(states, doing)? };
        self.record_effect(&record.effect, rule, record.was.as_ref())?;
        Ok(record)
    }

    fn put_back_unrecorded(&mut self, states: &mut UndoStates<'_>, doing: Restore) -> Result<EffectRecord> {
        let Restore { mut effect, image } = doing;
        let was = if UndoStates::holds(&effect) {
            let moment = Moment { at: self.at.as_nanoseconds(), change: self.writer.change()? };
            let loads = &mut |member, by| self.writer.move_load(member, by);
            states.apply(moment, &effect, image.as_ref(), loads)?
        } else {
            if let Effect::LeaveTeam { team, member, turn } = &mut effect
                && let Some(team) = directory::team(self.connection, *team)?
            {
                // T1: the rules decide whose turn it is after a member leaves.
                *turn = turn_after_leaving(&team, *member);
            }
            states.write(&mut self.writer)?;
            self.writer.apply_to_row(&effect, image.as_ref())?
        };
        Ok(EffectRecord { effect, rule: None, was })
    }

    fn take_back_made(&mut self, undo: &mut Undo<'_>, run: &MadeRun, part: &Part) -> Result<()> {
        match *part {
            // Only further conflicts matter once the undo is refused.
            Part::Single(contact) if undo.is_refused() => self.count_conflicts(undo, &run.done(contact)),
            Part::Whole(..) if undo.is_refused() => Ok(()),
            Part::Single(contact) => {
                self.writer.delete_removed_runs()?;
                self.take_back_single(undo, (Some(contact), None), &run.done(contact))
            }
            Part::Whole(first, count) => {
                let owners = run.owners_of(first, count);
                self.writer.remove_run(first, owners)?;
                self.count_run(owners, EffectKind::RemoveContact, EffectKind::RemoveOwner);
                Ok(())
            }
        }
    }

    /// Adds the conflicts of a contact to the answer without changing the store.
    fn count_conflicts(&mut self, undo: &mut Undo<'_>, done: &[DoneEffect]) -> Result<()> {
        for done in done {
            let inverse = undo.undoing.inverse(done)?;
            for (record, obstacle) in &inverse.left {
                self.keep(undo, record, obstacle)?;
            }
            if let Some(doing) = inverse.doing.filter(|doing| UndoStates::holds(&doing.effect)) {
                self.put_back_unrecorded(&mut undo.undoing.states, doing)?;
            }
        }
        undo.undoing.states.forget();
        Ok(())
    }

    fn take_back_gone(&mut self, undo: &mut Undo<'_>, run: &GoneRun, part: &Part) -> Result<()> {
        match *part {
            Part::Single(contact) => {
                let done = run.done(&undo.undoing, contact)?;
                self.take_back_single(undo, (Some(contact), None), &done)
            }
            Part::Whole(first, count) => {
                let (owners, made_by) = undo.undoing.gone_owners(run, first, count)?;
                self.writer.run_back(run.change, first, &owners, made_by)?;
                self.count_run(&owners, EffectKind::AddContact, EffectKind::AddOwner);
                Ok(())
            }
        }
    }

    /// Counts the effects of a run of contacts.
    fn count_run(&mut self, owners: &[Vec<MemberId>], contacts: EffectKind, ownerships: EffectKind) {
        self.count_effects(contacts, None, i64::try_from(owners.len()).unwrap_or(i64::MAX));
        for owner in owners.iter().flatten() {
            self.count_effects(ownerships, Some(*owner), 1);
        }
    }

    /// Adds a conflict to the answer.
    fn keep(&mut self, undo: &mut Undo<'_>, record: &EffectRecord, obstacle: &ConflictReason) -> Result<()> {
        undo.told.conflict_count += 1;
        if undo.told.conflicts.len() < SHOWN {
            let effect = self.names.effect(self.connection, &record.effect, record.rule, record.was.as_ref())?;
            let (change, why) = (undo.undoing.change, self.describe_conflict(obstacle)?);
            undo.told.conflicts.push(view::Conflict { effect, why, change });
        }
        Ok(())
    }

    /// The reason of a conflict, in a few words.
    fn describe_conflict(&mut self, obstacle: &ConflictReason) -> Result<String> {
        let Some(thing) = obstacle.thing else { return Ok(obstacle.words.to_string()) };
        let name = self.names.name(self.connection, thing)?;
        let is_text = !matches!(thing, EntityRef::Conversation(_));
        Ok(obstacle.words.replace("{}", &if is_text { quoted([name]) } else { name }))
    }
}

/// An undo in progress.
struct Undo<'a> {
    undoing: UndoPlan<'a>,
    mode: Conflicts,
    told: UndoReport,
    rotations: BTreeMap<TeamId, Rotation>,
}

/// The rotation of a team whose members a change moved.
#[derive(Default)]
struct Rotation {
    /// The turn, and who was picked last, before the undo.
    now: Option<(usize, Option<MemberId>)>,
    /// The turn as the change left it.
    left: Option<usize>,
    /// Whether the change left another member as picked last.
    has_other_pick: bool,
    has_joining: bool,
    has_leaving: bool,
}

impl Rotation {
    /// Whether members left and joined, and a pick came since.
    fn is_replaced_and_advanced(&self) -> bool {
        let (Some((turn, _)), Some(left)) = (self.now, self.left) else { return false };
        self.has_joining && self.has_leaving && (self.has_other_pick || turn != left)
    }
}

impl Undo<'_> {
    /// Whether nothing will be kept of it.
    fn is_refused(&self) -> bool {
        self.mode == Conflicts::Refuse && self.told.conflict_count > 0
    }
}
