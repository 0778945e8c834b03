//! Undo and redo of every command that writes restore every row.

use serde_json::Value;

use super::dry_run::STORY;
use super::with_people;
use crate::program::Program;
use crate::rows::{Dump, assert_same, assert_sound, dump, open};

fn held(program: &Program) -> Dump {
    dump(program.store()).without_history()
}

fn undo(program: &Program, change: &Value) -> Value {
    let answer = program.done(&["undo", &change.to_string()]);
    assert_eq!(answer["undoes"], *change);
    assert_eq!(answer["conflict_count"], 0);
    answer["change"].clone()
}

#[test]
fn every_command_is_undone_and_restored() {
    let program = with_people();
    for words in STORY {
        let before = held(&program);
        let change = program.done(words)["change"].clone();
        if change.is_null() {
            continue;
        }
        let after = held(&program);
        let first = undo(&program, &change);
        assert_same(&held(&program), &before, ("undone", words));
        let second = undo(&program, &first);
        assert_same(&held(&program), &after, ("got back", words));
        undo(&program, &second);
        assert_same(&held(&program), &before, ("undone again", words));
        undo(&program, &first);
        assert_same(&held(&program), &after, ("got back again", words));
    }
    assert_sound(&open(program.store()));
}

/// Runs all commands, then undoes all, the latest first.
#[test]
fn whole_history_is_undone() {
    let program = with_people();
    let mut done = Vec::new();
    for words in STORY {
        let before = held(&program);
        let change = program.done(words)["change"].clone();
        if !change.is_null() {
            done.push((words, change, before));
        }
    }
    for (words, change, before) in done.into_iter().rev() {
        undo(&program, &change);
        assert_same(&held(&program), &before, words);
    }
    assert_sound(&open(program.store()));
}

/// Change 4 is undone by change 5, and both again by change 6.
#[test]
fn undone_change_and_its_undo_are_restored_together() {
    let program = with_people();
    let undone_by = || -> Vec<Value> {
        let changes = program.done(&["history", "list"]);
        changes.as_array().unwrap().iter().rev().skip(3).map(|change| change["undone_by"].clone()).collect()
    };
    program.done(&["member", "add", "eva@acme.example"]);
    program.done(&["undo", "4"]);
    assert_eq!(undone_by(), [Value::from(5), Value::Null]);
    program.done(&["undo", "4", "5"]);
    assert_eq!(undone_by(), [Value::from(6), Value::from(6), Value::Null]);
    program.done(&["undo", "6"]);
    assert_eq!(undone_by(), [Value::from(5), Value::Null, Value::from(7), Value::Null]);
    program.done(&["undo", "7"]);
    assert_eq!(undone_by(), [Value::from(6), Value::from(6), Value::Null, Value::from(8), Value::Null]);
}

/// Another SQLite client may have numbered the owners in its own way.
#[test]
fn positions_of_other_programs_are_kept() {
    for position in [-3_i64, 5_000_000_000] {
        let program = with_people();
        let phone = "+525512345678";
        program.done(&["owner", "add", phone, "ana@acme.example", "--create-contacts"]);
        open(program.store()).execute("UPDATE contact_owners SET position = ?1", [position]).unwrap();
        let before = held(&program);
        let added = program.done(&["owner", "add", phone, "luis@acme.example"])["change"].clone();
        let removed = program.done(&["owner", "remove", phone, "ana@acme.example"])["change"].clone();
        undo(&program, &removed);
        undo(&program, &added);
        assert_same(&held(&program), &before, position);
    }
}
