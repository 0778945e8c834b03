//! Conversations and who is on them. A closed one stays as it was, unless its end is taken back.

use super::done::Done;
use super::inverse::{PutBack, Stop};
use super::obstacle::{Obstacle, Thing};
use super::undoing::Undoing;
use crate::model::{ChangeId, ContactId, ConversationId, Effect, MemberId, Removed, Status, TeamId};
use crate::store::chat;
use crate::store::record::Was;

/// A conversation as it is.
struct Conversation {
    contact: ContactId,
    status: Status,
    team: Option<TeamId>,
    contact_wrote: bool,
    handed_over: bool,
    first_responder: Option<MemberId>,
}

impl Undoing<'_> {
    /// A conversation of which nothing is left but that it was opened is no more.
    pub(super) fn remove_conversation(
        &self,
        id: ConversationId,
        contact: ContactId,
        opened: Status,
    ) -> Result<Effect, Stop> {
        let now = self.open(id)?;
        if let Some((member, change)) = self.first_assigned(id)? {
            return Err(Obstacle::Assigned(member, change).into());
        }
        let obstacle = match now {
            Conversation { first_responder: Some(member), .. } => Obstacle::FirstResponder(Some(member)),
            Conversation { team: Some(team), .. } => Obstacle::Team(Some(team)),
            Conversation { contact_wrote: true, .. } => Obstacle::Wrote(true),
            Conversation { handed_over: true, .. } => Obstacle::HandedOver(true),
            Conversation { status, .. } if status != opened => Obstacle::Status(status),
            Conversation { .. } => return Ok(Effect::RemoveConversation { conversation: id, contact }),
        };
        Err(obstacle.into())
    }

    pub(super) fn conversation_back(
        &self,
        conversation: ConversationId,
        contact: ContactId,
        done: &Done,
    ) -> Result<PutBack, Stop> {
        let Some(Was::Conversation { status, opened_at }) = done.record.was else {
            return Err(done.says_too_little());
        };
        if self.find(conversation)?.is_some() {
            return Err(Obstacle::Back(Thing::Conversation(conversation)).into());
        }
        self.need_contact(contact)?;
        self.need_no_open(contact)?;
        Ok(PutBack::Conversation { conversation, contact, status, opened_at })
    }

    /// All who were on it when it was closed are on an open conversation then.
    pub(super) fn reopen(&self, id: ConversationId, done: &Done) -> Result<Effect, Stop> {
        let Some(Was::Status(status)) = done.record.was else { return Err(done.says_too_little()) };
        let now = self.conversation(id)?;
        if now.status != Status::Closed {
            return Err(Obstacle::Status(now.status).into());
        }
        self.need_no_open(now.contact)?;
        chat::assigned(self.connection, id)?.into_iter().try_for_each(|member| self.need_active(member))?;
        Ok(Effect::ReopenConversation { conversation: id, status })
    }

    pub(super) fn close_again(
        &self,
        conversation: ConversationId,
        opened: Status,
        done: &Done,
    ) -> Result<PutBack, Stop> {
        let Some(Was::ClosedAt(at)) = done.record.was else { return Err(done.says_too_little()) };
        self.need_status(conversation, opened)?;
        Ok(PutBack::Closed { conversation, at })
    }

    pub(super) fn status_back(&self, id: ConversationId, set: Status, done: &Done) -> Result<Effect, Stop> {
        let Some(Was::Status(status)) = done.record.was else { return Err(done.says_too_little()) };
        self.need_status(id, set)?;
        Ok(Effect::SetStatus { conversation: id, status })
    }

    pub(super) fn unassign(&self, id: ConversationId, member: MemberId, done: &Done) -> Result<Effect, Stop> {
        self.open(id)?;
        let made_by = if let Some(Was::Assignment { change, .. }) = &done.record.was { *change } else { done.made_by };
        match self.assignment(id, member)? {
            None => Err(Obstacle::NotAssigned(member).into()),
            Some(change) if change != made_by => Err(Obstacle::Assigned(member, change).into()),
            Some(_) => Ok(Effect::UnassignMember { conversation: id, member, reason: Removed::Undone }),
        }
    }

    pub(super) fn assignment_back(
        &self,
        conversation: ConversationId,
        member: MemberId,
        done: &Done,
    ) -> Result<PutBack, Stop> {
        let Some(Was::Assignment { position, reason, since, change }) = done.record.was else {
            return Err(done.says_too_little());
        };
        self.open(conversation)?;
        self.need_active(member)?;
        match self.assignment(conversation, member)? {
            Some(change) => Err(Obstacle::Assigned(member, change).into()),
            None => Ok(PutBack::Assignment { conversation, member, position, reason, since, change }),
        }
    }

    /// The team that a conversation was given to before it got this one, or none.
    pub(super) fn team_of_conversation_back(
        &self,
        conversation: ConversationId,
        set: Option<TeamId>,
        done: &Done,
    ) -> Result<Effect, Stop> {
        let Some(Was::Team(was)) = done.record.was else { return Err(done.says_too_little()) };
        let now = self.open(conversation)?.team;
        if now != set {
            return Err(Obstacle::Team(now).into());
        }
        match (was, set) {
            (Some(team), _) => {
                self.need_team(team)?;
                Ok(Effect::SetTeam { conversation, team })
            }
            (None, Some(team)) => Ok(Effect::ClearTeam { conversation, team }),
            (None, None) => Err(done.says_too_little()),
        }
    }

    pub(super) fn need_wrote(&self, id: ConversationId, wrote: bool) -> Result<(), Stop> {
        let now = self.open(id)?.contact_wrote;
        if now == wrote { Ok(()) } else { Err(Obstacle::Wrote(now).into()) }
    }

    pub(super) fn need_handed_over(&self, id: ConversationId, handed_over: bool) -> Result<(), Stop> {
        let now = self.open(id)?.handed_over;
        if now == handed_over { Ok(()) } else { Err(Obstacle::HandedOver(now).into()) }
    }

    pub(super) fn need_first_responder(&self, id: ConversationId, member: Option<MemberId>) -> Result<(), Stop> {
        let now = self.open(id)?.first_responder;
        if now == member { Ok(()) } else { Err(Obstacle::FirstResponder(now).into()) }
    }

    fn need_status(&self, id: ConversationId, status: Status) -> Result<(), Stop> {
        let now = self.open(id)?.status;
        if now == status { Ok(()) } else { Err(Obstacle::Status(now).into()) }
    }

    /// A contact has at most one open conversation.
    fn need_no_open(&self, contact: ContactId) -> Result<(), Stop> {
        match chat::open_conversation_id(self.connection, contact)? {
            Some(other) => Err(Obstacle::OtherOpen(other).into()),
            None => Ok(()),
        }
    }

    fn open(&self, id: ConversationId) -> Result<Conversation, Stop> {
        let conversation = self.conversation(id)?;
        if conversation.status == Status::Closed { Err(Obstacle::Closed(id).into()) } else { Ok(conversation) }
    }

    fn conversation(&self, id: ConversationId) -> Result<Conversation, Stop> {
        self.find(id)?.ok_or_else(|| Obstacle::Gone(Thing::Conversation(id)).into())
    }

    fn find(&self, id: ConversationId) -> Result<Option<Conversation>, Stop> {
        let sql = "SELECT contact_id, status, team_id, contact_wrote, handed_over, first_responder_id
                   FROM conversations WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some(Conversation {
            contact: ContactId(row.get("contact_id")?),
            status: chat::read_status(id, &row.get::<_, String>("status")?)?,
            team: row.get::<_, Option<i64>>("team_id")?.map(TeamId),
            contact_wrote: row.get("contact_wrote")?,
            handed_over: row.get("handed_over")?,
            first_responder: row.get::<_, Option<i64>>("first_responder_id")?.map(MemberId),
        }))
    }

    /// The change that put a member on a conversation.
    fn assignment(&self, id: ConversationId, member: MemberId) -> Result<Option<ChangeId>, Stop> {
        let sql = "SELECT change_id FROM assignments WHERE conversation_id = ?1 AND member_id = ?2";
        Ok(self.number(sql, (id.0, member.0))?.map(ChangeId))
    }

    fn first_assigned(&self, id: ConversationId) -> Result<Option<(MemberId, ChangeId)>, Stop> {
        match chat::assigned(self.connection, id)?.first() {
            Some(member) => Ok(self.assignment(id, *member)?.map(|change| (*member, change))),
            None => Ok(None),
        }
    }
}
