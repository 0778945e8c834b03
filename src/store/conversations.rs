//! Conversations as people and scripts see them.

use rusqlite::{Connection, Row};

use super::clauses::Clauses;
use super::list::{ListSql, visit_rows};
use super::view::{self, Visit};
use super::{NameResolver, StoreResult, contact_state};
use crate::model::{ContactId, ConversationId, MemberId, Status, TeamId};

/// Which conversations to list.
#[derive(Debug, Clone, Default)]
pub struct ConversationFilter {
    pub status: Option<Status>,
    pub open: bool,
    pub assigned_to: Option<MemberId>,
    pub team: Option<TeamId>,
    /// Open and without a member, whatever the team.
    pub unassigned: bool,
    pub contact: Option<ContactId>,
}

pub(crate) fn show_conversation(connection: &Connection, id: ConversationId) -> StoreResult<view::ConversationView> {
    let conversation = contact_state::conversation(connection, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    NameResolver::default().conversation(connection, &conversation)
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
    let unassigned = "status <> 'closed' AND NOT EXISTS (
        SELECT 1 FROM assignments WHERE assignments.conversation_id = conversations.id)";
    clauses.push_if(filter.unassigned, unassigned);
    clauses.push_some("conversations.contact_id = ?", filter.contact.map(|contact| contact.0));
    let mut names = NameResolver::default();
    let show = |row: &Row<'_>| {
        let conversation = contact_state::with_members(connection, contact_state::read_conversation(row)?)?;
        names.know_contact(conversation.contact, row.get(9)?);
        names.conversation(connection, &conversation)
    };
    let columns = contact_state::CONVERSATION;
    let select = format!("SELECT {columns}, phone FROM conversations JOIN contacts ON contacts.id = contact_id");
    let list = ListSql { select: &select, from: "conversations", order: "conversations.id" };
    visit_rows(connection, list, &clauses, show, visit)
}
