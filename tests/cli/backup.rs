//! `backup`; failures of the disk are tested in `tests/store/backup.rs`.

use std::fs;

use serde_json::json;

use super::Test;

/// The size of a small store.
fn bytes() -> u64 {
    let folder = Test::acme().run("status --json").part("/teams", 1).done();
    fs::metadata(folder.path().join("inbox.db")).unwrap().len()
}

#[test]
fn backup_is_a_store() {
    Test::acme()
        .run("backup copy.db")
        .stdout(&format!("backed up the store to `copy.db` ({} bytes)\n", bytes()))
        .leaves_the_store()
        .run("contact list --store copy.db --json")
        .column("phone", json!(["+525512345678"]))
        .run("member add dora@acme.example --store copy.db --json")
        .part("/change", 6)
        .leaves_the_store()
        .run("status --json")
        .part("/changes", 5)
        .done();
}

#[test]
fn backup_answers_in_json() {
    let copied = |file: &str| json!({ "dry_run": false, "file": file, "bytes": bytes() });
    let folder = Test::acme()
        .run("backup first.db --json")
        .json(copied("first.db"))
        .run("backup copy.db --format ndjson")
        .ndjson([copied("copy.db")])
        .done();
    assert_eq!(fs::metadata(folder.path().join("copy.db")).unwrap().len(), bytes());
}

#[test]
fn backup_never_replaces_a_file() {
    let hint = "choose another file name; a backup never replaces a file";
    let folder = Test::acme()
        .file("copy.db", "mine")
        .file("other.db-wal", "another database's")
        .run("backup copy.db")
        .refused("already-exists", "the file `copy.db` already exists", hint)
        .run("backup inbox.db")
        .refused("already-exists", "the file `inbox.db` already exists", hint)
        .run("backup .")
        .refused("already-exists", "the file `.` already exists", hint)
        .run("backup other.db")
        .refused("already-exists", "the file `other.db-wal` already exists", hint)
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("copy.db")).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["copy.db", "inbox.db", "other.db-wal"]);
}

/// SQLite deletes such a file as a stale journal.
#[test]
fn backup_refuses_the_name_of_a_journal() {
    Test::acme()
        .run("backup inbox.db-journal")
        .refused(
            "invalid-value",
            "`inbox.db-journal` would be treated as a part of the database `inbox.db`",
            "choose another name for the copy",
        )
        .run("backup elsewhere.db-journal --json")
        .part("/dry_run", false)
        .done();
}

#[test]
fn backup_requires_the_folder() {
    let unwritable = |file: &str, why: &str| {
        let hint = "check the folder, its permissions and free disk space, or choose another file";
        json!({ "error": { "code": "unwritable-file", "message": format!("`{file}` can't be written"), "hint": hint,
            "file": null, "line": null, "column": null, "causes": [why] } })
    };
    let folder = Test::acme()
        .run("backup not/there.db --json")
        .stderr_json(unwritable("not/there.db", "`not` does not exist"))
        .status(3)
        .run("backup inbox.db/copy.db --json")
        .stderr_json(unwritable("inbox.db/copy.db", "`inbox.db` is not a folder"))
        .status(3)
        .done();
    assert_eq!(names(folder.path()), ["inbox.db"]);
}

#[test]
fn backup_requires_a_store_and_a_file() {
    Test::bare()
        .run("backup copy.db --store none.db")
        .fails(
            4,
            "store-missing",
            "the store `none.db` does not exist",
            "create it with `inboxctl init`, or pass another path with `--store PATH`",
        )
        .run("backup")
        .usage("error: missing required argument `<FILE>`\n")
        .done();
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn backup_to_a_closed_pipe_fails() {
    Test::acme()
        .run("backup -")
        .unread()
        .stderr(
            "error: the output was closed before all of it was written\n\
             hint: the output is incomplete; run the command again\n",
        )
        .status(1)
        .done();
}

#[cfg(target_os = "linux")]
#[test]
fn backup_without_stdout_fails() {
    let folder = Test::acme().run("status --json").part("/teams", 1).done();
    let backed_up = |redirection: &str| {
        let mut command = std::process::Command::new("/bin/sh");
        command.args(["-c", &format!("\"$0\" backup - {redirection}"), super::PROGRAM]).current_dir(folder.path());
        let ran = command.env_clear().env("INBOXCTL_STORE", "inbox.db").output().unwrap();
        (ran.status.code(), String::from_utf8(ran.stderr).unwrap())
    };
    let (code, told) = backed_up(">&-");
    assert_eq!(code, Some(1));
    assert!(told.starts_with("error: the output can't be written\n  caused by: stdout is closed\n"), "{told}");
    for fine in ["> /dev/null", "> copy.db", "| cat > copy.db"] {
        assert_eq!(backed_up(fine), (Some(0), String::new()), "{fine}");
    }
}
