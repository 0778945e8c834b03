//! Open conversations, counted for their members, teams and accounts.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use super::groups::{Groups, NO_ACCOUNT};
use crate::model::{Status, Time};
use crate::store::row_set::RowSet;
use crate::store::{StoreError, StoreResult};

const OPEN: &str = "SELECT conversations.id, status, opened_at, team_id, account_id FROM conversations
                    LEFT JOIN contacts ON contacts.id = contact_id WHERE status <> 'closed'";

/// From an index alone.
const ASSIGNED: &str = "SELECT members.id, conversation_id FROM members
                        CROSS JOIN assignments ON member_id = members.id WHERE is_open = 1";

/// Counts the open conversations of each group. Returns the number of those without a member.
pub(super) fn count(connection: &Connection, groups: &mut Groups) -> StoreResult<u64> {
    let mut conversations = HashMap::new();
    let mut statement = connection.prepare(OPEN)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (status, opened_at) = (status(row)?, Time::from_nanoseconds(row.get(2)?));
        conversations.insert(row.get::<_, i64>(0)?, (status, opened_at));
        if let Some((_, counts)) = row.get::<_, Option<i64>>(3)?.and_then(|team| groups.teams.get(team)) {
            counts.add_open(status, opened_at);
        }
        if let Some(account) = groups.accounts.get(row.get::<_, Option<i64>>(4)?.unwrap_or(NO_ACCOUNT)) {
            account.counts.add_open(status, opened_at);
        }
    }
    let mut assigned = RowSet::default();
    let mut statement = connection.prepare(ASSIGNED)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let conversation = row.get(1)?;
        let Some((status, opened_at)) = conversations.get(&conversation) else { continue };
        assigned.insert(conversation);
        if let Some(member) = groups.members.get(row.get(0)?) {
            member.counts.add_open(*status, *opened_at);
        }
    }
    Ok((conversations.len() - assigned.len()) as u64)
}

fn status(row: &Row<'_>) -> StoreResult<Status> {
    let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    text.parse::<Status>().map_err(|error| StoreError::bad_row("conversations", row.get(0).unwrap_or_default(), error))
}
