//! Conversations and assignments. A closed conversation is kept, unless its closing is undone.

use super::conflict_reason::ConflictReason;
use super::done_effect::DoneEffect;
use super::inverse::{InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{Before, ContactId, Conversation, ConversationId, Effect, MemberId, RemovalReason, Status, TeamId};
use crate::store::entity::EntityRef;

impl UndoPlan<'_> {
    /// Removes a conversation that is as it was when it was opened.
    pub(super) fn remove_conversation(
        &mut self,
        id: ConversationId,
        contact: ContactId,
        opened: Status,
    ) -> Result<Effect, InverseError> {
        self.require_contact(id, contact)?;
        let now = self.open(id)?;
        if let Some(seat) = now.assigned.seats().next() {
            return Err(ConflictReason::assigned_since(seat.member, seat.change).into());
        }
        let obstacle = match *now {
            Conversation { first_responder: Some(member), .. } => ConflictReason::first_responder(Some(member)),
            Conversation { team: Some(team), .. } => ConflictReason::team(Some(team)),
            Conversation { contact_wrote: true, .. } => ConflictReason::wrote(true),
            Conversation { handed_over: true, .. } => ConflictReason::handed_over(true),
            Conversation { status, .. } if status != opened => ConflictReason::status(status),
            Conversation { .. } => return Ok(Effect::RemoveConversation { conversation: id, contact }),
        };
        Err(obstacle.into())
    }

    pub(super) fn conversation_back(
        &mut self,
        conversation: ConversationId,
        contact: ContactId,
        status: Status,
    ) -> Result<Effect, InverseError> {
        if self.states.conversation(conversation)?.is_some() {
            return Err(ConflictReason::back(EntityRef::Conversation(conversation)).into());
        }
        self.require(EntityRef::Contact(contact))?;
        self.require_no_open(contact)?;
        Ok(Effect::OpenConversation { conversation, contact, status })
    }

    /// All its members must be active again.
    pub(super) fn reopen(&mut self, id: ConversationId, status: Status) -> Result<Effect, InverseError> {
        let now = self.conversation(id)?;
        if now.is_open() {
            return Err(ConflictReason::status(now.status).into());
        }
        let (contact, assigned): (_, Vec<_>) = (now.contact, now.assigned.members().collect());
        self.require(EntityRef::Contact(contact))?;
        self.require_no_open(contact)?;
        assigned.into_iter().try_for_each(|member| self.require_active(member))?;
        Ok(Effect::ReopenConversation { conversation: id, status })
    }

    /// Moves a conversation back to the contact that it was merged from.
    pub(super) fn move_back(
        &mut self,
        id: ConversationId,
        contact: ContactId,
        was: ContactId,
    ) -> Result<Effect, InverseError> {
        self.require(EntityRef::Contact(was))?;
        self.require_contact(id, contact)?;
        if self.conversation(id)?.is_open() {
            self.require_no_open(was)?;
        }
        Ok(Effect::MoveConversation { conversation: id, contact: was })
    }

    pub(super) fn unassign(
        &mut self,
        conversation: ConversationId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        let assigned = &self.conversation_of_seat(conversation, done.record.was.as_ref())?.assigned;
        let now = assigned.seat(member).map(|seat| seat.change);
        let now = now.ok_or_else(|| ConflictReason::member(member, "{} is no longer assigned"))?;
        if now != done.added_by() {
            return Err(ConflictReason::assigned_since(member, now).into());
        }
        Ok(Effect::UnassignMember { conversation, member, reason: RemovalReason::Undone })
    }

    /// Restores the former team, and the member it had picked.
    pub(super) fn team_back(
        &mut self,
        conversation: ConversationId,
        left: Option<TeamId>,
        was: &Before,
    ) -> Result<Restore, InverseError> {
        self.require_same(conversation, |now| now.team, left, ConflictReason::team)?;
        let (team, pick) = match was {
            Before::TeamAndPick { team, pick } => (*team, *pick),
            Before::Team(team) => (*team, None),
            _ => (None, None),
        };
        let effect = match (team, left) {
            (Some(team), _) => {
                self.require(EntityRef::Team(team))?;
                Effect::SetTeam { conversation, team }
            }
            (None, Some(team)) => Effect::ClearTeam { conversation, team },
            (None, None) => return Err(ConflictReason::team(None).into()),
        };
        Ok(Restore::new(effect, Before::Pick(pick)))
    }

    /// An open conversation has active members only; a closed one keeps those that it had.
    pub(super) fn require_unassigned(
        &mut self,
        id: ConversationId,
        member: MemberId,
        image: &Before,
    ) -> Result<(), InverseError> {
        if self.conversation_of_seat(id, Some(image))?.is_open() {
            self.require_active(member)?;
        } else {
            self.require(EntityRef::Member(member))?;
        }
        match self.conversation(id)?.assigned.seat(member) {
            Some(seat) => Err(ConflictReason::assigned_since(member, seat.change).into()),
            None => Ok(()),
        }
    }

    /// The conversation of a seat, which must be open, or closed if it was so.
    fn conversation_of_seat(
        &mut self,
        id: ConversationId,
        was: Option<&Before>,
    ) -> Result<&Conversation, InverseError> {
        if !matches!(was, Some(Before::ClosedAssignment(_))) {
            return self.open(id);
        }
        let conversation = self.conversation(id)?;
        if conversation.is_open() { Err(ConflictReason::status(conversation.status).into()) } else { Ok(conversation) }
    }

    /// A value of an open conversation must be as it was left.
    pub(super) fn require_same<T: PartialEq + Copy>(
        &mut self,
        id: ConversationId,
        read: impl FnOnce(&Conversation) -> T,
        left: T,
        changed: impl FnOnce(T) -> ConflictReason,
    ) -> Result<(), InverseError> {
        let now = read(self.open(id)?);
        if now == left { Ok(()) } else { Err(changed(now).into()) }
    }

    /// A conversation must not have moved to another contact.
    fn require_contact(&mut self, id: ConversationId, contact: ContactId) -> Result<(), InverseError> {
        let now = self.conversation(id)?.contact;
        if now == contact {
            return Ok(());
        }
        Err(ConflictReason::about(EntityRef::Contact(now), "it now belongs to {}").into())
    }

    /// A contact has at most one open conversation.
    fn require_no_open(&self, contact: ContactId) -> Result<(), InverseError> {
        match self.states.open_conversation(contact)? {
            Some(other) => Err(format!("the contact has an open conversation, {other}").into()),
            None => Ok(()),
        }
    }

    fn open(&mut self, id: ConversationId) -> Result<&Conversation, InverseError> {
        let conversation = self.conversation(id)?;
        if conversation.is_open() { Ok(conversation) } else { Err(format!("conversation {id} is closed").into()) }
    }

    fn conversation(&mut self, id: ConversationId) -> Result<&Conversation, InverseError> {
        let conversation = self.states.conversation(id)?;
        conversation.ok_or_else(|| ConflictReason::gone(EntityRef::Conversation(id)).into())
    }
}
