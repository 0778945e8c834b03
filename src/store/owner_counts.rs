//! Ownerships counted by member or by account.

use rusqlite::{Connection, Row, params_from_iter};

use super::contacts::{OwnerFilter, owner_clauses};
use super::view::{self, Visit};
use super::{StoreError, StoreResult};
use crate::model::code::codes;

codes! {
    /// What ownerships are counted by.
    pub enum OwnerGrouping {
        /// By member.
        Member = "member",
        /// By account.
        Account = "account",
    }
}

const FROM: &str = "FROM contact_owners
     JOIN contacts ON contacts.id = contact_owners.contact_id
     JOIN members ON members.id = contact_owners.member_id
     LEFT JOIN accounts ON accounts.id = contacts.account_id";

/// The owners with the number of their contacts and of the accounts of these, by email.
pub(crate) fn owners_by_member(
    connection: &Connection,
    filter: &OwnerFilter,
    visit: Visit<'_, view::MemberOwnerships>,
) -> StoreResult<Option<u64>> {
    let select = "members.email, count(*), count(DISTINCT accounts.name_key)";
    visit_groups(connection, filter, (select, "members.email"), visit, |row| {
        Ok(view::MemberOwnerships { member: row.get(0)?, contacts: row.get(1)?, accounts: row.get(2)? })
    })
}

/// The accounts with the number of their contacts and the owners of these, by name; contacts without one first.
pub(crate) fn owners_by_account(
    connection: &Connection,
    filter: &OwnerFilter,
    visit: Visit<'_, view::AccountOwnerships>,
) -> StoreResult<Option<u64>> {
    let select = "min(accounts.name), count(DISTINCT contact_id), json_group_array(DISTINCT members.email)";
    visit_groups(connection, filter, (select, "accounts.name_key"), visit, |row| {
        let owners = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        let mut owners: Vec<String> =
            serde_json::from_str(owners).map_err(|error| StoreError::Damaged(error.to_string()))?;
        owners.sort_unstable();
        Ok(view::AccountOwnerships { account: row.get(0)?, contacts: row.get(1)?, owners })
    })
}

/// Visits groups of ownerships in their order. Where the visitor stops early, the answer is how many there are.
fn visit_groups<T>(
    connection: &Connection,
    filter: &OwnerFilter,
    (select, group): (&str, &str),
    visit: Visit<'_, T>,
    read: impl Fn(&Row<'_>) -> StoreResult<T>,
) -> StoreResult<Option<u64>> {
    let clauses = owner_clauses(filter);
    let sql = format!("SELECT {select} {FROM} {} GROUP BY {group} ORDER BY {group}", clauses.sql());
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&clauses.values))?;
    let (mut count, mut is_cut) = (0, false);
    while let Some(row) = rows.next()? {
        count += 1;
        is_cut = is_cut || visit(read(row)?).is_break();
    }
    Ok(is_cut.then_some(count))
}
