//! Effects on conversations, assignments and ownerships.

use super::writer::Writer;
use crate::model::{AssignReason, ChangeId, ContactId, ConversationId, MemberId, OwnerReason, Status, TeamId, Time};
use crate::store::effect_record::Before;
use crate::store::{StoreError, StoreResult, contact_state};

impl Writer<'_> {
    pub(super) fn open_conversation(
        &self,
        at: Time,
        conversation: ConversationId,
        contact: ContactId,
        status: Status,
    ) -> StoreResult<Option<Before>> {
        self.execute(
            "INSERT INTO conversations (id, contact_id, status, opened_at) VALUES (?1, ?2, ?3, ?4)",
            (conversation.0, contact.0, status.code(), at.as_nanoseconds()),
        )?;
        Ok(None)
    }

    pub(super) fn set_on(&self, conversation: ConversationId, sql: &str) -> StoreResult<Option<Before>> {
        self.execute(sql, [conversation.0])?;
        Ok(None)
    }

    pub(super) fn assign(
        &mut self,
        at: Time,
        change: ChangeId,
        conversation: ConversationId,
        member: MemberId,
        reason: AssignReason,
    ) -> StoreResult<Option<Before>> {
        self.execute(
            "INSERT INTO assignments (conversation_id, member_id, position, reason, since, change_id)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0), ?3, ?4, ?5 FROM assignments WHERE conversation_id = ?1",
            (conversation.0, member.0, reason.code(), at.as_nanoseconds(), change.0),
        )?;
        self.count_assignment(conversation, member, 1)?;
        Ok(None)
    }

    pub(super) fn unassign(&mut self, conversation: ConversationId, member: MemberId) -> StoreResult<Before> {
        let sql = "DELETE FROM assignments WHERE conversation_id = ?1 AND member_id = ?2
                   RETURNING position, reason, since, change_id";
        let (position, reason, since, change): (_, String, _, _) = self
            .prepare(sql)?
            .query_row((conversation.0, member.0), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let reason = reason.parse().map_err(|error| StoreError::bad_row("assignments", conversation.0, error))?;
        self.count_assignment(conversation, member, -1)?;
        Ok(Before::Assignment { position, reason, since, change: ChangeId(change) })
    }

    /// A member joins a conversation, or leaves it, which counts while it is active (T2).
    pub(super) fn count_assignment(
        &mut self,
        conversation: ConversationId,
        member: MemberId,
        by: i64,
    ) -> StoreResult<()> {
        if self.status(conversation)?.is_active() {
            self.add_load(member, by);
        }
        Ok(())
    }

    /// A conversation that becomes active, or ceases to be, counts for each of its members (T2).
    pub(super) fn count_status(
        &mut self,
        conversation: ConversationId,
        before: Status,
        after: Status,
    ) -> StoreResult<()> {
        let by = after.load() - before.load();
        if by != 0 {
            contact_state::assigned(self.connection, conversation)?
                .into_iter()
                .for_each(|member| self.add_load(member, by));
        }
        Ok(())
    }

    pub(super) fn add_load(&mut self, member: MemberId, by: i64) {
        *self.loads.entry(member).or_default() += by;
    }

    pub(super) fn set_team(&self, conversation: ConversationId, team: Option<TeamId>) -> StoreResult<Before> {
        let sql = "SELECT team_id FROM conversations WHERE id = ?1";
        let was: Option<i64> = self.prepare(sql)?.query_row([conversation.0], |row| row.get(0))?;
        let team = team.map(|team| team.0);
        self.execute("UPDATE conversations SET team_id = ?2 WHERE id = ?1", (conversation.0, team))?;
        Ok(Before::Team(was.map(TeamId)))
    }

    pub(super) fn set_first_responder(
        &self,
        conversation: ConversationId,
        member: MemberId,
    ) -> StoreResult<Option<Before>> {
        let sql = "UPDATE conversations SET first_responder_id = ?2 WHERE id = ?1";
        self.execute(sql, (conversation.0, member.0))?;
        Ok(None)
    }

    pub(super) fn add_owner(
        &self,
        at: Time,
        change: ChangeId,
        contact: ContactId,
        member: MemberId,
        reason: OwnerReason,
    ) -> StoreResult<Option<Before>> {
        self.execute(
            "INSERT INTO contact_owners (contact_id, member_id, position, reason, since, change_id)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0), ?3, ?4, ?5 FROM contact_owners WHERE contact_id = ?1",
            (contact.0, member.0, reason.code(), at.as_nanoseconds(), change.0),
        )?;
        Ok(None)
    }

    pub(super) fn remove_owner(&self, contact: ContactId, member: MemberId) -> StoreResult<Before> {
        let sql = "DELETE FROM contact_owners WHERE contact_id = ?1 AND member_id = ?2
                   RETURNING position, reason, since, change_id";
        let (position, reason, since, change): (_, String, _, _) = self
            .prepare(sql)?
            .query_row((contact.0, member.0), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let reason = reason.parse().map_err(|error| StoreError::bad_row("contact_owners", contact.0, error))?;
        Ok(Before::Ownership { position, reason, since, change: ChangeId(change) })
    }

    pub(super) fn status(&self, conversation: ConversationId) -> StoreResult<Status> {
        let sql = "SELECT status FROM conversations WHERE id = ?1";
        let text: String = self.prepare(sql)?.query_row([conversation.0], |row| row.get(0))?;
        contact_state::read_status(conversation, &text)
    }

    pub(super) fn set_status(&mut self, conversation: ConversationId, status: Status) -> StoreResult<Before> {
        let was = self.status(conversation)?;
        self.execute("UPDATE conversations SET status = ?2 WHERE id = ?1", (conversation.0, status.code()))?;
        self.count_status(conversation, was, status)?;
        Ok(Before::Status(was))
    }

    pub(super) fn close(&mut self, at: i64, conversation: ConversationId) -> StoreResult<Before> {
        let was = self.status(conversation)?;
        self.execute("UPDATE conversations SET status = 'closed', closed_at = ?2 WHERE id = ?1", (conversation.0, at))?;
        self.count_status(conversation, was, Status::Closed)?;
        self.execute("UPDATE assignments SET is_open = 0 WHERE conversation_id = ?1", [conversation.0])?;
        Ok(Before::Status(was))
    }
}
