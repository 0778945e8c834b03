//! The history: one row a change, with entries of its decisions.
//!
//! Entries are JSON, with the before-images of their effects. An entry is about one contact or
//! conversation and may hold several decisions, so that a message log writes one for many messages.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::clauses::{Clauses, about_account};
use super::contact_batches::ContactRange;
use super::effect_record::{EffectRecord, StoredDecision};
use super::list::{ListSql, visit_rows};
use super::numbers::read_number;
use super::view::{self, Visit};
use super::{StoreError, StoreResult, contact_batches};
use crate::model::{
    ChangeId, ContactId, ConversationId, EffectKind, MemberId, OrderColumns, PassedOver, RowOrder, TeamId, Time, fold,
};

/// The author, time and command of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMeta {
    pub at: Time,
    /// The time of the clock, regardless of `at`.
    pub recorded_at: Time,
    pub actor: String,
    /// The user of the system, whether or not it is the author.
    pub user: String,
    /// The command as typed, with contacts by their canonical phone.
    pub command: String,
}

/// A decision of a change, from the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    pub at: Time,
    pub change: ChangeId,
    pub actor: String,
    pub contact: Option<ContactId>,
    pub conversation: Option<ConversationId>,
    pub effects: Vec<EffectRecord>,
    pub passed_over: Vec<PassedOver>,
}

/// Which changes to list.
#[derive(Debug, Clone, Default)]
pub struct ChangeFilter {
    /// The contact, including its conversations.
    pub contact: Option<ContactId>,
    pub conversation: Option<ConversationId>,
    pub member: Option<MemberId>,
    pub team: Option<TeamId>,
    /// This account's contacts, including their conversations; those without one if blank.
    pub account: Option<String>,
    /// The name of the author, in any case.
    pub actor: Option<String>,
    /// A part of the command, in any case.
    pub command: Option<String>,
    pub since: Option<Time>,
    pub until: Option<Time>,
    pub order: RowOrder,
}

/// The keys by which changes can be sorted in SQL.
pub const CHANGE_ORDER: OrderColumns = &[
    ("id", "id"),
    ("at", "at"),
    ("recorded_at", "recorded_at"),
    ("actor", "fold(actor)"),
    ("user", "fold(user)"),
    ("command", "fold(command)"),
    ("effect_count", "effect_count"),
    ("undone_by", "undone_by"),
];

/// The changes, newest first.
pub(crate) fn list_changes(
    connection: &Connection,
    filter: &ChangeFilter,
    visit: Visit<'_, view::Change>,
) -> StoreResult<Option<u64>> {
    let mut clauses = Clauses::default();
    if let Some(contact) = filter.contact {
        clauses.push(&changes_of_contact(), contact.0);
    }
    let about = "id IN (SELECT change_id FROM entries WHERE conversation_id = ?)";
    clauses.push_some(about, filter.conversation.map(|conversation| conversation.0));
    let naming = "id IN (SELECT change_id FROM change_members WHERE member_id = ?)";
    clauses.push_some(naming, filter.member.map(|member| member.0));
    let of_team =
        "id IN (SELECT change_id FROM entries WHERE instr(steps, ? || ',') > 0 OR instr(steps, ? || '}') > 0)";
    clauses.push_some(of_team, filter.team.map(|team| format!("\"t\":{team}")));
    about_account(&mut clauses, filter.account.as_deref(), changes_of_contacts);
    clauses.push_some("instr(fold(command), ?) > 0", filter.command.as_deref().map(fold));
    clauses.push_some("fold(trim(actor)) = ?", filter.actor.as_ref().map(|actor| fold(actor.trim())));
    clauses.push_some("at >= ?", filter.since.map(Time::as_nanoseconds));
    clauses.push_some("at <= ?", filter.until.map(Time::as_nanoseconds));
    let order = filter.order.sql(CHANGE_ORDER, "id DESC");
    let list = ListSql { select: CHANGE, from: "changes", order: &order };
    visit_rows(connection, list, &clauses, |row| Ok(read_change(row)?), visit)
}

/// The changes of a contact and its conversations, and of the contacts that were merged into it.
fn changes_of_contact() -> String {
    let before = contact_batches::LONGEST - 1;
    format!(
        "id IN (WITH RECURSIVE merged (id) AS (
                    SELECT ? UNION SELECT removed.id FROM removed JOIN merged ON merged_into = merged.id)
                SELECT change_id FROM merged JOIN entries ON contact_id BETWEEN merged.id - {before} AND merged.id
                    AND contact_id + coalesce(contact_count, 1) > merged.id
                UNION SELECT change_id FROM entries
                WHERE conversation_id IN (SELECT conversations.id FROM merged
                                          JOIN conversations ON conversations.contact_id = merged.id
                                          UNION SELECT conversation_id FROM merged
                                          JOIN entries ON entries.contact_id = merged.id))"
    )
}

/// The changes of the contacts that meet a condition, and of their conversations.
fn changes_of_contacts(condition: &str) -> String {
    let before = contact_batches::LONGEST - 1;
    format!(
        "id IN (SELECT change_id FROM contacts JOIN entries
                ON contact_id BETWEEN contacts.id - {before} AND contacts.id
                AND contact_id + coalesce(contact_count, 1) > contacts.id
                WHERE {condition}
                UNION SELECT change_id FROM contacts
                JOIN conversations ON conversations.contact_id = contacts.id
                JOIN entries ON entries.conversation_id = conversations.id
                WHERE {condition})"
    )
}

const CHANGE: &str = "SELECT id, at, recorded_at, actor, user, command, effect_count, undone_by FROM changes";

/// The newest change that is neither undone nor an undo itself.
pub(crate) fn last_undoable(connection: &Connection) -> StoreResult<Option<ChangeId>> {
    let sql = "SELECT id FROM changes WHERE undone_by IS NULL AND NOT EXISTS (SELECT 1 FROM undos WHERE change_id = id)
               ORDER BY id DESC LIMIT 1";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, ChangeId>(0)).optional()?)
}

/// A change without its effects.
pub(crate) fn change(connection: &Connection, id: ChangeId) -> StoreResult<Option<view::Change>> {
    let mut statement = connection.prepare_cached(&format!("{CHANGE} WHERE id = ?1"))?;
    Ok(statement.query_row([id.0], read_change).optional()?)
}

fn read_change(row: &Row<'_>) -> rusqlite::Result<view::Change> {
    Ok(view::Change {
        id: row.get("id")?,
        at: Time::from_nanoseconds(row.get("at")?),
        recorded_at: row.get::<_, Option<i64>>("recorded_at")?.map(Time::from_nanoseconds),
        actor: row.get("actor")?,
        user: row.get("user")?,
        command: row.get("command")?,
        effect_count: read_number(row, "effect_count", "change's last effect")?,
        undone_by: row.get::<_, Option<ChangeId>>("undone_by")?,
    })
}

const ENTRY: &str = "SELECT entries.id, contact_id, contact_count, conversation_id, changes.at, actor, change_id, steps
     FROM changes JOIN entries ON";

/// The decisions of a change, in order.
pub(crate) fn entries_of_change<E: From<StoreError>>(
    connection: &Connection,
    id: ChangeId,
    visit: impl FnMut(DecisionRecord) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    visit_entries(connection, "entries.id BETWEEN first_entry AND last_entry WHERE changes.id = ?1", id.0, visit)
}

/// The decisions of a change that passed over members, in order.
pub(crate) fn passing_over_of_change<E: From<StoreError>>(
    connection: &Connection,
    id: ChangeId,
    visit: impl FnMut(DecisionRecord) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let some =
        "entries.id BETWEEN first_entry AND last_entry WHERE changes.id = ?1 AND instr(steps, '\"passed\":') > 0";
    visit_entries(connection, some, id.0, visit)
}

/// The decisions about a conversation, in order.
pub(crate) fn entries_of_conversation<E: From<StoreError>>(
    connection: &Connection,
    id: ConversationId,
    visit: impl FnMut(DecisionRecord) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    visit_entries(connection, "changes.id = change_id WHERE conversation_id = ?1", id.0, visit)
}

fn visit_entries<E: From<StoreError>>(
    connection: &Connection,
    some: &str,
    id: i64,
    mut visit: impl FnMut(DecisionRecord) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let sql = format!("{ENTRY} {some} ORDER BY entries.id");
    let mut statement = connection.prepare_cached(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query([id]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        for entry in read_entries(connection, row)? {
            if visit(entry)?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The number of effects of a change, as JSON keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChangeCounts {
    /// The number of effects by kind and member.
    pub(crate) effects: Vec<(EffectKind, Option<MemberId>, i64)>,
    pub(crate) passed_over: i64,
}

/// Keeps the totals of a change, so that they needn't be counted.
pub(crate) fn put_totals(connection: &Connection, id: ChangeId, totals: &ChangeCounts) -> StoreResult<()> {
    let totals = serde_json::to_string(totals).map_err(|error| StoreError::Damaged(error.to_string()))?;
    connection.execute("UPDATE changes SET totals = ?2 WHERE id = ?1", (id.0, totals))?;
    Ok(())
}

/// The totals of a change: those that were kept, or else counted.
pub(crate) fn totals(connection: &Connection, id: ChangeId) -> StoreResult<ChangeCounts> {
    let sql = "SELECT totals FROM changes WHERE id = ?1";
    let kept: Option<String> = connection.query_row(sql, [id.0], |row| row.get(0))?;
    // `check` reports totals that can't be read.
    let kept = kept.and_then(|totals| ChangeCounts::parse(&totals).ok());
    kept.map_or_else(|| count_effects(connection, id), Ok)
}

impl ChangeCounts {
    /// Parses what a change keeps; numbers whose sum could overflow are refused.
    pub(crate) fn parse(text: &str) -> serde_json::Result<Self> {
        let counts: Self = serde_json::from_str(text)?;
        let mut numbers = counts.effects.iter().map(|(.., number)| *number).chain([counts.passed_over]);
        match numbers.find(|number| u32::try_from(*number).is_err()) {
            Some(number) => Err(serde::de::Error::custom(format!("the number {number} is out of range"))),
            None => Ok(counts),
        }
    }

    /// The number of all effects.
    pub(crate) fn effects(&self) -> i64 {
        self.effects.iter().map(|(.., number)| number).sum()
    }
}

/// Counts the effects of a change, without expanding batches of contacts.
fn count_effects(connection: &Connection, id: ChangeId) -> StoreResult<ChangeCounts> {
    let sql = "SELECT entries.id, contact_id, contact_count, steps FROM changes
               JOIN entries ON entries.id BETWEEN first_entry AND last_entry WHERE changes.id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let (mut effects, mut passed_over) = (BTreeMap::new(), 0);
    let mut add = |kind, member, number: i64| *effects.entry((kind, member)).or_default() += number;
    while let Some(row) = rows.next()? {
        let range = ContactRange::read(row)?;
        for step in read_steps(row)? {
            if let Some(owners) = &step.made {
                add(EffectKind::AddContact, None, range.map_or(0, |range| range.count));
                owners.iter().flatten().for_each(|owner| add(EffectKind::AddOwner, Some(*owner), 1));
            } else if let Some(range) = range.filter(|_| step.gone) {
                add(EffectKind::RemoveContact, None, range.count);
                for (owner, number) in contact_batches::count_deleted_owners(connection, range, id)? {
                    add(EffectKind::RemoveOwner, Some(owner), number);
                }
            }
            for record in &step.did {
                add(record.effect.kind(), record.effect.member(), 1);
            }
            passed_over += i64::try_from(step.passed.len()).unwrap_or(i64::MAX);
        }
    }
    let effects = effects.into_iter().map(|((kind, member), number)| (kind, member, number));
    Ok(ChangeCounts { effects: effects.collect(), passed_over })
}

/// The stored decisions of a row of `entries`.
pub(super) fn read_steps(row: &Row<'_>) -> StoreResult<Vec<StoredDecision>> {
    serde_json::from_str(row.get_ref("steps")?.as_str().map_err(rusqlite::Error::from)?)
        .map_err(|error| StoreError::bad_row("entries", row.get("id").unwrap_or_default(), error))
}

/// The decisions of a row of `entries`.
fn read_entries(connection: &Connection, row: &Row<'_>) -> StoreResult<Vec<DecisionRecord>> {
    let (at, change) = (row.get("at")?, row.get::<_, ChangeId>("change_id")?);
    let (contact, range) = (row.get::<_, Option<ContactId>>("contact_id")?, ContactRange::read(row)?);
    let (entry, conversation): (i64, Option<ConversationId>) = (row.get("id")?, row.get("conversation_id")?);
    let actor: String = row.get("actor")?;
    let entries = read_steps(row)?.into_iter().map(|step| {
        let effects = match (range, step.made) {
            (Some(range), Some(owners)) => {
                range.check_owners(entry, &owners)?;
                contact_batches::created_batch(range.first, &owners, step.back)
            }
            (Some(range), None) if step.gone => contact_batches::deleted_batch(connection, range, change)?,
            (None, Some(_)) => return Err(StoreError::bad_row("entries", entry, "it is about no contacts")),
            (_, None) => step.did,
        };
        Ok(DecisionRecord {
            at: Time::from_nanoseconds(step.at.unwrap_or(at)),
            change,
            actor: actor.clone(),
            contact: contact.filter(|_| range.is_none()),
            conversation,
            effects,
            passed_over: step.passed,
        })
    });
    entries.collect()
}
