//! Counts the load of a store: in one pass over its ownerships, one over its open conversations and one over the
//! assignments in its history.

use rusqlite::Connection;

use super::counts::StoreLoad;
use super::groups::Groups;
use super::{assignments, open_conversations, portfolios};
use crate::model::Time;
use crate::store::StoreResult;
use crate::store::status::count_overdue;

/// Counts portfolios and open conversations, and the assignments since a time; who is away and what is overdue is
/// told for `at`.
pub(crate) fn count_load(connection: &Connection, since: Option<Time>, at: Time) -> StoreResult<StoreLoad> {
    let mut groups = Groups::read(connection, at)?;
    let totals = portfolios::count(connection, &mut groups)?;
    let unassigned = open_conversations::count(connection, &mut groups)?;
    assignments::count(connection, &mut groups, since)?;
    let (members, teams, accounts) = groups.into_parts();
    let overdue = count_overdue(connection, at)?;
    Ok(StoreLoad { members, teams, accounts, unassigned, overdue, ..totals })
}
