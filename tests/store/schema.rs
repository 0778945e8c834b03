//! Released schemas, kept in `fixtures/schema`, are upgraded.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::program::Program;
use crate::rows::{assert_sound, column, open};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/schema");

/// The statements that create the schema of this store.
fn schema(store: &Connection) -> String {
    let number = |pragma: &str| store.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).unwrap();
    let (version, application) = (number("user_version"), number("application_id"));
    let made = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let statements = column::<String>(store, made, []).join(";\n\n");
    format!(
        "-- The schema of version {version} of the store, as SQLite keeps it: a test upgrades stores that have it.\n\
         \n\
         PRAGMA application_id = {application};\n\
         PRAGMA user_version = {version};\n\n{statements};\n"
    )
}

fn kept() -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A store of a released version, with data that every version supports.
fn released(file: &Path) -> Program {
    let program = Program::new();
    let store = Connection::open(program.store()).unwrap();
    store.pragma_update(None, "journal_mode", "WAL").unwrap();
    store.execute_batch(&fs::read_to_string(file).unwrap()).unwrap();
    program
}

#[test]
fn schema_of_a_new_store_is_the_latest() {
    let program = Program::with_store();
    let (schema, last) = (schema(&open(program.store())), kept().pop().unwrap());
    let kept = fs::read_to_string(&last).unwrap();
    assert!(schema == kept, "{} is not the schema of a new store, which is\n{schema}", last.display());
}

#[test]
fn schemas_are_numbered() {
    let names: Vec<String> = kept().iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let numbered: Vec<String> = (1..=names.len()).map(|number| format!("{number:04}.sql")).collect();
    assert_eq!(names, numbered);
}

#[test]
fn store_of_each_released_version_is_upgraded() {
    let new = schema(&open(Program::with_store().store()));
    for file in kept() {
        let program = released(&file);
        program.done(&["member", "add", "ana@acme.example"]);
        program.done(&["owner", "add", "+525512345678", "ana@acme.example", "--create-contacts"]);
        let answer = program.done(&["simulate-message", "--contact", "+525512345678", "--from", "contact"]);
        assert_eq!(answer["conversation"]["assigned"][0]["member"], "ana@acme.example", "{}", file.display());
        assert_eq!(program.done(&["status"])["changes"], 3, "{}", file.display());
        let store = open(program.store());
        assert_eq!(schema(&store), new, "{}", file.display());
        assert_sound(&store);
    }
}

#[test]
fn store_of_each_released_version_can_be_read_and_checked() {
    for file in kept() {
        let program = released(&file);
        assert_eq!(program.done(&["status"])["changes"], 0, "{}", file.display());
        assert_eq!(program.done(&["check"]), json!({ "ok": true, "faults": [], "notes": [] }), "{}", file.display());
    }
}

#[test]
fn no_list_of_codes_is_in_the_schema() {
    let schema = schema(&open(Program::with_store().store()));
    assert!(!schema.contains(" IN ('"), "{schema}");
}

#[test]
fn connection_that_is_open_sees_the_upgraded_schema() {
    for file in kept() {
        let program = released(&file);
        let other = open(program.store());
        other.pragma_update(None, "foreign_keys", false).unwrap();
        let mut add = other
            .prepare(
                "INSERT INTO contact_owners (contact_id, member_id, position, reason, since, change_id)
                                    VALUES (1, ?1, 0, 'by-dice', 0, 1)",
            )
            .unwrap();
        let is_new = !fs::read_to_string(&file).unwrap().contains("'handed-over'");
        assert_eq!(add.execute([1]).is_ok(), is_new, "{}", file.display());
        program.done(&["member", "add", "ana@acme.example"]);
        assert_eq!(add.execute([2]), Ok(1), "{}", file.display());
    }
}

/// Data of versions that counted every open conversation: Ana has one in each status.
const OPEN_COUNTED: &str = "
    INSERT INTO changes (id, at, actor, command) VALUES (1, 0, 'tester', 'a test');
    INSERT INTO members (id, email, open_conversations) VALUES (1, 'ana@acme.example', 4);
    INSERT INTO contacts (id, phone) VALUES (1, '+525512345671'), (2, '+525512345672'), (3, '+525512345673'),
        (4, '+525512345674'), (5, '+525512345675');
    INSERT INTO conversations (id, contact_id, status, opened_at, closed_at) VALUES (1, 1, 'created', 0, NULL),
        (2, 2, 'flow', 0, NULL), (3, 3, 'new', 0, NULL), (4, 4, 'in-progress', 0, NULL), (5, 5, 'closed', 0, 0);
    INSERT INTO assignments (conversation_id, member_id, position, is_open, reason, since, change_id)
        SELECT id, 1, 0, status <> 'closed', 'manual', 0, 1 FROM conversations;";

#[test]
fn upgrade_counts_the_active_conversations() {
    for file in &kept()[..3] {
        let program = released(file);
        open(program.store()).execute_batch(OPEN_COUNTED).unwrap();
        program.done(&["settings", "set", "assign-first-responder", "on"]);
        let counted: Vec<i64> = column(&open(program.store()), "SELECT active_conversations FROM members", []);
        assert_eq!(counted, [2], "{}", file.display());
    }
}

/// Names that earlier versions distinguished by their blanks, with their keys.
const BLANKS: &str = "
    INSERT INTO teams (id, name, name_key, strategy) VALUES (1, 'Ventas  Norte', 'ventas  norte', 'round-robin'),
        (2, 'Ventas Norte', 'ventas norte', 'round-robin'), (3, 'Night\u{a0}Shift', 'night\u{a0}shift', 'round-robin');
    INSERT INTO accounts (id, name, name_key) VALUES (1, 'Acme  Inc', 'acme  inc'), (2, 'Acme\u{a0}INC', 'acme\u{a0}inc');
    INSERT INTO contacts (id, phone, account_id) VALUES (1, '+525512345671', 1), (2, '+525512345672', 2);";

#[test]
fn upgrade_updates_comparison_keys() {
    for file in &kept()[..3] {
        let program = released(file);
        open(program.store()).execute_batch(BLANKS).unwrap();
        assert_eq!(program.done(&["team", "show", "night shift"])["name"], "Night\u{a0}Shift");
        assert_eq!(program.done(&["team", "show", "VENTAS NORTE"])["name"], "Ventas Norte");
        assert_eq!(program.done(&["team", "show", "Ventas  Norte"])["name"], "Ventas  Norte");
        let contacts = program.done(&["contact", "list", "--account", "acme inc"]);
        assert_eq!(contacts.as_array().unwrap().len(), 2);
        let check: Value = serde_json::from_str(&program.run(&["check", "--json"]).stdout).unwrap();
        let what = "teams `Ventas Norte` and `Ventas  Norte` have the same name: \
                    run `inboxctl team update 'Ventas  Norte' --rename NEW`";
        assert_eq!(check["faults"], json!([{ "code": "same-name", "what": what }]));
        program.done(&["team", "update", "Ventas  Norte", "--rename", "Ventas Norte 2"]);
        assert_sound(&open(program.store()));
    }
}

#[test]
fn current_store_is_opened_without_writing() {
    let program = Program::with_store();
    let before = fs::read(program.store()).unwrap();
    program.done(&["status"]);
    assert!(fs::read(program.store()).unwrap() == before);
}
