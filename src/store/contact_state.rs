//! Reads the state of a contact: a few statements, however large the store.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{StoreError, StoreResult};
use crate::model::{
    ContactId, ContactState, Conversation, ConversationId, CurrentConversation, MemberId, Reference, ReferenceKind,
    Status, TeamId,
};

pub(crate) fn contact_by_phone(connection: &Connection, phone: &str) -> StoreResult<Option<ContactId>> {
    let sql = "SELECT id FROM contacts WHERE phone = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([phone], |row| row.get(0).map(ContactId)).optional()?)
}

pub(crate) fn chat(connection: &Connection, contact: ContactId, next: ConversationId) -> StoreResult<ContactState> {
    let current = match open_conversation(connection, contact)? {
        Some(open) => CurrentConversation::Open(open),
        None if has_closed(connection, contact)? => CurrentConversation::OnlyClosed,
        None => CurrentConversation::None,
    };
    Ok(ContactState { contact, owners: owners(connection, contact)?, current, next_conversation: next })
}

/// The owners of a contact, as they came.
pub(crate) fn owners(connection: &Connection, contact: ContactId) -> StoreResult<Vec<MemberId>> {
    members(connection, "SELECT member_id FROM contact_owners WHERE contact_id = ?1 ORDER BY position", contact.0)
}

/// Who is on a conversation, as they joined.
pub(crate) fn assigned(connection: &Connection, conversation: ConversationId) -> StoreResult<Vec<MemberId>> {
    let sql = "SELECT member_id FROM assignments WHERE conversation_id = ?1 ORDER BY position";
    members(connection, sql, conversation.0)
}

fn members(connection: &Connection, sql: &str, id: i64) -> StoreResult<Vec<MemberId>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| row.get(0).map(MemberId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn open_conversation(connection: &Connection, contact: ContactId) -> StoreResult<Option<Conversation>> {
    let sql = "SELECT id, status, team_id, contact_wrote, handed_over, first_responder_id
               FROM conversations WHERE contact_id = ?1 AND status <> 'closed'";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([contact.0])?;
    rows.next()?.map(|row| read_conversation(connection, row)).transpose()
}

/// By number: a name would be looked for among the columns of every row.
fn read_conversation(connection: &Connection, row: &Row<'_>) -> StoreResult<Conversation> {
    let id = ConversationId(row.get(0)?);
    Ok(Conversation {
        id,
        status: read_status(id, &row.get::<_, String>(1)?)?,
        team: row.get::<_, Option<i64>>(2)?.map(TeamId),
        assigned: assigned(connection, id)?,
        contact_wrote: row.get(3)?,
        handed_over: row.get(4)?,
        first_responder: row.get::<_, Option<i64>>(5)?.map(MemberId),
    })
}

pub(super) fn read_status(id: ConversationId, text: &str) -> StoreResult<Status> {
    text.parse().map_err(|error| StoreError::bad_row("conversations", id.0, error))
}

fn has_closed(connection: &Connection, contact: ContactId) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM conversations WHERE contact_id = ?1 AND status = 'closed')";
    Ok(connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))?)
}

/// A conversation's contact, and whether it is closed.
pub(crate) fn conversation_contact(
    connection: &Connection,
    conversation: ConversationId,
) -> StoreResult<Option<(ContactId, bool)>> {
    let sql = "SELECT contact_id, status = 'closed' FROM conversations WHERE id = ?1";
    let found =
        connection.prepare_cached(sql)?.query_row([conversation.0], |row| Ok((ContactId(row.get(0)?), row.get(1)?)));
    Ok(found.optional()?)
}

/// The latest conversation of a contact, open or closed; the open one is always the latest.
pub(crate) fn latest_conversation(connection: &Connection, contact: ContactId) -> StoreResult<Option<ConversationId>> {
    let sql = "SELECT max(id) FROM conversations WHERE contact_id = ?1";
    let id: Option<i64> = connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))?;
    Ok(id.map(ConversationId))
}

pub(crate) fn open_conversation_id(connection: &Connection, contact: ContactId) -> StoreResult<Option<ConversationId>> {
    let sql = "SELECT id FROM conversations WHERE contact_id = ?1 AND status <> 'closed'";
    let id = connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0).map(ConversationId));
    Ok(id.optional()?)
}

/// The number that the next row of a table will get; numbers are never used twice.
pub(crate) fn next_number(connection: &Connection, table: &str) -> StoreResult<i64> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
    let last: Option<i64> = connection.prepare_cached(sql)?.query_row([table], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(0) + 1)
}

/// What keeps a contact from being removed (D3).
pub(crate) fn contact_references(connection: &Connection, contact: ContactId) -> StoreResult<Vec<Reference>> {
    let sql = "SELECT count(*) FROM conversations WHERE contact_id = ?1";
    references(connection, &[(ReferenceKind::Conversation, sql)], contact.0)
}

/// Those of the kinds that there are any of.
pub(super) fn references(
    connection: &Connection,
    kinds: &[(ReferenceKind, &str)],
    id: i64,
) -> StoreResult<Vec<Reference>> {
    let mut found = Vec::new();
    for (kind, sql) in kinds {
        let count = connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
        if count > 0 {
            found.push(Reference { kind: *kind, count });
        }
    }
    Ok(found)
}
