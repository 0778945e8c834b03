//! `init`

use serde_json::json;

use super::Test;

#[test]
fn init_creates_a_store_once() {
    Test::bare()
        .run("init")
        .stdout("created store `inbox.db`\n")
        .run("init")
        .stdout("store `inbox.db` already exists\n")
        .leaves_the_store()
        .done();
}

#[test]
fn init_keeps_existing_data() {
    Test::acme().given("init").run("status --json").part("/changes", 5).done();
}

#[test]
fn answer_shows_if_the_store_was_created() {
    Test::bare()
        .run("init --json")
        .json(json!({ "dry_run": false, "store": "inbox.db", "created": true }))
        .run("init --format ndjson")
        .ndjson([json!({ "dry_run": false, "store": "inbox.db", "created": false })])
        .done();
}

#[test]
fn init_creates_missing_folders() {
    let folder = Test::bare().run("init --store a/b/c.db").stdout("created store `a/b/c.db`\n").done();
    assert!(folder.path().join("a/b/c.db").exists());
}

#[test]
fn default_store_is_in_the_data_directory() {
    let folder =
        Test::bare().without_env("INBOXCTL_STORE").given("init").run("status --json").part("/changes", 0).done();
    assert!(folder.path().join("data/inboxctl/inbox.db").exists());
}

#[test]
#[cfg(unix)]
fn only_the_user_can_read_the_store() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder =
        Test::bare().given("init --store a/inbox.db").run("status --store a/inbox.db --json").part("/teams", 0).done();
    let mode = |path| folder.path().join(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("a"), mode("a/inbox.db")), (0o700, 0o600));
}

#[test]
fn empty_file_becomes_a_store() {
    Test::bare().file("inbox.db", "").run("init").stdout("created store `inbox.db`\n").done();
}

/// Dangling and chained links, with the path of the created store.
#[cfg(unix)]
mod through_a_link {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    /// A test whose store `link.db` links to `target`.
    fn linked(target: &str) -> Test {
        let test = Test::bare().file("data/note", "").env("INBOXCTL_STORE", "link.db");
        symlink(target, test.folder().join("link.db")).unwrap();
        test
    }

    #[test]
    fn init_creates_the_target_of_a_link() {
        for (target, store) in [
            ("data/inbox.db", "data/inbox.db"),
            ("missing/folders/inbox.db", "missing/folders/inbox.db"),
            ("./data/../data/inbox.db", "data/inbox.db"),
        ] {
            let test = linked(target)
                .run("init --json")
                .json(json!({ "dry_run": false, "store": "link.db", "created": true }))
                .given("member add ana@acme.example")
                .run("init --json")
                .part("/created", false)
                .run("status --json")
                .part("/members/active", 1)
                .done();
            let found = fs::symlink_metadata(test.path().join(store)).unwrap();
            assert_eq!((found.is_file(), found.permissions().mode() & 0o777), (true, 0o600), "{target}");
            assert!(fs::symlink_metadata(test.path().join("link.db")).unwrap().is_symlink(), "{target}");
        }
    }

    #[test]
    fn init_follows_a_link_to_a_link() {
        let test = linked("data/second.db");
        symlink("../inbox.db", test.folder().join("data/second.db")).unwrap();
        let folder = test.given("init").run("status --json").part("/changes", 0).done();
        assert!(folder.path().join("inbox.db").is_file());
    }

    #[test]
    fn init_follows_a_link_with_an_absolute_target() {
        let other = tempfile::TempDir::new().unwrap();
        let store = other.path().join("folder/inbox.db");
        linked(store.to_str().unwrap()).given("init").run("status --json").part("/changes", 0).done();
        assert!(store.is_file());
    }

    #[test]
    fn init_refuses_a_link_to_itself() {
        for typed in ["init", "status"] {
            linked("link.db")
                .run(typed)
                .fails(
                    4,
                    "store-io",
                    "`link.db` can't be read: Too many levels of symbolic links (os error 40)",
                    "check the path and its permissions",
                )
                .done();
        }
    }

    #[test]
    fn init_refuses_a_link_into_a_file() {
        let folder =
            linked("data/note/inbox.db").run("init").status(4).stderr_starts("error: `link.db` can't be read: ").done();
        assert!(folder.path().join("data/note").is_file());
    }

    #[test]
    fn other_commands_name_target_of_dangling_link() {
        let missing = |typed: &str, test: Test| {
            test.run(typed).fails(
                4,
                "store-missing",
                "`link.db` links to `data/inbox.db`, which does not exist",
                "create it with `inboxctl init`, or pass another path with `--store PATH`",
            )
        };
        let mut test = linked("data/inbox.db");
        for typed in ["status", "member list", "owner list", "check", "backup copy.db", "member add ana@acme.example"] {
            test = missing(typed, test);
        }
        let folder = test.done();
        assert!(!folder.path().join("data/inbox.db").exists());
    }
}
