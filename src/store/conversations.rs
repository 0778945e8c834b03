//! Conversations as people and scripts see them.

use rusqlite::{Connection, Row};

use super::clauses::Clauses;
use super::list::{ListSql, visit_rows};
use super::view::{self, Visit};
use super::{StoreError, StoreResult, contact_state};
use crate::model::{AssignReason, ContactId, ConversationId, MemberId, Status, TeamId, Time};

/// Which conversations to list.
#[derive(Debug, Clone, Default)]
pub struct ConversationFilter {
    pub status: Option<Status>,
    pub open: bool,
    pub assigned_to: Option<MemberId>,
    pub team: Option<TeamId>,
    /// Open and without a member.
    pub unassigned: bool,
    pub contact: Option<ContactId>,
}

const CONVERSATION: &str =
    "SELECT conversations.id, contacts.phone, status, teams.name AS team, members.email AS first_responder,
            opened_at, closed_at
     FROM conversations JOIN contacts ON contacts.id = conversations.contact_id
     LEFT JOIN teams ON teams.id = conversations.team_id
     LEFT JOIN members ON members.id = conversations.first_responder_id";

pub(crate) fn show_conversation(connection: &Connection, id: ConversationId) -> StoreResult<view::ConversationView> {
    let mut statement = connection.prepare_cached(&format!("{CONVERSATION} WHERE conversations.id = ?1"))?;
    let mut rows = statement.query([id.0])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    read(connection, row)
}

/// The conversations by number, closed ones too.
pub(crate) fn list_conversations(
    connection: &Connection,
    filter: &ConversationFilter,
    visit: Visit<'_, view::ConversationView>,
) -> StoreResult<Option<u64>> {
    let mut clauses = Clauses::default();
    clauses.push_some("status = ?", filter.status.map(|status| status.code().to_owned()));
    // Beside another status, it lets the index of open ones serve.
    clauses.push_if(filter.open || filter.status.is_some_and(|status| status != Status::Closed), "status <> 'closed'");
    let on = "conversations.id IN (SELECT conversation_id FROM assignments WHERE member_id = ?)";
    clauses.push_some(on, filter.assigned_to.map(|member| member.0));
    clauses.push_some("conversations.team_id = ?", filter.team.map(|team| team.0));
    clauses.push_if(filter.unassigned, UNASSIGNED);
    clauses.push_some("conversations.contact_id = ?", filter.contact.map(|contact| contact.0));
    let list = ListSql { select: CONVERSATION, from: "conversations", order: "conversations.id" };
    visit_rows(connection, list, &clauses, |row| read(connection, row), visit)
}

/// Open and without a member, whatever the team.
pub(super) const UNASSIGNED: &str = "status <> 'closed' AND NOT EXISTS (
    SELECT 1 FROM assignments WHERE assignments.conversation_id = conversations.id)";

/// By number: a name would be looked for among the columns of every row.
fn read(connection: &Connection, row: &Row<'_>) -> StoreResult<view::ConversationView> {
    let id = ConversationId(row.get(0)?);
    Ok(view::ConversationView {
        id,
        contact: row.get(1)?,
        status: contact_state::read_status(id, &row.get::<_, String>(2)?)?,
        team: row.get(3)?,
        assigned: assignments(connection, id)?,
        first_responder: row.get(4)?,
        opened_at: Time::from_nanoseconds(row.get(5)?),
        closed_at: row.get::<_, Option<i64>>(6)?.map(Time::from_nanoseconds),
    })
}

fn assignments(connection: &Connection, id: ConversationId) -> StoreResult<Vec<view::Assignment>> {
    let sql = "SELECT members.email, reason, since FROM assignments JOIN members ON members.id = member_id
               WHERE conversation_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let reason = row.get::<_, String>(1)?.parse::<AssignReason>();
        found.push(view::Assignment {
            member: row.get(0)?,
            reason: reason.map_err(|error| StoreError::bad_row("assignments", id.0, error))?,
            since: Time::from_nanoseconds(row.get(2)?),
        });
    }
    Ok(found)
}
