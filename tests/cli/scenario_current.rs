//! Scenarios with `store: current`: they run on a copy and leave the store unchanged.

use std::fs;
use std::path::Path;

use super::Test;

/// Two scenarios on the store, independent of each other, and one without it.
const FILE: &str = r#"scenarios:
  - name: Rosa comes to Ana
    store: current
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect: { assigned: [ana@acme.example] }
      - deactivate: { member: ana@acme.example }
  - name: and again
    store: current
    steps:
      - expect: { contact: "+525512345678", status: closed }
      - message: { contact: "+525512345678", from: contact }
        expect: { assigned: [ana@acme.example], effects:
          [{ effect: open-conversation, conversation: 2, contact: "+525512345678", status: new, rule: O3 },
           { effect: mark-contact-wrote, conversation: 2, rule: O1 },
           { effect: assign-member, conversation: 2, member: ana@acme.example, reason: contact-owner, rule: O1 }] }
  - name: a world of its own
    steps:
      - close: { contact: "+525512345678" }
        expect: { refused: unknown-contact }
"#;

const HISTORY: &str = "simulate-message --contact +525512345678 --from system
    conversation close +525512345678";

fn acme() -> Test {
    Test::acme().given(HISTORY).file("routing.yaml", FILE)
}

#[test]
fn scenarios_leave_current_store_unchanged() {
    let folder = acme()
        .run("scenario test routing.yaml")
        .stdout("3 passed, 0 failed\n")
        .leaves_the_store()
        .run("scenario explain routing.yaml --run again --json")
        .part("/0/steps/1/conversation/id", 2)
        .leaves_the_store()
        .run("conversation list --all --json")
        .column("id", serde_json::json!([1]))
        .done();
    assert_eq!(names(folder.path()), ["inbox.db", "routing.yaml"]);
}

#[test]
fn current_store_must_exist() {
    Test::bare()
        .file("routing.yaml", FILE)
        .run("scenario test routing.yaml")
        .fails(
            4,
            "store-missing",
            "the store `inbox.db` does not exist",
            "create it with `inboxctl init`, or pass another path with `--store PATH`",
        )
        .run("scenario test routing.yaml --run own")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test routing.yaml --store routing.yaml")
        .fails(
            4,
            "store-foreign",
            "`routing.yaml` is not an inboxctl store",
            "pass another path with `--store PATH`; the file was not changed",
        )
        .done();
}

/// A killed process leaves its write-ahead log beside the store.
#[test]
fn leftover_log_is_read_and_kept() {
    let folder = acme().run("status --json").part("/conversations/closed", 1).done();
    let store = folder.path().join("inbox.db");
    let reader = rusqlite::Connection::open(&store).unwrap();
    reader.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    // Prevents the checkpoint of the log when the writing process ends.
    let count = |sql: &str| reader.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM members"), 3);
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(super::PROGRAM);
        command.args(words).current_dir(folder.path()).env_clear().env("INBOXCTL_STORE", "inbox.db");
        command.output().unwrap()
    };
    assert!(run(&["owner", "remove", "+525512345678", "ana@acme.example"]).status.success());
    let kept = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let (main, log) = (kept("inbox.db"), kept("inbox.db-wal"));
    assert!(!log.is_empty());

    // A log in use, and a leftover log without its index.
    let left = folder.path().join("left");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("inbox.db"), &main).unwrap();
    fs::write(left.join("inbox.db-wal"), &log).unwrap();
    for store in ["inbox.db", "left/inbox.db"] {
        let ran = run(&["scenario", "test", "routing.yaml", "--run", "Rosa", "--store", store]);
        let told = String::from_utf8(ran.stdout).unwrap();
        assert!(told.contains("expected: ana@acme.example\n    actual:   none\n"), "{store}: {told}");
        assert!(kept(store) == main, "{store}");
        assert!(kept(&format!("{store}-wal")) == log, "{store}");
    }
    assert_eq!(names(&left), ["inbox.db", "inbox.db-wal"]);
}

/// SQLite can't create its side files in a read-only folder.
#[test]
#[cfg(unix)]
fn read_only_store_is_enough() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let folder = acme().run("status --json").part("/teams", 1).done();
    let program = folder.path().join("program");
    fs::hard_link(super::PROGRAM, &program).or_else(|_| fs::copy(super::PROGRAM, &program).map(drop)).unwrap();
    let permit = |name: &str, mode| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    permit("inbox.db", 0o444);
    permit("routing.yaml", 0o444);
    permit("", 0o555);
    let mut command = std::process::Command::new(&program);
    command.args(["scenario", "test", "routing.yaml", "--store", "inbox.db"]).current_dir(folder.path()).env_clear();
    if fs::metadata(folder.path()).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let ran = command.output().unwrap();
    permit("", 0o755);
    let (told, error) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert_eq!((told.as_str(), error.as_str()), ("3 passed, 0 failed\n", ""));
    assert_eq!(names(folder.path()), ["inbox.db", "program", "routing.yaml"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
