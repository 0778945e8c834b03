//! Conversations and assignments. A closed conversation is kept, unless its closing is undone.

use super::conflict_reason::{ConflictReason, EntityRef};
use super::done_effect::DoneEffect;
use super::inverse::{InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{
    Before, ChangeId, ContactId, Conversation, ConversationId, Effect, MemberId, RemovalReason, Status, TeamId,
};

impl UndoPlan<'_> {
    /// Removes a conversation that is as it was when it was opened.
    pub(super) fn remove_conversation(
        &mut self,
        id: ConversationId,
        contact: ContactId,
        opened: Status,
    ) -> Result<Effect, InverseError> {
        let now = self.open(id)?;
        if let Some(seat) = now.assigned.seats().next() {
            return Err(ConflictReason::Assigned(seat.member, seat.change).into());
        }
        let obstacle = match *now {
            Conversation { first_responder: Some(member), .. } => ConflictReason::FirstResponder(Some(member)),
            Conversation { team: Some(team), .. } => ConflictReason::Team(Some(team)),
            Conversation { contact_wrote: true, .. } => ConflictReason::Wrote(true),
            Conversation { handed_over: true, .. } => ConflictReason::HandedOver(true),
            Conversation { status, .. } if status != opened => ConflictReason::Status(status),
            Conversation { .. } => return Ok(Effect::RemoveConversation { conversation: id, contact }),
        };
        Err(obstacle.into())
    }

    pub(super) fn conversation_back(
        &mut self,
        conversation: ConversationId,
        contact: ContactId,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(image @ Before::Conversation { status, .. }) = done.record.was.clone() else {
            return Err(done.missing_before_image());
        };
        if self.states.conversation(conversation)?.is_some() {
            return Err(ConflictReason::Back(EntityRef::Conversation(conversation)).into());
        }
        self.require_contact(contact)?;
        self.require_no_open(contact)?;
        Ok(Restore::new(Effect::OpenConversation { conversation, contact, status }, image))
    }

    /// All its members must be active again.
    pub(super) fn reopen(&mut self, id: ConversationId, done: &DoneEffect) -> Result<Effect, InverseError> {
        let Some(Before::Status(status)) = done.record.was else { return Err(done.missing_before_image()) };
        let now = self.conversation(id)?;
        let (contact, now) = (now.contact, now.status);
        if now != Status::Closed {
            return Err(ConflictReason::Status(now).into());
        }
        self.require_no_open(contact)?;
        let assigned: Vec<_> = self.conversation(id)?.assigned.members().collect();
        assigned.into_iter().try_for_each(|member| self.require_active(member))?;
        Ok(Effect::ReopenConversation { conversation: id, status })
    }

    pub(super) fn close_again(
        &mut self,
        conversation: ConversationId,
        opened: Status,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(image @ Before::ClosedAt(_)) = done.record.was.clone() else {
            return Err(done.missing_before_image());
        };
        self.require_status(conversation, opened)?;
        Ok(Restore::new(Effect::CloseConversation { conversation }, image))
    }

    pub(super) fn status_back(
        &mut self,
        id: ConversationId,
        set: Status,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        let Some(Before::Status(status)) = done.record.was else { return Err(done.missing_before_image()) };
        self.require_status(id, set)?;
        Ok(Effect::SetStatus { conversation: id, status })
    }

    pub(super) fn unassign(
        &mut self,
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
        &mut self,
        conversation: ConversationId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(image @ Before::Assignment { reason, .. }) = done.record.was.clone() else {
            return Err(done.missing_before_image());
        };
        self.open(conversation)?;
        self.require_active(member)?;
        match self.assignment(conversation, member)? {
            Some(change) => Err(ConflictReason::Assigned(member, change).into()),
            None => Ok(Restore::new(Effect::AssignMember { conversation, member, reason }, image)),
        }
    }

    /// The team that a conversation was given to before it got this one, or none.
    pub(super) fn team_of_conversation_back(
        &mut self,
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

    pub(super) fn require_wrote(&mut self, id: ConversationId, wrote: bool) -> Result<(), InverseError> {
        let now = self.open(id)?.contact_wrote;
        if now == wrote { Ok(()) } else { Err(ConflictReason::Wrote(now).into()) }
    }

    pub(super) fn require_handed_over(&mut self, id: ConversationId, handed_over: bool) -> Result<(), InverseError> {
        let now = self.open(id)?.handed_over;
        if now == handed_over { Ok(()) } else { Err(ConflictReason::HandedOver(now).into()) }
    }

    pub(super) fn require_first_responder(
        &mut self,
        id: ConversationId,
        member: Option<MemberId>,
    ) -> Result<(), InverseError> {
        let now = self.open(id)?.first_responder;
        if now == member { Ok(()) } else { Err(ConflictReason::FirstResponder(now).into()) }
    }

    fn require_status(&mut self, id: ConversationId, status: Status) -> Result<(), InverseError> {
        let now = self.open(id)?.status;
        if now == status { Ok(()) } else { Err(ConflictReason::Status(now).into()) }
    }

    /// A contact has at most one open conversation.
    fn require_no_open(&self, contact: ContactId) -> Result<(), InverseError> {
        match self.states.open_conversation(contact)? {
            Some(other) => Err(ConflictReason::OtherOpen(other).into()),
            None => Ok(()),
        }
    }

    fn open(&mut self, id: ConversationId) -> Result<&Conversation, InverseError> {
        let conversation = self.conversation(id)?;
        if conversation.is_open() { Ok(conversation) } else { Err(ConflictReason::Closed(id).into()) }
    }

    fn conversation(&mut self, id: ConversationId) -> Result<&Conversation, InverseError> {
        let conversation = self.states.conversation(id)?;
        conversation.ok_or_else(|| ConflictReason::Gone(EntityRef::Conversation(id)).into())
    }

    /// The change that assigned a member.
    fn assignment(&mut self, id: ConversationId, member: MemberId) -> Result<Option<ChangeId>, InverseError> {
        Ok(self.conversation(id)?.assigned.seat(member).map(|seat| seat.change))
    }
}
