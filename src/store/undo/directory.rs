//! Members, teams, contacts and ownerships.

use super::conflict_reason::{ConflictReason, EntityRef};
use super::done_effect::DoneEffect;
use super::inverse::{Inverse, InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{
    Before, ChangeId, ContactId, Effect, Field, Fields, Member, MemberId, Reference, RemovalReason, Team, TeamId, fold,
};
use crate::store::effect_record::EffectRecord;
use crate::store::{StoreResult, contact_state, contacts, directory, offboarding};

impl UndoPlan<'_> {
    fn member(&self, id: MemberId) -> Result<Member, InverseError> {
        directory::member(self.connection, id)?.ok_or_else(|| ConflictReason::Gone(EntityRef::Member(id)).into())
    }

    fn team(&self, id: TeamId) -> Result<Team, InverseError> {
        directory::team(self.connection, id)?.ok_or_else(|| ConflictReason::Gone(EntityRef::Team(id)).into())
    }

    fn contact(&self, id: ContactId) -> Result<Fields, InverseError> {
        self.require_contact(id)?;
        Ok(contacts::contact_fields(self.connection, id)?)
    }

    pub(super) fn require_active(&self, id: MemberId) -> Result<(), InverseError> {
        match self.number("SELECT active FROM members WHERE id = ?1", [id.0])? {
            Some(0) => Err(ConflictReason::Inactive(id).into()),
            Some(_) => Ok(()),
            None => Err(ConflictReason::Gone(EntityRef::Member(id)).into()),
        }
    }

    pub(super) fn require_member(&self, id: MemberId) -> Result<(), InverseError> {
        self.require("SELECT 1 FROM members WHERE id = ?1", id.0, EntityRef::Member(id))
    }

    pub(super) fn require_contact(&self, id: ContactId) -> Result<(), InverseError> {
        self.require("SELECT 1 FROM contacts WHERE id = ?1", id.0, EntityRef::Contact(id))
    }

    pub(super) fn require_team(&self, id: TeamId) -> Result<(), InverseError> {
        self.require("SELECT 1 FROM teams WHERE id = ?1", id.0, EntityRef::Team(id))
    }

    fn require(&self, sql: &str, id: i64, thing: EntityRef) -> Result<(), InverseError> {
        if self.any(sql, [id])? { Ok(()) } else { Err(ConflictReason::Gone(thing).into()) }
    }

    pub(super) fn remove_member(&mut self, id: MemberId, done: &DoneEffect) -> Result<Effect, InverseError> {
        let member = self.member(id)?;
        self.require_unchanged(EntityRef::Member(id), done.place, &member.fields())?;
        let added_active = if let Some(Before::Member { active, .. }) = &done.record.was { *active } else { true };
        if member.active != added_active {
            return Err(if member.active { ConflictReason::Active(id) } else { ConflictReason::Inactive(id) }.into());
        }
        require_none(offboarding::member_references(self.connection, id)?)?;
        Ok(Effect::RemoveMember { member: id })
    }

    pub(super) fn member_back(&self, member: MemberId, done: &DoneEffect) -> Result<Restore, InverseError> {
        let Some(image @ Before::Member { fields, .. }) = &done.record.was else {
            return Err(done.missing_before_image());
        };
        if directory::member(self.connection, member)?.is_some() {
            return Err(ConflictReason::Back(EntityRef::Member(member)).into());
        }
        fields
            .iter()
            .try_for_each(|(field, value)| self.require_free(EntityRef::Member(member), *field, value.as_deref()))?;
        Ok(Restore::new(Effect::AddMember { member }, image.clone()))
    }

    pub(super) fn update_member(
        &self,
        member: MemberId,
        set: &Fields,
        done: &DoneEffect,
    ) -> Result<Inverse, InverseError> {
        let now = self.member(member)?.fields();
        self.update(EntityRef::Member(member), set, &now, done, |set| Effect::UpdateMember { member, set })
    }

    pub(super) fn deactivate(&self, id: MemberId) -> Result<Effect, InverseError> {
        self.require_active(id)?;
        let sql = "SELECT count(*) FROM assignments WHERE member_id = ?1 AND is_open = 1";
        match self.number(sql, [id.0])? {
            None | Some(0) => Ok(Effect::DeactivateMember { member: id }),
            Some(open) => Err(ConflictReason::OnOpen(id, open).into()),
        }
    }

    pub(super) fn activate(&self, id: MemberId) -> Result<Effect, InverseError> {
        if self.member(id)?.active {
            return Err(ConflictReason::Active(id).into());
        }
        Ok(Effect::ActivateMember { member: id })
    }

    pub(super) fn remove_team(&mut self, id: TeamId, done: &DoneEffect) -> Result<Effect, InverseError> {
        let team = self.team(id)?;
        self.require_unchanged(EntityRef::Team(id), done.place, &team.fields())?;
        if let Some(member) = team.members.first() {
            return Err(ConflictReason::InTeam(*member).into());
        }
        require_none(offboarding::team_references(self.connection, id)?)?;
        Ok(Effect::RemoveTeam { team: id })
    }

    pub(super) fn team_back(&self, team: TeamId, done: &DoneEffect) -> Result<Restore, InverseError> {
        let Some(image @ Before::RemovedTeam { fields, .. }) = &done.record.was else {
            return Err(done.missing_before_image());
        };
        if directory::team(self.connection, team)?.is_some() {
            return Err(ConflictReason::Back(EntityRef::Team(team)).into());
        }
        fields
            .iter()
            .try_for_each(|(field, value)| self.require_free(EntityRef::Team(team), *field, value.as_deref()))?;
        Ok(Restore::new(Effect::AddTeam { team }, image.clone()))
    }

    pub(super) fn update_team(&self, team: TeamId, set: &Fields, done: &DoneEffect) -> Result<Inverse, InverseError> {
        let now = self.team(team)?.fields();
        self.update(EntityRef::Team(team), set, &now, done, |set| Effect::UpdateTeam { team, set })
    }

    /// The rules decide the rotation.
    pub(super) fn leave_team(&self, id: TeamId, member: MemberId) -> Result<Effect, InverseError> {
        let team = self.team(id)?;
        if !team.members.contains(&member) {
            return Err(ConflictReason::NotInTeam(member).into());
        }
        Ok(Effect::LeaveTeam { team: id, member, turn: team.turn })
    }

    /// Restores the position, and the rotation unless it has advanced; then it keeps pointing at the same
    /// member.
    pub(super) fn membership_back(
        &self,
        id: TeamId,
        member: MemberId,
        turn_left: usize,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(Before::Membership { position, turn: was }) = done.record.was else {
            return Err(done.missing_before_image());
        };
        let team = self.team(id)?;
        self.require_member(member)?;
        if team.members.contains(&member) {
            return Err(ConflictReason::InTeam(member).into());
        }
        let sql = "SELECT count(*) FROM team_members WHERE team_id = ?1 AND position < ?2";
        let place = self.number(sql, (id.0, position))?.and_then(|place| usize::try_from(place).ok());
        let moved = team.turn + usize::from(place.is_some_and(|place| place < team.turn));
        let turn = if team.turn == turn_left { was } else { moved };
        let image = Before::Membership { position, turn: turn.min(team.members.len() + 1) };
        Ok(Restore::new(Effect::JoinTeam { team: id, member }, image))
    }

    /// A rotation that has advanced is kept, and is not a conflict.
    pub(super) fn turn_back(
        &mut self,
        id: TeamId,
        left: (usize, Option<MemberId>),
        done: &DoneEffect,
    ) -> Result<Inverse, InverseError> {
        let Some(Before::Turn { turn, last_picked }) = done.record.was else { return Err(done.missing_before_image()) };
        let team = self.states.team(id)?;
        let as_left = team.is_some_and(|team| (team.turn, team.last_picked) == left && turn <= team.members.len());
        let back = Effect::AdvanceTurn { team: id, turn, picked: last_picked };
        Ok(if as_left { back.into() } else { Inverse::default() })
    }

    pub(super) fn remove_contact(&mut self, id: ContactId, done: &DoneEffect) -> Result<Effect, InverseError> {
        let now = self.contact(id)?;
        self.require_unchanged(EntityRef::Contact(id), done.place, &now)?;
        if let Some(owner) = self.states.owners(id)?.seats().next() {
            return Err(ConflictReason::Owner(owner.member, owner.change).into());
        }
        require_none(contact_state::contact_references(self.connection, id)?)?;
        Ok(Effect::RemoveContact { contact: id })
    }

    pub(super) fn contact_back(&self, contact: ContactId, done: &DoneEffect) -> Result<Restore, InverseError> {
        let Some(image @ Before::Fields(fields)) = &done.record.was else { return Err(done.missing_before_image()) };
        if self.any("SELECT 1 FROM contacts WHERE id = ?1", [contact.0])? {
            return Err(ConflictReason::Back(EntityRef::Contact(contact)).into());
        }
        let free = |(field, value): (&Field, &Option<String>)| {
            self.require_free(EntityRef::Contact(contact), *field, value.as_deref())
        };
        fields.iter().try_for_each(free)?;
        Ok(Restore::new(Effect::AddContact { contact }, image.clone()))
    }

    pub(super) fn update_contact(
        &self,
        contact: ContactId,
        set: &Fields,
        done: &DoneEffect,
    ) -> Result<Inverse, InverseError> {
        let now = self.contact(contact)?;
        self.update(EntityRef::Contact(contact), set, &now, done, |set| Effect::UpdateContact { contact, set })
    }

    pub(super) fn remove_owner(
        &mut self,
        contact: ContactId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        self.require_contact(contact)?;
        let made_by =
            if let Some(Before::Ownership { change, .. }) = &done.record.was { *change } else { done.made_by };
        match self.owner(contact, member)? {
            None => Err(ConflictReason::NotOwner(member).into()),
            Some(change) if change != made_by => Err(ConflictReason::Owner(member, change).into()),
            Some(_) => Ok(Effect::RemoveOwner { contact, member, reason: RemovalReason::Undone }),
        }
    }

    pub(super) fn owner_back(
        &mut self,
        contact: ContactId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Restore, InverseError> {
        let Some(image @ Before::Ownership { reason, .. }) = done.record.was.clone() else {
            return Err(done.missing_before_image());
        };
        self.require_contact(contact)?;
        self.require_member(member)?;
        match self.owner(contact, member)? {
            Some(change) => Err(ConflictReason::Owner(member, change).into()),
            None => Ok(Restore::new(Effect::AddOwner { contact, member, reason }, image)),
        }
    }

    /// The change that made the member an owner.
    fn owner(&mut self, contact: ContactId, member: MemberId) -> StoreResult<Option<ChangeId>> {
        Ok(self.states.owners(contact)?.seat(member).map(|seat| seat.change))
    }

    /// Restores the fields that are unchanged since, if their old value is still free.
    fn update(
        &self,
        thing: EntityRef,
        set: &Fields,
        now: &Fields,
        done: &DoneEffect,
        effect: impl Fn(Fields) -> Effect,
    ) -> Result<Inverse, InverseError> {
        let Some(Before::Fields(was)) = &done.record.was else { return Err(done.missing_before_image()) };
        let (mut back, mut left) = (Fields::new(), Vec::new());
        for (field, value) in set {
            let old = was.get(field).cloned().flatten();
            let changed = now.get(field).filter(|now| *now != value);
            let free = match changed {
                Some(now) => Err(ConflictReason::Changed(*field, now.clone()).into()),
                None => self.require_free(thing, *field, old.as_deref()),
            };
            match free {
                Ok(()) => drop(back.insert(*field, old)),
                Err(InverseError::Conflict(obstacle)) => {
                    let one = |value: &Option<String>| Fields::from([(*field, value.clone())]);
                    let was = Some(Before::Fields(one(&old)));
                    left.push((EffectRecord { effect: effect(one(value)), rule: done.record.rule, was }, obstacle));
                }
                Err(InverseError::Failed(error)) => return Err(InverseError::Failed(error)),
            }
        }
        let doing = (!back.is_empty()).then(|| Restore { effect: effect(back), image: None });
        Ok(Inverse { doing, left })
    }

    /// Unique values must be free, and a default agent must exist.
    fn require_free(&self, thing: EntityRef, field: Field, value: Option<&str>) -> Result<(), InverseError> {
        let Some(value) = value else { return Ok(()) };
        let taken = match (thing, field) {
            (EntityRef::Member(id), Field::Email) => {
                self.any("SELECT 1 FROM members WHERE email = ?1 AND id <> ?2", (value, id.0))?
            }
            (EntityRef::Member(id), Field::ExternalId) => {
                self.any("SELECT 1 FROM members WHERE external_id = ?1 AND id <> ?2", (value, id.0))?
            }
            (EntityRef::Team(id), Field::Name) => {
                self.any("SELECT 1 FROM teams WHERE name_key = ?1 AND id <> ?2", (fold(value), id.0))?
            }
            (EntityRef::Team(_), Field::DefaultAgent) => {
                value.parse().map_or(Ok(()), |agent| self.require_member(MemberId(agent)))?;
                false
            }
            (EntityRef::Contact(id), Field::Phone) => {
                self.any("SELECT 1 FROM contacts WHERE phone = ?1 AND id <> ?2", (value, id.0))?
            }
            (EntityRef::Member(_) | EntityRef::Team(_) | EntityRef::Contact(_) | EntityRef::Conversation(_), _) => {
                false
            }
        };
        if taken { Err(ConflictReason::Taken(thing, field, value.to_owned()).into()) } else { Ok(()) }
    }
}

/// D3.
fn require_none(references: Vec<Reference>) -> Result<(), InverseError> {
    if references.is_empty() { Ok(()) } else { Err(ConflictReason::Referred(references).into()) }
}
