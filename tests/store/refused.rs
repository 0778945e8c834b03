//! Unusable stores are refused with exit code 4, an error code and a hint; the file is unchanged.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::Connection;

use super::{with_contacts, with_people};
use crate::program::Program;
use crate::rows::{assert_same, dump, open};

/// One command for each way to use a store.
const COMMANDS: [&[&str]; 18] = [
    &["status"],
    &["member", "list"],
    &["member", "add", "ana@acme.example"],
    &["member", "deactivate", "ana@acme.example"],
    &["team", "show", "Sales"],
    &["team", "join", "Sales", "ana@acme.example"],
    &["contact", "list"],
    &["contact", "add", "+525512345678"],
    &["owner", "list"],
    &["owner", "add", "+525512345678", "ana@acme.example", "--create-contacts"],
    &["conversation", "list"],
    &["conversation", "close", "1"],
    &["assign", "1", "--member", "ana@acme.example"],
    &["unassign", "1", "--all"],
    &["why", "1"],
    &["settings", "set", "assign-first-responder", "on"],
    &["simulate-message", "--contact", "+525512345678", "--from", "contact", "--create-contacts"],
    &["history", "list"],
];

const READ: &[&str] = &["status"];
const WRITE: &[&str] = &["member", "add", "eva@acme.example"];
const INIT: &[&str] = &["init"];

fn assert_refused(program: &Program, words: &[&str], code: &str) {
    let ran = program.run(&[words, &["--json"]].concat());
    assert_eq!(ran.code, Some(4), "{words:?}: {ran:?}");
    assert_eq!(ran.stdout, "", "{words:?}");
    assert_eq!(ran.error()["code"], code, "{words:?}: {ran:?}");
    assert!(ran.error()["hint"].is_string(), "{words:?}: {ran:?}");
}

/// All commands that use a store, and `init`, refuse this file and leave it unchanged.
fn assert_refused_and_left_alone(program: &Program, code: &str) {
    let before = fs::read(program.store()).unwrap();
    for words in [READ, WRITE, INIT] {
        assert_refused(program, words, code);
        assert_eq!(fs::read(program.store()).unwrap(), before, "{words:?}");
    }
}

#[test]
fn missing_store_is_refused_by_every_command() {
    let program = Program::new().at("folder/inbox.db");
    for words in COMMANDS {
        assert_refused(&program, words, "store-missing");
    }
    assert_refused(&program, &[WRITE, &["--dry-run"]].concat(), "store-missing");
    assert_eq!(fs::read_dir(program.home()).unwrap().count(), 0);
}

#[test]
fn failing_list_prints_nothing() {
    let lists: [&[&str]; 10] = [
        &["owner", "export"],
        &["team", "export"],
        &["owner", "list"],
        &["member", "list"],
        &["team", "list"],
        &["contact", "list"],
        &["conversation", "list"],
        &["settings", "list"],
        &["history", "list"],
        &["check"],
    ];
    let missing = Program::new();
    let foreign = Program::new();
    fs::write(foreign.store(), "a line of a long text\n".repeat(100)).unwrap();
    for (program, words) in [missing, foreign].iter().flat_map(|program| lists.map(|words| (program, words))) {
        let formats: &[&str] = if words[1..] == ["export"] { &[] } else { &["table", "csv", "json", "ndjson"] };
        let options = formats.iter().map(|format| vec!["--format", format]).chain([Vec::new()]);
        for options in options {
            let ran = program.run(&[words, &options[..]].concat());
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{words:?} {options:?}: {ran:?}");
        }
    }
}

#[test]
fn missing_store_error_has_a_hint() {
    let ran = Program::new().run(READ);
    assert_eq!(ran.code, Some(4));
    assert_eq!(ran.stdout, "");
    assert!(
        ran.stderr.starts_with("error: the store `") && ran.stderr.contains("` does not exist\n"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("\nhint: create it with `inboxctl init`"), "{}", ran.stderr);
}

#[test]
fn empty_file_is_not_a_store_until_init() {
    let program = Program::new();
    fs::write(program.store(), "").unwrap();
    for words in COMMANDS {
        assert_refused(&program, words, "store-missing");
    }
    assert_eq!(fs::metadata(program.store()).unwrap().len(), 0);
    assert_eq!(program.done(INIT)["created"], true);
    program.done(READ);
}

#[test]
fn text_file_is_foreign() {
    let program = Program::new();
    for text in ["x", "no", "phone,owner\n+525512345678,ana@acme.example\n", &"a line of a long text\n".repeat(10_000)]
    {
        fs::write(program.store(), text).unwrap();
        assert_refused_and_left_alone(&program, "store-foreign");
    }
}

#[test]
fn folder_is_foreign() {
    let program = Program::new();
    fs::create_dir(program.store()).unwrap();
    for words in [READ, WRITE] {
        assert_refused(&program, words, "store-foreign");
    }
}

#[test]
fn database_of_another_program_is_foreign() {
    for made in [
        "CREATE TABLE members (id INTEGER PRIMARY KEY)",
        "PRAGMA application_id = 7",
        "PRAGMA application_id = 7; CREATE TABLE members (id INTEGER PRIMARY KEY)",
    ] {
        let program = Program::new();
        Connection::open(program.store()).unwrap().execute_batch(made).unwrap();
        assert_refused_and_left_alone(&program, "store-foreign");
    }
}

#[test]
fn special_names_of_sqlite_are_plain_files() {
    for name in [":memory:", "file:inbox.db?mode=memory"] {
        let program = Program::new();
        let named = |words: &[&str]| program.run(&[words, &["--store", name]].concat());
        assert_eq!(named(READ).code, Some(4), "{name}");
        assert_eq!(named(INIT).code, Some(0), "{name}");
        assert_eq!(named(WRITE).code, Some(0), "{name}");
        assert!(named(&["member", "list"]).stdout.contains("eva@acme.example"), "{name}");
        assert!(program.home().join(name).is_file(), "{name}");
    }
}

#[test]
fn store_of_a_newer_version_is_refused() {
    let program = with_people();
    open(program.store()).execute_batch("PRAGMA user_version = 99").unwrap();
    assert_refused_and_left_alone(&program, "store-newer");
}

#[test]
fn write_to_a_locked_store_times_out() {
    let program = with_people();
    let before = dump(program.store());
    let other = open(program.store());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for wait in ["0", "1"] {
        assert_refused(&program, &[WRITE, &["--wait", wait]].concat(), "store-busy");
        assert_refused(&program, &[WRITE, &["--wait", wait, "--dry-run"]].concat(), "store-busy");
    }
    other.execute_batch("ROLLBACK").unwrap();
    assert_same(&dump(program.store()), &before, "busy");
    program.done(WRITE);
}

#[test]
fn write_to_a_locked_store_waits() {
    let program = with_people();
    let other = open(program.store());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut waiting = program.command(&[WRITE, &["--wait", "60"]].concat()).spawn().unwrap();
    assert!(waiting.try_wait().unwrap().is_none());
    other.execute_batch("ROLLBACK").unwrap();
    assert!(waiting.wait().unwrap().success());
}

/// With any page damaged, a command either doesn't need it or reports a damaged store.
#[test]
fn damaged_pages_are_refused_when_read() {
    let program = with_contacts(300);
    let (whole, page) = (fs::read(program.store()).unwrap(), page_size(program.store()));
    let mut met = 0;
    for number in 1..whole.len() / page {
        fs::write(program.store(), &whole).unwrap();
        spoil(program.store(), number * page, page);
        let spoilt = fs::read(program.store()).unwrap();
        let ran = program.run(&["owner", "list", "--json"]);
        if ran.code != Some(0) {
            assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-damaged".into()), "page {number}: {ran:?}");
            assert!(ran.error()["hint"].is_string(), "page {number}: {ran:?}");
            met += 1;
        }
        assert!(fs::read(program.store()).unwrap() == spoilt, "page {number} was written");
    }
    assert!(met > 3, "the damage was met {met} times");
}

#[test]
fn truncated_store_is_damaged() {
    let program = with_contacts(300);
    let whole = fs::read(program.store()).unwrap();
    fs::write(program.store(), &whole[..whole.len() / 2]).unwrap();
    assert_refused(&program, &["owner", "list"], "store-damaged");
    assert_refused(&program, &["member", "deactivate", "ana@acme.example"], "store-damaged");
    assert_eq!(fs::metadata(program.store()).unwrap().len(), whole.len() as u64 / 2);
}

#[test]
fn invalid_row_is_damage() {
    for spoiling in [
        "PRAGMA ignore_check_constraints = 1; UPDATE conversations SET status = 'asleep'",
        "PRAGMA ignore_check_constraints = 1; UPDATE teams SET strategy = 'by-dice'",
        "UPDATE entries SET steps = '{'",
        "INSERT INTO settings VALUES ('assign-first-responder', 'perhaps')",
        "INSERT INTO settings VALUES ('phase-of-the-moon', 'full')",
    ] {
        let program = with_people();
        program.done(&["simulate-message", "--contact", "+525512345678", "--from", "contact", "--create-contacts"]);
        open(program.store()).execute_batch(spoiling).unwrap();
        let reads: [&[&str]; 4] = [&["team", "list"], &["why", "1"], &["settings", "list"], &["history", "show", "1"]];
        let refused: Vec<_> = reads.iter().filter(|words| program.run(words).code != Some(0)).collect();
        assert!(!refused.is_empty(), "{spoiling}");
        for words in refused {
            assert_refused(&program, words, "store-damaged");
        }
    }
}

fn page_size(store: &Path) -> usize {
    let size: u32 = open(store).pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    size as usize
}

fn spoil(store: &Path, at: usize, length: usize) {
    let mut file = fs::OpenOptions::new().write(true).open(store).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(&vec![0xa5; length]).unwrap();
}
