//! Compares two stores with a common origin, contact by contact, in the order of phones. Memory stays
//! constant.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use rusqlite::{Connection, Rows};
use schemars::JsonSchema;
use serde::Serialize;

use super::view::{self, Visit};
use super::{NameResolver, StoreResult, contact_state, contacts};
use crate::model::{ContactId, Conversation, ConversationId, MemberId, Time};

/// A conversation that is assigned differently; one side may not have it at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConversationDiff {
    /// The contact's phone.
    pub contact: String,
    /// The conversation before; null if there is none.
    pub before: Option<view::ConversationView>,
    /// The conversation after; null if there is none.
    pub after: Option<view::ConversationView>,
}

/// A contact with different owners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnersDiff {
    /// The contact's phone.
    pub contact: String,
    /// The owners before, by email.
    pub before: Vec<String>,
    /// The owners after, by email.
    pub after: Vec<String>,
}

/// The number of open conversations of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoadDiff {
    /// The member's email.
    pub member: String,
    /// The number before.
    pub before: u64,
    /// The number after.
    pub after: u64,
}

/// Every contact, with a text that is equal if the same members are assigned to the same conversations.
const CONVERSATIONS: &str = "
    SELECT contacts.id, contacts.phone,
           (SELECT group_concat(own.id || ':' || coalesce(own.member_id, ''), ' ')
            FROM (SELECT conversations.id, assignments.member_id
                  FROM conversations
                  LEFT JOIN assignments ON assignments.conversation_id = conversations.id
                  WHERE conversations.contact_id = contacts.id
                  ORDER BY conversations.id, assignments.member_id) AS own)
    FROM contacts ORDER BY contacts.phone";

/// Every contact, with a text that is equal if the owners are.
const OWNERS: &str = "
    SELECT contacts.id, contacts.phone,
           (SELECT group_concat(own.member_id, ' ')
            FROM (SELECT member_id FROM contact_owners WHERE contact_id = contacts.id ORDER BY member_id) AS own)
    FROM contacts ORDER BY contacts.phone";

/// The conversations, including closed ones, with different members. Those of a contact are compared
/// in order, since their numbers may differ.
pub(crate) fn conversation_diffs(
    before: &Connection,
    after: &Connection,
    at: Time,
    visit: Visit<'_, ConversationDiff>,
) -> StoreResult<()> {
    let (mut names, mut names_after) = (NameResolver::default(), NameResolver::default());
    walk(CONVERSATIONS, [before, after], |phone, [one, other]| {
        let (ones, others) = (talks(before, one)?, talks(after, other)?);
        for place in 0..ones.len().max(others.len()) {
            let (one, other) = (ones.get(place), others.get(place));
            if one.map(members) == other.map(members) {
                continue;
            }
            let before = one.map(|talk| names.conversation(before, talk, at)).transpose()?;
            let after = other.map(|talk| names_after.conversation(after, talk, at)).transpose()?;
            if visit(ConversationDiff { contact: phone.to_owned(), before, after }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

pub(crate) fn owners_diffs(before: &Connection, after: &Connection, visit: Visit<'_, OwnersDiff>) -> StoreResult<()> {
    walk(OWNERS, [before, after], |phone, [one, other]| {
        let (before, after) = (owners_of(before, one)?, owners_of(after, other)?);
        Ok(visit(OwnersDiff { contact: phone.to_owned(), before, after }))
    })
}

/// The number of open conversations of each member on either side, by email.
pub(crate) fn load_diffs(before: &Connection, after: &Connection) -> StoreResult<Vec<LoadDiff>> {
    let mut load_diffs: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (side, connection) in [before, after].into_iter().enumerate() {
        let sql = "SELECT email, count(*) FROM members JOIN assignments ON member_id = members.id AND is_open = 1
                   GROUP BY members.id";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(load) = load_diffs.entry(row.get(0)?).or_default().get_mut(side) {
                *load = row.get(1)?;
            }
        }
    }
    Ok(load_diffs.into_iter().map(|(member, [before, after])| LoadDiff { member, before, after }).collect())
}

/// A contact of one side; without a mark there is nothing to compare.
struct ComparedContact {
    id: ContactId,
    phone: String,
    mark: Option<String>,
}

/// Walks through both sides at once and visits each contact whose marks differ.
fn walk(
    sql: &str,
    sides: [&Connection; 2],
    mut differs: impl FnMut(&str, [Option<ContactId>; 2]) -> StoreResult<ControlFlow<()>>,
) -> StoreResult<()> {
    let [mut ones, mut others] = [sides[0].prepare(sql)?, sides[1].prepare(sql)?];
    let (mut ones, mut others) = (ones.query([])?, others.query([])?);
    let (mut one, mut other) = (next(&mut ones)?, next(&mut others)?);
    while one.is_some() || other.is_some() {
        let order = place(one.as_ref()).cmp(&place(other.as_ref()));
        let mine = if order.is_le() { std::mem::replace(&mut one, next(&mut ones)?) } else { None };
        let its = if order.is_ge() { std::mem::replace(&mut other, next(&mut others)?) } else { None };
        let marks = [&mine, &its].map(|contact| contact.as_ref().and_then(|contact| contact.mark.as_deref()));
        let ids = [&mine, &its].map(|contact| contact.as_ref().map(|contact| contact.id));
        let phone = mine.as_ref().or(its.as_ref()).map(|contact| contact.phone.as_str()).unwrap_or_default();
        if marks[0] != marks[1] && differs(phone, ids)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn next(rows: &mut Rows<'_>) -> StoreResult<Option<ComparedContact>> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(ComparedContact { id: row.get::<_, ContactId>(0)?, phone: row.get(1)?, mark: row.get(2)? }))
}

/// Compares as the contacts come; the end comes last.
fn place(contact: Option<&ComparedContact>) -> (bool, Option<&str>) {
    (contact.is_none(), contact.map(|contact| contact.phone.as_str()))
}

/// The conversations of a contact, oldest first.
fn talks(connection: &Connection, contact: Option<ContactId>) -> StoreResult<Vec<Conversation>> {
    let Some(contact) = contact else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached("SELECT id FROM conversations WHERE contact_id = ?1 ORDER BY id")?;
    let mut rows = statement.query([contact.0])?;
    let mut talks = Vec::new();
    while let Some(row) = rows.next()? {
        talks.extend(contact_state::conversation(connection, row.get::<_, ConversationId>(0)?)?);
    }
    Ok(talks)
}

/// The members of a conversation, in any order.
fn members(talk: &Conversation) -> BTreeSet<MemberId> {
    talk.assigned.members().collect()
}

fn owners_of(connection: &Connection, contact: Option<ContactId>) -> StoreResult<Vec<String>> {
    let Some(contact) = contact else { return Ok(Vec::new()) };
    Ok(contacts::owner_emails(connection, contact)?.into_iter().map(|(email, _)| email).collect())
}
