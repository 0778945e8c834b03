//! Reads the state of a contact: a few statements, however large the store.

use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, Row};

use super::numbers::NumberOutOfRange;
use super::{StoreError, StoreResult};
use crate::model::{
    AssignReason, ChangeId, ContactId, ContactState, Conversation, ConversationId, CurrentConversation, MemberId,
    OwnerReason, Reference, ReferenceKind, Roster, RowState, Seat, TeamId, UnknownCode,
};

pub(crate) fn contact_by_phone(connection: &Connection, phone: &str) -> StoreResult<Option<ContactId>> {
    let sql = "SELECT id FROM contacts WHERE phone = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([phone], |row| row.get::<_, ContactId>(0)).optional()?)
}

/// A contact as the rules and the writer see it.
pub(crate) fn load(connection: &Connection, contact: ContactId, next: ConversationId) -> StoreResult<ContactState> {
    let mut state = ContactState::new(contact, next);
    state.owners = owners(connection, contact)?;
    state.current = current(connection, contact)?;
    Ok(state)
}

/// The open conversation, or whether there is a closed one. An open one need not be the latest: an undo may have
/// reopened it, or a merge moved it.
pub(crate) fn current(connection: &Connection, contact: ContactId) -> StoreResult<CurrentConversation> {
    let open_first = "WHERE contact_id = ?1 ORDER BY status = 'closed', id DESC LIMIT 1";
    Ok(match find_conversation(connection, open_first, contact.0)? {
        None => CurrentConversation::None,
        Some(latest) if !latest.is_open() => CurrentConversation::OnlyClosed,
        Some(latest) => CurrentConversation::Open(with_members(connection, latest)?),
    })
}

/// A conversation with its members, open or closed.
pub(crate) fn conversation(connection: &Connection, id: ConversationId) -> StoreResult<Option<Conversation>> {
    let found = find_conversation(connection, "WHERE id = ?1", id.0)?;
    found.map(|conversation| with_members(connection, conversation)).transpose()
}

fn find_conversation(connection: &Connection, clause: &str, id: i64) -> StoreResult<Option<Conversation>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {CONVERSATION} FROM conversations {clause}"))?;
    statement.query([id])?.next()?.map(read_conversation).transpose()
}

pub(super) fn with_members(connection: &Connection, mut conversation: Conversation) -> StoreResult<Conversation> {
    conversation.assigned = assigned(connection, conversation.id)?;
    Ok(conversation)
}

/// Conversations by number, with their members.
pub(crate) fn conversations_between(
    connection: &Connection,
    first: ConversationId,
    last: ConversationId,
    mut visit: impl FnMut(Conversation),
) -> StoreResult<()> {
    let sql = "SELECT conversation_id, member_id, since, change_id, position, reason, 0 FROM assignments
               WHERE conversation_id BETWEEN ?1 AND ?2 ORDER BY conversation_id, position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut assignments = statement.query((first.0, last.0))?;
    let mut assignment = assignments.next()?;
    let mut statement = connection
        .prepare_cached(&format!("SELECT {CONVERSATION} FROM conversations WHERE id BETWEEN ?1 AND ?2 ORDER BY id"))?;
    let mut rows = statement.query((first.0, last.0))?;
    while let Some(row) = rows.next()? {
        let mut conversation = read_conversation(row)?;
        while let Some(row) = assignment {
            let id = row.get(0)?;
            if id > conversation.id.0 {
                break;
            }
            if id == conversation.id.0 {
                conversation.assigned.push(read_seat(row, 1, ("assignments", id))?);
            }
            assignment = assignments.next()?;
        }
        visit(conversation);
    }
    Ok(())
}

/// The owners of a contact, as they came.
pub(crate) fn owners(connection: &Connection, contact: ContactId) -> StoreResult<Roster<OwnerReason>> {
    let sql = "SELECT member_id, since, change_id, position, reason, pinned FROM contact_owners
               WHERE contact_id = ?1 ORDER BY position";
    roster(connection, sql, "contact_owners", contact.0)
}

/// Who is on a conversation, as they joined.
pub(crate) fn assigned(connection: &Connection, conversation: ConversationId) -> StoreResult<Roster<AssignReason>> {
    let sql = "SELECT member_id, since, change_id, position, reason, 0 FROM assignments
               WHERE conversation_id = ?1 ORDER BY position";
    roster(connection, sql, "assignments", conversation.0)
}

fn roster<R: FromStr<Err = UnknownCode>>(
    connection: &Connection,
    sql: &str,
    table: &str,
    id: i64,
) -> StoreResult<Roster<R>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    let mut roster = Roster::default();
    while let Some(row) = rows.next()? {
        roster.push(read_seat(row, 0, (table, id))?);
    }
    Ok(roster)
}

/// Reads the columns `member_id`, `since`, `change_id`, `position`, `reason` and `pinned` from this one on, of a
/// row of this table.
pub(super) fn read_seat<R: FromStr<Err = UnknownCode>>(
    row: &Row<'_>,
    from: usize,
    (table, id): (&str, i64),
) -> StoreResult<Seat<R>> {
    let reason = row.get_ref(from + 4)?.as_str().map_err(rusqlite::Error::from)?;
    let reason = reason.parse().map_err(|error| StoreError::bad_row(table, id, error))?;
    Ok(Seat {
        member: row.get::<_, MemberId>(from)?,
        change: row.get::<_, ChangeId>(from + 2)?,
        since: row.get(from + 1)?,
        position: row.get(from + 3)?,
        reason,
        pinned: row.get(from + 5)?,
        row: RowState::Stored,
    })
}

/// The ten columns that [`read_conversation`] reads.
pub(super) const CONVERSATION: &str = "conversations.id, status, team_id, contact_wrote, handed_over,
    first_responder_id, contact_id, opened_at, closed_at, pick_id";

/// By number: a name would be looked for among the columns of every row.
pub(super) fn read_conversation(row: &Row<'_>) -> StoreResult<Conversation> {
    let id = row.get::<_, ConversationId>(0)?;
    let status = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?.parse();
    let status = status.map_err(|error| StoreError::bad_row("conversations", id.0, error))?;
    Ok(Conversation {
        team: row.get::<_, Option<TeamId>>(2)?,
        contact_wrote: row.get(3)?,
        handed_over: row.get(4)?,
        first_responder: row.get::<_, Option<MemberId>>(5)?,
        closed_at: row.get(8)?,
        pick: row.get::<_, Option<MemberId>>(9)?,
        row: RowState::Stored,
        ..Conversation::opened(id, row.get::<_, ContactId>(6)?, status, row.get(7)?)
    })
}

/// A conversation's contact, and whether it is closed.
pub(crate) fn conversation_contact(
    connection: &Connection,
    conversation: ConversationId,
) -> StoreResult<Option<(ContactId, bool)>> {
    let sql = "SELECT contact_id, status = 'closed' FROM conversations WHERE id = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([conversation.0], |row| Ok((row.get::<_, ContactId>(0)?, row.get(1)?)));
    Ok(found.optional()?)
}

/// The open conversation of a contact, or else the latest.
pub(crate) fn latest_conversation(connection: &Connection, contact: ContactId) -> StoreResult<Option<ConversationId>> {
    let sql = "SELECT id FROM conversations WHERE contact_id = ?1 ORDER BY status = 'closed', id DESC LIMIT 1";
    let id = connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get::<_, ConversationId>(0));
    Ok(id.optional()?)
}

pub(crate) fn open_conversation_id(connection: &Connection, contact: ContactId) -> StoreResult<Option<ConversationId>> {
    let sql = "SELECT id FROM conversations WHERE contact_id = ?1 AND status <> 'closed'";
    let id = connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get::<_, ConversationId>(0));
    Ok(id.optional()?)
}

/// The number that the next row of a table will get; numbers are never used twice.
pub(crate) fn next_number(connection: &Connection, table: &str) -> StoreResult<i64> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = ?1";
    let last: Option<i64> = connection.prepare_cached(sql)?.query_row([table], |row| row.get(0)).optional()?;
    let exhausted = |_| StoreError::Damaged(format!("the numbers of `{table}` are used up"));
    NumberOutOfRange::check("row", last.unwrap_or(0)).map(|last| last + 1).map_err(exhausted)
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
