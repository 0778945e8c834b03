//! The contacts of several members: counted for a plan, and listed in the order in which a member gives them (P1, P2).

use std::ops::ControlFlow;

use rusqlite::{Connection, Row, params_from_iter};

use super::by_phone::visit_by_phone;
use super::clauses::{Clauses, of_account};
use super::contact_state::owners;
use super::contacts::UNOWNED;
use super::row_set::RowSet;
use super::{StoreError, StoreResult};
use crate::model::{ContactId, MemberId, OwnerReason, Roster};

/// Whether a member's contacts of one account are a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grouping {
    ByAccount,
    Single,
}

/// The place of a contact among those that a member gives: without an open conversation first, then the youngest
/// ownership, then by phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivingOrder {
    pub(crate) has_open: bool,
    pub(crate) since: i64,
    pub(crate) phone: String,
}

/// A contact that a member can give.
#[derive(Debug, Clone)]
pub(crate) struct MovableContact {
    pub(crate) owner: MemberId,
    pub(crate) contact: ContactId,
    /// The size of its group.
    pub(crate) size: u64,
    /// The place of the first contact of its group.
    pub(crate) first: GivingOrder,
    pub(crate) own: GivingOrder,
}

/// Members as SQL takes a list of values.
fn list(members: &[MemberId]) -> String {
    let ids: Vec<_> = members.iter().map(ToString::to_string).collect();
    format!("[{}]", ids.join(","))
}

/// The contacts of the members in ?2 among those in ?1, each with its group. One that another of them owns too
/// doesn't move, nor does the group that it is in.
fn owned(grouping: Grouping) -> String {
    let group = match grouping {
        Grouping::Single => "contact_owners.contact_id",
        Grouping::ByAccount => {
            "coalesce((SELECT min(same.id) FROM accounts JOIN accounts same ON same.name_key = accounts.name_key
                       WHERE accounts.id = (SELECT account_id FROM contacts WHERE id = contact_owners.contact_id)),
                      -contact_owners.contact_id)"
        }
    };
    format!(
        "SELECT member_id, contact_id, since, {group} AS grouped,
                EXISTS (SELECT 1 FROM contact_owners others WHERE others.contact_id = contact_owners.contact_id
                        AND others.member_id <> contact_owners.member_id
                        AND others.member_id IN (SELECT value FROM json_each(?1))) AS is_shared, pinned
         FROM contact_owners WHERE member_id IN (SELECT value FROM json_each(?2))"
    )
}

/// The sizes of the groups that can move, with the number of groups of each size and member.
pub(crate) fn movable_groups(
    connection: &Connection,
    members: &[MemberId],
    grouping: Grouping,
) -> StoreResult<Vec<(MemberId, u64, u64)>> {
    let owned = owned(grouping);
    let sql = match grouping {
        Grouping::Single => {
            format!("SELECT member_id, 1, count(*) FROM ({owned}) WHERE is_shared + pinned = 0 GROUP BY member_id")
        }
        Grouping::ByAccount => format!(
            "SELECT member_id, size, count(*) FROM (
                 SELECT member_id, count(*) AS size FROM ({owned}) GROUP BY member_id, grouped HAVING max(is_shared + pinned) = 0)
             GROUP BY member_id, size"
        ),
    };
    let mut statement = connection.prepare(&sql)?;
    let members = list(members);
    let rows =
        statement.query_map((&members, &members), |row| Ok((row.get::<_, MemberId>(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Visits the contacts that the givers among these members can give, in any order.
pub(crate) fn visit_movable<E: From<StoreError>>(
    connection: &Connection,
    members: &[MemberId],
    givers: &[MemberId],
    grouping: Grouping,
    mut visit: impl FnMut(MovableContact) -> Result<(), E>,
) -> Result<(), E> {
    let sql = movable(grouping);
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query((list(members), list(givers))).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(read_movable(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// Visits the contacts of a member that only a pin keeps, in the order in which the member would give them.
pub(crate) fn visit_pinned<E: From<StoreError>>(
    connection: &Connection,
    members: &[MemberId],
    member: MemberId,
    mut visit: impl FnMut(ContactId) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!(
        "SELECT contact_id FROM ({}) WHERE pinned = 1 AND is_shared = 0 ORDER BY has_open, since DESC, phone",
        ordered(Grouping::Single)
    );
    let mut statement = connection.prepare(&sql).map_err(StoreError::from)?;
    let mut rows = statement.query((list(members), list(&[member]))).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        visit(ContactId(row.get(0).map_err(StoreError::from)?))?;
    }
    Ok(())
}

fn ordered(grouping: Grouping) -> String {
    let owned = owned(grouping);
    format!(
        "SELECT member_id, contact_id, phone, since, grouped, is_shared, pinned,
                EXISTS (SELECT 1 FROM conversations
                        WHERE conversations.contact_id = owned.contact_id AND status <> 'closed') AS has_open
         FROM ({owned}) AS owned JOIN contacts ON contacts.id = contact_id"
    )
}

fn movable(grouping: Grouping) -> String {
    let ordered = ordered(grouping);
    match grouping {
        Grouping::Single => format!(
            "SELECT member_id, contact_id, has_open, since, phone, 1, has_open, since, phone
             FROM ({ordered}) WHERE is_shared + pinned = 0"
        ),
        Grouping::ByAccount => format!(
            "SELECT member_id, contact_id, has_open, since, phone, size, first_open, first_since, first_phone FROM (
                 SELECT member_id, contact_id, has_open, since, phone, count(*) OVER members AS size,
                        max(is_shared + pinned) OVER members AS is_fixed, first_value(has_open) OVER members AS first_open,
                        first_value(since) OVER members AS first_since, first_value(phone) OVER members AS first_phone
                 FROM ({ordered})
                 WINDOW members AS (PARTITION BY member_id, grouped ORDER BY has_open, since DESC, phone
                                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
             WHERE is_fixed = 0"
        ),
    }
}

fn read_movable(row: &Row<'_>) -> rusqlite::Result<MovableContact> {
    let order = |from: usize| {
        Ok::<_, rusqlite::Error>(GivingOrder {
            has_open: row.get(from)?,
            since: row.get(from + 1)?,
            phone: row.get(from + 2)?,
        })
    };
    Ok(MovableContact {
        owner: row.get::<_, MemberId>(0)?,
        contact: row.get::<_, ContactId>(1)?,
        own: order(2)?,
        size: row.get(5)?,
        first: order(6)?,
    })
}

/// Which contacts to distribute.
pub(crate) struct DistributionFilter<'a> {
    /// The member who owns them; by default those without an active owner.
    pub(crate) from: Option<MemberId>,
    pub(crate) account: Option<&'a str>,
    pub(crate) only: Option<&'a [ContactId]>,
}

/// Visits contacts with their owners, in the order of their phones.
pub(crate) fn visit_to_distribute(
    connection: &Connection,
    filter: &DistributionFilter<'_>,
    visit: &mut dyn FnMut((ContactId, Roster<OwnerReason>)) -> ControlFlow<()>,
) -> StoreResult<()> {
    let chosen = to_distribute(connection, filter)?;
    visit_by_phone(connection, &chosen, |id| Ok((id, owners(connection, id)?)), visit).map(drop)
}

fn to_distribute(connection: &Connection, filter: &DistributionFilter<'_>) -> StoreResult<RowSet> {
    let mut clauses = Clauses::default();
    let from = if let Some(from) = filter.from {
        clauses.push("member_id = ?", from.0);
        "contact_owners JOIN contacts ON contacts.id = contact_id"
    } else {
        clauses.push_plain(UNOWNED);
        "contacts"
    };
    of_account(&mut clauses, filter.account);
    let Some(only) = filter.only else {
        let sql = format!("SELECT contacts.id FROM {from} {}", clauses.sql());
        return RowSet::read(connection, &sql, params_from_iter(&clauses.values));
    };
    let own = clauses.values.len() + 1;
    let sql = format!("SELECT contacts.id FROM {from} {} AND contacts.id = ?{own}", clauses.sql());
    let mut statement = connection.prepare(&sql)?;
    let mut chosen = RowSet::default();
    for contact in only {
        let values = clauses.values.iter().cloned().chain([contact.0.into()]);
        let mut rows = statement.query(params_from_iter(values))?;
        if rows.next()?.is_some() {
            chosen.insert(contact.0);
        }
    }
    Ok(chosen)
}
