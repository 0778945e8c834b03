//! The rows of a store, read without the program: what any SQLite client sees.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Params};

/// Every row of every table, a line each.
#[derive(PartialEq)]
pub(crate) struct Dump(BTreeSet<String>);

/// Opens a store that is there.
pub(crate) fn open(store: &Path) -> Connection {
    Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// The rows that a statement answers.
pub(crate) fn rows(store: &Connection, sql: &str, values: impl Params) -> Vec<Vec<Value>> {
    let mut statement = store.prepare(sql).unwrap();
    let columns = statement.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    statement.query_map(values, read).unwrap().collect::<Result<_, _>>().unwrap()
}

/// The first column of the rows that a statement answers.
pub(crate) fn column<T: rusqlite::types::FromSql>(store: &Connection, sql: &str, values: impl Params) -> Vec<T> {
    let mut statement = store.prepare(sql).unwrap();
    statement.query_map(values, |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// All that a store holds.
pub(crate) fn dump(store: &Path) -> Dump {
    let store = open(store);
    let tables: Vec<String> = column(&store, "SELECT name FROM sqlite_schema WHERE type = 'table'", []);
    let lines = |table: &String| {
        let all = rows(&store, &format!("SELECT * FROM {table}"), []);
        all.into_iter().map(|row| format!("{table}: {row:?}")).collect::<Vec<_>>()
    };
    Dump(tables.iter().flat_map(lines).collect())
}

/// Two dumps are of the same content; else only the rows are told that one of them hasn't.
pub(crate) fn assert_same(found: &Dump, expected: &Dump, when: impl Debug) {
    let (more, less) = (found.0.difference(&expected.0), expected.0.difference(&found.0));
    let (more, less) = (more.collect::<Vec<_>>(), less.collect::<Vec<_>>());
    assert!(found == expected, "{when:?}: there is too much: {more:#?}, and missing: {less:#?}");
}

/// Nothing is wrong with the file, and its rows agree with each other.
pub(crate) fn assert_sound(store: &Connection) {
    let integrity: Vec<String> = column(store, "PRAGMA integrity_check", []);
    assert_eq!(integrity, ["ok"]);
    for (law, breaches) in LAWS {
        let found = rows(store, breaches, []);
        assert!(found.is_empty(), "{law}: {found:?}");
    }
}

/// What always holds, with a statement that finds where it doesn't.
const LAWS: [(&str, &str); 11] = [
    ("what a row names is there", "PRAGMA foreign_key_check"),
    (
        "a member's open conversations are counted",
        "SELECT id, open_conversations FROM members WHERE open_conversations <>
             (SELECT count(*) FROM assignments WHERE member_id = members.id AND is_open = 1)",
    ),
    (
        "an assignment is open as long as its conversation",
        "SELECT conversation_id, member_id FROM assignments
         JOIN conversations ON conversations.id = conversation_id WHERE is_open <> (status <> 'closed')",
    ),
    (
        "two members of a conversation don't stand in one place",
        "SELECT conversation_id, position FROM assignments GROUP BY 1, 2 HAVING count(*) > 1",
    ),
    (
        "two owners of a contact don't stand in one place",
        "SELECT contact_id, position FROM contact_owners GROUP BY 1, 2 HAVING count(*) > 1",
    ),
    (
        "two members of a team don't stand in one place",
        "SELECT team_id, position FROM team_members GROUP BY 1, 2 HAVING count(*) > 1",
    ),
    (
        "a turn is a place in the team, or the one behind the last",
        "SELECT id, turn FROM teams WHERE turn > (SELECT count(*) FROM team_members WHERE team_id = teams.id)",
    ),
    (
        "changes are numbered without gaps",
        "SELECT id FROM changes WHERE id <> (SELECT count(*) FROM changes AS earlier WHERE earlier.id <= changes.id)",
    ),
    (
        "a change has effects, and knows how many",
        "SELECT id, effect_count FROM changes WHERE effect_count = 0 OR effect_count <>
             (SELECT total(coalesce(value ->> 'effects', json_array_length(value, '$.did')))
              FROM entries, json_each(steps) WHERE change_id = changes.id)",
    ),
    (
        "the entries of a change stand in one run",
        "SELECT changes.id FROM changes LEFT JOIN entries ON change_id = changes.id
         GROUP BY changes.id HAVING min(entries.id) IS NOT first_entry OR max(entries.id) IS NOT last_entry
             OR count(*) <> last_entry - first_entry + 1",
    ),
    (
        "a member on an open conversation is active",
        "SELECT conversation_id, member_id FROM assignments
         JOIN members ON members.id = member_id WHERE is_open = 1 AND active = 0",
    ),
];
