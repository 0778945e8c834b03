//! Where the ownerships of a contact came from: from the history, whether or not the members are owners now.

use rusqlite::{Connection, Row};

use super::contact_batches;
use super::history::read_steps;
use super::view::OwnershipOrigin;
use super::{StoreError, StoreResult};
use crate::model::{Before, ChangeId, ContactId, Effect, MemberId, OwnerReason, SeatImage, Time};

/// The owners that the changes of a contact added, in order.
pub(super) struct OwnershipOrigins(Vec<AddedOwner>);

struct AddedOwner {
    member: MemberId,
    /// The change that added the owner, maybe by an undo.
    added_by: ChangeId,
    origin: OwnershipOrigin,
}

impl OwnershipOrigins {
    pub(super) fn of(connection: &Connection, contact: ContactId) -> StoreResult<Self> {
        let before = contact_batches::LONGEST - 1;
        let sql = format!(
            "SELECT entries.id, contact_id, change_id, at, steps FROM entries JOIN changes ON changes.id = change_id
             WHERE contact_id BETWEEN ?1 - {before} AND ?1 AND contact_id + coalesce(contact_count, 1) > ?1
                 AND (instr(steps, '\"add-owner\"') > 0 OR instr(steps, '\"made\"') > 0)
             ORDER BY entries.id"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([contact.0])?;
        let mut origins = Vec::new();
        while let Some(row) = rows.next()? {
            read_added(connection, row, contact, &mut origins)?;
        }
        Ok(Self(origins))
    }

    /// The origin of the ownership that a member had in a change.
    pub(super) fn find(&self, member: MemberId, change: ChangeId) -> Option<&OwnershipOrigin> {
        let is_it = |added: &&AddedOwner| added.member == member && added.added_by <= change;
        self.0.iter().rev().find(is_it).map(|added| &added.origin)
    }
}

/// Reads the owners that the decisions of an entry added to a contact.
fn read_added(
    connection: &Connection,
    row: &Row<'_>,
    contact: ContactId,
    origins: &mut Vec<AddedOwner>,
) -> StoreResult<()> {
    let (change, at, first) =
        (row.get::<_, ChangeId>("change_id")?, row.get("at")?, row.get::<_, ContactId>("contact_id")?);
    let mut add = |member, origin| origins.push(AddedOwner { member, added_by: change, origin });
    for step in read_steps(row)? {
        let added = |reason| OwnershipOrigin { reason, change, since: Time::from_nanoseconds(step.at.unwrap_or(at)) };
        for record in &step.did {
            if let Effect::AddOwner { contact: of, member, reason } = &record.effect
                && *of == contact
            {
                add(*member, record.was.as_ref().and_then(restored).unwrap_or_else(|| added(*reason)));
            }
        }
        let place = usize::try_from(contact.0 - first.0).unwrap_or_default();
        let owners = step.made.as_ref().and_then(|made| made.get(place));
        for member in owners.into_iter().flatten() {
            let imported = added(OwnerReason::Import);
            add(*member, step.back.map_or(Ok(imported), |change| imported_by(connection, change))?);
        }
    }
    Ok(())
}

/// The ownership that an undo restored.
fn restored(was: &Before) -> Option<OwnershipOrigin> {
    let Before::Ownership(SeatImage { reason, change, since, .. }) = was else { return None };
    Some(OwnershipOrigin { reason: *reason, change: *change, since: Time::from_nanoseconds(*since) })
}

fn imported_by(connection: &Connection, change: ChangeId) -> Result<OwnershipOrigin, StoreError> {
    let mut statement = connection.prepare_cached("SELECT at FROM changes WHERE id = ?1")?;
    let since = Time::from_nanoseconds(statement.query_row([change.0], |row| row.get(0))?);
    Ok(OwnershipOrigin { reason: OwnerReason::Import, change, since })
}
