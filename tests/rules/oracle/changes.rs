//! The single changes of events, each of which records its effect, and queries.

use inboxctl::testing::model::{
    AssignReason, ContactId, ConversationId, DecidedEffect, Effect, ErrorCode, MemberId, OwnerReason, PassOverReason,
    PassedOver, RemovalReason, RuleId, Status, TeamId,
};

use super::{ContactState, Number, Oracle, Refused};
use crate::rules::inbox::About;

impl Oracle {
    pub(super) fn begin(&mut self, contact: ContactId, status: Status, rule: RuleId) -> Number {
        let number = self.chats.len();
        let chat = ContactState::new(number, contact, status);
        self.say(rule, Effect::OpenConversation { conversation: chat.id, contact, status });
        self.chats.push(chat);
        number
    }

    pub(super) fn put_on(&mut self, number: Number, member: MemberId, reason: AssignReason, rule: RuleId) {
        if self.is_on(number, member) {
            self.pass_once(member, PassOverReason::AlreadyAssigned, rule);
        } else {
            self.looked_at.push(member);
            self.seat(number, member, reason, rule);
        }
    }

    pub(super) fn seat(&mut self, number: Number, member: MemberId, reason: AssignReason, rule: RuleId) {
        let chat = &mut self.chats[number];
        chat.on.push(member);
        chat.seated.insert(member, (reason, self.now));
        if [AssignReason::TeamRoundRobin, AssignReason::TeamLeastBusy, AssignReason::TeamDefaultAgent].contains(&reason)
        {
            chat.picked = Some(member);
        }
        self.say(rule, Effect::AssignMember { conversation: self.chats[number].id, member, reason });
    }

    pub(super) fn take_off(&mut self, number: Number, member: MemberId, reason: RemovalReason, rule: RuleId) {
        self.chats[number].on.retain(|other| *other != member);
        self.chats[number].seated.remove(&member);
        self.say(rule, Effect::UnassignMember { conversation: self.chats[number].id, member, reason });
    }

    pub(super) fn set_team(&mut self, number: Number, team: TeamId, rule: RuleId) {
        (self.chats[number].team, self.chats[number].picked) = (Some(team), None);
        self.say(rule, Effect::SetTeam { conversation: self.chats[number].id, team });
    }

    /// Returns whether the conversation had one.
    pub(super) fn clear_team(&mut self, number: Number) -> bool {
        let cleared = self.chats[number].team.take();
        self.chats[number].picked = None;
        if let Some(team) = cleared {
            self.say(RuleId::A4, Effect::ClearTeam { conversation: self.chats[number].id, team });
        }
        cleared.is_some()
    }

    pub(super) fn set_status(&mut self, number: Number, status: Status, rule: RuleId) {
        if self.chats[number].status != status {
            self.chats[number].status = status;
            self.say(rule, Effect::SetStatus { conversation: self.chats[number].id, status });
        }
    }

    pub(super) fn close(&mut self, number: Number, rule: RuleId) {
        let chat = &mut self.chats[number];
        chat.former_status = std::mem::replace(&mut chat.status, Status::Closed);
        let conversation = chat.id;
        self.say(rule, Effect::CloseConversation { conversation });
    }

    pub(super) fn reopen(&mut self, number: Number, rule: RuleId) {
        let chat = &mut self.chats[number];
        chat.status = chat.former_status;
        let (conversation, status) = (chat.id, chat.status);
        self.say(rule, Effect::ReopenConversation { conversation, status });
    }

    pub(super) fn own(&mut self, contact: ContactId, member: MemberId, reason: OwnerReason, rule: RuleId) {
        self.owners.entry(contact).or_default().push(member);
        self.say(rule, Effect::AddOwner { contact, member, reason });
    }

    pub(super) fn disown(&mut self, contact: ContactId, member: MemberId, reason: RemovalReason, rule: RuleId) {
        self.owners.entry(contact).or_default().retain(|owner| *owner != member);
        self.say(rule, Effect::RemoveOwner { contact, member, reason });
    }

    // Queries

    pub(super) fn open_chat(&self, contact: ContactId) -> Option<Number> {
        self.chats.iter().position(|chat| chat.contact == contact && chat.is_open())
    }

    pub(super) fn open_chat_about(&self, about: About) -> Result<Number, Refused> {
        let number = match about {
            About::Conversation(id) => self.chats.iter().position(|chat| chat.id == id),
            About::Contact(contact) => self.open_chat(contact),
            About::Inbox => None,
        };
        match number {
            None => Err((ErrorCode::UnknownConversation, RuleId::S1)),
            Some(number) if self.chats[number].is_open() => Ok(number),
            Some(_) => Err((ErrorCode::ConversationClosed, RuleId::A5)),
        }
    }

    /// Whether the conversation is open and the member assigned.
    pub(super) fn is_on(&self, number: Number, member: MemberId) -> bool {
        self.chats[number].is_open() && self.chats[number].on.contains(&member)
    }

    pub(super) fn must_be_active(&self, members: &[MemberId], rule: RuleId) -> Result<(), Refused> {
        if members.iter().all(|member| self.active[member]) { Ok(()) } else { Err((ErrorCode::InactiveMember, rule)) }
    }

    // Records

    pub(super) fn say(&mut self, rule: RuleId, effect: Effect) {
        self.said.effects.push(DecidedEffect { effect, rule: Some(rule) });
    }

    pub(super) fn pass_once(&mut self, member: MemberId, reason: PassOverReason, rule: RuleId) {
        if !self.looked_at.contains(&member) {
            self.looked_at.push(member);
            self.pass(member, reason, rule);
        }
    }

    pub(super) fn pass(&mut self, member: MemberId, reason: PassOverReason, rule: RuleId) {
        let passed = PassedOver::new(Some(member), None, reason, rule);
        self.said.passed_over.push(PassedOver { conversation: self.subject, ..passed });
    }

    pub(super) fn pass_team(&mut self, team: Option<TeamId>, reason: PassOverReason, rule: RuleId) {
        let passed = PassedOver::new(None, team, reason, rule);
        self.said.passed_over.push(PassedOver { conversation: self.subject, ..passed });
    }

    /// Records a successor passed over for the ownership of this contact.
    pub(super) fn pass_heir_of_contact(&mut self, contact: ContactId, heir: MemberId) {
        let passed = PassedOver::new(Some(heir), None, PassOverReason::AlreadyOwner, RuleId::D2);
        self.said.passed_over.push(PassedOver { contact: Some(contact), ..passed });
    }

    /// Records a successor passed over for this conversation.
    pub(super) fn pass_heir_of_chat(&mut self, conversation: ConversationId, heir: MemberId) {
        let passed = PassedOver::new(Some(heir), None, PassOverReason::AlreadyAssigned, RuleId::D2);
        self.said.passed_over.push(PassedOver { conversation: Some(conversation), ..passed });
    }
}
