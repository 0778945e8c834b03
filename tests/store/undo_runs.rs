//! Runs of contacts, created by a key-account file, are undone and restored together, even if a few of them
//! have changed.

use rusqlite::Connection;
use serde_json::Value;

use super::{phone, with_people};
use crate::program::Program;
use crate::rows::{Dump, assert_same, assert_sound, column, dump, open};

/// The change that creates the runs, after three for Ana, Luis and the team.
const MADE: i64 = 4;

/// The maximum length of a run.
const LONGEST: i64 = 512;

/// The owners of a contact: none, Ana, or Luis and Ana.
fn owners(contact: i64) -> &'static [i64] {
    [&[][..], &[1], &[2, 1]][usize::try_from(contact % 3).unwrap()]
}

/// A store in which one change has created a number of contacts, in batches.
fn with_runs(contacts: i64) -> Program {
    let program = with_people();
    let store = open(program.store());
    store.execute_batch("BEGIN").unwrap();
    let effects: i64 = (1..=contacts).map(|id| 1 + i64::try_from(owners(id).len()).unwrap()).sum();
    store
        .execute(
            "INSERT INTO changes (id, at, actor, command, effect_count) VALUES (?1, 7, 'tester', 'import', ?2)",
            (MADE, effects),
        )
        .unwrap();
    let mut first = 1;
    while first <= contacts {
        make_run(&store, first, LONGEST.min(contacts - first + 1));
        first += LONGEST;
    }
    store
        .execute_batch(&format!(
            "UPDATE changes SET first_entry = (SELECT min(id) FROM entries WHERE change_id = {MADE}),
                 last_entry = (SELECT max(id) FROM entries WHERE change_id = {MADE}) WHERE id = {MADE};
             INSERT INTO change_members VALUES (1, {MADE}), (2, {MADE});
             COMMIT"
        ))
        .unwrap();
    assert_sound(&store);
    program
}

fn make_run(store: &Connection, first: i64, count: i64) {
    let (mut made, mut effects) = (Vec::new(), count);
    for contact in first..first + count {
        let phone = phone(u32::try_from(contact).unwrap());
        let sql = "INSERT INTO contacts (id, phone, first_name) VALUES (?1, ?2, 'Nobody')";
        store.execute(sql, (contact, phone)).unwrap();
        for (position, member) in owners(contact).iter().enumerate() {
            let sql = "INSERT INTO contact_owners VALUES (?1, ?2, ?3, 'import', 7, ?4, 0)";
            store.execute(sql, (contact, member, position, MADE)).unwrap();
        }
        effects += i64::try_from(owners(contact).len()).unwrap();
        made.push(owners(contact));
    }
    let steps = serde_json::json!([{ "made": made, "effects": effects }]);
    let sql = "INSERT INTO entries (change_id, contact_id, contact_count, steps) VALUES (?1, ?2, ?3, ?4)";
    store.execute(sql, (MADE, first, count, steps.to_string())).unwrap();
}

fn held(program: &Program) -> Dump {
    dump(program.store()).without_history()
}

fn undo(program: &Program, change: i64) -> Value {
    program.done(&["undo", &change.to_string()])
}

/// The lengths of the runs of a change, and the number of other entries.
fn runs(program: &Program, change: i64) -> (Vec<i64>, usize) {
    let store = open(program.store());
    let sql = "SELECT contact_count FROM entries WHERE change_id = ?1 ORDER BY id";
    let counts: Vec<Option<i64>> = column(&store, sql, [change]);
    let others = counts.iter().filter(|count| count.is_none()).count();
    (counts.into_iter().flatten().collect(), others)
}

fn contacts(program: &Program) -> Vec<i64> {
    column(&open(program.store()), "SELECT id FROM contacts ORDER BY id", [])
}

#[test]
fn batches_are_removed_and_restored_exactly() {
    let program = with_runs(1_200);
    let made = held(&program);
    let answer = undo(&program, MADE);
    assert_eq!(answer["effect_count"], 2_400);
    assert_eq!(answer["conflict_count"], 0);
    assert_eq!(runs(&program, 5), (vec![176, 512, 512], 0));
    assert_eq!(contacts(&program), Vec::<i64>::new());
    let shown = program.done(&["history", "show", "5"]);
    assert_eq!(shown["effects"], answer["effects"]);
    assert_eq!(shown["effect_count"], 2_400);
    assert_same(&held(&with_people()), &held(&program), "nothing is left");
    let back = undo(&program, 5);
    assert_same(&held(&program), &made, "all is back");
    assert_eq!(runs(&program, 6), (vec![512, 512, 176], 0));
    assert_eq!(program.done(&["history", "show", "6"])["effects"], back["effects"]);
    assert_eq!(back["effects"][1]["rule"], Value::Null);
    for change in [6, 5, MADE] {
        undo(&program, change);
    }
    assert_eq!(contacts(&program), Vec::<i64>::new());
    assert_sound(&open(program.store()));
}

#[test]
fn undo_history_is_found_by_member_and_contact() {
    let program = with_runs(600);
    undo(&program, MADE);
    undo(&program, 5);
    let ids = |filter: &[&str]| -> Vec<i64> {
        let listed = program.done(&[&["history", "list"], filter].concat());
        listed.as_array().unwrap().iter().map(|change| change["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(&["--member", "luis@acme.example"]), [6, 5, 4, 2]);
    assert_eq!(ids(&["--contact", &phone(600)]), [6, 5, 4]);
}

#[test]
fn contact_with_later_conversation_loses_owner_only() {
    let program = with_runs(600);
    program.done(&["simulate-message", "--contact", &phone(100), "--from", "contact"]);
    let refused = program.run(&["undo", "4", "--json"]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert_eq!(refused.json()["conflict_count"], 1);
    let skipped = program.run(&["undo", "4", "--skip-conflicts", "--json"]);
    assert_eq!(skipped.code, Some(1), "{skipped:?}");
    let conflict = &skipped.json()["conflicts"][0];
    assert_eq!(conflict["contact"], phone(100));
    assert_eq!(conflict["why"], "it has 1 conversation");
    assert_eq!(contacts(&program), [100]);
    assert_eq!(program.done(&["contact", "show", &phone(100)])["owners"], Value::Array(Vec::new()));
    assert_eq!(runs(&program, 6), (vec![88, 412, 99], 1));
    assert_sound(&open(program.store()));
    undo(&program, 6);
    assert_eq!(contacts(&program).len(), 600);
    assert_eq!(program.done(&["contact", "show", &phone(100)])["owners"][0], "ana@acme.example");
    assert_sound(&open(program.store()));
}

/// One was renamed, one got another owner, one lost its owner, one was removed; one was renamed and the
/// change undone, so that it counts as unchanged.
#[test]
fn changed_contacts_of_batch_are_undone_singly() {
    let program = with_runs(600);
    program.done(&["contact", "update", &phone(10), "--first-name", "Rosa"]);
    program.done(&["owner", "add", &phone(19), "luis@acme.example"]);
    program.done(&["owner", "remove", &phone(31), "ana@acme.example"]);
    program.done(&["contact", "remove", &phone(40)]);
    program.done(&["contact", "update", &phone(50), "--first-name", "Rosa"]);
    undo(&program, 9);
    let answer = program.run(&["undo", "4", "--skip-conflicts", "--json"]).json();
    let told: Vec<_> = answer["conflicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|conflict| {
            (
                conflict["effect"].as_str().unwrap(),
                conflict["contact"].as_str().unwrap(),
                conflict["why"].as_str().unwrap(),
            )
        })
        .collect();
    let gone = format!("`{}` no longer exists", phone(40));
    assert_eq!(
        told,
        [
            ("add-owner", phone(40).as_str(), gone.as_str()),
            ("add-contact", phone(40).as_str(), gone.as_str()),
            ("add-owner", phone(31).as_str(), "`ana@acme.example` is no longer an owner"),
            ("add-contact", phone(19).as_str(), "`luis@acme.example` has been an owner since change 6"),
            ("add-contact", phone(10).as_str(), "the first name is now `Rosa`"),
        ]
    );
    assert_eq!(contacts(&program), [10, 19]);
    assert_sound(&open(program.store()));
}

#[test]
fn contact_whose_phone_is_taken_is_not_restored() {
    let program = with_runs(600);
    undo(&program, MADE);
    program.done(&["contact", "add", &phone(7), "--first-name", "Rosa"]);
    let skipped = program.run(&["undo", "5", "--skip-conflicts", "--json"]);
    assert_eq!(skipped.code, Some(1), "{skipped:?}");
    let answer = skipped.json();
    assert_eq!(answer["conflict_count"], 2);
    assert_eq!(answer["conflicts"][0]["why"], format!("another contact now has the phone `{}`", phone(7)));
    assert_eq!(runs(&program, 7), (vec![505, 6, 88], 0));
    assert_eq!(contacts(&program).len(), 600);
    assert_sound(&open(program.store()));
}

/// Enough to drop and recreate the indexes.
#[test]
fn large_undo_restores_its_indexes() {
    let program = with_runs(6_000);
    let indexes = |program: &Program| -> Vec<String> {
        column(
            &open(program.store()),
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL ORDER BY 1",
            [],
        )
    };
    let (before, made) = (indexes(&program), held(&program));
    undo(&program, MADE);
    assert_eq!(contacts(&program), Vec::<i64>::new());
    assert_eq!(indexes(&program), before);
    undo(&program, 5);
    assert_eq!(indexes(&program), before);
    assert_same(&held(&program), &made, "all is back");
    let rehearsed = program.done(&["undo", "4", "--dry-run"]);
    assert_eq!((&rehearsed["effect_count"], &rehearsed["change"]), (&12_000.into(), &Value::Null));
    assert_same(&held(&program), &made, "a dry run");
    assert_sound(&open(program.store()));
}
