//! Events of a conversation: messages, flow steps, and manual changes.

use inboxctl::testing::model::{
    AssignReason, ContactId, Effect, ErrorCode, MemberId, OwnerReason, PassOverReason, RemovalReason, RuleId, Status,
    Strategy, TeamId, Unassign,
};

use super::{Number, Oracle, Refused};
use crate::rules::inbox::About;

impl Oracle {
    pub(super) fn contact_writes(&mut self, contact: ContactId) {
        let number = match self.open_chat(contact) {
            Some(number) => number,
            None if self.chats.iter().any(|chat| chat.contact == contact) => {
                self.begin(contact, Status::New, RuleId::O3)
            }
            None => self.begin(contact, Status::New, RuleId::O1),
        };
        if self.chats[number].contact_wrote {
            return;
        }
        self.chats[number].contact_wrote = true;
        self.say(RuleId::O1, Effect::MarkContactWrote { conversation: self.chats[number].id });
        if !self.chats[number].member_wrote {
            self.put_owners_on(number, RuleId::O1);
        }
        if self.chats[number].status == Status::Created {
            self.set_status(number, Status::New, RuleId::S1);
        }
    }

    pub(super) fn member_writes(&mut self, contact: ContactId, member: MemberId) -> Result<(), Refused> {
        self.must_be_active(&[member], RuleId::M4)?;
        let number = self.open_chat(contact).unwrap_or_else(|| self.begin(contact, Status::InProgress, RuleId::M5));
        self.put_on(number, member, AssignReason::Replied, RuleId::M1);
        self.set_status(number, Status::InProgress, RuleId::M2);
        let chat = &mut self.chats[number];
        chat.member_wrote = true;
        if chat.contact_wrote && chat.first_responder.is_none() {
            chat.first_responder = Some(member);
            let conversation = chat.id;
            self.say(RuleId::R1, Effect::SetFirstResponder { conversation, member });
            self.own_by_first_response(contact, member);
        }
        Ok(())
    }

    fn own_by_first_response(&mut self, contact: ContactId, member: MemberId) {
        if !self.first_responder_owns {
            self.pass(member, PassOverReason::SettingOff, RuleId::R2);
        } else if self.has_active_owner(contact) {
            self.pass(member, PassOverReason::HasOwner, RuleId::R2);
        } else {
            self.own(contact, member, OwnerReason::FirstResponder, RuleId::R2);
        }
    }

    pub(super) fn flow_writes(&mut self, contact: ContactId) {
        let number = self.open_chat(contact).unwrap_or_else(|| self.begin(contact, Status::Flow, RuleId::F6));
        if !self.chats[number].member_wrote && !self.chats[number].handed_over {
            self.set_status(number, Status::Flow, RuleId::F6);
        }
    }

    pub(super) fn system_writes(&mut self, contact: ContactId) {
        if self.open_chat(contact).is_none() {
            self.begin(contact, Status::Created, RuleId::F6);
        }
    }

    // Flow steps

    pub(super) fn flow_assigns(&mut self, contact: ContactId, members: &[MemberId]) {
        let number = self.open_chat(contact).unwrap_or_else(|| self.begin(contact, Status::New, RuleId::F3));
        let yields = members.iter().any(|member| self.yields(number, *member));
        for member in members {
            self.call(number, *member, (AssignReason::FlowAssign, RuleId::F1, RuleId::F5));
        }
        if !yields {
            self.pass_team(None, PassOverReason::NoEligibleMember, RuleId::F5);
        }
        self.put_owners_on(number, RuleId::F1);
        self.hand_over_to_members(number);
    }

    pub(super) fn flow_assigns_team(&mut self, contact: ContactId, team: TeamId) {
        let number = self.open_chat(contact).unwrap_or_else(|| self.begin(contact, Status::New, RuleId::F3));
        self.give_to_team(number, team, RuleId::F2, RuleId::F5);
        self.hand_over_to_members(number);
    }

    fn hand_over_to_members(&mut self, number: Number) {
        if !self.chats[number].handed_over {
            self.chats[number].handed_over = true;
            self.say(RuleId::F4, Effect::MarkHandedOver { conversation: self.chats[number].id });
        }
        if !self.chats[number].member_wrote {
            self.set_status(number, Status::New, RuleId::F3);
        }
    }

    pub(super) fn flow_ends(&mut self, about: About) -> Result<(), Refused> {
        let number = self.open_chat_about(about)?;
        if self.chats[number].handed_over {
            self.chats[number].handed_over = false;
            self.say(RuleId::F4, Effect::ClearHandedOver { conversation: self.chats[number].id });
        }
        if self.chats[number].status == Status::Flow {
            self.close(number, RuleId::F4);
        }
        Ok(())
    }

    pub(super) fn pick(&mut self, number: Number, team: TeamId, except: Option<MemberId>) -> Option<MemberId> {
        let rota = &self.round_robins[&team];
        let is_ready = |member: &MemberId| self.can_stand_in(*member) && Some(*member) != except;
        let mut ready = rota.in_turn().into_iter().filter(is_ready);
        let picked = match rota.strategy {
            Strategy::DefaultAgent => return rota.default_agent.filter(|agent| self.active[agent]),
            Strategy::RoundRobin => ready.next()?,
            Strategy::LeastBusy => ready.min_by_key(|member| self.busy_with_besides(number, *member))?,
        };
        if !self.picking.iter().any(|(other, _)| *other == team) {
            self.picking.push((team, rota.picture()));
        }
        self.round_robins.get_mut(&team)?.pick(picked);
        Some(picked)
    }

    /// The turn of each team stands once, if it ends elsewhere than it began.
    pub(super) fn tell_turns(&mut self) {
        for (team, before) in std::mem::take(&mut self.picking) {
            let rota = &self.round_robins[&team];
            let rule = if rota.strategy == Strategy::RoundRobin { RuleId::T1 } else { RuleId::T2 };
            let after = rota.picture();
            if before != after {
                self.say(rule, Effect::AdvanceTurn { team, turn: after.turn, picked: after.last_picked });
            }
        }
    }

    /// The number of other conversations that count as work: neither broadcasts nor in a flow (T2).
    fn busy_with_besides(&self, number: Number, member: MemberId) -> usize {
        let others = self.chats.iter().enumerate().filter(|(place, _)| *place != number).map(|(_, chat)| chat);
        others.filter(|chat| chat.on.contains(&member)).filter(|chat| chat.keeps_busy()).count()
    }

    // Manual changes

    pub(super) fn assign(
        &mut self,
        about: About,
        members: &[MemberId],
        team: Option<TeamId>,
        replace: bool,
    ) -> Result<(), Refused> {
        let number = self.open_chat_about(about)?;
        if replace && members.is_empty() {
            return Err((ErrorCode::InvalidValue, RuleId::A1));
        }
        self.must_be_active(members, RuleId::A3)?;
        if replace {
            for other in self.chats[number].on.clone() {
                if !members.contains(&other) {
                    self.take_off(number, other, RemovalReason::Replaced, RuleId::A1);
                }
            }
        }
        for member in members {
            self.put_on(number, *member, AssignReason::Manual, RuleId::A1);
        }
        match team {
            Some(team) if self.chats[number].team == Some(team) => {
                self.pass_team(Some(team), PassOverReason::AlreadyAssigned, RuleId::A2);
            }
            Some(team) => self.set_team(number, team, RuleId::A2),
            None => {}
        }
        Ok(())
    }

    pub(super) fn unassign(&mut self, about: About, what: &Unassign<MemberId>) -> Result<(), Refused> {
        let number = self.open_chat_about(about)?;
        match what {
            Unassign::All => {
                for member in self.chats[number].on.clone() {
                    self.take_off(number, member, RemovalReason::Manual, RuleId::A4);
                }
                self.clear_team(number);
            }
            Unassign::Named { members, team } => {
                for member in members {
                    if self.chats[number].on.contains(member) {
                        self.looked_at.push(*member);
                        self.take_off(number, *member, RemovalReason::Manual, RuleId::A4);
                    } else {
                        self.pass_once(*member, PassOverReason::NotAssigned, RuleId::A4);
                    }
                }
                if *team && !self.clear_team(number) {
                    self.pass_team(None, PassOverReason::NotAssigned, RuleId::A4);
                }
            }
        }
        Ok(())
    }

    pub(super) fn close_by_hand(&mut self, about: About) -> Result<(), Refused> {
        let number = self.open_chat_about(about)?;
        self.close(number, RuleId::S1);
        Ok(())
    }

    pub(super) fn reopen_by_hand(&mut self, about: About) -> Result<(), Refused> {
        let of_contact = |contact| self.chats.iter().rposition(|chat| chat.contact == contact);
        let number = match about {
            About::Conversation(id) => self.chats.iter().position(|chat| chat.id == id),
            About::Contact(contact) => self.open_chat(contact).or_else(|| of_contact(contact)),
            About::Inbox => None,
        };
        let number = number.ok_or((ErrorCode::UnknownConversation, RuleId::S1))?;
        let chat = &self.chats[number];
        if chat.is_open() {
            return Ok(());
        }
        if self.open_chat(chat.contact).is_some() {
            return Err((ErrorCode::AlreadyExists, RuleId::S1));
        }
        if of_contact(chat.contact) != Some(number) {
            return Err((ErrorCode::ConversationClosed, RuleId::S1));
        }
        for member in chat.on.clone() {
            if !self.active[&member] {
                self.take_off(number, member, RemovalReason::MemberDeactivated, RuleId::D1);
            }
        }
        self.reopen(number, RuleId::S1);
        Ok(())
    }
}
