//! Emails and names that are invalid today: every command works on a store that contains them, and
//! `check` prints how to fix each.

use std::fs;

use serde_json::{Value, json};

use super::with_people;
use crate::program::Program;
use crate::rows::open;

/// Emails accepted by earlier versions, or edited by hand.
const OLD: [&str; 3] = ["i\u{307}lker@firma.example", "jose\u{301}@firma.example", "ana ana@firma"];

const ROSA: &str = "+525512345678";

/// A store in which Ana has this email, owns Rosa and is assigned to her conversation; and Luis.
fn with_stored(email: &str) -> Program {
    let program = with_people();
    program.done(&["owner", "add", ROSA, "ana@acme.example", "--create-contacts"]);
    program.done(&["simulate-message", "--contact", ROSA, "--from", "contact"]);
    let store = open(program.store());
    store.execute("UPDATE members SET email = ?1 WHERE id = 1", [email]).unwrap();
    program
}

/// The problems found by `check`: code and text.
fn found(program: &Program) -> Vec<(Value, String)> {
    let ran = program.run(&["check", "--json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let faults = answer["faults"].as_array().unwrap().iter();
    faults.map(|fault| (fault["code"].clone(), fault["what"].as_str().unwrap().to_owned())).collect()
}

/// Commands that name no member.
const COMMANDS: &[&[&str]] = &[
    &["status"],
    &["member", "list"],
    &["team", "list"],
    &["team", "show", "Sales"],
    &["contact", "list"],
    &["contact", "show", ROSA],
    &["owner", "list"],
    &["conversation", "list"],
    &["conversation", "show", ROSA],
    &["why", ROSA],
    &["history", "list"],
    &["history", "show", "1"],
    &["backup", "copy.db"],
    &["simulate-message", "--contact", ROSA, "--from", "flow", "--assign-team", "Sales"],
    &["simulate-message", "--batch", "day.ndjson", "--dry-run"],
    &["scenario", "compare", "day.ndjson", "--with", "assign-first-responder=on"],
    &["undo", "6"],
];

/// Commands that name a member, as `EMAIL`.
const NAMED: &[&[&str]] = &[
    &["member", "show", "EMAIL"],
    &["contact", "list", "--owner", "EMAIL"],
    &["owner", "list", "--member", "EMAIL"],
    &["owner", "remove", ROSA, "EMAIL"],
    &["owner", "add", ROSA, "EMAIL"],
    &["unassign", ROSA, "--member", "EMAIL"],
    &["assign", ROSA, "--member", "EMAIL"],
    &["simulate-message", "--contact", ROSA, "--from", "member", "--member", "EMAIL"],
    &["simulate-message", "--contact", ROSA, "--from", "flow", "--assign", "EMAIL"],
    &["simulate-message", "--batch", "named.ndjson"],
    &["conversation", "list", "--assigned-to", "EMAIL"],
    &["history", "list", "--member", "EMAIL"],
    &["why", ROSA, "--member", "EMAIL"],
    &["team", "leave", "Sales", "EMAIL"],
    &["team", "join", "Sales", "EMAIL"],
    &["team", "update", "Sales", "--default-agent", "EMAIL"],
    &["team", "import", "teams.csv"],
    &["member", "update", "EMAIL", "--name", "Ana"],
    &["owner", "import", "owners.csv"],
    &["owner", "import", "accounts.csv", "--owner", "EMAIL"],
    &["owner", "transfer", "--from", "EMAIL", "--to", "luis@acme.example"],
    &["member", "deactivate", "EMAIL", "--hand-over-to", "luis@acme.example"],
    &["member", "activate", "EMAIL"],
];

const LOG: &str = r#"{"at": "2026-02-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-02-01T09:01:00Z", "contact": "+525512345678", "from": "member", "member": "luis@acme.example"}
"#;

#[test]
fn commands_work_on_store_with_invalid_email() {
    for email in OLD {
        let program = with_stored(email);
        let file = |name: &str, text: &str| fs::write(program.home().join(name), text).unwrap();
        file("owners.csv", &format!("phone,owner\n+525512345679,{email}\n"));
        file("accounts.csv", "phone\n+525512345679\n");
        file("teams.csv", &format!("team,member,default_agent\nNight,{email},{email}\n"));
        file("day.ndjson", LOG);
        file("named.ndjson", &LOG.replace("luis@acme.example", email));
        for words in COMMANDS {
            program.done(words);
        }
        for words in NAMED {
            let words: Vec<&str> = words.iter().map(|word| if *word == "EMAIL" { email } else { word }).collect();
            program.done(&words);
        }
        assert_eq!(program.done(&["member", "show", email])["email"], email);
        assert_eq!(found(&program).len(), 1);
    }
}

#[test]
fn exported_invalid_email_can_be_imported() {
    let program = with_stored(OLD[0]);
    let exported = program.run(&["owner", "export"]).stdout;
    assert!(exported.contains(OLD[0]), "{exported}");
    fs::write(program.home().join("owners.csv"), exported).unwrap();
    let import = program.done(&["owner", "import", "owners.csv", "--mode", "sync"]);
    assert_eq!(import["rows"]["unchanged"], 1);
    fs::write(program.home().join("members.csv"), format!("email,name\n{},Ana\n", OLD[0])).unwrap();
    let import = program.done(&["member", "import", "members.csv"]);
    assert_eq!(import["members"]["updated"], 1, "{import}");
}

#[test]
fn check_suggests_fix_for_invalid_email() {
    let program = with_stored(OLD[0]);
    let mend =
        format!("the email of member `{0}` is not valid: run `inboxctl member update '{0}' --email NEW`", OLD[0]);
    assert_eq!(found(&program), [(json!("invalid-email"), mend)]);
    let change = program.done(&["member", "update", OLD[0], "--email", "ilker@firma.example"])["change"].to_string();
    assert_eq!(found(&program), []);
    assert_eq!(program.done(&["undo", &change])["conflict_count"], 0);
    assert_eq!(found(&program).len(), 1);
}

#[test]
fn check_suggests_folded_email_unless_taken() {
    let program = with_stored(OLD[1]);
    let mend = "run `inboxctl member update 'jose\u{301}@firma.example' --email josé@firma.example`";
    assert!(found(&program)[0].1.ends_with(mend), "{:?}", found(&program));
    program.done(&["member", "update", "luis@acme.example", "--email", "josé@firma.example"]);
    assert!(found(&program)[0].1.ends_with("--email NEW`"), "{:?}", found(&program));
    assert_eq!(program.done(&["member", "show", "JOSÉ@firma.example"])["email"], "josé@firma.example");
    assert_eq!(program.done(&["member", "show", OLD[1]])["email"], OLD[1]);
}

#[test]
fn removed_invalid_email_is_restored_by_undo() {
    let program = with_people();
    program.done(&["member", "add", "ilker@firma.example"]);
    open(program.store()).execute("UPDATE members SET email = ?1 WHERE id = 3", [OLD[0]]).unwrap();
    let change = program.done(&["member", "remove", OLD[0]])["change"].to_string();
    assert_eq!(found(&program), []);
    program.done(&["history", "show", &change]);
    program.done(&["undo", &change]);
    assert_eq!(program.done(&["member", "show", OLD[0]])["email"], OLD[0]);
}

/// Letters that become longer, decompose or change when folded.
const TYPED: [&str; 17] = [
    "STRASSE@x.example",
    "straße@x.example",
    "ẞ@x.example",
    "ﬀ@x.example",
    "ﬃ@x.example",
    "ΟΔΟΣ@x.example",
    "ΐ@x.example",
    "josé@x.example",
    "ǅ@x.example",
    "ŉ@x.example",
    "\u{212a}arl@x.example",
    "\u{212b}@x.example",
    "\u{23a}@x.example",
    "İlker@x.example",
    "ı@x.example",
    "a@\u{130}.example",
    "\u{37e}@x.example",
];

#[test]
fn accepted_email_is_readable() {
    let program = with_people();
    for email in TYPED {
        let ran = program.run(&["member", "add", email]);
        assert!(matches!(ran.code, Some(0 | 3)), "{email}: {ran:?}");
        if ran.code == Some(0) {
            let shown = program.done(&["member", "show", email])["email"].as_str().unwrap().to_owned();
            assert_eq!(program.done(&["member", "show", &shown])["email"], shown);
            assert_eq!(program.run(&["member", "add", &shown]).code, Some(3));
        }
    }
    assert_eq!(program.run(&["member", "add", &format!("{}@x.example", "\u{23a}".repeat(32))]).code, Some(3));
    assert_eq!(found(&program), []);
    program.done(&["member", "list"]);
}

#[test]
fn imported_turkish_email_is_readable() {
    let program = with_people();
    fs::write(program.home().join("members.csv"), "email,name\nİlker@firma.example,İlker\n").unwrap();
    let ran = program.run(&["member", "import", "members.csv"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    fs::write(program.home().join("owners.csv"), format!("phone,owner\n{ROSA},İlker@firma.example\n")).unwrap();
    let ran = program.run(&["owner", "import", "owners.csv", "--create-members"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    program.done(&["member", "list"]);
    assert_eq!(found(&program), []);
}

#[test]
fn first_suggestion_is_the_best_of_many_members() {
    let program = with_people();
    let store = open(program.store());
    let insert = "WITH RECURSIVE n (x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < 12000)
                  INSERT INTO members (email) SELECT 'm' || x || '@a.example' FROM n WHERE x <> 5";
    store.execute(insert, []).unwrap();
    store.execute("INSERT INTO members (email) VALUES ('m5@a.example')", []).unwrap();
    drop(store);
    for (typed, meant) in [("m5@a.exmaple", "m5@a.example"), ("m11999@a.exampel", "m11999@a.example")] {
        let ran = program.run(&["member", "show", typed]);
        assert!(ran.stderr.contains(&format!("did you mean `{meant}`")), "{ran:?}");
    }
}
