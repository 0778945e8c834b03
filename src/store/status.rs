//! Counts for the summary of a store.

use rusqlite::Connection;
use rusqlite::types::FromSql;

use super::backlog::IS_OVERDUE;
use super::row_set::RowSet;
use super::settings::settings;
use super::{StoreResult, view};
use crate::model::{SettingKey, Time};

/// The contacts of each active owner, from an index alone: a contact comes once for each owner.
const OWNED: &str = "SELECT contact_id FROM members
                     CROSS JOIN contact_owners ON member_id = members.id
                     WHERE active = 1";

/// The open conversations of each member, in the same way.
const ASSIGNED: &str = "SELECT conversation_id FROM members
                        CROSS JOIN assignments ON member_id = members.id
                        WHERE is_open = 1";

/// The conversations that are overdue at a time.
pub(crate) fn count_overdue<T: FromSql>(connection: &Connection, at: Time) -> StoreResult<T> {
    let sql = format!("SELECT count(*) FROM teams CROSS JOIN conversations ON {IS_OVERDUE}");
    Ok(connection.query_row(&sql, [at.as_nanoseconds()], |row| row.get(0))?)
}

/// The counts; who is away and what is overdue is told for `at`.
pub(crate) fn counts(connection: &Connection, at: Time) -> StoreResult<view::StoreSummary> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let count_at = |sql: &str| connection.query_row(sql, [at.as_nanoseconds()], |row| row.get::<_, i64>(0));
    let settings = settings(connection)?;
    let contacts = count("SELECT count(*) FROM contacts")?;
    // Quicker than a look at the status of each.
    let conversations = count("SELECT count(*) FROM conversations")?;
    let open = count("SELECT count(*) FROM conversations WHERE status <> 'closed'")?;
    Ok(view::StoreSummary {
        members: view::MemberTotals {
            active: count("SELECT count(*) FROM members WHERE active = 1")?,
            inactive: count("SELECT count(*) FROM members WHERE active = 0")?,
            away: count_at("SELECT count(*) FROM absences WHERE from_at <= ?1 AND until_at > ?1")?,
        },
        teams: count("SELECT count(*) FROM teams")?,
        contacts: view::ContactTotals { total: contacts, unowned: contacts - count_different(connection, OWNED)? },
        conversations: view::ConversationTotals {
            open,
            unassigned: open - count_different(connection, ASSIGNED)?,
            overdue: count_overdue(connection, at)?,
            closed: conversations - open,
        },
        changes: count("SELECT count(*) FROM changes")?,
        settings: SettingKey::ALL.iter().map(|key| (key.code(), settings.get(*key).value())).collect(),
    })
}

/// The number of different rows that a statement names by number.
fn count_different(connection: &Connection, sql: &str) -> StoreResult<i64> {
    Ok(i64::try_from(RowSet::read(connection, sql, [])?.len()).unwrap_or(i64::MAX))
}
