//! Numbers of removed rows are not reused.

use super::with_people;
use crate::program::Program;
use crate::rows::{assert_sound, column, open};

const ROSA: &str = "+525512345678";

fn ids(program: &Program, table: &str) -> Vec<i64> {
    column(&open(program.store()), &format!("SELECT id FROM {table} ORDER BY id"), [])
}

#[test]
fn row_after_a_removal_gets_a_new_number() {
    let program = with_people();
    program.done(&["contact", "add", ROSA]);
    program.done(&["contact", "remove", ROSA]);
    program.done(&["contact", "add", ROSA]);
    assert_eq!(ids(&program, "contacts"), [2]);

    program.done(&["member", "remove", "luis@acme.example"]);
    program.done(&["member", "add", "luis@acme.example"]);
    assert_eq!(ids(&program, "members"), [1, 3]);

    program.done(&["team", "remove", "Sales"]);
    program.done(&["team", "add", "Sales"]);
    assert_eq!(ids(&program, "teams"), [2]);
    assert_eq!(ids(&program, "changes"), (1..=10).collect::<Vec<_>>());
}

#[test]
fn history_names_removed_rows() {
    let program = with_people();
    program.done(&["contact", "add", ROSA]);
    program.done(&["contact", "remove", ROSA]);
    program.done(&["contact", "add", "+525587654321"]);
    assert_eq!(program.done(&["history", "show", "4"])["effects"][0]["contact"], ROSA);
    assert_eq!(program.done(&["history", "show", "5"])["effects"][0]["contact"], ROSA);
}

#[test]
fn conversations_are_numbered_on() {
    let program = with_people();
    let message = ["simulate-message", "--contact", ROSA, "--from", "contact", "--create-contacts"];
    for number in 1..=3 {
        let rehearsed = program.done(&[&message[..], &["--dry-run"]].concat());
        assert_eq!(rehearsed["conversation"]["id"], number);
        assert_eq!(program.done(&message)["conversation"]["id"], number);
        program.done(&["conversation", "close", &number.to_string()]);
    }
    assert_eq!(ids(&program, "conversations"), [1, 2, 3]);
}

#[test]
fn only_changes_take_a_number_of_the_history() {
    let program = with_people();
    let add = ["contact", "add", ROSA, "--owner", "ana@acme.example"];
    program.done(&[&add[..], &["--dry-run"]].concat());
    assert_eq!(program.done(&add)["change"], 4);
    assert_eq!(program.run(&add).code, Some(3));
    assert_eq!(program.run(&["contact", "add", "+525587654321", "--owner", "nobody@acme.example"]).code, Some(3));
    assert!(program.done(&["owner", "add", ROSA, "ana@acme.example"])["change"].is_null());
    assert_eq!(program.done(&["owner", "add", ROSA, "luis@acme.example"])["change"], 5);
    assert_sound(&open(program.store()));
}
