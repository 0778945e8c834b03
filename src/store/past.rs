//! What is needed of the history to go back to a point in it.

use rusqlite::{Connection, OptionalExtension as _};

use super::{Store, StoreResult};
use crate::model::{ChangeId, Time};

/// The last change that was recorded at a time or before; number 0 if there is none. Where it is not known when
/// a change was recorded, its own time counts.
pub(crate) fn last_change_at(connection: &Connection, time: Time) -> StoreResult<ChangeId> {
    let sql = "SELECT coalesce(max(id), 0) FROM changes WHERE coalesce(recorded_at, at) <= ?1";
    Ok(ChangeId(connection.query_row(sql, [time.as_nanoseconds()], |row| row.get(0))?))
}

pub(crate) fn has_change(connection: &Connection, id: ChangeId) -> StoreResult<bool> {
    Ok(connection.prepare("SELECT 1 FROM changes WHERE id = ?1")?.exists([id.0])?)
}

/// When a change was recorded; where that is not known, its own time.
pub(crate) fn recorded_at(connection: &Connection, id: ChangeId) -> StoreResult<Option<Time>> {
    let sql = "SELECT coalesce(recorded_at, at) FROM changes WHERE id = ?1";
    let at = connection.query_row(sql, [id.0], |row| row.get(0)).optional()?;
    Ok(at.map(Time::from_nanoseconds))
}

/// The latest change after another one that still has its entries.
pub(crate) fn latest_change_after(connection: &Connection, last: ChangeId) -> StoreResult<Option<ChangeId>> {
    let sql = "SELECT change_id FROM entries ORDER BY id DESC LIMIT 1";
    let latest: Option<i64> = connection.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(latest.filter(|latest| *latest > last.0).map(ChangeId))
}

/// Lets a private copy have erased contacts, whose phones are none.
pub(crate) fn accept_erased(store: &Store) -> StoreResult<()> {
    Ok(store.connection().pragma_update(None, "ignore_check_constraints", true)?)
}

/// Whether a store may have erased contacts.
pub(crate) fn has_erased(connection: &Connection) -> StoreResult<bool> {
    Ok(connection.pragma_query_value(None, "ignore_check_constraints", |row| row.get(0))?)
}

/// Puts the contacts back, without their data, that a change erased.
pub(crate) fn bring_back_erased(store: &mut Store, change: ChangeId) -> StoreResult<()> {
    let transaction = store.begin()?;
    let erased = "kind = 'contact' AND name = 'erased-' || id
                  AND id IN (SELECT contact_id FROM changes JOIN entries ON entries.id BETWEEN first_entry AND last_entry
                             WHERE changes.id = ?1 AND instr(steps, '\"erase-contact\"') > 0)";
    transaction.execute(
        &format!("INSERT INTO contacts (id, phone) SELECT id, name FROM removed WHERE {erased}"),
        [change.0],
    )?;
    transaction.execute(&format!("DELETE FROM removed WHERE {erased}"), [change.0])?;
    transaction.commit()
}

/// Notes in a private copy what taking back a change removes.
pub(crate) fn watch_removed(store: &Store) -> StoreResult<()> {
    let sql = "CREATE TEMP TABLE newly_removed (kind TEXT NOT NULL, id INTEGER NOT NULL);
               CREATE TEMP TRIGGER watch_removed AFTER INSERT ON main.removed
               BEGIN INSERT INTO newly_removed (kind, id) VALUES (new.kind, new.id); END";
    Ok(store.connection().execute_batch(sql)?)
}

/// Deletes the entries of a change and of all later ones, and the names of what it had added. What an undo had
/// restored was removed before it, and keeps its name.
pub(crate) fn forget_entries_since(store: &mut Store, change: ChangeId) -> StoreResult<()> {
    let transaction = store.begin()?;
    let added = "DELETE FROM removed WHERE (kind, id) IN (SELECT kind, id FROM newly_removed)
                 AND NOT EXISTS (SELECT 1 FROM undos WHERE change_id = ?1)";
    transaction.execute(added, [change.0])?;
    transaction.execute("DELETE FROM newly_removed", [])?;
    let entries = "DELETE FROM entries WHERE id >= (SELECT first_entry FROM changes WHERE id = ?1)";
    transaction.execute(entries, [change.0])?;
    transaction.commit()
}

/// Deletes what is left of the changes after one, once their effects are taken back.
pub(crate) fn forget_changes_after(store: &mut Store, last: ChangeId) -> StoreResult<()> {
    // Without foreign keys, which would look for references to each change.
    let transaction = store.begin_bulk()?;
    // Those before have their `undone_by` again, since undoing an undo restores it.
    for sql in [
        "DELETE FROM removed_owners WHERE removed_by > ?1",
        "DELETE FROM removed_contacts WHERE removed_by > ?1",
        "DELETE FROM change_members WHERE change_id > ?1",
        "DELETE FROM undos WHERE change_id > ?1",
        "DELETE FROM changes WHERE id > ?1",
    ] {
        transaction.execute(sql, [last.0])?;
    }
    transaction.commit()
}
