//! Doing what a decision says, and writing it into the history: the only code that changes rows.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{CachedStatement, Connection, Params};

use super::contacts::{account_id, contact_fields};
use super::history::{Record, Stamp, Was};
use super::{Error, Result, settings};
use crate::model::{
    Assigned, ChangeId, ContactId, ConversationId, Effect, Field, Fields, MemberId, Owned, PassedOver, Ruled, Setting,
    Status, TeamId, TeamName, Time,
};

/// What an entry of the history is about.
type Subject = (Option<ContactId>, Option<ConversationId>);

/// Writes one change: everything between its begin and [`Writer::finish`] carries its number. A
/// change that has no effects leaves no trace.
pub struct Writer<'a> {
    connection: &'a Connection,
    stamp: Stamp,
    change: Option<ChangeId>,
    entries: Option<(i64, i64)>,
    effect_count: i64,
    members: BTreeSet<MemberId>,
    /// By how much the number of a member's open conversations has changed; written at the end.
    loads: BTreeMap<MemberId, i64>,
}

impl<'a> Writer<'a> {
    /// A change that hasn't done anything yet.
    pub fn new(connection: &'a Connection, stamp: Stamp) -> Self {
        let (members, loads) = (BTreeSet::new(), BTreeMap::new());
        Self { connection, stamp, change: None, entries: None, effect_count: 0, members, loads }
    }

    /// How many effects it has had.
    pub fn effect_count(&self) -> i64 {
        self.effect_count
    }

    /// By how much this change has moved the number of a member's open conversations so far.
    pub fn load(&self, member: MemberId) -> i64 {
        self.loads.get(&member).copied().unwrap_or(0)
    }

    /// Does what was decided about one contact, and writes it down as one entry.
    pub fn apply_to_chat(
        &mut self,
        at: Time,
        contact: ContactId,
        effects: &[Ruled],
        passed_over: &[PassedOver],
    ) -> Result<()> {
        let conversation = effects.iter().find_map(|ruled| ruled.effect.subject().1);
        let about_contact = conversation.is_none() || effects.iter().any(|ruled| ruled.effect.subject().0.is_some());
        let subject = (about_contact.then_some(contact), conversation);
        self.apply_entry(at, subject, effects, passed_over)
    }

    /// Does what was decided about many things, and writes an entry for each run of effects on one.
    pub fn apply(&mut self, at: Time, effects: &[Ruled], passed_over: &[PassedOver]) -> Result<()> {
        let mut passed: HashMap<Subject, Vec<PassedOver>> = HashMap::new();
        for entry in passed_over {
            passed.entry((entry.contact, entry.conversation)).or_default().push(entry.clone());
        }
        for run in effects.chunk_by(|one, next| one.effect.subject() == next.effect.subject()) {
            let subject = run.first().map(|ruled| ruled.effect.subject()).unwrap_or_default();
            self.apply_entry(at, subject, run, &passed.remove(&subject).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Writes the change's last numbers; `None` if it had no effects.
    pub fn finish(self) -> Result<Option<ChangeId>> {
        let Some(change) = self.change else { return Ok(None) };
        for (member, load) in &self.loads {
            self.execute(
                "UPDATE members SET open_conversations = open_conversations + ?2 WHERE id = ?1",
                (member.0, load),
            )?;
        }
        for member in &self.members {
            self.execute("INSERT INTO change_members (member_id, change_id) VALUES (?1, ?2)", (member.0, change.0))?;
        }
        let (first, last) = self.entries.unzip();
        self.execute(
            "UPDATE changes SET effect_count = ?2, first_entry = ?3, last_entry = ?4 WHERE id = ?1",
            (change.0, self.effect_count, first, last),
        )?;
        Ok(Some(change))
    }

    fn apply_entry(
        &mut self,
        at: Time,
        (contact, conversation): Subject,
        effects: &[Ruled],
        passed_over: &[PassedOver],
    ) -> Result<()> {
        if effects.is_empty() {
            return Ok(());
        }
        let change = self.change()?;
        let mut records = Vec::with_capacity(effects.len());
        for ruled in effects {
            let was = self.apply_effect(at, change, &ruled.effect)?;
            self.members.extend(ruled.effect.member());
            records.push(Record { effect: ruled.effect.clone(), rule: ruled.rule, was });
        }
        self.members.extend(passed_over.iter().filter_map(|entry| entry.member));
        self.effect_count += i64::try_from(effects.len()).unwrap_or(i64::MAX);
        let passed_over = (!passed_over.is_empty()).then(|| json(&passed_over)).transpose()?;
        self.execute(
            "INSERT INTO entries (at, change_id, contact_id, conversation_id, effects, passed_over)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                at.as_nanoseconds(),
                change.0,
                contact.map(|id| id.0),
                conversation.map(|id| id.0),
                json(&records)?,
                passed_over,
            ),
        )?;
        let entry = self.connection.last_insert_rowid();
        self.entries = Some((self.entries.map_or(entry, |(first, _)| first), entry));
        Ok(())
    }

    /// The number of this change; taken when it has its first effect.
    fn change(&mut self) -> Result<ChangeId> {
        if let Some(change) = self.change {
            return Ok(change);
        }
        self.execute(
            "INSERT INTO changes (at, actor, command) VALUES (?1, ?2, ?3)",
            (self.stamp.at.as_nanoseconds(), &self.stamp.actor, &self.stamp.command),
        )?;
        let change = ChangeId(self.connection.last_insert_rowid());
        self.change = Some(change);
        Ok(change)
    }

    /// Changes the rows, and answers what was there before.
    fn apply_effect(&mut self, at: Time, change: ChangeId, effect: &Effect) -> Result<Option<Was>> {
        match effect {
            // These rows were inserted, with their values, when their number was taken.
            Effect::AddMember { .. } | Effect::AddTeam { .. } | Effect::AddContact { .. } => Ok(None),
            Effect::UpdateMember { member, set } => self.update_member(*member, set).map(Some),
            Effect::RemoveMember { member } => self.remove_member(*member).map(Some),
            Effect::UpdateTeam { team, set } => self.update_team(*team, set).map(Some),
            Effect::JoinTeam { team, member } => self.join_team(*team, *member),
            Effect::LeaveTeam { team, member, turn } => self.leave_team(*team, *member, *turn).map(Some),
            Effect::RemoveTeam { team } => self.remove_team(*team).map(Some),
            Effect::UpdateContact { contact, set } => self.update_contact(*contact, set).map(Some),
            Effect::RemoveContact { contact } => self.remove_contact(*contact).map(Some),
            Effect::OpenConversation { conversation, contact, status } => {
                self.open_conversation(at, *conversation, *contact, *status)
            }
            Effect::MarkContactWrote { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET contact_wrote = 1 WHERE id = ?1")
            }
            Effect::MarkHandedOver { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET handed_over = 1 WHERE id = ?1")
            }
            Effect::ClearHandedOver { conversation } => {
                self.set_on(*conversation, "UPDATE conversations SET handed_over = 0 WHERE id = ?1")
            }
            Effect::UnassignMember { conversation, member, .. } => self.unassign(*conversation, *member).map(Some),
            Effect::ClearTeam { conversation, .. } => self.set_team(*conversation, None).map(Some),
            Effect::SetTeam { conversation, team } => self.set_team(*conversation, Some(*team)).map(Some),
            Effect::AdvanceTurn { team, turn, picked } => self.advance_turn(*team, *turn, *picked).map(Some),
            Effect::AssignMember { conversation, member, reason } => {
                self.assign(at, change, *conversation, *member, *reason)
            }
            Effect::SetFirstResponder { conversation, member } => self.set_first_responder(*conversation, *member),
            Effect::AddOwner { contact, member, reason } => self.add_owner(at, change, *contact, *member, *reason),
            Effect::RemoveOwner { contact, member, .. } => self.remove_owner(*contact, *member).map(Some),
            Effect::SetStatus { conversation, status } => self.set_status(*conversation, *status).map(Some),
            Effect::CloseConversation { conversation } => self.close(at, *conversation).map(Some),
            Effect::SetSetting { setting } => self.set_setting(*setting).map(Some),
            Effect::ActivateMember { member } => self.set_active(*member, true),
            Effect::DeactivateMember { member } => self.set_active(*member, false),
        }
    }

    fn update_member(&self, member: MemberId, set: &Fields) -> Result<Was> {
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
        Ok(Was::Fields(only(was, set)))
    }

    fn member_fields(&self, member: MemberId) -> Result<Fields> {
        let sql = "SELECT email, name, external_id FROM members WHERE id = ?1";
        self.fields(sql, member.0, &[Field::Email, Field::Name, Field::ExternalId])
    }

    fn remove_member(&self, member: MemberId) -> Result<Was> {
        let fields = self.member_fields(member)?;
        let active =
            self.prepare("SELECT active FROM members WHERE id = ?1")?.query_row([member.0], |row| row.get(0))?;
        self.note_removed("member", member.0, &fields, Field::Email)?;
        self.execute("DELETE FROM members WHERE id = ?1", [member.0])?;
        Ok(Was::Member { fields, active })
    }

    fn set_active(&self, member: MemberId, active: bool) -> Result<Option<Was>> {
        self.execute("UPDATE members SET active = ?2 WHERE id = ?1", (member.0, active))?;
        Ok(None)
    }

    fn team_fields(&self, team: TeamId) -> Result<Fields> {
        let sql = "SELECT name, strategy, CAST(default_agent_id AS TEXT) AS default_agent FROM teams WHERE id = ?1";
        self.fields(sql, team.0, &[Field::Name, Field::Strategy, Field::DefaultAgent])
    }

    fn update_team(&self, team: TeamId, set: &Fields) -> Result<Was> {
        let was = self.team_fields(team)?;
        for (field, value) in set {
            match field {
                Field::Name => {
                    let key = value.as_deref().and_then(|name| name.parse().ok()).map(|name: TeamName| name.key());
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
        Ok(Was::Fields(only(was, set)))
    }

    fn join_team(&self, team: TeamId, member: MemberId) -> Result<Option<Was>> {
        self.execute(
            "INSERT INTO team_members (team_id, member_id, position)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0) FROM team_members WHERE team_id = ?1",
            (team.0, member.0),
        )?;
        Ok(None)
    }

    fn leave_team(&self, team: TeamId, member: MemberId, turn: usize) -> Result<Was> {
        let sql = "DELETE FROM team_members WHERE team_id = ?1 AND member_id = ?2 RETURNING position";
        let position = self.prepare(sql)?.query_row((team.0, member.0), |row| row.get(0))?;
        let was = self.turn(team)?.0;
        self.execute("UPDATE teams SET turn = ?2 WHERE id = ?1", (team.0, turn))?;
        Ok(Was::Membership { position, turn: was })
    }

    fn turn(&self, team: TeamId) -> Result<(usize, Option<MemberId>)> {
        let sql = "SELECT turn, last_picked FROM teams WHERE id = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(MemberId)));
        Ok(self.prepare(sql)?.query_row([team.0], read)?)
    }

    fn advance_turn(&self, team: TeamId, turn: usize, picked: MemberId) -> Result<Was> {
        let (was, last_picked) = self.turn(team)?;
        self.execute("UPDATE teams SET turn = ?2, last_picked = ?3 WHERE id = ?1", (team.0, turn, picked.0))?;
        Ok(Was::Turn { turn: was, last_picked })
    }

    fn remove_team(&self, team: TeamId) -> Result<Was> {
        let fields = self.team_fields(team)?;
        let (turn, last_picked) = self.turn(team)?;
        self.note_removed("team", team.0, &fields, Field::Name)?;
        self.execute("DELETE FROM teams WHERE id = ?1", [team.0])?;
        Ok(Was::RemovedTeam { fields, turn, last_picked })
    }

    fn update_contact(&self, contact: ContactId, set: &Fields) -> Result<Was> {
        let was = contact_fields(self.connection, contact)?;
        for (field, value) in set {
            let sql = match field {
                Field::Phone => "UPDATE contacts SET phone = ?2 WHERE id = ?1",
                Field::FirstName => "UPDATE contacts SET first_name = ?2 WHERE id = ?1",
                Field::LastName => "UPDATE contacts SET last_name = ?2 WHERE id = ?1",
                Field::Email => "UPDATE contacts SET email = ?2 WHERE id = ?1",
                Field::ExternalId => "UPDATE contacts SET external_id = ?2 WHERE id = ?1",
                Field::Account => {
                    let account = value.as_deref().map(|name| account_id(self.connection, name)).transpose()?;
                    self.execute("UPDATE contacts SET account_id = ?2 WHERE id = ?1", (contact.0, account))?;
                    continue;
                }
                other => return Err(no_field("contact", *other)),
            };
            self.execute(sql, (contact.0, value))?;
        }
        Ok(Was::Fields(only(was, set)))
    }

    fn remove_contact(&self, contact: ContactId) -> Result<Was> {
        let fields = contact_fields(self.connection, contact)?;
        self.note_removed("contact", contact.0, &fields, Field::Phone)?;
        self.execute("DELETE FROM contacts WHERE id = ?1", [contact.0])?;
        Ok(Was::Fields(fields))
    }

    fn open_conversation(
        &self,
        at: Time,
        conversation: ConversationId,
        contact: ContactId,
        status: Status,
    ) -> Result<Option<Was>> {
        self.execute(
            "INSERT INTO conversations (id, contact_id, status, opened_at) VALUES (?1, ?2, ?3, ?4)",
            (conversation.0, contact.0, status.code(), at.as_nanoseconds()),
        )?;
        Ok(None)
    }

    fn set_on(&self, conversation: ConversationId, sql: &str) -> Result<Option<Was>> {
        self.execute(sql, [conversation.0])?;
        Ok(None)
    }

    fn assign(
        &mut self,
        at: Time,
        change: ChangeId,
        conversation: ConversationId,
        member: MemberId,
        reason: Assigned,
    ) -> Result<Option<Was>> {
        self.execute(
            "INSERT INTO assignments (conversation_id, member_id, position, reason, since, change_id)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0), ?3, ?4, ?5 FROM assignments WHERE conversation_id = ?1",
            (conversation.0, member.0, reason.code(), at.as_nanoseconds(), change.0),
        )?;
        self.add_load(member, 1);
        Ok(None)
    }

    fn unassign(&mut self, conversation: ConversationId, member: MemberId) -> Result<Was> {
        let sql = "DELETE FROM assignments WHERE conversation_id = ?1 AND member_id = ?2
                   RETURNING position, reason, since, change_id";
        let (position, reason, since, change): (_, String, _, _) = self
            .prepare(sql)?
            .query_row((conversation.0, member.0), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let reason = reason.parse().map_err(|error| Error::bad_row("assignments", conversation.0, error))?;
        self.add_load(member, -1);
        Ok(Was::Assignment { position, reason, since, change: ChangeId(change) })
    }

    fn add_load(&mut self, member: MemberId, by: i64) {
        *self.loads.entry(member).or_default() += by;
    }

    fn set_team(&self, conversation: ConversationId, team: Option<TeamId>) -> Result<Was> {
        let sql = "SELECT team_id FROM conversations WHERE id = ?1";
        let was: Option<i64> = self.prepare(sql)?.query_row([conversation.0], |row| row.get(0))?;
        let team = team.map(|team| team.0);
        self.execute("UPDATE conversations SET team_id = ?2 WHERE id = ?1", (conversation.0, team))?;
        Ok(Was::Team(was.map(TeamId)))
    }

    fn set_first_responder(&self, conversation: ConversationId, member: MemberId) -> Result<Option<Was>> {
        let sql = "UPDATE conversations SET first_responder_id = ?2 WHERE id = ?1";
        self.execute(sql, (conversation.0, member.0))?;
        Ok(None)
    }

    fn add_owner(
        &self,
        at: Time,
        change: ChangeId,
        contact: ContactId,
        member: MemberId,
        reason: Owned,
    ) -> Result<Option<Was>> {
        self.execute(
            "INSERT INTO contact_owners (contact_id, member_id, position, reason, since, change_id)
             SELECT ?1, ?2, coalesce(max(position) + 1, 0), ?3, ?4, ?5 FROM contact_owners WHERE contact_id = ?1",
            (contact.0, member.0, reason.code(), at.as_nanoseconds(), change.0),
        )?;
        Ok(None)
    }

    fn remove_owner(&self, contact: ContactId, member: MemberId) -> Result<Was> {
        let sql = "DELETE FROM contact_owners WHERE contact_id = ?1 AND member_id = ?2
                   RETURNING position, reason, since, change_id";
        let (position, reason, since, change): (_, String, _, _) = self
            .prepare(sql)?
            .query_row((contact.0, member.0), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let reason = reason.parse().map_err(|error| Error::bad_row("contact_owners", contact.0, error))?;
        Ok(Was::Ownership { position, reason, since, change: ChangeId(change) })
    }

    fn status(&self, conversation: ConversationId) -> Result<Status> {
        let sql = "SELECT status FROM conversations WHERE id = ?1";
        let text: String = self.prepare(sql)?.query_row([conversation.0], |row| row.get(0))?;
        super::chat::read_status(conversation, &text)
    }

    fn set_status(&self, conversation: ConversationId, status: Status) -> Result<Was> {
        let was = self.status(conversation)?;
        self.execute("UPDATE conversations SET status = ?2 WHERE id = ?1", (conversation.0, status.code()))?;
        Ok(Was::Status(was))
    }

    fn close(&mut self, at: Time, conversation: ConversationId) -> Result<Was> {
        let was = self.status(conversation)?;
        self.execute(
            "UPDATE conversations SET status = 'closed', closed_at = ?2 WHERE id = ?1",
            (conversation.0, at.as_nanoseconds()),
        )?;
        for member in super::chat::assigned(self.connection, conversation)? {
            self.add_load(member, -1);
        }
        self.execute("UPDATE assignments SET is_open = 0 WHERE conversation_id = ?1", [conversation.0])?;
        Ok(Was::Status(was))
    }

    fn set_setting(&self, setting: Setting) -> Result<Was> {
        let was = settings::settings(self.connection)?.get(setting.key());
        self.execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (setting.key().code(), setting.value()),
        )?;
        Ok(Was::Setting(was))
    }

    /// The history goes on naming what is gone.
    fn note_removed(&self, kind: &str, id: i64, fields: &Fields, name: Field) -> Result<()> {
        let sql = "INSERT INTO removed (kind, id, name) VALUES (?1, ?2, ?3)";
        self.execute(sql, (kind, id, fields.get(&name)))
    }

    fn fields(&self, sql: &str, id: i64, names: &[Field]) -> Result<Fields> {
        let read = |row: &rusqlite::Row<'_>| names.iter().map(|name| Ok((*name, row.get(name.code())?))).collect();
        Ok(self.prepare(sql)?.query_row([id], read)?)
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    fn execute(&self, sql: &str, values: impl Params) -> Result<()> {
        self.prepare(sql)?.execute(values)?;
        Ok(())
    }
}

/// Of all fields, those that are set anew.
fn only(was: Fields, set: &Fields) -> Fields {
    was.into_iter().filter(|(field, _)| set.contains_key(field)).collect()
}

fn no_field(kind: &str, field: Field) -> Error {
    Error::Damaged(format!("a {kind} has no field `{field}`"))
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Damaged(error.to_string()))
}
