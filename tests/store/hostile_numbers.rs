//! Stores with numbers at the ends of what SQLite can hold, in each column: each command answers or refuses.

use std::fs;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::hostile::{COMMANDS, alter, assert_ended, told};
use crate::program::Program;
use crate::rows::{column, open};

/// The values that each column is set to; a table that is strict refuses some of them.
const VALUES: &[&str] = &[
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775295",
    "4611686018427387904",
    "4294967295",
    "-1",
    "'text'",
    "x'00'",
    "1e308",
    "'a' || char(0) || 'b'",
    "CAST(zeroblob(1048576) AS TEXT)",
    "CAST(x'ff' AS TEXT)",
];

/// The time in which a command on such a store must end, with others beside it.
const LIMIT: Duration = Duration::from_mins(1);

/// Each table with its columns.
fn columns(store: &Connection) -> Vec<(String, String)> {
    let tables: Vec<String> = column(store, "SELECT name FROM sqlite_schema WHERE type = 'table'", []);
    let columns = |table: &String| -> Vec<(String, String)> {
        let names: Vec<String> = column(store, "SELECT name FROM pragma_table_info(?1)", [table]);
        names.into_iter().map(|name| (table.clone(), name)).collect()
    };
    tables.iter().flat_map(columns).collect()
}

/// A store with rows in most tables: an import that was undone and restored, a removed contact, an absence.
fn whole() -> (Program, Vec<u8>) {
    let program = told();
    for words in [
        &["owner", "import", "owners.csv"] as &[_],
        &["undo", "6"],
        &["contact", "add", "+525511111111", "--account", "Acme"],
        &["contact", "remove", "+525511111111"],
        &["member", "away", "ana@acme.example", "--until", "+2w", "--cover", "luis@acme.example"],
        &["settings", "set", "default-country", "mx"],
        &["owner", "pin", "+525512345678", "ana@acme.example"],
        &["assign", "1", "--team", "Sales"],
        &["owner", "import", "owners.csv"],
    ] {
        program.done(words);
    }
    let store = fs::read(program.store()).unwrap();
    (program, store)
}

/// Sets a column of all rows, or of the last one; whether that was possible.
fn set(program: &Program, (table, name): &(String, String), value: &str, rows: &str) -> bool {
    let store = open(program.store());
    store.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    store.execute(&format!("UPDATE OR IGNORE {table} SET {name} = {value} {rows}"), []).is_ok_and(|changed| changed > 0)
}

fn put(program: &Program, store: &[u8]) {
    for beside in ["inbox.db-wal", "inbox.db-shm"] {
        let _ = fs::remove_file(program.home().join(beside));
    }
    fs::write(program.store(), store).unwrap();
}

/// Runs commands on stores with each value in each column; returns how many.
fn assert_all_end(step: usize, commands: usize) -> usize {
    let (program, whole) = whole();
    let columns = columns(&open(program.store()));
    let last = ["", "WHERE rowid = (SELECT max(rowid) FROM changes)"];
    let cases = columns.iter().flat_map(|column| VALUES.iter().map(move |value| (column, *value)));
    let mut ran = 0;
    for (number, (column, value)) in cases.enumerate().step_by(step) {
        let rows = if column.0 == "changes" || column.0 == "entries" { last[number % 2] } else { "" };
        let all = [&["check"] as &[_]].into_iter().chain(COMMANDS.iter().copied());
        for words in all.cycle().skip(number).take(commands) {
            put(&program, &whole);
            if !set(&program, column, value, &rows.replace("changes", &column.0)) {
                break;
            }
            let begun = Instant::now();
            let end = program.run(&[words, &["--json"]].concat());
            assert_ended(&end, &format!("{column:?} = {value} {rows}: {words:?}"));
            assert!(begun.elapsed() < LIMIT, "{column:?} = {value}: {words:?}");
            ran += 1;
        }
    }
    ran
}

#[test]
fn command_on_a_store_with_extreme_numbers_ends() {
    assert!(assert_all_end(7, 2) > 100);
}

#[test]
#[ignore = "takes minutes"]
fn every_command_on_a_store_with_extreme_numbers_ends() {
    let ran = assert_all_end(1, COMMANDS.len() + 1);
    assert!(ran > 5000, "{ran}");
}

/// What other programs may write, the command that computes with it, and the error; `None` if it is harmless.
const COMPUTED: &[(&str, &[&str], Option<&str>)] = &[
    (
        "UPDATE entries SET steps = '[{\"made\":[[1]],\"effects\":9223372036854775807}]' WHERE change_id = 4",
        &["history", "show", "4"],
        None,
    ),
    (
        "UPDATE changes SET effect_count = -9223372036854775808",
        &["history", "show", "4"],
        Some("the number -9223372036854775808 of a change's last effect is out of range"),
    ),
    (
        "UPDATE entries SET contact_id = 9223372036854775800, contact_count = 512 WHERE change_id = 4",
        &["undo", "4"],
        Some("the number 9223372036854775800 of a contact is out of range"),
    ),
    (
        "UPDATE entries SET contact_count = 9223372036854775807 WHERE change_id = 4",
        &["history", "show", "4"],
        Some("row 4 of `entries`: it is about 9223372036854775807 contacts"),
    ),
    (
        "UPDATE entries SET contact_count = 7, steps = '[{\"made\":[[1]],\"effects\":2}]' WHERE change_id = 4",
        &["undo", "4"],
        Some("row 4 of `entries`: it is about 7 contacts, but names the owners of 1"),
    ),
    (
        "INSERT INTO contacts (id, phone) VALUES (9223372036854775807, '+4915199999999')",
        &["owner", "import", "owners.csv"],
        Some("the numbers of `contacts` are used up"),
    ),
    (
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'conversations'",
        &["simulate-message", "--contact", "+525512345678", "--from", "contact"],
        Some("the numbers of `conversations` are used up"),
    ),
    (
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'changes'",
        &["member", "add", "new@acme.example"],
        Some("the numbers of `changes` are used up"),
    ),
    (
        "UPDATE members SET active_conversations = 9223372036854775807",
        &["member", "list"],
        Some("the number 9223372036854775807 of a member's active conversation is out of range"),
    ),
    (
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'members'",
        &["member", "add", "new@acme.example"],
        Some("the numbers of `members` are used up"),
    ),
    (
        "CREATE INDEX mine ON contacts (first_name); PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'first_name', 'first_name COLLATE odd') WHERE name = 'mine'",
        &["contact", "add", "+525511111111"],
        None,
    ),
    (
        "CREATE INDEX mine ON contacts (account_id, phone COLLATE nocase)",
        &["simulate-message", "--batch", "log.ndjson"],
        None,
    ),
];

#[test]
fn numbers_that_overflow_are_damage() {
    for (sql, words, message) in COMPUTED {
        let program = told();
        alter(&program, sql);
        let end = program.run(&[*words, &["--json"]].concat());
        assert_ended(&end, sql);
        if let Some(message) = message {
            assert_eq!(end.code, Some(4), "{sql}: {end:?}");
            let error = end.error();
            assert_eq!(error["code"], "store-damaged", "{sql}: {error}");
            assert_eq!(error["message"], format!("the store is damaged: {message}"), "{sql}");
            let check = program.run(&["check", "--json"]);
            assert_eq!(check.code, Some(1), "{sql}: {check:?}");
        }
    }
}
