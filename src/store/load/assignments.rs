//! The assignments of a period, from the history: also those that were removed later, without those that were
//! undone.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension as _};

use super::groups::{Groups, NO_ACCOUNT};
use crate::model::{AssignReason, ConversationId, Effect, MemberId, Time};
use crate::store::StoreResult;
use crate::store::history::read_steps;

/// The entries with assignments of the changes that may have any of the period. The events of a log have times
/// of their own, and a log has totals or several entries. An undo assigns nothing: what it restores was assigned
/// before.
const ENTRIES: &str = "SELECT entries.id, at, undone_by, steps
     FROM changes JOIN entries ON entries.id BETWEEN first_entry AND last_entry
     WHERE (at >= ?1 OR totals IS NOT NULL OR first_entry < last_entry)
         AND NOT EXISTS (SELECT 1 FROM undos WHERE undos.change_id = changes.id)
         AND instr(steps, '\"assign-member\"') > 0";

/// Counts the assignments since a time by reason: for the member, the conversation's team and its contact's account.
pub(super) fn count(connection: &Connection, groups: &mut Groups, since: Option<Time>) -> StoreResult<()> {
    let since = since.map_or(i64::MIN, Time::as_nanoseconds);
    let mut undone = HashMap::new();
    let mut statement = connection.prepare(ENTRIES)?;
    let mut rows = statement.query([since])?;
    while let Some(row) = rows.next()? {
        let (at, undone_by): (i64, Option<i64>) = (row.get(1)?, row.get(2)?);
        if let Some(undo) = undone_by.filter(|undo| !undone.contains_key(undo)) {
            undone.insert(undo, unassigned_by(connection, undo)?);
        }
        let undone = undone_by.and_then(|undo| undone.get(&undo));
        for step in read_steps(row)?.iter().filter(|step| step.at.unwrap_or(at) >= since) {
            for record in &step.did {
                let Effect::AssignMember { conversation, member, reason } = record.effect else { continue };
                if !undone.is_some_and(|undone| undone.contains(&(conversation, member))) {
                    add(connection, groups, (conversation, member, reason))?;
                }
            }
        }
    }
    Ok(())
}

/// The assignments that an undo took back; it may have skipped others.
fn unassigned_by(connection: &Connection, undo: i64) -> StoreResult<HashSet<(ConversationId, MemberId)>> {
    let sql = "SELECT entries.id, steps FROM changes JOIN entries ON entries.id BETWEEN first_entry AND last_entry
               WHERE changes.id = ?1 AND instr(steps, '\"unassign-member\"') > 0";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([undo])?;
    let mut unassigned = HashSet::new();
    while let Some(row) = rows.next()? {
        for record in read_steps(row)?.iter().flat_map(|step| &step.did) {
            if let Effect::UnassignMember { conversation, member, .. } = record.effect {
                unassigned.insert((conversation, member));
            }
        }
    }
    Ok(unassigned)
}

fn add(
    connection: &Connection,
    groups: &mut Groups,
    (conversation, member, reason): (ConversationId, MemberId, AssignReason),
) -> StoreResult<()> {
    if let Some(member) = groups.members.get(member.0) {
        *member.counts.assigned.entry(reason).or_default() += 1;
    }
    let sql = "SELECT team_id, account_id FROM conversations JOIN contacts ON contacts.id = contact_id
               WHERE conversations.id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let found =
        statement.query_row([conversation.0], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)));
    let Some((team, account)) = found.optional()? else { return Ok(()) };
    if let Some((_, counts)) = team.and_then(|team| groups.teams.get(team)) {
        *counts.assigned.entry(reason).or_default() += 1;
    }
    if let Some(account) = groups.accounts.get(account.unwrap_or(NO_ACCOUNT)) {
        *account.counts.assigned.entry(reason).or_default() += 1;
    }
    Ok(())
}
