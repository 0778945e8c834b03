//! The rows of a store, read without the program, as any SQLite client reads them.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use inboxctl::testing::inbox::{Inbox, LockWait};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Params};

/// Every row of every table, one per line.
#[derive(PartialEq)]
pub(crate) struct Dump(BTreeSet<String>);

/// Opens an existing store.
pub(crate) fn open(store: &Path) -> Connection {
    Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// The rows that a statement returns.
pub(crate) fn rows(store: &Connection, sql: &str, values: impl Params) -> Vec<Vec<Value>> {
    let mut statement = store.prepare(sql).unwrap();
    let columns = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    statement.query_map(values, read).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The first column of the rows that a statement returns.
pub(crate) fn column<T: rusqlite::types::FromSql>(store: &Connection, sql: &str, values: impl Params) -> Vec<T> {
    let mut statement = store.prepare(sql).unwrap();
    statement.query_map(values, |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The contents of a store.
pub(crate) fn dump(store: &Path) -> Dump {
    let store = open(store);
    let tables: Vec<String> = column(&store, "SELECT name FROM sqlite_schema WHERE type = 'table'", []);
    let lines = |table: &String| {
        // The time of the clock is another one each time.
        let columns = match table.as_str() {
            "changes" => "id, at, actor, user, command, effect_count, first_entry, last_entry, undone_by, totals",
            _ => "*",
        };
        let all = rows(&store, &format!("SELECT {columns} FROM {table}"), []);
        all.into_iter().map(|row| format!("{table}: {row:?}")).collect::<Vec<_>>()
    };
    Dump(tables.iter().flat_map(lines).collect())
}

impl Dump {
    /// The inbox without its history. Known spellings of accounts are kept, and an unset setting has its default.
    pub(crate) fn without_history(mut self) -> Self {
        const HISTORY: [&str; 9] = [
            "accounts",
            "change_members",
            "changes",
            "entries",
            "removed",
            "undos",
            "removed_contacts",
            "removed_owners",
            "sqlite_sequence",
        ];
        let is_kept = |row: &String| {
            let table = row.split(':').next().unwrap();
            let default = table == "settings" && (row.contains("Text(\"off\")") || row.contains("Null"));
            !HISTORY.contains(&table) && !default
        };
        self.0.retain(is_kept);
        self
    }
}

/// All rows without the numbers of their changes.
pub(crate) fn state(store: &Path) -> Vec<Vec<Vec<Value>>> {
    let store = open(store);
    let all = [
        "SELECT * FROM conversations ORDER BY id",
        "SELECT conversation_id, member_id, position, is_open, reason, since FROM assignments ORDER BY 1, 2",
        "SELECT contact_id, member_id, position, reason, since FROM contact_owners ORDER BY 1, 2",
        "SELECT * FROM teams ORDER BY id",
        "SELECT * FROM team_members ORDER BY 1, 2",
        "SELECT * FROM members ORDER BY id",
        "SELECT * FROM contacts ORDER BY id",
        "SELECT * FROM accounts ORDER BY id",
        "SELECT * FROM settings ORDER BY 1",
        "SELECT * FROM sqlite_sequence WHERE name <> 'changes' ORDER BY 1",
    ];
    all.map(|sql| rows(&store, sql, [])).to_vec()
}

/// Fails if two dumps differ, and prints only the different rows.
pub(crate) fn assert_same(found: &Dump, expected: &Dump, when: impl Debug) {
    let (more, less) = (found.0.difference(&expected.0), expected.0.difference(&found.0));
    let (more, less) = (more.collect::<Vec<_>>(), less.collect::<Vec<_>>());
    assert!(found == expected, "{when:?}: there is too much: {more:#?}, and missing: {less:#?}");
}

/// Fails if `check` finds a problem in the file; `tests/store/check.rs` tests each problem.
pub(crate) fn assert_sound(store: &Connection) {
    let check = Inbox::open(Path::new(store.path().unwrap()), LockWait::ZERO).unwrap().check().unwrap();
    assert!(check.ok, "{:#?}", check.faults);
}
