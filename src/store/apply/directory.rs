//! Effects on members, teams and contacts.

use super::writer::Writer;
use crate::model::{Before, ContactId, ConversationId, Field, Fields, MemberId, StateMismatch, Team, TeamId};
use crate::store::entity::{self, EntityRef};
use crate::store::erase::erased_name;
use crate::store::{StoreError, StoreResult, contact_state, directory};

impl Writer<'_> {
    /// Sets fields of a row.
    pub(super) fn update(&self, thing: EntityRef, set: &Fields) -> StoreResult<Before> {
        let mut was = self.fields(thing)?;
        if let Some(field) = set.keys().find(|field| !was.contains_key(field)) {
            let kind = thing.row().0;
            return Err(StoreError::Damaged(format!("unknown field `{field}` of a {kind}")));
        }
        entity::update(self.connection, thing, set)?;
        was.retain(|field, _| set.contains_key(field));
        Ok(Before::Fields(was))
    }

    /// Deletes a row, and keeps its name for the history.
    pub(super) fn remove(&self, thing: EntityRef, name: Field) -> StoreResult<Fields> {
        let (fields, (kind, id)) = (self.fields(thing)?, thing.row());
        let sql = "INSERT INTO removed (kind, id, name) VALUES (?1, ?2, ?3)";
        self.execute(sql, (kind, id, fields.get(&name)))?;
        self.execute(&format!("DELETE FROM {kind}s WHERE id = ?1"), [id])?;
        Ok(fields)
    }

    /// Deletes a contact that was merged into another one, whose history it belongs to from now on.
    pub(super) fn merge_contact(&self, contact: ContactId, into: ContactId) -> StoreResult<Before> {
        let fields = self.remove(EntityRef::Contact(contact), Field::Phone)?;
        let sql = "UPDATE removed SET merged_into = ?2 WHERE kind = 'contact' AND id = ?1";
        self.execute(sql, (contact.0, into.0))?;
        Ok(Before::Merged { fields, into })
    }

    /// Deletes a contact, and keeps no value of it. What the history has of it is overwritten at the end of the change.
    pub(super) fn erase_contact(&self, contact: ContactId) -> StoreResult<()> {
        let sql = "INSERT INTO removed (kind, id, name) VALUES ('contact', ?1, ?2)";
        self.execute(sql, (contact.0, erased_name(contact)))?;
        self.execute("DELETE FROM contacts WHERE id = ?1", [contact.0])
    }

    pub(super) fn move_conversation(&self, conversation: ConversationId, contact: ContactId) -> StoreResult<Before> {
        let was = contact_state::conversation_contact(self.connection, conversation)?.ok_or(StateMismatch)?.0;
        self.execute("UPDATE conversations SET contact_id = ?2 WHERE id = ?1", (conversation.0, contact.0))?;
        Ok(Before::Contact(was))
    }

    /// Inserts a row that was removed, which then needs no name of its own in the history.
    pub(super) fn put_back(&self, thing: EntityRef, fields: &Fields) -> StoreResult<()> {
        let (kind, id) = thing.row();
        self.execute("DELETE FROM removed WHERE kind = ?1 AND id = ?2", (kind, id))?;
        entity::insert(self.connection, kind, Some(id), fields).map(drop)
    }

    fn fields(&self, thing: EntityRef) -> StoreResult<Fields> {
        Ok(thing.fields(self.connection)?.ok_or(StateMismatch)?)
    }

    pub(super) fn remove_member(&self, member: MemberId) -> StoreResult<Before> {
        let sql = "SELECT active FROM members WHERE id = ?1";
        let active = self.prepare(sql)?.query_row([member.0], |row| row.get(0))?;
        Ok(Before::Member { fields: self.remove(EntityRef::Member(member), Field::Email)?, active })
    }

    pub(super) fn set_active(&self, member: MemberId, active: bool) -> StoreResult<Option<Before>> {
        self.execute("UPDATE members SET active = ?2 WHERE id = ?1", (member.0, active))?;
        Ok(None)
    }

    pub(super) fn join_team(&self, team: TeamId, member: MemberId) -> StoreResult<Option<Before>> {
        self.execute(
            "INSERT INTO team_members (team_id, member_id, position)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0) FROM team_members WHERE team_id = ?1",
            (team.0, member.0),
        )?;
        Ok(None)
    }

    pub(super) fn leave_team(&self, team: TeamId, member: MemberId, turn: usize) -> StoreResult<Before> {
        let sql = "DELETE FROM team_members WHERE team_id = ?1 AND member_id = ?2 RETURNING position";
        let position = self.prepare(sql)?.query_row((team.0, member.0), |row| row.get(0))?;
        let was = self.team(team)?.turn;
        self.execute("UPDATE teams SET turn = ?2 WHERE id = ?1", (team.0, turn))?;
        Ok(Before::Membership { position, turn: was })
    }

    pub(super) fn advance_turn(&self, id: TeamId, turn: usize, picked: Option<MemberId>) -> StoreResult<Before> {
        let mut team = self.team(id)?;
        let was = team.advance(turn, picked);
        self.write_turn(&team)?;
        Ok(was)
    }

    /// Writes the rotation of a team.
    pub fn write_turn(&self, team: &Team) -> StoreResult<()> {
        let picked = team.last_picked.map(|member| member.0);
        self.execute("UPDATE teams SET turn = ?2, last_picked = ?3 WHERE id = ?1", (team.id.0, team.turn, picked))
    }

    fn team(&self, id: TeamId) -> StoreResult<Team> {
        Ok(directory::team(self.connection, id)?.ok_or(StateMismatch)?)
    }

    pub(super) fn remove_team(&self, team: TeamId) -> StoreResult<Before> {
        let Team { turn, last_picked, .. } = self.team(team)?;
        Ok(Before::RemovedTeam { fields: self.remove(EntityRef::Team(team), Field::Name)?, turn, last_picked })
    }
}
