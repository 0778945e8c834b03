//! Which effects of a change are shown: those about a contact or a member.

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use super::StoreResult;
use crate::model::{ContactId, ConversationId, Effect, MemberId, PassedOver};

/// What effects and members passed over are about; everything, without a contact and a member.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    contact: Option<ContactAndConversations>,
    member: Option<MemberId>,
}

#[derive(Debug, Clone)]
struct ContactAndConversations {
    /// With those that were merged into it.
    contacts: HashSet<ContactId>,
    conversations: HashSet<ConversationId>,
}

const MERGED: &str = "WITH RECURSIVE merged (id) AS (
    SELECT ?1 UNION SELECT removed.id FROM removed JOIN merged ON merged_into = merged.id)";

const CONVERSATIONS: &str = "SELECT conversations.id FROM merged JOIN conversations ON contact_id = merged.id
    UNION SELECT conversation_id FROM merged JOIN entries ON contact_id = merged.id
    WHERE conversation_id IS NOT NULL";

impl EntryFilter {
    pub(crate) fn of(
        connection: &Connection,
        contact: Option<ContactId>,
        member: Option<MemberId>,
    ) -> StoreResult<Self> {
        let contact = contact.map(|contact| ContactAndConversations::of(connection, contact)).transpose()?;
        Ok(Self { contact, member })
    }

    pub(crate) fn keeps_all(&self) -> bool {
        self.contact.is_none() && self.member.is_none()
    }

    pub(crate) fn keeps_effect(&self, effect: &Effect) -> bool {
        let (contact, conversation) = effect.subject();
        self.keeps(contact, conversation, effect.member())
    }

    pub(crate) fn keeps_passed_over(&self, passed: &PassedOver) -> bool {
        self.keeps(passed.contact, passed.conversation, passed.member)
    }

    fn keeps(
        &self,
        contact: Option<ContactId>,
        conversation: Option<ConversationId>,
        member: Option<MemberId>,
    ) -> bool {
        let is_about = |filter: &ContactAndConversations| {
            contact.is_some_and(|contact| filter.contacts.contains(&contact))
                || conversation.is_some_and(|conversation| filter.conversations.contains(&conversation))
        };
        self.contact.as_ref().is_none_or(is_about) && (self.member.is_none() || self.member == member)
    }
}

impl ContactAndConversations {
    fn of(connection: &Connection, contact: ContactId) -> StoreResult<Self> {
        let mut contacts = connection.prepare_cached(&format!("{MERGED} SELECT id FROM merged"))?;
        let contacts = contacts.query_map([contact.0], |row: &Row<'_>| row.get::<_, ContactId>(0))?;
        let mut conversations = connection.prepare_cached(&format!("{MERGED} {CONVERSATIONS}"))?;
        let conversations = conversations.query_map([contact.0], |row| row.get::<_, ConversationId>(0))?;
        Ok(Self {
            contacts: contacts.collect::<Result<_, _>>()?,
            conversations: conversations.collect::<Result<_, _>>()?,
        })
    }
}
