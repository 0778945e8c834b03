//! Absences of members: reading, listing, and the rows that effects write.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::StoreResult;
use super::clauses::Clauses;
use super::list::{ListSql, visit_rows};
use super::view::{self, Visit};
use crate::model::{Absence, AbsenceId, MemberId, Time};

/// The absences of a member, by their beginning.
pub(crate) fn absences_of(connection: &Connection, member: MemberId) -> StoreResult<Vec<Absence>> {
    let sql = "SELECT id, from_at, until_at FROM absences WHERE member_id = ?1 ORDER BY from_at";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([member.0])?;
    let mut absences = Vec::new();
    while let Some(row) = rows.next()? {
        absences.push(read(connection, row)?);
    }
    Ok(absences)
}

/// An absence with its member.
pub(crate) fn absence(connection: &Connection, id: AbsenceId) -> StoreResult<Option<(MemberId, Absence)>> {
    let sql = "SELECT id, from_at, until_at, member_id FROM absences WHERE id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((row.get::<_, MemberId>(3)?, read(connection, row)?)))
}

fn read(connection: &Connection, row: &Row<'_>) -> StoreResult<Absence> {
    let id = row.get::<_, AbsenceId>(0)?;
    Ok(Absence { id, from: row.get(1)?, until: row.get(2)?, cover: cover(connection, id)? })
}

fn cover(connection: &Connection, id: AbsenceId) -> StoreResult<Vec<MemberId>> {
    let sql = "SELECT member_id FROM absence_cover WHERE absence_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let members = statement.query_map([id.0], |row| row.get::<_, MemberId>(0))?;
    Ok(members.collect::<Result<_, _>>()?)
}

/// When the absence that lasts at a time ends.
pub(super) fn away_until(connection: &Connection, member: MemberId, at: Time) -> StoreResult<Option<Time>> {
    let sql = "SELECT until_at FROM absences WHERE member_id = ?1 AND from_at <= ?2 AND until_at > ?2";
    let values = (member.0, at.as_nanoseconds());
    let until = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
    Ok(until.map(Time::from_nanoseconds))
}

/// The absences by member and time, of one member or of all.
pub(crate) fn list_absences(
    connection: &Connection,
    member: Option<MemberId>,
    visit: Visit<'_, view::AbsenceView>,
) -> StoreResult<Option<u64>> {
    let mut clauses = Clauses::default();
    clauses.push_some("member_id = ?", member.map(|member| member.0));
    let select = "SELECT absences.id, from_at, until_at, email FROM absences JOIN members ON members.id = member_id";
    let list = ListSql { select, from: "absences", order: "email, from_at" };
    visit_rows(connection, list, &clauses, |row| show(connection, row), visit)
}

fn show(connection: &Connection, row: &Row<'_>) -> StoreResult<view::AbsenceView> {
    let sql = "SELECT email FROM absence_cover JOIN members ON members.id = member_id
               WHERE absence_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let cover = statement.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let (from, until) = (Time::from_nanoseconds(row.get(1)?), Time::from_nanoseconds(row.get(2)?));
    Ok(view::AbsenceView { member: row.get(3)?, from, until, cover })
}
