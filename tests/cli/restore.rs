//! `restore`: a backup takes the place of the store.

use std::fs;

use serde_json::{Value, json};

use super::{START, Test};

/// A backup of five changes; Luis became an owner and a conversation was opened since.
fn with_a_backup() -> Test {
    Test::acme().given(
        "backup old.db
         owner add +525512345678 luis@acme.example
         simulate-message --contact +525512345678 --from contact
         contact add +525587654321",
    )
}

/// The names in the folder.
fn files(test: &Test) -> Vec<String> {
    let entries = fs::read_dir(test.folder()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn backup_takes_the_place_of_the_store() {
    let test = with_a_backup()
        .run("restore old.db")
        .stdout_starts(
            "change 9: restored `old.db` (contacts: 1, open conversations: 0)\nthe former store is kept in `",
        )
        .run("owner list --json")
        .column("owner", json!(["ana@acme.example"]))
        .run("history list --json --limit 2 --quiet")
        .column("id", json!([9, 5]))
        .part("/0/command", format!("restore old.db --at {START}"))
        .part("/0/effect_count", 0)
        .run("check")
        .stdout("no problems found\n")
        .given("status");
    assert_eq!(files(&test), ["inbox.db", "inbox.db.before-change-9", "old.db"]);
    // Numbers go on after those of the former store.
    test.run("contact add +525500000001 --json")
        .part("/change", 10)
        .run("simulate-message --contact +525500000001 --from contact --json")
        .part("/conversation/id", 2)
        .run("check")
        .stdout("no problems found\n")
        .run("restore inbox.db.before-change-9 --json")
        .part("/change", 12)
        .part("/status/contacts/total", 2)
        .run("owner list --json")
        .column("owner", json!(["ana@acme.example", "luis@acme.example"]))
        .run("check")
        .stdout("no problems found\n")
        .done();
}

#[test]
fn dry_run_of_restore_changes_nothing() {
    with_a_backup()
        .run("restore old.db --dry-run")
        .stdout("dry run: would restore `old.db` (contacts: 1, open conversations: 0)\n")
        .leaves_the_store()
        .run("restore old.db --dry-run --detailed-exitcode --json")
        .status(6)
        .part("/change", Value::Null)
        .done();
}

#[test]
fn restore_has_the_digest_of_no_effects() {
    let test = with_a_backup();
    let plan = test.answer("restore old.db --dry-run --json", 0);
    let digest = plan["digest"].as_str().unwrap().to_owned();
    test.run("restore old.db --expect deadbeef")
        .status(3)
        .stderr_starts("error: the plan has changed: expected the digest `deadbeef`")
        .run(&format!("restore old.db --expect {digest} --quiet"))
        .stdout("")
        .done();
}

#[test]
fn restore_can_not_be_undone_and_the_past_leads_around_it() {
    with_a_backup()
        .given("restore old.db")
        .run("undo 9")
        .refused(
            "undo-conflict",
            "change `9` restored a backup; it can't be undone",
            "restore the former store, which is kept beside the store",
        )
        .run("undo --last")
        .refused(
            "undo-conflict",
            "change `9` restored a backup; it can't be undone",
            "restore the former store, which is kept beside the store",
        )
        .given("contact add +525500000001")
        .run("contact list --as-of change:9 --json")
        .column("phone", json!(["+525512345678"]))
        .run("contact list --as-of change:4 --json")
        .json(json!([]))
        .run("contact list --as-of change:7 --json")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"unknown-change\"")
        .done();
}

#[test]
fn restore_refuses_other_files_and_an_open_store() {
    let test = with_a_backup()
        .file("crm.csv", "phone,owner\n")
        .run("restore crm.csv")
        .fails(
            4,
            "store-foreign",
            "`crm.csv` is not an inboxctl store",
            "`crm.csv` must be a file that `inboxctl backup FILE` wrote; the store was not changed",
        )
        .run("restore inbox.db")
        .refused("invalid-value", "a store can't be restored from itself", "pass the file of a backup")
        .run("restore missing.db")
        .status(4)
        .stderr_starts("error: the store `missing.db` does not exist\n");
    let reader = rusqlite::Connection::open(test.folder().join("inbox.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM contacts").unwrap();
    let test = test.run("restore old.db --wait 0").fails(
        4,
        "store-busy",
        "the store is locked by another process",
        "try again later, or wait longer with `--wait SECONDS`",
    );
    let test = test.run("history list --json --limit 1 --quiet").column("id", json!([8]));
    assert!(!test.folder().join("inbox.db.before-change-9").exists());
    drop(reader);
    test.done();
}

#[test]
fn restore_creates_a_missing_store_and_replaces_a_damaged_one() {
    let test = with_a_backup();
    fs::remove_file(test.folder().join("inbox.db")).unwrap();
    let test = test.run("restore old.db --json").part("/kept", Value::Null).part("/change", 6).given("status");
    assert_eq!(test.answer("status --json", 0)["contacts"]["total"], 1);
    let store = test.folder().join("inbox.db");
    let mut bytes = fs::read(&store).unwrap();
    bytes[8192..].fill(7);
    fs::write(&store, &bytes).unwrap();
    let answer = test.answer("restore old.db --json", 0);
    assert!(answer["kept"].as_str().unwrap().ends_with("inbox.db.damaged"), "{answer}");
    assert!(fs::read(test.folder().join("inbox.db.damaged")).unwrap() == bytes);
    assert_eq!(test.answer("check --json", 0)["ok"], true);
    bytes[..].fill(7);
    fs::write(&store, &bytes).unwrap();
    test.run("restore old.db")
        .status(4)
        .stderr_starts("error: `inbox.db` is not an inboxctl store\n")
        .leaves_the_store()
        .done();
}
