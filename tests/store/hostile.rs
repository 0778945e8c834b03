//! Stores that another program has altered, by design or by accident: each command answers or refuses, and `check`
//! names what is wrong.

use rusqlite::Connection;
use serde_json::Value;

use super::with_people;
use crate::program::{Program, Ran};
use crate::rows::open;

const ROSA: &str = "+525512345678";

/// Commands that read or write, with every kind of object.
pub(super) const COMMANDS: &[&[&str]] = &[
    &["status"],
    &["member", "list"],
    &["owner", "list"],
    &["why", "1"],
    &["history", "list"],
    &["history", "show", "4"],
    &["undo", "4", "--dry-run"],
    &["owner", "add", ROSA, "luis@acme.example"],
    &["simulate-message", "--contact", ROSA, "--from", "contact"],
    &["owner", "import", "owners.csv"],
    &["simulate-message", "--batch", "log.ndjson"],
    &["report"],
];

/// The start of a query that never ends.
const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)";

/// A schema that is refused: how to alter it, and what `check` and the error say of it.
fn altered_schemas() -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = SCHEMAS.iter().map(|(sql, what)| ((*sql).to_owned(), *what)).collect();
    let endless = format!(
        "ALTER TABLE members RENAME TO members_; CREATE VIEW members AS {ENDLESS} SELECT x AS id, 'a@b.example' AS email,
         NULL AS name, NULL AS external_id, 1 AS active, 0 AS active_conversations FROM n"
    );
    all.push((endless, "expected `members` to be a table, found a view"));
    all.push((
        format!("DROP VIEW owners; CREATE VIEW owners AS {ENDLESS} SELECT x FROM n"),
        "the view `owners` was altered",
    ));
    all
}

const SCHEMAS: &[(&str, &str)] = &[
    (
        "CREATE TRIGGER t AFTER INSERT ON contact_owners BEGIN
         DELETE FROM contact_owners WHERE contact_id = new.contact_id; END",
        "unexpected trigger `t` on `contact_owners`",
    ),
    (
        "CREATE TRIGGER t BEFORE INSERT ON members BEGIN SELECT RAISE(IGNORE); END",
        "unexpected trigger `t` on `members`",
    ),
    (
        "CREATE TRIGGER t BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'x'); END",
        "unexpected trigger `t` on `changes`",
    ),
    (
        "CREATE TRIGGER t AFTER UPDATE OF actor ON changes BEGIN SELECT 1; END",
        "unexpected trigger `t` on `changes`",
    ),
    ("CREATE TRIGGER t BEFORE DELETE ON entries BEGIN SELECT 1; END", "unexpected trigger `t` on `entries`"),
    ("CREATE TRIGGER t INSTEAD OF INSERT ON owners BEGIN SELECT 1; END", "unexpected trigger `t` on `owners`"),
    ("CREATE VIEW mine AS SELECT 1", "unexpected view `mine`"),
    ("CREATE TABLE mine (id INTEGER PRIMARY KEY)", "unexpected table `mine`"),
    (
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema VALUES ('table', 'mine', 'mine', 0, 'CREATE VIRTUAL TABLE mine USING fts5 (text)')",
        "unexpected virtual table `mine`",
    ),
    ("ALTER TABLE contacts ADD COLUMN mine TEXT", "the table `contacts` was altered"),
    ("ALTER TABLE members ADD COLUMN mine TEXT AS (email) VIRTUAL", "the table `members` was altered"),
    ("ALTER TABLE teams RENAME COLUMN turn TO place", "the table `teams` was altered"),
    ("ALTER TABLE accounts RENAME TO companies", "unexpected table `companies`"),
    ("DROP TABLE settings", "the table `settings` is missing"),
    ("DROP TABLE undos; CREATE VIEW undos AS SELECT 1 AS change_id, 1 AS undoes", "expected `undos` to be a table, found a view"),
    (
        "DROP TABLE settings; CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT)",
        "the table `settings` was altered",
    ),
    (
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE settings USING dbstat', rootpage = 0 WHERE name = 'settings'",
        "the table `settings` was altered",
    ),
    (
        "DROP INDEX absences_by_member; CREATE UNIQUE INDEX absences_by_member ON absences (member_id)",
        "the index `absences_by_member` was altered",
    ),
    ("PRAGMA user_version = 7", "the table `teams` was altered"),
    ("PRAGMA user_version = 1", "the table `changes` was altered"),
    ("PRAGMA user_version = 0", "unexpected table `changes`"),
    ("PRAGMA user_version = -1", "invalid schema version -1"),
    (
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'sqlite_sequence'",
        "the table `sqlite_sequence` is missing",
    ),
    (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'changes'",
        "the table `changes` was altered",
    ),
    (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (turn >= 0)', '')
         WHERE name = 'teams'",
        "the table `teams` was altered",
    ),
    (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '-- the name without case' || char(10), '-- ')
         WHERE name = 'teams'",
        "the table `teams` was altered",
    ),
];

/// Rosa, owned by Ana and in conversation 1, a team, and files to import.
pub(super) fn told() -> Program {
    let program = with_people();
    program.done(&["owner", "add", ROSA, "ana@acme.example", "--create-contacts"]);
    program.done(&["simulate-message", "--contact", ROSA, "--from", "contact"]);
    std::fs::write(program.home().join("owners.csv"), format!("phone,owner\n{ROSA},luis@acme.example\n")).unwrap();
    let line = format!("{{\"at\":\"2026-01-31T09:00:00Z\",\"contact\":\"{ROSA}\",\"from\":\"contact\"}}\n");
    std::fs::write(program.home().join("log.ndjson"), line).unwrap();
    program
}

pub(super) fn alter(program: &Program, sql: &str) {
    let store = open(program.store());
    let lax = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA legacy_alter_table = ON";
    store.execute_batch(lax).unwrap();
    store.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Fails unless a command ended with an exit code for this, and without a panic.
pub(super) fn assert_ended(ran: &Ran, when: &str) {
    let said = ran.stderr.get(..400).unwrap_or(&ran.stderr);
    assert!(matches!(ran.code, Some(0 | 1 | 3 | 4)), "{when}: {:?} {said}", ran.code);
    let is_defect = ["internal-error", "panicked"].iter().any(|word| said.contains(word));
    assert!(!is_defect, "{when}: {said}");
}

#[test]
fn altered_schema_is_refused_and_named() {
    for (number, (sql, what)) in altered_schemas().into_iter().enumerate() {
        let program = told();
        alter(&program, &sql);
        let [one, other] = [number, number + 5].map(|number| COMMANDS[number % COMMANDS.len()]);
        for words in [one, other, &["init"], &["member", "add", "new@acme.example"]] {
            let ran = program.run(&[words, &["--json"]].concat());
            let (code, error) = (ran.code, ran.error());
            assert_eq!((code, &error["code"]), (Some(4), &"store-damaged".into()), "{sql}: {words:?}: {ran:?}");
            assert_eq!(error["message"], format!("the store is damaged: {what}"), "{sql}: {words:?}");
            assert!(error["hint"].as_str().unwrap().contains("`inboxctl check`"), "{sql}: {ran:?}");
        }
        let ran = program.run(&["check", "--json"]);
        if what.starts_with("invalid") {
            assert_eq!(ran.code, Some(4), "{sql}: {ran:?}");
        } else {
            assert_eq!(ran.code, Some(1), "{sql}: {ran:?}");
            let faults = ran.json()["faults"].clone();
            let named = faults.as_array().unwrap().iter().any(|fault| fault["what"] == what);
            assert!(named, "{sql}: {faults:#}");
        }
    }
}

#[test]
fn store_with_altered_schema_is_backed_up_and_replaced() {
    let program = told();
    program.done(&["backup", "whole.db"]);
    alter(&program, SCHEMAS[0].0);
    program.done(&["backup", "altered.db"]);
    let refused = program.run(&["restore", "altered.db", "--json"]);
    assert_eq!((refused.code, &refused.error()["code"]), (Some(4), &"store-damaged".into()), "{refused:?}");
    assert_eq!(program.done(&["restore", "whole.db"])["kept"], format!("{}.damaged", program.store().display()));
    assert_eq!(program.done(&["check"])["ok"], true);
}

#[test]
fn triggers_of_a_connection_are_not_of_the_store() {
    let program = told();
    let other = Connection::open(program.store()).unwrap();
    other.execute_batch("CREATE TEMP TRIGGER t AFTER INSERT ON members BEGIN SELECT 1; END").unwrap();
    program.done(&["member", "add", "new@acme.example"]);
    assert_ended(&program.run(&["check"]), "a trigger of another connection");
    let shown: Value = program.done(&["check"]);
    assert_eq!(shown["ok"], true);
}
