//! Whether the file of a store is sound, in a fraction of the time of SQLite's own check, which looks up
//! each row in each of its indexes. It doesn't say what is wrong.

use std::hash::{DefaultHasher, Hasher as _};

use rusqlite::Connection;

use super::table_index::{IndexEntry, IndexedTable, TableIndex, indexed_table};
use crate::store::StoreResult;

/// Whether SQLite finds nothing wrong in the pages and rows, and each index has exactly the rows of its
/// table, in order; of a partial index as far as a query can reach it.
pub(super) fn is_sound(connection: &Connection) -> StoreResult<bool> {
    if !is_ok(connection, "PRAGMA quick_check(1)", [])? {
        return Ok(false);
    }
    let tables = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'";
    let mut statement = connection.prepare(tables)?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for table in tables {
        let (table, without_rowid): (String, bool) = table?;
        let is_table_sound = match indexed_table(connection, &table, without_rowid)? {
            Some(table) => are_sound(connection, &table)?,
            None => None,
        };
        // Indexes and values of a kind that no migration makes are left to SQLite.
        if !is_table_sound
            .map_or_else(|| is_ok(connection, "SELECT * FROM pragma_integrity_check(?1)", [&table]), Ok)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_ok(connection: &Connection, sql: &str, values: impl rusqlite::Params) -> StoreResult<bool> {
    Ok(connection.query_row(sql, values, |row| Ok(row.get_ref(0)?.as_bytes_or_null()? == Some(b"ok")))?)
}

/// What is the same for the same entries in any order, and for no others but by an extraordinary chance.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Fingerprint {
    entries: u64,
    sum: u64,
}

impl Fingerprint {
    fn add(&mut self, entry: &IndexEntry) {
        let mut hasher = DefaultHasher::new();
        hasher.write(entry.bytes());
        self.entries += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

/// Whether the indexes of a table have its rows; `None` if a value has a type that no column of ours has.
fn are_sound(connection: &Connection, table: &IndexedTable) -> StoreResult<Option<bool>> {
    let Some(expected) = fingerprints_of_rows(connection, table)? else { return Ok(None) };
    for (index, expected) in table.indexes.iter().zip(expected) {
        if fingerprint_in_order(connection, index)? != Some(expected) {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}

/// What each index should have, from one look at all rows.
fn fingerprints_of_rows(connection: &Connection, table: &IndexedTable) -> StoreResult<Option<Vec<Fingerprint>>> {
    let IndexedTable { rows, indexes } = table;
    let mut expected = vec![Fingerprint::default(); indexes.len()];
    if indexes.is_empty() {
        return Ok(Some(expected));
    }
    let columns: Vec<_> = indexes.iter().map(|index| format!("{}, {}", index.condition(), index.columns())).collect();
    let sql = format!("SELECT {} FROM {rows}", columns.join(", "));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut entry = IndexEntry::default();
    while let Some(row) = rows.next()? {
        let mut place = 0;
        for (index, expected) in indexes.iter().zip(&mut expected) {
            let has_entry: bool = row.get::<_, Option<bool>>(place)?.unwrap_or(false);
            if has_entry {
                if !entry.read(row, place + 1, index)? {
                    return Ok(None);
                }
                expected.add(&entry);
            }
            place += 1 + index.width();
        }
    }
    Ok(Some(expected))
}

/// What an index has; `None` if that is not in order, or twice where it must be unique.
fn fingerprint_in_order(connection: &Connection, index: &TableIndex) -> StoreResult<Option<Fingerprint>> {
    let mut statement = connection.prepare(&index.sql())?;
    let mut rows = statement.query([])?;
    let mut found = Fingerprint::default();
    let (mut entry, mut before) = (IndexEntry::default(), IndexEntry::default());
    while let Some(row) = rows.next()? {
        if !entry.read(row, 0, index)? {
            return Ok(None);
        }
        if found.entries > 0 && !entry.follows(&before, index) {
            return Ok(None);
        }
        found.add(&entry);
        std::mem::swap(&mut entry, &mut before);
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const ROWS: &str = "
        CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE, account INTEGER, name TEXT);
        CREATE INDEX by_account ON contacts (account) WHERE account IS NOT NULL;
        CREATE INDEX by_name ON contacts (name, account);
        CREATE TABLE owners (contact INTEGER, member INTEGER, reason TEXT, PRIMARY KEY (contact, member)) WITHOUT ROWID;
        CREATE INDEX by_member ON owners (member);
        WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300)
        INSERT INTO contacts SELECT x, '+' || (x * 37 % 311), iif(x % 3, x % 7 - 3, NULL), iif(x % 5, x % 9, NULL) FROM n;
        INSERT INTO owners SELECT id, id % 5, 'manual' FROM contacts;";

    /// By this check, and by SQLite's own, which overlooks an entry that a partial index should not have.
    fn is_sound_after(damage: &str) -> (bool, bool) {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(ROWS).unwrap();
        connection.pragma_update(None, "writable_schema", true).unwrap();
        connection.execute_batch(damage).unwrap();
        connection.execute_batch("PRAGMA writable_schema = RESET").unwrap();
        (is_sound(&connection).unwrap(), is_ok(&connection, "PRAGMA integrity_check(1)", []).unwrap())
    }

    /// Changes rows while an index is out of the schema.
    fn without_index(index: &str, change: &str) -> String {
        format!(
            "CREATE TEMP TABLE kept AS SELECT * FROM main.sqlite_schema WHERE name = '{index}';
             DELETE FROM sqlite_schema WHERE name = '{index}'; PRAGMA writable_schema = RESET; {change};
             PRAGMA writable_schema = ON; INSERT INTO main.sqlite_schema SELECT * FROM kept"
        )
    }

    fn with_other_schema(what: &str, from: &str, to: &str) -> String {
        format!("UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{what}'")
    }

    #[test]
    fn sound_file_is_sound() {
        for change in [
            "SELECT 1",
            "CREATE INDEX reversed ON contacts (account DESC)",
            "CREATE INDEX by_expression ON contacts (account + 1)",
            "CREATE INDEX without_case ON contacts (name COLLATE NOCASE) where account > 0",
            "CREATE TABLE \"an \"\"odd\"\" name\" (\"a b\" UNIQUE); INSERT INTO \"an \"\"odd\"\" name\" VALUES (x'00'), (1.5), ('a')",
        ] {
            assert_eq!(is_sound_after(change), (true, true), "{change}");
        }
        assert!(is_sound(&Store::in_memory().unwrap().read().unwrap()).unwrap());
    }

    #[test]
    fn unsound_file_is_not_sound() {
        let mut damages = vec![
            with_other_schema("by_name", "(name, account)", "(account, name)"),
            with_other_schema("by_name", "INDEX", "UNIQUE INDEX"),
            with_other_schema("by_account", "account IS NOT NULL", "account IS NULL"),
            with_other_schema("owners", "(contact, member)", "(member, contact)"),
            with_other_schema("owners", "member INTEGER", "member INTEGER NOT NULL CHECK (member > 0)"),
        ];
        for (index, change) in [
            ("by_account", "UPDATE contacts SET account = 77 WHERE id = 7"),
            ("by_account", "UPDATE contacts SET account = NULL WHERE id = 7"),
            ("by_account", "UPDATE contacts SET account = 1 WHERE id = 9"),
            ("by_account", "DELETE FROM contacts WHERE id = 7"),
            ("by_name", "UPDATE contacts SET name = 'Rosa' WHERE id = 7"),
            ("by_member", "UPDATE owners SET member = 7 WHERE contact = 7"),
            ("by_member", "INSERT INTO owners VALUES (7, 77, 'manual')"),
            ("by_member", "DELETE FROM owners WHERE contact = 7"),
        ] {
            damages.push(without_index(index, change));
        }
        for damage in damages {
            assert!(!is_sound_after(&damage).0, "{damage}");
        }
    }
}
