//! Members and teams: reading, listing.

use rusqlite::{Connection, OptionalExtension, Row};

use super::clauses::Clauses;
use super::contacts::count_owned;
use super::list::{ListSql, visit_rows};
use super::numbers::read_number;
use super::view::{self, Visit};
use super::{StoreError, StoreResult, absences};
use crate::model::{Email, Member, MemberId, Strategy, Team, TeamId, TeamName, Time};

const MEMBER: &str = "SELECT id, email, name, external_id, active, active_conversations FROM members";

pub(crate) fn member(connection: &Connection, id: MemberId) -> StoreResult<Option<Member>> {
    find_member(connection, "WHERE id = ?1", id.0)
}

/// Whether a member with this email was removed.
pub(crate) fn has_removed(connection: &Connection, email: &Email) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM removed WHERE kind = 'member' AND name = ?1)";
    Ok(connection.prepare_cached(sql)?.query_row([email.as_str()], |row| row.get(0))?)
}

/// The email of a member, if a text is exactly as it is stored.
pub(crate) fn stored_email(connection: &Connection, text: &str) -> StoreResult<Option<Email>> {
    let sql = "SELECT email FROM members WHERE email = ?1 AND email = ?1 COLLATE BINARY";
    let found = connection.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()?;
    Ok(found.map(Email::from_store))
}

pub(crate) fn member_by_email(connection: &Connection, email: &Email) -> StoreResult<Option<Member>> {
    find_member(connection, "WHERE email = ?1", email.as_str())
}

pub(crate) fn member_by_external_id(connection: &Connection, id: &str) -> StoreResult<Option<Member>> {
    find_member(connection, "WHERE external_id = ?1", id)
}

pub(crate) fn all_members(connection: &Connection) -> StoreResult<Vec<Member>> {
    let mut statement = connection.prepare_cached(&format!("{MEMBER} ORDER BY id"))?;
    let members: Vec<_> = statement.query_map([], read_member)?.collect::<Result<_, _>>()?;
    members.into_iter().map(|member| with_absences(connection, member)).collect()
}

fn find_member(connection: &Connection, clause: &str, key: impl rusqlite::ToSql) -> StoreResult<Option<Member>> {
    let mut statement = connection.prepare_cached(&format!("{MEMBER} {clause}"))?;
    let found = statement.query_row([key], read_member).optional()?;
    found.map(|member| with_absences(connection, member)).transpose()
}

fn with_absences(connection: &Connection, mut member: Member) -> StoreResult<Member> {
    member.absences = absences::absences_of(connection, member.id)?;
    Ok(member)
}

/// By number: a name would be looked for among the columns of every row.
fn read_member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get::<_, MemberId>(0)?,
        email: Email::from_store(row.get(1)?),
        name: row.get(2)?,
        external_id: row.get(3)?,
        active: row.get(4)?,
        active_conversations: read_number(row, 5, "member's active conversation")?,
        absences: Vec::new(),
    })
}

/// Which members to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberFilter {
    All,
    Active,
    Inactive,
    Away,
}

/// The members by email. Who is away is told for `at`.
pub(crate) fn list_members(
    connection: &Connection,
    filter: MemberFilter,
    at: Time,
    visit: Visit<'_, view::MemberView>,
) -> StoreResult<Option<u64>> {
    let mut clauses = Clauses::default();
    let away = "EXISTS (SELECT 1 FROM absences WHERE member_id = members.id AND ? BETWEEN from_at AND until_at - 1)";
    match filter {
        MemberFilter::All => {}
        MemberFilter::Active => clauses.push("active = ?", true),
        MemberFilter::Inactive => clauses.push("active = ?", false),
        MemberFilter::Away => clauses.push(away, at.as_nanoseconds()),
    }
    let list = ListSql { select: MEMBER, from: "members", order: "email" };
    visit_rows(connection, list, &clauses, |row| show_member(connection, read_member(row)?, at), visit)
}

/// A member as people and scripts see it at a time.
pub(crate) fn show_member(connection: &Connection, member: Member, at: Time) -> StoreResult<view::MemberView> {
    Ok(view::MemberView {
        email: member.email.to_string(),
        name: member.name,
        active: member.active,
        external_id: member.external_id,
        away_until: absences::away_until(connection, member.id, at)?,
        teams: teams_of_member(connection, member.id)?,
        contacts: count_owned(connection, member.id)?,
        open_conversations: member.active_conversations,
    })
}

fn teams_of_member(connection: &Connection, id: MemberId) -> StoreResult<Vec<String>> {
    let sql = "SELECT name FROM team_members JOIN teams ON teams.id = team_id WHERE member_id = ?1 ORDER BY name_key";
    let mut statement = connection.prepare_cached(sql)?;
    let names = statement.query_map([id.0], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

pub(crate) fn all_teams(connection: &Connection) -> StoreResult<Vec<Team>> {
    let mut statement = connection.prepare("SELECT id FROM teams ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut teams = Vec::new();
    while let Some(row) = rows.next()? {
        teams.extend(team(connection, row.get::<_, TeamId>(0)?)?);
    }
    Ok(teams)
}

/// The email and the name of every member, by email.
pub(crate) fn member_names(connection: &Connection) -> StoreResult<Vec<(Email, Option<String>)>> {
    let mut statement = connection.prepare("SELECT email, name FROM members ORDER BY email")?;
    let rows = statement.query_map([], |row| Ok((Email::from_store(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn team_names(connection: &Connection) -> StoreResult<Vec<(TeamId, String)>> {
    let mut statement = connection.prepare("SELECT id, name FROM teams ORDER BY name_key")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, TeamId>(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A team by its name as it is stored, else in any case. Two may differ in case alone only if an
/// earlier version told them apart; then each has its own spelling.
pub(crate) fn team_by_name(connection: &Connection, name: &TeamName) -> StoreResult<Option<Team>> {
    let sql =
        "SELECT id FROM teams WHERE name_key = ?2 OR name = ?1 ORDER BY name = ?1 DESC, name_key = ?2 DESC LIMIT 1";
    let values = (name.as_str(), name.key());
    let id = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
    match id {
        Some(id) => team(connection, TeamId(id)),
        None => Ok(None),
    }
}

/// A team with its members, by its number.
pub(crate) fn team(connection: &Connection, id: TeamId) -> StoreResult<Option<Team>> {
    let sql = "SELECT name, strategy, default_agent_id, turn, last_picked, reassign_after FROM teams WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Team {
        id,
        name: TeamName::from_store(row.get("name")?),
        strategy: row
            .get::<_, String>("strategy")?
            .parse::<Strategy>()
            .map_err(|error| StoreError::bad_row("teams", id.0, error))?,
        default_agent: row.get::<_, Option<MemberId>>("default_agent_id")?,
        members: team_members(connection, id)?,
        turn: row.get("turn")?,
        last_picked: row.get::<_, Option<MemberId>>("last_picked")?,
        reassign_after: row.get("reassign_after")?,
    }))
}

fn team_members(connection: &Connection, id: TeamId) -> StoreResult<Vec<MemberId>> {
    let sql = "SELECT member_id FROM team_members WHERE team_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id.0], |row| row.get::<_, MemberId>(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The teams by name.
pub(crate) fn list_teams(connection: &Connection, visit: Visit<'_, view::TeamView>) -> StoreResult<Option<u64>> {
    let team = |row: &Row<'_>| {
        Ok(show_team(connection, row.get::<_, TeamId>(0)?)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
    };
    let list = ListSql { select: "SELECT id FROM teams", from: "teams", order: "name_key" };
    visit_rows(connection, list, &Clauses::default(), team, visit)
}

/// A team as people and scripts see it.
pub(crate) fn show_team(connection: &Connection, id: TeamId) -> StoreResult<Option<view::TeamView>> {
    let Some(team) = team(connection, id)? else { return Ok(None) };
    let mut inactive = Vec::new();
    let mut email = |id: &MemberId| -> StoreResult<String> {
        let sql = "SELECT email, active FROM members WHERE id = ?1";
        let (email, active): (String, bool) =
            connection.prepare_cached(sql)?.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if !active {
            inactive.push(email.clone());
        }
        Ok(email)
    };
    let default_agent = team.default_agent.as_ref().map(&mut email).transpose()?;
    let members = team.members.iter().map(&mut email).collect::<StoreResult<_>>()?;
    let (name, strategy, reassign_after) = (team.name.to_string(), team.strategy, team.reassign_after);
    Ok(Some(view::TeamView { name, strategy, default_agent, reassign_after, members, inactive }))
}
