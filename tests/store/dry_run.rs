//! A dry run reports the effects of the real run and changes nothing.

use serde_json::Value;

use super::with_people;
use crate::program::Program;
use crate::rows::{assert_same, dump};

/// One command of each kind that writes, each possible after those before it.
pub(super) const STORY: [&[&str]; 44] = [
    &["settings", "set", "assign-first-responder", "on"],
    &["member", "add", "eva@acme.example", "--name", "Eva", "--external-id", "7"],
    &["member", "update", "eva@acme.example", "--name", "Eva Luna"],
    &["team", "join", "Sales", "luis@acme.example", "ana@acme.example"],
    &["team", "update", "Sales", "--rename", "Ventas", "--strategy", "least-busy"],
    &["team", "add", "Support", "--strategy", "default-agent", "--default-agent", "eva@acme.example"],
    &["contact", "add", "+525512345678", "--account", "Acme", "--owner", "ana@acme.example"],
    &["contact", "update", "+525512345678", "--first-name", "Rosa"],
    &["owner", "add", "+525512345678", "luis@acme.example", "ana@acme.example"],
    &["simulate-message", "--contact", "+525512345678", "--from", "flow"],
    &["simulate-message", "--contact", "+525512345678", "--from", "contact"],
    &["simulate-message", "--contact", "+525512345678", "--from", "flow", "--assign", "eva@acme.example"],
    &["simulate-message", "--contact", "+525512345678", "--from", "flow", "--assign-team", "Ventas"],
    &["team", "update", "Ventas", "--order", "luis@acme.example,ana", "--default-agent", "eva@acme.example"],
    &["simulate-message", "--contact", "+525512345678", "--from", "flow", "--end-flow"],
    &["simulate-message", "--contact", "+525512345678", "--from", "member", "--member", "eva@acme.example", "--note"],
    &["simulate-message", "--contact", "+525512345678", "--from", "member", "--member", "eva@acme.example"],
    &["simulate-message", "--contact", "+525587654321", "--from", "system", "--create-contacts"],
    &["simulate-message", "--contact", "+525587654321", "--from", "contact"],
    &["simulate-message", "--contact", "+525587654321", "--from", "member", "--member", "eva@acme.example"],
    &["assign", "2", "--member", "ana@acme.example", "--member", "eva@acme.example", "--team", "Support"],
    &["assign", "1", "--member", "eva@acme.example", "--replace"],
    &["unassign", "2", "--member", "luis@acme.example", "--team"],
    &["owner", "add", "+525587654321", "luis@acme.example", "--assign-open"],
    &["conversation", "close", "1"],
    &["owner", "remove", "+525512345678", "luis@acme.example", "eva@acme.example"],
    &["owner", "set", "+525512345678", "luis@acme.example", "eva@acme.example"],
    &["member", "deactivate", "ana@acme.example", "--hand-over-to", "luis@acme.example,eva@acme.example"],
    &["member", "activate", "ana@acme.example"],
    &["member", "deactivate", "luis@acme.example"],
    &["unassign", "2", "--all"],
    &["team", "leave", "Ventas", "ana@acme.example"],
    &["contact", "add", "+525511111111", "--owner", "eva@acme.example"],
    &["contact", "remove", "+525511111111"],
    &["team", "add", "Night", "--member", "eva@acme.example"],
    &["team", "remove", "Night"],
    &["member", "add", "new@acme.example"],
    &["member", "remove", "new@acme.example"],
    &["settings", "reset", "assign-first-responder"],
    &["assign", "2", "--member", "ana@acme.example", "--member", "eva@acme.example"],
    &["conversation", "close", "2"],
    &["member", "deactivate", "ana@acme.example"],
    &["conversation", "reopen", "2"],
    &["conversation", "reopen", "+525512345678"],
];

#[test]
fn dry_run_matches_real_run_and_changes_no_row() {
    let program = with_people();
    for words in STORY {
        let before = dump(program.store());
        let rehearsed = program.done(&[words, &["--dry-run"]].concat());
        assert_same(&dump(program.store()), &before, words);
        let real = program.done(words);
        assert_eq!((&rehearsed["dry_run"], &real["dry_run"]), (&true.into(), &false.into()), "{words:?}");
        assert_eq!(rehearsed["change"], Value::Null, "{words:?}");
        assert_eq!(without_the_change(rehearsed), without_the_change(real.clone()), "{words:?}");
        assert_eq!(real["change"].is_null(), real["effects"] == Value::Array(Vec::new()), "{words:?}: {real}");
        assert_eq!(real["change"].is_null(), dump(program.store()) == before, "{words:?}: {real}");
    }
}

#[test]
fn dry_run_is_refused_like_the_real_run() {
    let program = with_people();
    let refused: [&[&str]; 4] = [
        &["member", "add", "ana@acme.example"],
        &["contact", "remove", "+525512345678"],
        &["assign", "1", "--member", "ana@acme.example"],
        &["member", "remove", "ana@acme.example"],
    ];
    for words in refused {
        let rehearsed = error(&program, &[words, &["--dry-run"]].concat());
        assert_eq!(rehearsed, error(&program, words), "{words:?}");
    }
}

#[test]
fn detailed_exitcode_reports_changes() {
    let program = with_people();
    let add = |email| program.run(&["member", "add", email, "--dry-run", "--detailed-exitcode"]).code;
    assert_eq!(add("eva@acme.example"), Some(6));
    assert_eq!(add("ana@acme.example"), Some(3));
    let activate = ["member", "activate", "ana@acme.example", "--dry-run", "--detailed-exitcode"];
    assert_eq!(program.run(&activate).code, Some(0));
}

fn without_the_change(mut answer: Value) -> Value {
    let answer_object = answer.as_object_mut().unwrap();
    answer_object.remove("dry_run");
    answer_object.remove("change");
    answer
}

fn error(program: &Program, words: &[&str]) -> Value {
    let ran = program.run(&[words, &["--json"]].concat());
    assert_eq!(ran.code, Some(3), "{words:?}: {ran:?}");
    ran.error()
}
