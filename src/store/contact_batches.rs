//! Batches of contacts in the history: the effects on many contacts with consecutive numbers in one
//! entry. The effects are derived when the entry is read.

use rusqlite::{Connection, Row};

use super::contact_state::read_seat;
use super::effect_record::EffectRecord;
use super::{StoreError, StoreResult, contact_row};
use crate::model::{Before, ChangeId, ContactId, Effect, MemberId, OwnerReason, RemovalReason, Seat};

/// The maximum number of contacts of a batch; a test compares it with the migration.
pub(super) const LONGEST: usize = 512;

/// A batch of contacts with consecutive numbers, as an entry of the history names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ContactRange {
    pub(super) first: ContactId,
    pub(super) count: i64,
}

impl ContactRange {
    /// Reads it from a row of `entries`; `None` if the entry is not about a batch.
    pub(super) fn read(row: &Row<'_>) -> StoreResult<Option<Self>> {
        let (first, count): (Option<ContactId>, Option<i64>) = (row.get("contact_id")?, row.get("contact_count")?);
        let Some(count) = count else { return Ok(None) };
        let is_count = usize::try_from(count).is_ok_and(|count| (1..=LONGEST).contains(&count));
        match first {
            Some(first) if is_count => Ok(Some(Self { first, count })),
            _ => Err(StoreError::bad_row("entries", row.get("id")?, format!("it is about {count} contacts"))),
        }
    }

    /// Fails unless a step about the batch names the owners of each contact.
    pub(super) fn check_owners(self, entry: i64, owners: &[Vec<MemberId>]) -> StoreResult<()> {
        if usize::try_from(self.count).is_ok_and(|count| count == owners.len()) {
            return Ok(());
        }
        let what = format!("it is about {} contacts, but names the owners of {}", self.count, owners.len());
        Err(StoreError::bad_row("entries", entry, what))
    }
}

/// The effects of creating contacts with owners by import; `back` if an undo restored them.
pub(crate) fn created_batch(first: ContactId, owners: &[Vec<MemberId>], back: Option<ChangeId>) -> Vec<EffectRecord> {
    let contacts = (first.0..).map(ContactId).zip(owners);
    contacts.flat_map(|(contact, owners)| created_contact(contact, owners, back)).collect()
}

fn created_contact(
    contact: ContactId,
    owners: &[MemberId],
    back: Option<ChangeId>,
) -> impl Iterator<Item = EffectRecord> {
    let add = EffectRecord { effect: Effect::AddContact { contact }, rule: None, was: None };
    let owners = owners.iter().map(move |member| EffectRecord {
        effect: Effect::AddOwner { contact, member: *member, reason: OwnerReason::Import },
        rule: back.is_none().then_some(OwnerReason::IMPORT_RULE),
        was: None,
    });
    [add].into_iter().chain(owners)
}

/// The effects of removing contacts with their owners by an undo.
pub(crate) fn deleted_batch(
    connection: &Connection,
    ContactRange { first, count }: ContactRange,
    change: ChangeId,
) -> StoreResult<Vec<EffectRecord>> {
    let contacts = contact_row::select("removed_contacts");
    let range = "removed_contacts.id BETWEEN ?1 AND ?1 + ?2 - 1 AND removed_by = ?3 ORDER BY removed_contacts.id";
    let mut statement = connection.prepare_cached(&format!("{contacts} WHERE {range}"))?;
    let mut rows = statement.query((first.0, count, change.0))?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let contact = row.get::<_, ContactId>("id")?;
        deleted_owners(connection, contact, change, &mut records)?;
        let was = Some(Before::Fields(contact_row::fields(row)?));
        records.push(EffectRecord { effect: Effect::RemoveContact { contact }, rule: None, was });
    }
    Ok(records)
}

fn deleted_owners(
    connection: &Connection,
    contact: ContactId,
    change: ChangeId,
    records: &mut Vec<EffectRecord>,
) -> StoreResult<()> {
    let sql = "SELECT member_id, since, change_id, position, reason, pinned FROM removed_owners
               WHERE contact_id = ?1 AND removed_by = ?2 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((contact.0, change.0))?;
    while let Some(row) = rows.next()? {
        let seat: Seat<OwnerReason> = read_seat(row, 0, ("removed_owners", contact.0))?;
        let effect = Effect::RemoveOwner { contact, member: seat.member, reason: RemovalReason::Undone };
        records.push(EffectRecord { effect, rule: None, was: Some(Before::Ownership(seat.into())) });
    }
    Ok(())
}

/// The number of ownerships of each member that were removed with a batch.
pub(super) fn count_deleted_owners(
    connection: &Connection,
    ContactRange { first, count }: ContactRange,
    change: ChangeId,
) -> StoreResult<Vec<(MemberId, i64)>> {
    let sql = "SELECT member_id, count(*) FROM removed_owners
               WHERE contact_id BETWEEN ?1 AND ?1 + ?2 - 1 AND removed_by = ?3 GROUP BY member_id";
    let mut statement = connection.prepare_cached(sql)?;
    let counted =
        statement.query_map((first.0, count, change.0), |row| Ok((row.get::<_, MemberId>(0)?, row.get(1)?)))?;
    Ok(counted.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::LONGEST;

    #[test]
    fn longest_run_is_what_the_migration_allows() {
        let migration = include_str!("migrations/0002-bulk.sql");
        assert!(migration.contains(&format!("CHECK (contact_count BETWEEN 1 AND {LONGEST})")));
    }
}
