//! Reads back from the history what a change did, entry by entry in flat memory; of a dry run too, as long
//! as its transaction lasts.

use std::ops::ControlFlow;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use super::fault_sample::SHOWN;
use super::sums::Sums;
use super::{EntryFilter, LockWait, Visit, view};
use crate::model::{ChangeId, ContactId, ConversationId, PassedOver};
use crate::store::{DecisionRecord, NameResolver, history};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum HistoryLine {
    Effect(view::EffectView),
    PassedOver(view::PassedOverView),
}

pub(super) fn lines(
    connection: &Connection,
    change: ChangeId,
    filter: &EntryFilter,
    visit: Visit<'_, HistoryLine>,
) -> Result<()> {
    each_entry(connection, change, LockWait::ZERO, |names, entry| {
        let entry = &filtered(entry, filter);
        if visit_effects(connection, names, entry, &mut |effect| visit(HistoryLine::Effect(effect)))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        visit_passed_over(connection, names, entry, &mut |passed| visit(HistoryLine::PassedOver(passed)))
    })
}

/// The first effects and members passed over that a filter keeps, with the totals of all that it keeps.
pub(super) fn filtered_entry(
    connection: &Connection,
    change: ChangeId,
    filter: &EntryFilter,
) -> Result<(Sums, Vec<view::EffectView>, Vec<view::PassedOverView>)> {
    let (mut sums, mut effects, mut passed_over) = (Sums::default(), Vec::new(), Vec::new());
    each_entry(connection, change, LockWait::ZERO, |names, entry| {
        let mut entry = filtered(entry, filter);
        for record in &entry.effects {
            sums.count(record.effect.kind(), record.effect.member(), 1);
        }
        sums.passed_over += i64::try_from(entry.passed_over.len()).unwrap_or(i64::MAX);
        entry.effects.truncate(SHOWN - effects.len());
        entry.passed_over.truncate(SHOWN - passed_over.len());
        let _ = visit_effects(connection, names, &entry, &mut |effect| add(&mut effects, SHOWN, effect))?;
        let _ = visit_passed_over(connection, names, &entry, &mut |passed| add(&mut passed_over, SHOWN, passed))?;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((sums, effects, passed_over))
}

/// What a filter keeps of a decision.
fn filtered(entry: &DecisionRecord, filter: &EntryFilter) -> DecisionRecord {
    let mut entry = entry.clone();
    entry.effects.retain(|record| filter.keeps_effect(&record.effect));
    let (contact, conversation) = (entry.contact, entry.conversation);
    entry.passed_over.retain(|passed| filter.keeps_passed_over(&with_subject(passed, contact, conversation)));
    entry
}

pub(super) fn effects(
    connection: &Connection,
    change: ChangeId,
    wait: LockWait,
    visit: Visit<'_, view::EffectView>,
) -> Result<()> {
    each_entry(connection, change, wait, |names, entry| visit_effects(connection, names, entry, visit))
}

/// The first [`SHOWN`] effects of a change.
pub(super) fn first_effects(connection: &Connection, change: ChangeId) -> Result<Vec<view::EffectView>> {
    let mut first = Vec::new();
    effects(connection, change, LockWait::ZERO, &mut |effect| add(&mut first, SHOWN, effect))?;
    Ok(first)
}

/// The first [`SHOWN`] of the members that a change passed over.
pub(super) fn first_passed_over(
    connection: &Connection,
    change: ChangeId,
    all: i64,
) -> Result<Vec<view::PassedOverView>> {
    let most = usize::try_from(all).unwrap_or_default().min(SHOWN);
    if most == 0 {
        return Ok(Vec::new());
    }
    let (mut names, mut first) = (NameResolver::default(), Vec::new());
    history::passing_over_of_change(connection, change, |entry| {
        visit_passed_over(connection, &mut names, &entry, &mut |passed| add(&mut first, most, passed))
    })?;
    Ok(first)
}

fn each_entry(
    connection: &Connection,
    change: ChangeId,
    wait: LockWait,
    mut work: impl FnMut(&mut NameResolver, &DecisionRecord) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut names = NameResolver::default();
    history::entries_of_change(connection, change, |entry| {
        wait.check_cancelled()?;
        work(&mut names, &entry)
    })
}

fn visit_effects(
    connection: &Connection,
    names: &mut NameResolver,
    entry: &DecisionRecord,
    visit: Visit<'_, view::EffectView>,
) -> Result<ControlFlow<()>> {
    for record in &entry.effects {
        if visit(names.effect(connection, &record.effect, record.rule, record.was.as_ref())?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn visit_passed_over(
    connection: &Connection,
    names: &mut NameResolver,
    entry: &DecisionRecord,
    visit: Visit<'_, view::PassedOverView>,
) -> Result<ControlFlow<()>> {
    for passed in &entry.passed_over {
        let passed = with_subject(passed, entry.contact, entry.conversation);
        if visit(names.passed_over(connection, &passed)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Adds the contact or conversation of the entry, where it is missing.
fn with_subject(passed: &PassedOver, contact: Option<ContactId>, conversation: Option<ConversationId>) -> PassedOver {
    let mut passed = passed.clone();
    if passed.contact.is_none() && passed.conversation.is_none() {
        passed.conversation = conversation;
        passed.contact = contact.filter(|_| conversation.is_none());
    }
    passed
}

fn add<T>(first: &mut Vec<T>, most: usize, item: T) -> ControlFlow<()> {
    first.push(item);
    if first.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
