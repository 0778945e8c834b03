//! Events of the directory: owners, deactivation and reactivation of members, and removals.

use inboxctl::testing::model::{
    AssignReason, ContactId, Effect, ErrorCode, MemberId, OffboardingReport, OwnerReason, PassOverReason,
    RemovalReason, Role, RoleKind, RuleId, Setting, TeamId, UnlistedOwners,
};

use super::{ContactState, Number, Oracle, Refused};
use crate::rules::inbox::contacts_by_phone;

impl Oracle {
    pub(super) fn add_owners(
        &mut self,
        contact: ContactId,
        members: &[MemberId],
        assign_open: bool,
    ) -> Result<(), Refused> {
        let owners = &self.owners[&contact];
        let new_owners: Vec<MemberId> = members.iter().filter(|member| !owners.contains(member)).copied().collect();
        self.must_be_active(&new_owners, RuleId::O4)?;
        for member in distinct(members) {
            if self.owners[&contact].contains(&member) {
                self.pass(member, PassOverReason::AlreadyOwner, RuleId::O4);
            } else {
                self.own(contact, member, OwnerReason::Manual, RuleId::O4);
            }
        }
        if let Some(number) = self.open_chat(contact).filter(|_| assign_open) {
            for member in members {
                self.put_owner_on(number, *member, RuleId::O4);
            }
        }
        Ok(())
    }

    pub(super) fn set_owners(&mut self, contact: ContactId, members: &[MemberId]) -> Result<(), Refused> {
        let before = self.owners[&contact].clone();
        self.add_owners(contact, members, false)?;
        for owner in before {
            if !members.contains(&owner) {
                self.disown(contact, owner, RemovalReason::Replaced, RuleId::O4);
            }
        }
        Ok(())
    }

    pub(super) fn remove_owners(&mut self, contact: ContactId, members: &[MemberId]) {
        for member in distinct(members) {
            if self.owners[&contact].contains(&member) {
                self.disown(contact, member, RemovalReason::Manual, RuleId::O4);
            } else {
                self.pass(member, PassOverReason::NotOwner, RuleId::O4);
            }
        }
    }

    pub(super) fn put_owners_on(&mut self, number: Number, rule: RuleId) {
        for owner in self.owners[&self.chats[number].contact].clone() {
            self.call(number, owner, (AssignReason::ContactOwner, rule, RuleId::O5));
        }
        self.call_substitutes(number);
    }

    fn put_owner_on(&mut self, number: Number, owner: MemberId, rule: RuleId) {
        if self.active[&owner] {
            self.put_on(number, owner, AssignReason::ContactOwner, rule);
        } else {
            self.pass_once(owner, PassOverReason::InactiveMember, RuleId::O5);
        }
    }

    pub(super) fn has_active_owner(&self, contact: ContactId) -> bool {
        self.owners[&contact].iter().any(|owner| self.active[owner])
    }

    // Deactivation and reactivation

    pub(super) fn deactivate(&mut self, leaver: MemberId, successors: &[MemberId]) -> Result<(), Refused> {
        if successors.contains(&leaver) {
            return Err((ErrorCode::InvalidValue, RuleId::D2));
        }
        self.must_be_active(successors, RuleId::D2)?;
        let owned: Vec<ContactId> =
            contacts_by_phone().into_iter().filter(|contact| self.owners[contact].contains(&leaver)).collect();
        let was_on: Vec<Number> = (0..self.chats.len()).filter(|number| self.is_on(*number, leaver)).collect();
        if successors.is_empty() {
            for number in &was_on {
                self.take_off(*number, leaver, RemovalReason::MemberDeactivated, RuleId::D1);
            }
        } else {
            self.hand_over(leaver, successors);
        }
        if self.active.insert(leaver, false) == Some(true) {
            self.say(RuleId::D1, Effect::DeactivateMember { member: leaver });
        }
        let unassigned = was_on.into_iter().map(|number| &self.chats[number]).filter(|chat| chat.on.is_empty());
        self.said.left = Some(OffboardingReport {
            unassigned: unassigned.map(|chat| chat.id).collect(),
            unowned: owned.into_iter().filter(|contact| !self.has_active_owner(*contact)).collect(),
            roles: self.roles_of(leaver),
        });
        Ok(())
    }

    pub(super) fn map_owners(
        &mut self,
        contact: ContactId,
        named: &[MemberId],
        unlisted: &UnlistedOwners,
        allow_inactive: bool,
    ) -> Result<(), Refused> {
        let before = self.owners[&contact].clone();
        let new_owners: Vec<MemberId> = named.iter().filter(|member| !before.contains(member)).copied().collect();
        if !allow_inactive {
            self.must_be_active(&new_owners, RuleId::O4)?;
        }
        for member in distinct(named) {
            if before.contains(&member) {
                self.pass(member, PassOverReason::AlreadyOwner, RuleId::O4);
            } else {
                self.own(contact, member, OwnerReason::Import, RuleId::O4);
            }
        }
        let UnlistedOwners::Remove { except } = unlisted else { return Ok(()) };
        for owner in before {
            if !named.contains(&owner) && !except.contains(&owner) {
                self.disown(contact, owner, RemovalReason::Import, RuleId::O4);
            }
        }
        Ok(())
    }

    pub(super) fn transfer(
        &mut self,
        from: MemberId,
        successors: &[MemberId],
        limit: Option<u64>,
    ) -> Result<(), Refused> {
        if distinct(successors) == [from] {
            return Err((ErrorCode::InvalidValue, RuleId::D2));
        }
        self.must_be_active(successors, RuleId::D2)?;
        let mut heirs = distinct(successors).into_iter().cycle();
        let mut moved = 0;
        for contact in contacts_by_phone() {
            if !self.owners[&contact].contains(&from) || Some(moved) == limit {
                continue;
            }
            match heirs.next() {
                Some(heir) if heir == from => self.pass_heir_of_contact(contact, heir),
                Some(heir) => {
                    self.inherit_contact(contact, from, heir);
                    moved += 1;
                }
                None => {}
            }
        }
        self.said.left = Some(OffboardingReport::default());
        Ok(())
    }

    fn hand_over(&mut self, leaver: MemberId, successors: &[MemberId]) {
        let successors = distinct(successors);
        let mut heirs = successors.iter().cycle().copied();
        for contact in contacts_by_phone() {
            let owned = self.owners[&contact].contains(&leaver);
            let chat = self.open_chat(contact).filter(|number| self.is_on(*number, leaver));
            if !owned && chat.is_none() {
                continue;
            }
            let Some(heir) = heirs.next() else { return };
            if owned {
                self.inherit_contact(contact, leaver, heir);
            }
            if let Some(number) = chat {
                self.inherit_chat(number, leaver, heir);
            }
        }
    }

    fn inherit_contact(&mut self, contact: ContactId, leaver: MemberId, heir: MemberId) {
        if self.owners[&contact].contains(&heir) {
            self.pass_heir_of_contact(contact, heir);
        } else {
            self.own(contact, heir, OwnerReason::HandedOver, RuleId::D2);
        }
        self.disown(contact, leaver, RemovalReason::HandedOver, RuleId::D2);
    }

    fn inherit_chat(&mut self, number: Number, leaver: MemberId, heir: MemberId) {
        if self.is_on(number, heir) {
            self.pass_heir_of_chat(self.chats[number].id, heir);
        } else {
            self.seat(number, heir, AssignReason::HandedOver, RuleId::D2);
        }
        self.take_off(number, leaver, RemovalReason::HandedOver, RuleId::D2);
    }

    pub(super) fn activate(&mut self, member: MemberId) {
        if self.active.insert(member, true) == Some(false) {
            self.say(RuleId::O5, Effect::ActivateMember { member });
        }
    }

    fn roles_of(&self, member: MemberId) -> Vec<Role> {
        let mut roles = Vec::new();
        for (team, rota) in &self.round_robins {
            if rota.has(member) {
                roles.push(Role { team: *team, kind: RoleKind::Member });
            }
            if rota.default_agent == Some(member) {
                roles.push(Role { team: *team, kind: RoleKind::DefaultAgent });
            }
        }
        roles
    }

    // The directory and the settings

    pub(super) fn join(&mut self, team: TeamId, member: MemberId) {
        if let Some(rota) = self.round_robins.get_mut(&team).filter(|rota| !rota.has(member)) {
            rota.join(member);
            self.said.effects.push(Effect::JoinTeam { team, member }.without_rule());
        }
    }

    pub(super) fn leave(&mut self, team: TeamId, member: MemberId) {
        if let Some(rota) = self.round_robins.get_mut(&team).filter(|rota| rota.has(member)) {
            rota.leave(member);
            let turn = rota.picture().turn;
            self.said.effects.push(Effect::LeaveTeam { team, member, turn }.without_rule());
        }
    }

    pub(super) fn set(&mut self, setting: Setting) {
        let Setting::AssignFirstResponder(on) = setting else { panic!("no rule looks at {setting:?}") };
        if self.first_responder_owns != on {
            self.first_responder_owns = on;
            self.say(RuleId::R3, Effect::SetSetting { setting });
        }
    }

    pub(super) fn remove_member(&mut self, member: MemberId) -> Result<(), Refused> {
        let owns = self.owners.values().any(|owners| owners.contains(&member));
        let wrote_history = |chat: &ContactState| chat.on.contains(&member) || chat.first_responder == Some(member);
        if owns || self.chats.iter().any(wrote_history) || !self.roles_of(member).is_empty() {
            return Err((ErrorCode::StillReferenced, RuleId::D3));
        }
        self.active.remove(&member);
        self.said.effects.push(Effect::RemoveMember { member }.without_rule());
        Ok(())
    }

    pub(super) fn remove_team(&mut self, team: TeamId) -> Result<(), Refused> {
        if self.chats.iter().any(|chat| chat.team == Some(team)) {
            return Err((ErrorCode::StillReferenced, RuleId::D3));
        }
        let members = self.round_robins.remove(&team).map(|rota| rota.picture().members);
        for member in members.into_iter().flatten() {
            self.said.effects.push(Effect::LeaveTeam { team, member, turn: 0 }.without_rule());
        }
        self.said.effects.push(Effect::RemoveTeam { team }.without_rule());
        Ok(())
    }

    pub(super) fn remove_contact(&mut self, contact: ContactId) -> Result<(), Refused> {
        if self.chats.iter().any(|chat| chat.contact == contact) {
            return Err((ErrorCode::StillReferenced, RuleId::D3));
        }
        for owner in self.owners[&contact].clone() {
            self.disown(contact, owner, RemovalReason::Manual, RuleId::O4);
        }
        self.owners.remove(&contact);
        self.said.effects.push(Effect::RemoveContact { contact }.without_rule());
        Ok(())
    }
}

pub(super) fn distinct(members: &[MemberId]) -> Vec<MemberId> {
    let mut distinct = Vec::new();
    for member in members {
        if !distinct.contains(member) {
            distinct.push(*member);
        }
    }
    distinct
}
