//! How a change that touches a great many contacts is made quick: nothing is checked twice, and
//! indexes that would be hit in no order are made anew at the end.

use rusqlite::{Connection, OptionalExtension};

use super::StoreResult;

/// The indexes of contacts and owners that a run in the order of phones hits in no order.
const SCATTERED: [&str; 2] = ["contacts_by_account", "contact_owners_by_member"];

/// The index of assignments that conversations in the order of their numbers hit in no order.
const OF_ASSIGNMENTS: [&str; 1] = ["assignments_by_member"];

/// The indexes of conversations, by which whoever plays a log finds them; so they go only at its end.
const OF_CONVERSATIONS: [&str; 3] =
    ["one_open_conversation_a_contact", "conversations_by_contact", "conversations_by_team"];

/// Prepares a connection for a great change, before its transaction begins.
///
/// Foreign keys are not looked up row by row: who writes in bulk has the members and contacts at hand
/// in the same transaction. [`broken_references`] looks at the end, and `check` whenever it is asked. The cache is small: a run in
/// order doesn't come back to a page.
pub(super) fn prepare(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    Ok(())
}

/// Makes a connection what it is outside of a great change, after its transaction has ended.
pub(super) fn restore(connection: &Connection) -> StoreResult<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    // Taken only as far as a command reads. A whole list looks at pages in no order.
    connection.pragma_update(None, "cache_size", CACHE_FOR_LISTS)?;
    Ok(())
}

/// The rows of a store up to which its references are counted before and after a bulk change.
const COUNTED: i64 = 50_000;

/// Counts the rows that refer to a missing one; `None` in a store of more than 50,000 rows. Counting
/// that many takes about 2 ms, so a small change of a small store is checked, and a long one is not
/// made longer.
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

/// How much memory pages may take outside of a great change, in KiB below zero.
const CACHE_FOR_LISTS: i64 = -32_768;

/// The same in a great change.
const CACHE: i64 = -8_192;

/// The same while an index is made: SQLite sorts as much at a time, and is twice as quick where that
/// fits into the processor's own cache.
const CACHE_FOR_SORTING: i64 = -2_048;

/// Indexes that are gone until [`DroppedIndexes::recreate`] makes them again, in the same transaction.
#[derive(Debug, Default)]
pub struct DroppedIndexes {
    statements: Vec<String>,
}

impl DroppedIndexes {
    /// Takes away the indexes that a great change of contacts would hit in no order.
    pub fn drop(connection: &Connection) -> StoreResult<Self> {
        Self::drop_those(connection, &SCATTERED)
    }

    /// Takes away the index that a great many new assignments would hit in no order, if they are more
    /// than those that are there.
    pub fn drop_of_assignments(connection: &Connection, new: usize) -> StoreResult<Self> {
        Self::drop_if_most(connection, "SELECT count(*) FROM assignments", new, &OF_ASSIGNMENTS)
    }

    /// The same of conversations.
    pub fn drop_of_conversations(connection: &Connection, new: usize) -> StoreResult<Self> {
        Self::drop_if_most(connection, "SELECT count(*) FROM conversations", new, &OF_CONVERSATIONS)
    }

    fn drop_if_most(connection: &Connection, count: &str, new: usize, names: &[&str]) -> StoreResult<Self> {
        let there: i64 = connection.query_row(count, [], |row| row.get(0))?;
        let most = usize::try_from(there).is_ok_and(|there| there < new);
        if most { Self::drop_those(connection, names) } else { Ok(Self::default()) }
    }

    /// Those and these.
    pub fn extend(&mut self, others: Self) {
        self.statements.extend(others.statements);
    }

    fn drop_those(connection: &Connection, names: &[&str]) -> StoreResult<Self> {
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

    /// Makes them again.
    pub fn recreate(self, connection: &Connection) -> StoreResult<()> {
        connection.pragma_update(None, "cache_size", CACHE_FOR_SORTING)?;
        self.statements.iter().try_for_each(|sql| connection.execute_batch(sql))?;
        connection.pragma_update(None, "cache_size", CACHE)?;
        Ok(())
    }
}
