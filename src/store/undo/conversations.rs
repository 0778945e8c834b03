//! Conversations and assignments. A closed conversation is kept, unless its closing is undone.

use super::conflict_reason::{ConflictReason, EntityRef};
use super::done_effect::DoneEffect;
use super::inverse::{InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{ChangeId, ContactId, ConversationId, Effect, MemberId, RemovalReason, Status, TeamId};
use crate::store::contact_state;
use crate::store::effect_record::Before;

/// A conversation as it is.
struct StoredConversation {
    contact: ContactId,
    status: Status,
    team: Option<TeamId>,
    contact_wrote: bool,
    handed_over: bool,
    first_responder: Option<MemberId>,
}

impl UndoPlan<'_> {
    /// Removes a conversation that is as it was when it was opened.
    pub(super) fn remove_conversation(
        &self,
        id: ConversationId,
        contact: ContactId,
        opened: Status,
    ) -> Result<Effect, InverseError> {
        let now = self.open(id)?;
        if let Some((member, change)) = self.first_assigned(id)? {
            return Err(ConflictReason::Assigned(member, change).into());
        }
        let obstacle = match now {
            StoredConversation { first_responder: Some(member), .. } => ConflictReason::FirstResponder(Some(member)),
            StoredConversation { team: Some(team), .. } => ConflictReason::Team(Some(team)),
            StoredConversation { contact_wrote: true, .. } => ConflictReason::Wrote(true),
            StoredConversation { handed_over: true, .. } => ConflictReason::HandedOver(true),
            StoredConversation { status, .. } if status != opened => ConflictReason::Status(status),
            StoredConversation { .. } => return Ok(Effect::RemoveConversation { conversation: id, contact }),
        };
        Err(obstacle.into())
    }

    pub(super) fn conversation_back(
        &self,
        conversation: ConversationId,
        contact: ContactId,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(Before::Conversation { status, opened_at }) = done.record.was else {
            return Err(done.missing_before_image());
        };
        if self.find(conversation)?.is_some() {
            return Err(ConflictReason::Back(EntityRef::Conversation(conversation)).into());
        }
        self.require_contact(contact)?;
        self.require_no_open(contact)?;
        Ok(Restore::Conversation { conversation, contact, status, opened_at })
    }

    /// All its members must be active again.
    pub(super) fn reopen(&self, id: ConversationId, done: &DoneEffect) -> Result<Effect, InverseError> {
        let Some(Before::Status(status)) = done.record.was else { return Err(done.missing_before_image()) };
        let now = self.conversation(id)?;
        if now.status != Status::Closed {
            return Err(ConflictReason::Status(now.status).into());
        }
        self.require_no_open(now.contact)?;
        contact_state::assigned(self.connection, id)?.into_iter().try_for_each(|member| self.require_active(member))?;
        Ok(Effect::ReopenConversation { conversation: id, status })
    }

    pub(super) fn close_again(
        &self,
        conversation: ConversationId,
        opened: Status,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(Before::ClosedAt(at)) = done.record.was else { return Err(done.missing_before_image()) };
        self.require_status(conversation, opened)?;
        Ok(Restore::Closed { conversation, at })
    }

    pub(super) fn status_back(
        &self,
        id: ConversationId,
        set: Status,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        let Some(Before::Status(status)) = done.record.was else { return Err(done.missing_before_image()) };
        self.require_status(id, set)?;
        Ok(Effect::SetStatus { conversation: id, status })
    }

    pub(super) fn unassign(
        &self,
        id: ConversationId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        self.open(id)?;
        let made_by =
            if let Some(Before::Assignment { change, .. }) = &done.record.was { *change } else { done.made_by };
        match self.assignment(id, member)? {
            None => Err(ConflictReason::NotAssigned(member).into()),
            Some(change) if change != made_by => Err(ConflictReason::Assigned(member, change).into()),
            Some(_) => Ok(Effect::UnassignMember { conversation: id, member, reason: RemovalReason::Undone }),
        }
    }

    pub(super) fn assignment_back(
        &self,
        conversation: ConversationId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(Before::Assignment { position, reason, since, change }) = done.record.was else {
            return Err(done.missing_before_image());
        };
        self.open(conversation)?;
        self.require_active(member)?;
        match self.assignment(conversation, member)? {
            Some(change) => Err(ConflictReason::Assigned(member, change).into()),
            None => Ok(Restore::Assignment { conversation, member, position, reason, since, change }),
        }
    }

    /// The team that a conversation was given to before it got this one, or none.
    pub(super) fn team_of_conversation_back(
        &self,
        conversation: ConversationId,
        set: Option<TeamId>,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        let Some(Before::Team(was)) = done.record.was else { return Err(done.missing_before_image()) };
        let now = self.open(conversation)?.team;
        if now != set {
            return Err(ConflictReason::Team(now).into());
        }
        match (was, set) {
            (Some(team), _) => {
                self.require_team(team)?;
                Ok(Effect::SetTeam { conversation, team })
            }
            (None, Some(team)) => Ok(Effect::ClearTeam { conversation, team }),
            (None, None) => Err(done.missing_before_image()),
        }
    }

    pub(super) fn require_wrote(&self, id: ConversationId, wrote: bool) -> Result<(), InverseError> {
        let now = self.open(id)?.contact_wrote;
        if now == wrote { Ok(()) } else { Err(ConflictReason::Wrote(now).into()) }
    }

    pub(super) fn require_handed_over(&self, id: ConversationId, handed_over: bool) -> Result<(), InverseError> {
        let now = self.open(id)?.handed_over;
        if now == handed_over { Ok(()) } else { Err(ConflictReason::HandedOver(now).into()) }
    }

    pub(super) fn require_first_responder(
        &self,
        id: ConversationId,
        member: Option<MemberId>,
    ) -> Result<(), InverseError> {
        let now = self.open(id)?.first_responder;
        if now == member { Ok(()) } else { Err(ConflictReason::FirstResponder(now).into()) }
    }

    fn require_status(&self, id: ConversationId, status: Status) -> Result<(), InverseError> {
        let now = self.open(id)?.status;
        if now == status { Ok(()) } else { Err(ConflictReason::Status(now).into()) }
    }

    /// A contact has at most one open conversation.
    fn require_no_open(&self, contact: ContactId) -> Result<(), InverseError> {
        match contact_state::open_conversation_id(self.connection, contact)? {
            Some(other) => Err(ConflictReason::OtherOpen(other).into()),
            None => Ok(()),
        }
    }

    fn open(&self, id: ConversationId) -> Result<StoredConversation, InverseError> {
        let conversation = self.conversation(id)?;
        if conversation.status == Status::Closed { Err(ConflictReason::Closed(id).into()) } else { Ok(conversation) }
    }

    fn conversation(&self, id: ConversationId) -> Result<StoredConversation, InverseError> {
        self.find(id)?.ok_or_else(|| ConflictReason::Gone(EntityRef::Conversation(id)).into())
    }

    fn find(&self, id: ConversationId) -> Result<Option<StoredConversation>, InverseError> {
        let sql = "SELECT contact_id, status, team_id, contact_wrote, handed_over, first_responder_id
                   FROM conversations WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some(StoredConversation {
            contact: ContactId(row.get("contact_id")?),
            status: contact_state::read_status(id, &row.get::<_, String>("status")?)?,
            team: row.get::<_, Option<i64>>("team_id")?.map(TeamId),
            contact_wrote: row.get("contact_wrote")?,
            handed_over: row.get("handed_over")?,
            first_responder: row.get::<_, Option<i64>>("first_responder_id")?.map(MemberId),
        }))
    }

    /// The change that put a member on a conversation.
    fn assignment(&self, id: ConversationId, member: MemberId) -> Result<Option<ChangeId>, InverseError> {
        let sql = "SELECT change_id FROM assignments WHERE conversation_id = ?1 AND member_id = ?2";
        Ok(self.number(sql, (id.0, member.0))?.map(ChangeId))
    }

    fn first_assigned(&self, id: ConversationId) -> Result<Option<(MemberId, ChangeId)>, InverseError> {
        match contact_state::assigned(self.connection, id)?.first() {
            Some(member) => Ok(self.assignment(id, *member)?.map(|change| (*member, change))),
            None => Ok(None),
        }
    }
}
