//! Effects on members, teams and contacts.

use super::writer::Writer;
use crate::model::{Before, CONTACT_FIELDS, ContactId, Field, Fields, MemberId, Team, TeamId, fold};
use crate::store::contact_row::account_id;
use crate::store::contacts::contact_fields;
use crate::store::{StoreError, StoreResult};

impl Writer<'_> {
    pub(super) fn update_member(&self, member: MemberId, set: &Fields) -> StoreResult<Before> {
        let was = self.member_fields(member)?;
        for (field, value) in set {
            let sql = match field {
                Field::Email => "UPDATE members SET email = ?2 WHERE id = ?1",
                Field::Name => "UPDATE members SET name = ?2 WHERE id = ?1",
                Field::ExternalId => "UPDATE members SET external_id = ?2 WHERE id = ?1",
                other => return Err(no_field("member", *other)),
            };
            self.execute(sql, (member.0, value))?;
        }
        Ok(Before::Fields(only(was, set)))
    }

    pub(super) fn member_fields(&self, member: MemberId) -> StoreResult<Fields> {
        let sql = "SELECT email, name, external_id FROM members WHERE id = ?1";
        self.fields(sql, member.0, &[Field::Email, Field::Name, Field::ExternalId])
    }

    pub(super) fn remove_member(&self, member: MemberId) -> StoreResult<Before> {
        let fields = self.member_fields(member)?;
        let active =
            self.prepare("SELECT active FROM members WHERE id = ?1")?.query_row([member.0], |row| row.get(0))?;
        self.note_removed("member", member.0, &fields, Field::Email)?;
        self.execute("DELETE FROM members WHERE id = ?1", [member.0])?;
        Ok(Before::Member { fields, active })
    }

    pub(super) fn set_active(&self, member: MemberId, active: bool) -> StoreResult<Option<Before>> {
        self.execute("UPDATE members SET active = ?2 WHERE id = ?1", (member.0, active))?;
        Ok(None)
    }

    pub(super) fn team_fields(&self, team: TeamId) -> StoreResult<Fields> {
        let sql = "SELECT name, strategy, CAST(default_agent_id AS TEXT) AS default_agent FROM teams WHERE id = ?1";
        self.fields(sql, team.0, &[Field::Name, Field::Strategy, Field::DefaultAgent])
    }

    pub(super) fn update_team(&self, team: TeamId, set: &Fields) -> StoreResult<Before> {
        let was = self.team_fields(team)?;
        for (field, value) in set {
            match field {
                Field::Name => {
                    let key = value.as_deref().map(fold);
                    self.execute("UPDATE teams SET name = ?2, name_key = ?3 WHERE id = ?1", (team.0, value, key))?;
                }
                Field::Strategy => self.execute("UPDATE teams SET strategy = ?2 WHERE id = ?1", (team.0, value))?,
                Field::DefaultAgent => {
                    let agent: Option<i64> = value.as_deref().and_then(|id| id.parse().ok());
                    self.execute("UPDATE teams SET default_agent_id = ?2 WHERE id = ?1", (team.0, agent))?;
                }
                other => return Err(no_field("team", *other)),
            }
        }
        Ok(Before::Fields(only(was, set)))
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
        let was = self.turn(team)?.0;
        self.execute("UPDATE teams SET turn = ?2 WHERE id = ?1", (team.0, turn))?;
        Ok(Before::Membership { position, turn: was })
    }

    pub(super) fn turn(&self, team: TeamId) -> StoreResult<(usize, Option<MemberId>)> {
        let sql = "SELECT turn, last_picked FROM teams WHERE id = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(MemberId)));
        Ok(self.prepare(sql)?.query_row([team.0], read)?)
    }

    pub(super) fn advance_turn(&self, team: TeamId, turn: usize, picked: Option<MemberId>) -> StoreResult<Before> {
        let (was, last_picked) = self.turn(team)?;
        self.execute(
            "UPDATE teams SET turn = ?2, last_picked = ?3 WHERE id = ?1",
            (team.0, turn, picked.map(|member| member.0)),
        )?;
        Ok(Before::Turn { turn: was, last_picked })
    }

    /// Writes the rotation of a team.
    pub fn write_turn(&self, team: &Team) -> StoreResult<()> {
        self.advance_turn(team.id, team.turn, team.last_picked).map(drop)
    }

    pub(super) fn remove_team(&self, team: TeamId) -> StoreResult<Before> {
        let fields = self.team_fields(team)?;
        let (turn, last_picked) = self.turn(team)?;
        self.note_removed("team", team.0, &fields, Field::Name)?;
        self.execute("DELETE FROM teams WHERE id = ?1", [team.0])?;
        Ok(Before::RemovedTeam { fields, turn, last_picked })
    }

    pub(super) fn update_contact(&self, contact: ContactId, set: &Fields) -> StoreResult<Before> {
        let was = contact_fields(self.connection, contact)?;
        for (field, value) in set {
            let known = CONTACT_FIELDS.iter().find(|known| known.field == *field);
            let column = match known {
                Some(known) => known.column,
                None if *field == Field::Phone => field.code(),
                None => return Err(no_field("contact", *field)),
            };
            let sql = format!("UPDATE contacts SET {column} = ?2 WHERE id = ?1");
            if *field == Field::Account {
                let account = value.as_deref().map(|name| account_id(self.connection, name)).transpose()?;
                self.execute(&sql, (contact.0, account))?;
            } else {
                self.execute(&sql, (contact.0, value))?;
            }
        }
        Ok(Before::Fields(only(was, set)))
    }

    pub(super) fn remove_contact(&self, contact: ContactId) -> StoreResult<Before> {
        let fields = contact_fields(self.connection, contact)?;
        self.note_removed("contact", contact.0, &fields, Field::Phone)?;
        self.execute("DELETE FROM contacts WHERE id = ?1", [contact.0])?;
        Ok(Before::Fields(fields))
    }

    /// Keeps the name for the history.
    fn note_removed(&self, kind: &str, id: i64, fields: &Fields, name: Field) -> StoreResult<()> {
        let sql = "INSERT INTO removed (kind, id, name) VALUES (?1, ?2, ?3)";
        self.execute(sql, (kind, id, fields.get(&name)))
    }

    fn fields(&self, sql: &str, id: i64, names: &[Field]) -> StoreResult<Fields> {
        let read = |row: &rusqlite::Row<'_>| names.iter().map(|name| Ok((*name, row.get(name.code())?))).collect();
        Ok(self.prepare(sql)?.query_row([id], read)?)
    }
}

/// Of all fields, those that are set anew.
fn only(was: Fields, set: &Fields) -> Fields {
    was.into_iter().filter(|(field, _)| set.contains_key(field)).collect()
}

fn no_field(kind: &str, field: Field) -> StoreError {
    StoreError::Damaged(format!("unknown field `{field}` of a {kind}"))
}
