//! Members, teams, contacts and ownerships.

use super::conflict_reason::{ConflictReason, words};
use super::done_effect::DoneEffect;
use super::inverse::{Inverse, InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{
    Before, ContactId, Effect, Excerpt, Field, Fields, MemberId, OwnerReason, Reference, RemovalReason, Seat,
    SeatImage, Strategy, Team, TeamId, fold,
};
use crate::store::effect_record::EffectRecord;
use crate::store::entity::EntityRef;
use crate::store::erase::ERASED;
use crate::store::offboarding::{self, referring};
use crate::store::{StoreResult, contact_state, directory, past};

impl UndoPlan<'_> {
    fn team(&self, id: TeamId) -> Result<Team, InverseError> {
        directory::team(self.connection, id)?.ok_or_else(|| ConflictReason::gone(EntityRef::Team(id)).into())
    }

    pub(super) fn fields(&self, thing: EntityRef) -> Result<Fields, InverseError> {
        thing.fields(self.connection)?.ok_or_else(|| ConflictReason::gone(thing).into())
    }

    fn is_active(&self, id: MemberId) -> Result<bool, InverseError> {
        let active = self.number("SELECT active FROM members WHERE id = ?1", [id.0])?;
        Ok(active.ok_or_else(|| ConflictReason::gone(EntityRef::Member(id)))? != 0)
    }

    pub(super) fn require_active(&self, id: MemberId) -> Result<(), InverseError> {
        if self.is_active(id)? { Ok(()) } else { Err(ConflictReason::member(id, "{} is inactive").into()) }
    }

    /// It must still exist.
    pub(super) fn require(&self, thing: EntityRef) -> Result<(), InverseError> {
        if self.exists(thing)? { Ok(()) } else { Err(ConflictReason::gone(thing).into()) }
    }

    fn exists(&self, thing: EntityRef) -> StoreResult<bool> {
        let (kind, id) = thing.row();
        self.any(&format!("SELECT 1 FROM {kind}s WHERE id = ?1"), [id])
    }

    pub(super) fn remove_member(&mut self, id: MemberId, done: &DoneEffect) -> Result<Effect, InverseError> {
        self.require_unchanged(EntityRef::Member(id), done.place)?;
        let added_active = if let Some(Before::Member { active, .. }) = &done.record.was { *active } else { true };
        match self.is_active(id)? {
            true if !added_active => return Err(ConflictReason::member(id, "{} is active again").into()),
            false if added_active => return Err(ConflictReason::member(id, "{} is inactive").into()),
            _ => {}
        }
        if self.any("SELECT 1 FROM absences WHERE member_id = ?1", [id.0])? {
            return Err(ConflictReason::member(id, "{} has an absence").into());
        }
        require_none(&offboarding::member_references(self.connection, id)?)?;
        Ok(Effect::RemoveMember { member: id })
    }

    pub(super) fn deactivate(&self, id: MemberId) -> Result<Effect, InverseError> {
        self.require_active(id)?;
        let sql = "SELECT count(*) FROM assignments WHERE member_id = ?1 AND is_open = 1";
        let open = match self.number(sql, [id.0])?.unwrap_or(0) {
            0 => return Ok(Effect::DeactivateMember { member: id }),
            1 => "1 open conversation".to_owned(),
            open => format!("{open} open conversations"),
        };
        Err(ConflictReason::member(id, format!("{{}} is assigned to {open}")).into())
    }

    pub(super) fn activate(&self, id: MemberId) -> Result<Effect, InverseError> {
        if self.is_active(id)? {
            return Err(ConflictReason::member(id, "{} is active again").into());
        }
        Ok(Effect::ActivateMember { member: id })
    }

    pub(super) fn remove_team(&mut self, id: TeamId, done: &DoneEffect) -> Result<Effect, InverseError> {
        self.require_unchanged(EntityRef::Team(id), done.place)?;
        if let Some(member) = self.team(id)?.members.first() {
            return Err(ConflictReason::in_team(*member).into());
        }
        require_none(&offboarding::team_references(self.connection, id)?)?;
        Ok(Effect::RemoveTeam { team: id })
    }

    /// The rules decide the rotation.
    pub(super) fn leave_team(&self, id: TeamId, member: MemberId) -> Result<Effect, InverseError> {
        let team = self.team(id)?;
        if !team.members.contains(&member) {
            return Err(ConflictReason::member(member, "{} is no longer in the team").into());
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
        (position, was): (i64, usize),
    ) -> Result<Restore, InverseError> {
        let team = self.team(id)?;
        self.require(EntityRef::Member(member))?;
        if team.members.contains(&member) {
            return Err(ConflictReason::in_team(member).into());
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
        (turn, picked): (usize, Option<MemberId>),
    ) -> StoreResult<Inverse> {
        let team = self.states.team(id)?;
        let as_left = team.is_some_and(|team| (team.turn, team.last_picked) == left && turn <= team.members.len());
        let back = Effect::AdvanceTurn { team: id, turn, picked };
        Ok(if as_left { back.into() } else { Inverse::default() })
    }

    pub(super) fn remove_contact(&mut self, id: ContactId, done: &DoneEffect) -> Result<Effect, InverseError> {
        self.require_unchanged(EntityRef::Contact(id), done.place)?;
        if let Some(owner) = self.states.owners(id)?.seats().next() {
            return Err(ConflictReason::owner_since(owner.member, owner.change).into());
        }
        require_none(&contact_state::contact_references(self.connection, id)?)?;
        Ok(Effect::RemoveContact { contact: id })
    }

    pub(super) fn remove_owner(
        &mut self,
        contact: ContactId,
        member: MemberId,
        done: &DoneEffect,
    ) -> Result<Effect, InverseError> {
        self.require(EntityRef::Contact(contact))?;
        let seat = self.owner(contact, member)?;
        if seat.change != done.added_by() {
            return Err(ConflictReason::owner_since(member, seat.change).into());
        }
        let was_pinned = matches!(done.record.was, Some(Before::Ownership(SeatImage { pinned: true, .. })));
        if seat.pinned != was_pinned {
            return Err(ConflictReason::pinned(member, seat.pinned).into());
        }
        Ok(Effect::RemoveOwner { contact, member, reason: RemovalReason::Undone })
    }

    /// Only a view of the past has the contact again, without its data.
    pub(super) fn erased(&self, contact: ContactId) -> Result<Inverse, InverseError> {
        let thing = EntityRef::Contact(contact);
        if self.exists(thing)? { Ok(Inverse::default()) } else { Err(ConflictReason::erased(thing).into()) }
    }

    pub(super) fn require_no_owner(&mut self, contact: ContactId, member: MemberId) -> Result<(), InverseError> {
        self.require(EntityRef::Contact(contact))?;
        self.require(EntityRef::Member(member))?;
        match self.states.owners(contact)?.seat(member) {
            Some(seat) => Err(ConflictReason::owner_since(member, seat.change).into()),
            None => Ok(()),
        }
    }

    /// An ownership must be pinned or not, as it was left.
    pub(super) fn require_pinned(
        &mut self,
        contact: ContactId,
        member: MemberId,
        pinned: bool,
    ) -> Result<(), InverseError> {
        self.require(EntityRef::Contact(contact))?;
        let now = self.owner(contact, member)?.pinned;
        if now == pinned { Ok(()) } else { Err(ConflictReason::pinned(member, now).into()) }
    }

    fn owner(&mut self, contact: ContactId, member: MemberId) -> Result<Seat<OwnerReason>, InverseError> {
        let seat = self.states.owners(contact)?.seat(member).copied();
        seat.ok_or_else(|| ConflictReason::member(member, "{} is no longer an owner").into())
    }

    /// A row that was removed must not exist again, and its values must be free.
    pub(super) fn require_restorable(&self, thing: EntityRef, fields: &Fields) -> Result<(), InverseError> {
        if self.exists(thing)? {
            return Err(ConflictReason::back(thing).into());
        }
        let phone = fields.get(&Field::Phone).and_then(Option::as_deref);
        if phone.is_some_and(|phone| phone.starts_with(ERASED)) && !past::has_erased(self.connection)? {
            return Err(ConflictReason::erased(thing).into());
        }
        fields.iter().try_for_each(|(field, value)| self.require_free(thing, *field, value.as_deref()))
    }

    /// Restores the fields that are unchanged since, if their old value is still free.
    pub(super) fn update(
        &self,
        thing: EntityRef,
        (set, was): (&Fields, &Fields),
        done: &DoneEffect,
        effect: impl Fn(Fields) -> Effect,
    ) -> Result<Inverse, InverseError> {
        let now = self.fields(thing)?;
        let (mut back, mut left) = (Fields::new(), Vec::new());
        let record = |field, old: &Option<String>| {
            let one = |value: Option<&String>| Fields::from([(field, value.cloned())]);
            let was = Some(Before::Fields(one(old.as_ref())));
            EffectRecord { effect: effect(one(set.get(&field).and_then(Option::as_ref))), rule: done.record.rule, was }
        };
        for (field, value) in set {
            let old = was.get(field).cloned().flatten();
            let free = match now.get(field).filter(|now| *now != value) {
                Some(now) => Err(ConflictReason::changed(*field, now.as_deref()).into()),
                None => self.require_free(thing, *field, old.as_deref()),
            };
            match free {
                Ok(()) => drop(back.insert(*field, old)),
                Err(InverseError::Conflict(obstacle)) => left.push((record(*field, &old), obstacle)),
                Err(InverseError::Failed(error)) => return Err(InverseError::Failed(error)),
            }
        }
        if picks_by_default(&now, &back) {
            for field in [Field::Strategy, Field::ReassignAfter] {
                if let Some(old) = back.remove(&field) {
                    left.push((record(field, &old), "a team with a default agent can't reassign".into()));
                }
            }
        }
        let doing = (!back.is_empty()).then(|| Restore { effect: effect(back), image: None });
        Ok(Inverse { doing, left })
    }

    /// Unique values must be free, and a default agent must exist.
    fn require_free(&self, thing: EntityRef, field: Field, value: Option<&str>) -> Result<(), InverseError> {
        let Some(value) = value else { return Ok(()) };
        let (column, key) = match (thing, field) {
            (EntityRef::Team(_), Field::DefaultAgent) => {
                return value.parse().map_or(Ok(()), |agent| self.require(EntityRef::Member(MemberId(agent))));
            }
            (EntityRef::Team(_), Field::Name) => ("name_key", fold(value)),
            (EntityRef::Member(_), Field::Email | Field::ExternalId) | (EntityRef::Contact(_), Field::Phone) => {
                (field.code(), value.to_owned())
            }
            _ => return Ok(()),
        };
        let (kind, id) = thing.row();
        if self.any(&format!("SELECT 1 FROM {kind}s WHERE {column} = ?1 AND id <> ?2"), (key, id))? {
            return Err(format!("another {kind} now has the {} `{}`", words(field), Excerpt(value)).into());
        }
        Ok(())
    }
}

/// T5: whether a team would have a default agent and a time to reassign after, with these fields restored.
fn picks_by_default(now: &Fields, back: &Fields) -> bool {
    let value = |field| back.get(&field).or_else(|| now.get(&field)).and_then(Option::as_deref);
    value(Field::Strategy) == Some(Strategy::DefaultAgent.code()) && value(Field::ReassignAfter).is_some()
}

/// D3.
fn require_none(references: &[Reference]) -> Result<(), InverseError> {
    if references.is_empty() { Ok(()) } else { Err(referring(references).into()) }
}
