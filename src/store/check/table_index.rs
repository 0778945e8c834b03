//! The indexes of a table, and their entries as bytes that compare as the entries do.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::store::StoreResult;

/// A table, and its indexes.
pub(super) struct IndexedTable {
    /// The table as it stands in the file, as SQL: the planner may prefer an index.
    pub(super) rows: String,
    pub(super) indexes: Vec<TableIndex>,
}

/// An index without expressions, in ascending order by bytes; or the order of a table without row numbers.
pub(super) struct TableIndex {
    /// Its entries as they stand, as SQL.
    entries: String,
    /// Those of the key, and those that tell rows apart; quoted.
    columns: Vec<String>,
    /// How many of them are the key.
    key: usize,
    is_unique: bool,
    /// The rows that a partial index has.
    condition: Option<String>,
}

/// The indexes of a table; `None` if one of them is of another kind.
pub(super) fn indexed_table(
    connection: &Connection,
    table: &str,
    without_rowid: bool,
) -> StoreResult<Option<IndexedTable>> {
    let sql = "SELECT list.name, \"unique\", origin = 'pk', partial, sql FROM pragma_index_list(?1) AS list
               LEFT JOIN sqlite_schema AS stored ON stored.name = list.name AND type = 'index'";
    let mut statement = connection.prepare(sql)?;
    let mut found = statement.query([table])?;
    let mut rows = format!("{} NOT INDEXED", quoted(table));
    let mut indexes = Vec::new();
    while let Some(row) = found.next()? {
        let (name, is_unique, is_primary): (String, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (is_partial, sql): (bool, Option<String>) = (row.get(3)?, row.get(4)?);
        let condition = sql.and_then(|sql| sql.split_once(" WHERE ").map(|(_, condition)| condition.to_owned()));
        let is_table = is_primary && without_rowid;
        let columns = columns(connection, &name, is_table)?.filter(|_| is_partial == condition.is_some());
        let Some((columns, key)) = columns else { return Ok(None) };
        let entries = format!("{} INDEXED BY {}", quoted(table), quoted(&name));
        if is_table {
            rows.clone_from(&entries);
        }
        indexes.push(TableIndex { entries, columns, key, is_unique, condition });
    }
    Ok(Some(IndexedTable { rows, indexes }))
}

/// The columns of an index, and how many are its key.
fn columns(connection: &Connection, index: &str, only_key: bool) -> StoreResult<Option<(Vec<String>, usize)>> {
    let sql = "SELECT cid, name, \"desc\" = 0 AND coll = 'BINARY', key FROM pragma_index_xinfo(?1) ORDER BY seqno";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([index])?;
    let (mut columns, mut key) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let (column, name): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
        let (is_plain, is_key): (bool, bool) = (row.get(2)?, row.get(3)?);
        match name {
            _ if !is_key && only_key => {}
            Some(name) if is_plain || !is_key => columns.push(quoted(&name)),
            None if column == ROW_NUMBER => columns.push("rowid".to_owned()),
            Some(_) | None => return Ok(None),
        }
        key += usize::from(is_key);
    }
    Ok(Some((columns, key)))
}

/// The row number as a column of an index; an expression is −2.
const ROW_NUMBER: i64 = -1;

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl TableIndex {
    pub(super) fn columns(&self) -> String {
        self.columns.join(", ")
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Whether a row has an entry, as SQL.
    pub(super) fn condition(&self) -> String {
        self.condition.as_ref().map_or_else(|| "1".to_owned(), |condition| format!("({condition})"))
    }

    /// The statement that reads the entries as they stand.
    pub(super) fn sql(&self) -> String {
        let some = self.condition.as_ref().map_or_else(String::new, |condition| format!("WHERE {condition}"));
        format!("SELECT {} FROM {} {some}", self.columns(), self.entries)
    }
}

/// An entry as bytes.
#[derive(Default)]
pub(super) struct IndexEntry {
    bytes: Vec<u8>,
    /// Where the key ends.
    key_end: usize,
    has_null: bool,
}

impl IndexEntry {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads an entry that begins at a column; false if a value has a type that no column of ours has.
    pub(super) fn read(&mut self, row: &Row<'_>, first: usize, index: &TableIndex) -> StoreResult<bool> {
        self.bytes.clear();
        self.has_null = false;
        for place in 0..index.width() {
            if place == index.key {
                self.key_end = self.bytes.len();
            }
            match row.get_ref(first + place)? {
                ValueRef::Null => {
                    self.bytes.push(0);
                    self.has_null = true;
                }
                ValueRef::Integer(number) => {
                    self.bytes.push(1);
                    // Negative numbers come first.
                    self.bytes.extend_from_slice(&(number ^ i64::MIN).to_be_bytes());
                }
                ValueRef::Text(text) if !text.contains(&0) => {
                    self.bytes.push(2);
                    self.bytes.extend_from_slice(text);
                    self.bytes.push(0);
                }
                ValueRef::Text(_) | ValueRef::Real(_) | ValueRef::Blob(_) => return Ok(false),
            }
        }
        if index.width() == index.key {
            self.key_end = self.bytes.len();
        }
        Ok(true)
    }

    /// Whether an entry may follow another one.
    pub(super) fn follows(&self, before: &Self, index: &TableIndex) -> bool {
        let has_same_key = self.bytes.get(..self.key_end) == before.bytes.get(..before.key_end);
        self.bytes > before.bytes && !(index.is_unique && has_same_key && !self.has_null)
    }
}
