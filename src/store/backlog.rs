//! Open conversations for requests about many: those of a member, and those without one.

use rusqlite::{Connection, Params};

use super::StoreResult;
use super::contact_state::{CONVERSATION, owners, read_conversation, with_members};
use crate::model::{ContactState, ConversationId, CurrentConversation, MemberId, OpenStatus, TeamId, Time};

/// Loads the open conversations of a member by number; of one team or in one status, if one is named.
pub(crate) fn of_member(
    connection: &Connection,
    member: MemberId,
    team: Option<TeamId>,
    status: Option<OpenStatus>,
) -> StoreResult<Vec<ContactState>> {
    let sql = format!(
        "SELECT {CONVERSATION} FROM assignments JOIN conversations ON conversations.id = conversation_id
         WHERE member_id = ?1 AND is_open = 1 AND (?2 IS NULL OR team_id = ?2) AND (?3 IS NULL OR status = ?3)
         ORDER BY conversations.id"
    );
    states(connection, &sql, (member.0, team.map(|team| team.0), status.map(OpenStatus::code)))
}

/// Loads the open conversations without a member, with the owners of their contacts, the oldest first; those in
/// `new` and `in-progress`, or in the named status.
pub(crate) fn without_member(connection: &Connection, status: Option<OpenStatus>) -> StoreResult<Vec<ContactState>> {
    let sql = format!(
        "SELECT {CONVERSATION} FROM conversations INDEXED BY one_open_conversation_a_contact
         WHERE status <> 'closed' AND status IN (?1, ?2)
         AND NOT EXISTS (SELECT 1 FROM assignments WHERE conversation_id = conversations.id)
         ORDER BY opened_at, conversations.id"
    );
    let statuses = status.map_or((OpenStatus::New, OpenStatus::InProgress), |status| (status, status));
    let mut backlog = states(connection, &sql, (statuses.0.code(), statuses.1.code()))?;
    for state in &mut backlog {
        state.owners = owners(connection, state.contact)?;
    }
    Ok(backlog)
}

/// Loads the conversations whose pick has not answered in time at `at`, the longest overdue first, then by number;
/// the first ones of one team, if these are named.
pub(crate) fn overdue(
    connection: &Connection,
    team: Option<TeamId>,
    at: Time,
    limit: Option<u64>,
) -> StoreResult<Vec<ContactState>> {
    let sql = format!(
        "SELECT {CONVERSATION} FROM teams CROSS JOIN conversations ON {IS_OVERDUE}
         WHERE ?2 IS NULL OR teams.id = ?2
         ORDER BY picked_at + reassign_after * 60000000000, conversations.id LIMIT ?3"
    );
    let limit = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    states(connection, &sql, (at.as_nanoseconds(), team.map(|team| team.0), limit))
}

/// Whether a conversation of a team is overdue at the first parameter: by an index of those that wait.
pub(super) const IS_OVERDUE: &str = "reassign_after IS NOT NULL AND team_id = teams.id AND status = 'new'
    AND picked_at <= ?1 - reassign_after * 60000000000";

fn states(connection: &Connection, sql: &str, values: impl Params) -> StoreResult<Vec<ContactState>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut states = Vec::new();
    while let Some(row) = rows.next()? {
        let conversation = with_members(connection, read_conversation(row)?)?;
        let current = CurrentConversation::Open(conversation.clone());
        states.push(ContactState { current, ..ContactState::new(conversation.contact, ConversationId(0)) });
    }
    Ok(states)
}
