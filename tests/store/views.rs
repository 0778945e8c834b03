//! The views of the store for other SQLite clients.

use rusqlite::types::Value;

use super::with_people;
use crate::program::Program;
use crate::rows::{open, rows};

/// Rosa of Acme, owned by both, has an open conversation; Saúl of no company has a closed one.
fn with_conversations() -> Program {
    let program = with_people();
    let owners = ["--owner", "luis@acme.example", "--owner", "ana@acme.example"];
    program.done(&[&["contact", "add", "+525512345678", "--account", "Acme"][..], &owners].concat());
    program.done(&["simulate-message", "--contact", "+525512345678", "--from", "contact"]);
    program.done(&["assign", "1", "--team", "Sales"]);
    program.done(&["owner", "add", "+525587654321", "ana@acme.example", "--create-contacts"]);
    program.done(&["simulate-message", "--contact", "+525587654321", "--from", "contact"]);
    program.done(&["conversation", "close", "2"]);
    program
}

fn ask(program: &Program, sql: &str) -> Vec<Vec<Option<String>>> {
    let text = |value: Value| match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Text(text) => Some(text),
        other => panic!("{other:?}"),
    };
    let found = rows(&open(program.store()), sql, []);
    found.into_iter().map(|row| row.into_iter().map(text).collect()).collect()
}

fn texts<const N: usize>(row: [Option<&str>; N]) -> Vec<Option<String>> {
    row.iter().map(|cell| cell.map(str::to_owned)).collect()
}

#[test]
fn view_owners_lists_owners_of_contacts() {
    let found = ask(&with_conversations(), "SELECT * FROM owners ORDER BY phone, owner");
    let row = |phone, account, owner| {
        texts([Some(phone), account, Some(owner), Some("1"), Some("manual"), Some("2026-01-31 09:00:00")])
    };
    let (rosa, saul) = ("+525512345678", "+525587654321");
    assert_eq!(
        found,
        [
            row(rosa, Some("Acme"), "ana@acme.example"),
            row(rosa, Some("Acme"), "luis@acme.example"),
            row(saul, None, "ana@acme.example"),
        ]
    );
}

#[test]
fn view_open_conversations_lists_assignments() {
    let found = ask(&with_conversations(), "SELECT * FROM open_conversations");
    let on_it = Some("luis@acme.example; ana@acme.example");
    let opened = Some("2026-01-31 09:00:00");
    assert_eq!(found, [texts([Some("1"), Some("+525512345678"), Some("new"), Some("Sales"), on_it, opened])]);
}

#[test]
fn views_keep_their_columns() {
    let program = Program::with_store();
    let columns = |view: &str| -> Vec<String> {
        let store = open(program.store());
        let statement = store.prepare(&format!("SELECT * FROM {view}")).unwrap();
        statement.column_names().map(str::to_owned).collect()
    };
    assert_eq!(columns("owners"), ["phone", "account", "owner", "active", "reason", "since"]);
    assert_eq!(columns("open_conversations"), ["conversation", "phone", "status", "team", "assigned", "opened_at"]);
}
