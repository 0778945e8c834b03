//! Counts for the summary of a store.

use rusqlite::Connection;

use super::contacts::ACTIVE_OWNER;
use super::conversations::UNASSIGNED;
use super::settings::settings;
use super::{StoreResult, view};
use crate::model::SettingKey;

pub(crate) fn counts(connection: &Connection) -> StoreResult<view::StoreSummary> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let settings = settings(connection)?;
    Ok(view::StoreSummary {
        members: view::MemberTotals {
            active: count("SELECT count(*) FROM members WHERE active = 1")?,
            inactive: count("SELECT count(*) FROM members WHERE active = 0")?,
        },
        teams: count("SELECT count(*) FROM teams")?,
        contacts: view::ContactTotals {
            total: count("SELECT count(*) FROM contacts")?,
            unowned: count(&format!("SELECT count(*) FROM contacts WHERE NOT EXISTS {ACTIVE_OWNER}"))?,
        },
        conversations: view::ConversationTotals {
            open: count("SELECT count(*) FROM conversations WHERE status <> 'closed'")?,
            unassigned: count(&format!("SELECT count(*) FROM conversations WHERE {UNASSIGNED}"))?,
            closed: count("SELECT count(*) FROM conversations WHERE status = 'closed'")?,
        },
        changes: count("SELECT count(*) FROM changes")?,
        settings: SettingKey::ALL.iter().map(|key| (key.code(), settings.get(*key).value())).collect(),
    })
}
