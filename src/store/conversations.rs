//! Conversations as people and scripts see them.

use rusqlite::{Connection, Row};

use super::backlog::IS_OVERDUE;
use super::clauses::{Clauses, about_account};
use super::list::{ListSql, visit_rows};
use super::view::{self, Visit};
use super::{NameResolver, StoreResult, contact_state};
use crate::model::{ContactId, ConversationId, MemberId, OrderColumns, RowOrder, Status, TeamId, Time};

/// Which conversations to list.
#[derive(Debug, Clone, Default)]
pub struct ConversationFilter {
    pub status: Option<Status>,
    pub open: bool,
    pub assigned_to: Option<MemberId>,
    pub team: Option<TeamId>,
    /// Of this account's contacts, in any case; of those without one if blank.
    pub account: Option<String>,
    /// Open and without a member, whatever the team.
    pub unassigned: bool,
    pub contact: Option<ContactId>,
    pub opened_before: Option<Time>,
    /// Whose pick has not answered in time.
    pub overdue: bool,
    pub order: RowOrder,
}

/// The keys by which conversations can be sorted in SQL.
pub const CONVERSATION_ORDER: OrderColumns = &[
    ("id", "id"),
    ("contact", "(SELECT phone FROM contacts WHERE contacts.id = contact_id)"),
    (
        "name",
        "(SELECT fold(nullif(concat_ws(' ', first_name, last_name), '')) FROM contacts WHERE contacts.id = contact_id)",
    ),
    (
        "account",
        "(SELECT name_key FROM contacts JOIN accounts ON accounts.id = account_id WHERE contacts.id = contact_id)",
    ),
    ("status", "status"),
    ("team", "(SELECT name_key FROM teams WHERE teams.id = team_id)"),
    ("first_responder", "(SELECT email FROM members WHERE members.id = first_responder_id)"),
    ("opened_at", "opened_at"),
    ("closed_at", "closed_at"),
];

/// The number of open conversations that a member is assigned to.
pub(crate) fn count_open(connection: &Connection, member: MemberId) -> StoreResult<i64> {
    let sql = "SELECT count(*) FROM assignments WHERE member_id = ?1 AND is_open = 1";
    Ok(connection.prepare_cached(sql)?.query_row([member.0], |row| row.get(0))?)
}

/// A conversation; whether it is overdue is told for `at`.
pub(crate) fn show_conversation(
    connection: &Connection,
    id: ConversationId,
    at: Time,
) -> StoreResult<view::ConversationView> {
    let conversation = contact_state::conversation(connection, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    NameResolver::default().conversation(connection, &conversation, at)
}

/// The conversations, newest first: a walk along the table, so that the first few of a million are read at once.
pub(crate) fn list_conversations(
    connection: &Connection,
    filter: &ConversationFilter,
    at: Time,
    visit: Visit<'_, view::ConversationView>,
) -> StoreResult<Option<u64>> {
    let mut names = NameResolver::default();
    let show = |row: &Row<'_>| {
        let conversation = contact_state::with_members(connection, contact_state::read_conversation(row)?)?;
        names.conversation(connection, &conversation, at)
    };
    let select = format!("SELECT {} FROM conversations", contact_state::CONVERSATION);
    let order = filter.order.sql(CONVERSATION_ORDER, "id DESC");
    let list = ListSql { select: &select, from: "conversations", order: &order };
    visit_rows(connection, list, &clauses(filter, at), show, visit)
}

fn clauses(filter: &ConversationFilter, at: Time) -> Clauses {
    let mut clauses = Clauses::default();
    clauses.push_some("status = ?", filter.status.map(|status| status.code().to_owned()));
    let on = "conversations.id IN (SELECT conversation_id FROM assignments WHERE member_id = ?)";
    let on_open = "conversations.id IN (SELECT conversation_id FROM assignments WHERE member_id = ? AND is_open = 1)";
    clauses.push_some(if filter.open { on_open } else { on }, filter.assigned_to.map(|member| member.0));
    clauses.push_some("team_id = ?", filter.team.map(|team| team.0));
    about_account(&mut clauses, filter.account.as_deref(), |condition| {
        format!("contact_id IN (SELECT id FROM contacts WHERE {condition})")
    });
    clauses.push_some("contact_id = ?", filter.contact.map(|contact| contact.0));
    clauses.push_some("opened_at < ?", filter.opened_before.map(Time::as_nanoseconds));
    let overdue = format!(
        "conversations.id IN (SELECT conversations.id FROM teams CROSS JOIN conversations ON {})",
        IS_OVERDUE.replace("?1", "?")
    );
    clauses.push_some(&overdue, filter.overdue.then_some(at.as_nanoseconds()));
    let unassigned = "NOT EXISTS (SELECT 1 FROM assignments WHERE conversation_id = conversations.id)";
    clauses.push_if(filter.unassigned, unassigned);
    // The index of open ones counts them alone; with another condition, it would read the table in its own order.
    let open = if clauses.is_empty() { "status <> 'closed'" } else { "+status <> 'closed'" };
    clauses.push_if(filter.open || filter.unassigned, open);
    clauses
}
