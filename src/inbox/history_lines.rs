//! Reads back from the history what a change did, entry by entry in flat memory; of a dry run too, as long
//! as its transaction lasts.

use std::ops::ControlFlow;

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use super::fault_sample::SHOWN;
use super::{LockWait, Visit, view};
use crate::model::ChangeId;
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
    wait: LockWait,
    visit: Visit<'_, HistoryLine>,
) -> Result<()> {
    each_entry(connection, change, wait, |names, entry| {
        if visit_effects(connection, names, entry, &mut |effect| visit(HistoryLine::Effect(effect)))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        visit_passed_over(connection, names, entry, &mut |passed| visit(HistoryLine::PassedOver(passed)))
    })
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

/// Adds the contact or conversation of the entry, where it is missing.
fn visit_passed_over(
    connection: &Connection,
    names: &mut NameResolver,
    entry: &DecisionRecord,
    visit: Visit<'_, view::PassedOverView>,
) -> Result<ControlFlow<()>> {
    for passed in &entry.passed_over {
        let mut passed = passed.clone();
        if passed.contact.is_none() && passed.conversation.is_none() {
            passed.conversation = entry.conversation;
            passed.contact = entry.contact.filter(|_| entry.conversation.is_none());
        }
        if visit(names.passed_over(connection, &passed)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn add<T>(first: &mut Vec<T>, most: usize, item: T) -> ControlFlow<()> {
    first.push(item);
    if first.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
