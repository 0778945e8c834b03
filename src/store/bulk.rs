//! Bulk changes: foreign keys are not checked row by row, and indexes that would be updated in random
//! order are recreated at the end.

use rusqlite::{Connection, OptionalExtension};

use super::StoreResult;

/// The indexes of contacts and owners that rows in the order of phones update in random order.
pub(crate) const OF_CONTACTS: &[&str] = &["contacts_by_account", "contact_owners_by_member"];

/// The index of assignments that rows in the order of conversations update in random order.
pub(crate) const OF_ASSIGNMENTS: &[&str] = &["assignments_by_member"];

/// The indexes of conversations; a message log needs the last one until its end.
pub(crate) const OF_CONVERSATIONS: [&str; 3] =
    ["one_open_conversation_a_contact", "conversations_by_team", "conversations_by_contact"];

/// The indexes that the undo of many conversations updates in random order, and that it doesn't need.
pub(crate) const OF_UNDONE_CONVERSATIONS: &[&str] = &["assignments_by_member", "conversations_by_team"];

/// Prepares a connection for a bulk change, before its transaction begins.
///
/// Foreign keys are not checked row by row: bulk writers have read the members and contacts in the same
/// transaction; [`broken_references`] checks at the end. The cache is small, since rows in order don't
/// return to a page.
pub(super) fn prepare(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    Ok(())
}

/// Restores a connection after the transaction of a bulk change.
pub(super) fn restore(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    // Allocated only as far as a command reads. A whole list reads pages in random order.
    connection.pragma_update(None, "cache_size", CACHE_FOR_LISTS)?;
    Ok(())
}

/// The number of rows up to which broken references are counted before and after a bulk change.
const COUNTED: i64 = 50_000;

/// Counts the rows that refer to a missing one; `None` in a store of more than 50,000 rows, which would
/// take more than 2 ms.
pub(super) fn broken_references(connection: &Connection) -> StoreResult<Option<i64>> {
    let rows = "SELECT count(*) FROM (
                    SELECT 1 FROM contacts UNION ALL SELECT 1 FROM contact_owners
                    UNION ALL SELECT 1 FROM conversations UNION ALL SELECT 1 FROM assignments
                    UNION ALL SELECT 1 FROM entries UNION ALL SELECT 1 FROM change_members LIMIT ?1)";
    let rows: i64 = connection.query_row(rows, [COUNTED + 1], |row| row.get(0))?;
    if rows > COUNTED {
        return Ok(None);
    }
    let broken = "SELECT count(*) FROM pragma_foreign_key_check";
    Ok(Some(connection.query_row(broken, [], |row| row.get(0))?))
}

/// The cache size outside of a bulk change, in negative KiB: a list of a million contacts is as fast with
/// 32 MiB.
const CACHE_FOR_LISTS: i64 = -12_288;

/// The cache size in a bulk change.
const CACHE: i64 = -4_096;

/// The cache size while an index is created: SQLite sorts as much at a time, twice as fast where that
/// fits into the processor's cache.
const CACHE_FOR_SORTING: i64 = -2_048;

/// Indexes that must be recreated in the same transaction.
#[derive(Debug, Default)]
pub struct DroppedIndexes {
    statements: Vec<String>,
}

impl DroppedIndexes {
    /// Drops indexes that a bulk change would update in random order.
    pub(crate) fn drop(connection: &Connection, names: &[&str]) -> StoreResult<Self> {
        let mut statements = Vec::new();
        for name in names {
            let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
            if let Some(sql) = connection.query_row(sql, [name], |row| row.get(0)).optional()? {
                statements.push(sql);
                connection.execute_batch(&format!("DROP INDEX {name}"))?;
            }
        }
        Ok(Self { statements })
    }

    /// The same, if the new rows of a table outnumber the existing ones.
    pub(crate) fn drop_if_most(connection: &Connection, table: &str, new: usize, names: &[&str]) -> StoreResult<Self> {
        let count = format!("SELECT count(*) FROM {table}");
        let there: i64 = connection.query_row(&count, [], |row| row.get(0))?;
        let most = usize::try_from(there).is_ok_and(|there| there < new);
        if most { Self::drop(connection, names) } else { Ok(Self::default()) }
    }

    pub fn extend(&mut self, others: Self) {
        self.statements.extend(others.statements);
    }

    pub fn recreate(self, connection: &Connection) -> StoreResult<()> {
        connection.pragma_update(None, "cache_size", CACHE_FOR_SORTING)?;
        self.statements.iter().try_for_each(|sql| connection.execute_batch(sql))?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        Ok(())
    }
}
