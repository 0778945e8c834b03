//! `--as-of` answers as the store did at that time, to the byte, and leaves the file untouched.

use std::collections::BTreeMap;
use std::fs;

use super::dry_run::STORY;
use super::with_people;
use crate::program::Program;
use crate::rows::open;

/// Every reading command, with things of [`STORY`] that may not be there at the time.
const READERS: [&[&str]; 27] = [
    &["status"],
    &["report"],
    &["member", "list"],
    &["member", "list", "--active"],
    &["member", "show", "ana@acme.example"],
    &["member", "show", "new@acme.example"],
    &["team", "list"],
    &["team", "show", "Ventas"],
    &["team", "show", "Sales"],
    &["contact", "list"],
    &["contact", "list", "--unowned"],
    &["contact", "list", "--search", "Rosa"],
    &["contact", "show", "+525512345678"],
    &["owner", "list"],
    &["owner", "list", "--member", "luis@acme.example"],
    &["conversation", "list"],
    &["conversation", "list", "--assigned-to", "eva@acme.example"],
    &["conversation", "list", "--assigned-to", "new@acme.example"],
    &["conversation", "show", "1"],
    &["conversation", "show", "+525587654321"],
    &["why", "1"],
    &["why", "2", "--member", "eva@acme.example"],
    &["settings", "list"],
    &["settings", "get", "assign-first-responder"],
    &["history", "list"],
    &["history", "list", "--member", "eva@acme.example"],
    &["history", "show", "7"],
];

/// What each reader prints.
fn answers(program: &Program, past: &[&str]) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for reader in READERS {
        let ran = program.run(&[reader, &["--json"], past].concat());
        answers.insert(reader.join(" "), format!("{:?}\n{}{}", ran.code, ran.stdout, ran.stderr));
    }
    for kind in ["member", "team", "contact", "owner"] {
        let ran = program.run(&[&[kind, "export"], past].concat());
        answers.insert(format!("{kind} export"), format!("{:?}\n{}{}", ran.code, ran.stdout, ran.stderr));
    }
    answers
}

#[test]
fn past_answers_are_those_of_the_time() {
    let program = with_people();
    let mut then = Vec::new();
    let undo: [&[&str]; 4] = [&["undo", "30"], &["undo", "9"], &["undo", "47", "--skip-conflicts"], &["undo", "48"]];
    for (number, words) in STORY.into_iter().chain(undo).enumerate() {
        let ran = program.run(&[words, &["--json"]].concat());
        assert!(ran.stderr.is_empty(), "{words:?}: {ran:?}");
        // Each starts 27 processes.
        let change = if number % 8 == 0 { ran.json()["change"].as_i64() } else { None };
        then.extend(change.map(|change| (change, answers(&program, &[]))));
    }
    assert!(then.len() > 3);
    let file = fs::read(program.store()).unwrap();
    for (change, then) in then {
        let now = answers(&program, &["--as-of", &format!("change:{change}")]);
        for (reader, then) in &then {
            assert_eq!(&now[reader], then, "{reader} after change {change}");
        }
    }
    assert!(fs::read(program.store()).unwrap() == file);
}

#[test]
fn time_means_the_last_change_recorded_then() {
    let program = Program::with_store();
    let add = |email: &str, now: &str| {
        let mut command = program.command(&["member", "add", email]);
        assert!(command.env("INBOXCTL_TEST_CLOCK", now).status().unwrap().success());
    };
    add("ana@acme.example", "2026-03-01T09:00:00Z");
    add("eva@acme.example", "2026-03-02T09:00:00Z");
    // The clock has gone back.
    add("luis@acme.example", "2026-03-01T10:00:00Z");
    let members = |time: &str| program.done(&["member", "list", "--as-of", time]).as_array().unwrap().len();
    // The times that the commands named are earlier.
    let times = ["2026-02-01", "2026-03-01 08:59", "2026-03-01 09:00", "2026-03-02", "2026-03-02 09:00", "2026-04-01"];
    assert_eq!(times.map(members), [0, 0, 1, 1, 3, 3]);
}

#[test]
fn account_without_contacts_is_unknown() {
    let program = with_people();
    let list = |past: &[&str]| program.run(&[&["owner", "list", "--account", "Acme"], past].concat());
    program.done(&["contact", "add", "+525512345678"]);
    let unknown = list(&[]);
    assert_eq!(unknown.stderr, "note: no account has the name `Acme`\nno owners\n");
    program.done(&["contact", "update", "+525512345678", "--account", "Acme"]);
    assert_eq!(list(&[]).stderr, "no owners\n");
    assert_eq!(list(&["--as-of", "change:4"]), unknown);
    program.done(&["contact", "remove", "+525512345678"]);
    assert_eq!(list(&[]), unknown);
}

/// Another contact has the phone since, and is removed too.
#[test]
fn history_of_a_removed_contact_is_found_then() {
    let program = with_people();
    let phone = "+525512345678";
    let list = |past: &[&str]| program.run(&[&["history", "list", "--contact", phone], past].concat());
    program.done(&["contact", "add", phone]);
    program.done(&["contact", "remove", phone]);
    let then = list(&[]);
    assert_eq!(then.stdout.lines().count(), 3, "{then:?}");
    program.done(&["contact", "add", phone]);
    assert_eq!(list(&["--as-of", "change:5"]), then);
    program.done(&["undo", "5", "6"]);
    assert_eq!(list(&["--as-of", "change:5"]), then);
}

#[test]
fn unknown_point_is_refused() {
    let program = with_people();
    let error = |words: &[&str]| program.run(&[words, &["--json"]].concat()).error();
    assert_eq!(error(&["status", "--as-of", "change:9"])["code"], "unknown-change");
    assert_eq!(error(&["status", "--as-of", "change:0"])["code"], "wrong-usage");
    assert_eq!(error(&["status", "--as-of", "soon"])["code"], "wrong-usage");
    assert_eq!(error(&["check", "--as-of", "now"])["code"], "wrong-usage");
    assert_eq!(error(&["member", "add", "eva@acme.example", "--as-of", "now"])["code"], "wrong-usage");
}

/// Another program has changed a row behind the history.
#[test]
fn history_that_does_not_lead_back_is_refused() {
    let program = with_people();
    program.done(&["contact", "add", "+525512345678", "--owner", "ana@acme.example"]);
    open(program.store()).execute("DELETE FROM contact_owners", []).unwrap();
    let refused = program.run(&["status", "--as-of", "change:3", "--json"]);
    assert_eq!((refused.code, &refused.error()["code"]), (Some(3), &"as-of-unavailable".into()));
    assert_eq!(program.done(&["status", "--as-of", "change:4"])["contacts"]["total"], 1);
}

/// A damaged history must not be walked forever.
#[test]
fn history_without_ranges_is_refused() {
    let program = with_people();
    open(program.store()).execute("UPDATE changes SET first_entry = NULL WHERE id = 3", []).unwrap();
    let refused = program.run(&["status", "--as-of", "change:1", "--json"]);
    assert_eq!((refused.code, &refused.error()["code"]), (Some(3), &"as-of-unavailable".into()));
}
