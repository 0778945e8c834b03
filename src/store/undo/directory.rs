//! Members, teams, contacts and ownerships.

use rusqlite::OptionalExtension;

use super::done::Done;
use super::inverse::{Inverse, PutBack, Stop};
use super::obstacle::{Obstacle, Thing};
use super::undoing::Undoing;
use crate::model::{
    ChangeId, ContactId, Effect, Field, Fields, Member, MemberId, Reference, Removed, Team, TeamId, fold,
};
use crate::store::record::{Record, Was};
use crate::store::{Result, chat, contacts, directory, leaving};

impl Undoing<'_> {
    fn member(&self, id: MemberId) -> Result<Member, Stop> {
        directory::member(self.connection, id)?.ok_or_else(|| Obstacle::Gone(Thing::Member(id)).into())
    }

    fn team(&self, id: TeamId) -> Result<Team, Stop> {
        directory::team(self.connection, id)?.ok_or_else(|| Obstacle::Gone(Thing::Team(id)).into())
    }

    fn contact(&self, id: ContactId) -> Result<Fields, Stop> {
        self.need_contact(id)?;
        Ok(contacts::contact_fields(self.connection, id)?)
    }

    pub(super) fn need_active(&self, id: MemberId) -> Result<(), Stop> {
        match self.number("SELECT active FROM members WHERE id = ?1", [id.0])? {
            Some(0) => Err(Obstacle::Inactive(id).into()),
            Some(_) => Ok(()),
            None => Err(Obstacle::Gone(Thing::Member(id)).into()),
        }
    }

    pub(super) fn need_member(&self, id: MemberId) -> Result<(), Stop> {
        self.need("SELECT 1 FROM members WHERE id = ?1", id.0, Thing::Member(id))
    }

    pub(super) fn need_contact(&self, id: ContactId) -> Result<(), Stop> {
        self.need("SELECT 1 FROM contacts WHERE id = ?1", id.0, Thing::Contact(id))
    }

    pub(super) fn need_team(&self, id: TeamId) -> Result<(), Stop> {
        self.need("SELECT 1 FROM teams WHERE id = ?1", id.0, Thing::Team(id))
    }

    fn need(&self, sql: &str, id: i64, thing: Thing) -> Result<(), Stop> {
        if self.any(sql, [id])? { Ok(()) } else { Err(Obstacle::Gone(thing).into()) }
    }

    pub(super) fn remove_member(&mut self, id: MemberId, done: &Done) -> Result<Effect, Stop> {
        let member = self.member(id)?;
        self.need_as_added(Thing::Member(id), done.place, &member.fields())?;
        let added_active = if let Some(Was::Member { active, .. }) = &done.record.was { *active } else { true };
        if member.active != added_active {
            return Err(if member.active { Obstacle::Active(id) } else { Obstacle::Inactive(id) }.into());
        }
        need_none(leaving::member_references(self.connection, id)?)?;
        Ok(Effect::RemoveMember { member: id })
    }

    pub(super) fn member_back(&self, member: MemberId, done: &Done) -> Result<PutBack, Stop> {
        let Some(Was::Member { fields, active }) = &done.record.was else { return Err(done.says_too_little()) };
        if directory::member(self.connection, member)?.is_some() {
            return Err(Obstacle::Back(Thing::Member(member)).into());
        }
        fields.iter().try_for_each(|(field, value)| self.need_free(Thing::Member(member), *field, value.as_deref()))?;
        Ok(PutBack::Member { member, fields: fields.clone(), active: *active })
    }

    pub(super) fn update_member(&self, member: MemberId, set: &Fields, done: &Done) -> Result<Inverse, Stop> {
        let now = self.member(member)?.fields();
        self.update(Thing::Member(member), set, &now, done, |set| Effect::UpdateMember { member, set })
    }

    pub(super) fn deactivate(&self, id: MemberId) -> Result<Effect, Stop> {
        self.need_active(id)?;
        let sql = "SELECT count(*) FROM assignments WHERE member_id = ?1 AND is_open = 1";
        match self.number(sql, [id.0])? {
            None | Some(0) => Ok(Effect::DeactivateMember { member: id }),
            Some(open) => Err(Obstacle::OnOpen(id, open).into()),
        }
    }

    pub(super) fn activate(&self, id: MemberId) -> Result<Effect, Stop> {
        if self.member(id)?.active {
            return Err(Obstacle::Active(id).into());
        }
        Ok(Effect::ActivateMember { member: id })
    }

    pub(super) fn remove_team(&mut self, id: TeamId, done: &Done) -> Result<Effect, Stop> {
        let team = self.team(id)?;
        self.need_as_added(Thing::Team(id), done.place, &team.fields())?;
        if let Some(member) = team.members.first() {
            return Err(Obstacle::InTeam(*member).into());
        }
        need_none(leaving::team_references(self.connection, id)?)?;
        Ok(Effect::RemoveTeam { team: id })
    }

    pub(super) fn team_back(&self, team: TeamId, done: &Done) -> Result<PutBack, Stop> {
        let Some(Was::RemovedTeam { fields, turn, last_picked }) = &done.record.was else {
            return Err(done.says_too_little());
        };
        if directory::team(self.connection, team)?.is_some() {
            return Err(Obstacle::Back(Thing::Team(team)).into());
        }
        fields.iter().try_for_each(|(field, value)| self.need_free(Thing::Team(team), *field, value.as_deref()))?;
        Ok(PutBack::Team { team, fields: fields.clone(), turn: *turn, last_picked: *last_picked })
    }

    pub(super) fn update_team(&self, team: TeamId, set: &Fields, done: &Done) -> Result<Inverse, Stop> {
        let now = self.team(team)?.fields();
        self.update(Thing::Team(team), set, &now, done, |set| Effect::UpdateTeam { team, set })
    }

    /// The turn is for whoever knows the rules to say.
    pub(super) fn leave_team(&self, id: TeamId, member: MemberId) -> Result<Effect, Stop> {
        let team = self.team(id)?;
        if !team.members.contains(&member) {
            return Err(Obstacle::NotInTeam(member).into());
        }
        Ok(Effect::LeaveTeam { team: id, member, turn: team.turn })
    }

    /// In the former place; the turn too, unless it has moved on: then it keeps pointing at the same
    /// member.
    pub(super) fn membership_back(
        &self,
        id: TeamId,
        member: MemberId,
        turn_left: usize,
        done: &Done,
    ) -> Result<PutBack, Stop> {
        let Some(Was::Membership { position, turn: was }) = done.record.was else {
            return Err(done.says_too_little());
        };
        let team = self.team(id)?;
        self.need_member(member)?;
        if team.members.contains(&member) {
            return Err(Obstacle::InTeam(member).into());
        }
        let sql = "SELECT count(*) FROM team_members WHERE team_id = ?1 AND position < ?2";
        let place = self.number(sql, (id.0, position))?.and_then(|place| usize::try_from(place).ok());
        let moved = team.turn + usize::from(place.is_some_and(|place| place < team.turn));
        let turn = if team.turn == turn_left { was } else { moved };
        Ok(PutBack::Membership { team: id, member, position, turn: turn.min(team.members.len() + 1) })
    }

    /// A turn that has moved on stays, and stands in nobody's way.
    pub(super) fn turn_back(&self, id: TeamId, left: (usize, Option<MemberId>), done: &Done) -> Result<Inverse, Stop> {
        let Some(Was::Turn { turn, last_picked }) = done.record.was else { return Err(done.says_too_little()) };
        let team = directory::team(self.connection, id)?;
        let as_left = team.is_some_and(|team| (team.turn, team.last_picked) == left && turn <= team.members.len());
        let back = Effect::AdvanceTurn { team: id, turn, picked: last_picked };
        Ok(if as_left { back.into() } else { Inverse::default() })
    }

    pub(super) fn remove_contact(&mut self, id: ContactId, done: &Done) -> Result<Effect, Stop> {
        let now = self.contact(id)?;
        self.need_as_added(Thing::Contact(id), done.place, &now)?;
        let sql = "SELECT member_id, change_id FROM contact_owners WHERE contact_id = ?1 ORDER BY position";
        let owner = self.connection.prepare_cached(sql)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)));
        if let Some((member, change)) = owner.optional()? {
            return Err(Obstacle::Owner(MemberId(member), ChangeId(change)).into());
        }
        need_none(chat::contact_references(self.connection, id)?)?;
        Ok(Effect::RemoveContact { contact: id })
    }

    pub(super) fn contact_back(&self, contact: ContactId, done: &Done) -> Result<PutBack, Stop> {
        let Some(Was::Fields(fields)) = &done.record.was else { return Err(done.says_too_little()) };
        if self.any("SELECT 1 FROM contacts WHERE id = ?1", [contact.0])? {
            return Err(Obstacle::Back(Thing::Contact(contact)).into());
        }
        let free = |(field, value): (&Field, &Option<String>)| {
            self.need_free(Thing::Contact(contact), *field, value.as_deref())
        };
        fields.iter().try_for_each(free)?;
        Ok(PutBack::Contact { contact, fields: fields.clone() })
    }

    pub(super) fn update_contact(&self, contact: ContactId, set: &Fields, done: &Done) -> Result<Inverse, Stop> {
        let now = self.contact(contact)?;
        self.update(Thing::Contact(contact), set, &now, done, |set| Effect::UpdateContact { contact, set })
    }

    pub(super) fn remove_owner(&self, contact: ContactId, member: MemberId, done: &Done) -> Result<Effect, Stop> {
        self.need_contact(contact)?;
        let made_by = if let Some(Was::Ownership { change, .. }) = &done.record.was { *change } else { done.made_by };
        match self.owner(contact, member)? {
            None => Err(Obstacle::NotOwner(member).into()),
            Some(change) if change != made_by.0 => Err(Obstacle::Owner(member, ChangeId(change)).into()),
            Some(_) => Ok(Effect::RemoveOwner { contact, member, reason: Removed::Undone }),
        }
    }

    pub(super) fn owner_back(&self, contact: ContactId, member: MemberId, done: &Done) -> Result<PutBack, Stop> {
        let Some(Was::Ownership { position, reason, since, change }) = done.record.was else {
            return Err(done.says_too_little());
        };
        self.need_contact(contact)?;
        self.need_member(member)?;
        match self.owner(contact, member)? {
            Some(change) => Err(Obstacle::Owner(member, ChangeId(change)).into()),
            None => Ok(PutBack::Ownership { contact, member, position, reason, since, change }),
        }
    }

    /// The change that made the member an owner.
    fn owner(&self, contact: ContactId, member: MemberId) -> Result<Option<i64>> {
        let sql = "SELECT change_id FROM contact_owners WHERE contact_id = ?1 AND member_id = ?2";
        self.number(sql, (contact.0, member.0))
    }

    /// Puts back those fields that still are as they were set, and whose old value is still free.
    fn update(
        &self,
        thing: Thing,
        set: &Fields,
        now: &Fields,
        done: &Done,
        effect: impl Fn(Fields) -> Effect,
    ) -> Result<Inverse, Stop> {
        let Some(Was::Fields(was)) = &done.record.was else { return Err(done.says_too_little()) };
        let (mut back, mut left) = (Fields::new(), Vec::new());
        for (field, value) in set {
            let old = was.get(field).cloned().flatten();
            let changed = now.get(field).filter(|now| *now != value);
            let free = match changed {
                Some(now) => Err(Obstacle::Changed(*field, now.clone()).into()),
                None => self.need_free(thing, *field, old.as_deref()),
            };
            match free {
                Ok(()) => drop(back.insert(*field, old)),
                Err(Stop::Obstacle(obstacle)) => {
                    let one = |value: &Option<String>| Fields::from([(*field, value.clone())]);
                    let was = Some(Was::Fields(one(&old)));
                    left.push((Record { effect: effect(one(value)), rule: done.record.rule, was }, obstacle));
                }
                Err(Stop::Failed(error)) => return Err(Stop::Failed(error)),
            }
        }
        let doing = (!back.is_empty()).then(|| PutBack::Do(effect(back)));
        Ok(Inverse { doing, left })
    }

    /// No other thing of its kind has a value that only one can have; a member who is named is there.
    fn need_free(&self, thing: Thing, field: Field, value: Option<&str>) -> Result<(), Stop> {
        let Some(value) = value else { return Ok(()) };
        let taken = match (thing, field) {
            (Thing::Member(id), Field::Email) => {
                self.any("SELECT 1 FROM members WHERE email = ?1 AND id <> ?2", (value, id.0))?
            }
            (Thing::Member(id), Field::ExternalId) => {
                self.any("SELECT 1 FROM members WHERE external_id = ?1 AND id <> ?2", (value, id.0))?
            }
            (Thing::Team(id), Field::Name) => {
                self.any("SELECT 1 FROM teams WHERE name_key = ?1 AND id <> ?2", (fold(value), id.0))?
            }
            (Thing::Team(_), Field::DefaultAgent) => {
                value.parse().map_or(Ok(()), |agent| self.need_member(MemberId(agent)))?;
                false
            }
            (Thing::Contact(id), Field::Phone) => {
                self.any("SELECT 1 FROM contacts WHERE phone = ?1 AND id <> ?2", (value, id.0))?
            }
            (Thing::Member(_) | Thing::Team(_) | Thing::Contact(_) | Thing::Conversation(_), _) => false,
        };
        if taken { Err(Obstacle::Taken(thing, field, value.to_owned()).into()) } else { Ok(()) }
    }
}

/// D3: what something names stays.
fn need_none(references: Vec<Reference>) -> Result<(), Stop> {
    if references.is_empty() { Ok(()) } else { Err(Obstacle::Referred(references).into()) }
}
