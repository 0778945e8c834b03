//! `init`

use serde_json::json;

use super::Test;

#[test]
fn a_store_is_made_once() {
    Test::bare()
        .run("init")
        .stdout("the store `inbox.db` was made\n")
        .run("init")
        .stdout("the store `inbox.db` is there already\n")
        .leaves_the_store()
        .done();
}

#[test]
fn what_is_in_a_store_stays_there() {
    Test::acme().given("init").run("status --json").part("/changes", 5).done();
}

#[test]
fn the_answer_says_whether_it_was_made() {
    Test::bare()
        .run("init --json")
        .json(json!({ "dry_run": false, "store": "inbox.db", "created": true }))
        .run("init --format ndjson")
        .ndjson([json!({ "dry_run": false, "store": "inbox.db", "created": false })])
        .done();
}

#[test]
fn missing_folders_are_made() {
    let folder = Test::bare().run("init --store a/b/c.db").stdout("the store `a/b/c.db` was made\n").done();
    assert!(folder.path().join("a/b/c.db").exists());
}

#[test]
fn the_default_is_in_the_users_data_directory() {
    let folder =
        Test::bare().without_env("INBOXCTL_STORE").given("init").run("status --json").part("/changes", 0).done();
    assert!(folder.path().join("data/inboxctl/inbox.db").exists());
}

#[test]
#[cfg(unix)]
fn only_its_user_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder =
        Test::bare().given("init --store a/inbox.db").run("status --store a/inbox.db --json").part("/teams", 0).done();
    let mode = |path| folder.path().join(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("a"), mode("a/inbox.db")), (0o700, 0o600));
}

#[test]
fn an_empty_file_becomes_a_store() {
    Test::bare().file("inbox.db", "").run("init").stdout("the store `inbox.db` was made\n").done();
}
