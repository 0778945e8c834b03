//! A backup is a consistent snapshot, complete or missing, under concurrent writes.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};

use inboxctl::testing::inbox::{Inbox, LockWait};
use inboxctl::testing::model::ErrorCode;
use rusqlite::Connection;

use super::{with_contacts, with_people};
use crate::program::{Program, Ran};
use crate::rows::{assert_same, assert_sound, column, dump, open};

/// The files in the folder except those of the store.
fn others(program: &Program) -> Vec<String> {
    let names = fs::read_dir(program.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.starts_with("inbox.db")).collect();
    names.sort();
    names
}

fn is_wal(store: &Path) -> bool {
    fs::read(store).unwrap()[18..20] == [2, 2]
}

#[test]
fn backup_has_every_row() {
    let program = with_contacts(300);
    program.done(&["backup", "copy.db"]);
    assert_eq!(others(&program), ["copy.db"]);
    let copy = program.home().join("copy.db");
    assert!(is_wal(&copy));
    assert_sound(&open(&copy));
    assert_same(&dump(&copy), &dump(program.store()), "the copy");
}

#[test]
fn backup_goes_to_stdout() {
    let program = with_contacts(300);
    let output = program.command(&["backup", "-", "--json"]).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(others(&program), [""; 0]);
    let copy = program.home().join("copy.db");
    fs::write(&copy, output.stdout).unwrap();
    assert_same(&dump(&copy), &dump(program.store()), "the copy");
}

#[test]
fn backup_ignores_open_transactions() {
    let program = with_people();
    let before = dump(program.store());
    let writer = open(program.store());
    writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO members (email) VALUES ('eva@acme.example')").unwrap();
    program.done(&["backup", "copy.db", "--wait", "0"]);
    assert_same(&dump(&program.home().join("copy.db")), &before, "the copy");
}

/// Each round of the writer adds a team and a member: a consistent copy has equal counts.
#[test]
fn backup_is_consistent_under_constant_writes() {
    let program = with_contacts(2_000);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| write_until(&done, program.store()));
        for name in ["1.db", "2.db", "3.db"] {
            program.done(&["backup", name, "--wait", "60"]);
        }
        done.store(true, Ordering::Relaxed);
    });
    for name in ["1.db", "2.db", "3.db"] {
        let copy = open(&program.home().join(name));
        assert_eq!(column::<String>(&copy, "PRAGMA integrity_check", []), ["ok"]);
        let same = "SELECT (SELECT count(*) FROM teams) = (SELECT count(*) FROM members) - 1";
        assert_eq!(column::<bool>(&copy, same, []), [true], "{name}");
    }
}

fn write_until(done: &AtomicBool, store: &Path) {
    let writer = open(store);
    writer.busy_timeout(std::time::Duration::from_mins(1)).unwrap();
    let add = "BEGIN IMMEDIATE; INSERT INTO members (email) SELECT max(id) || '@acme.example' FROM members;
               INSERT INTO teams (name, name_key, strategy)
               SELECT max(id), max(id), 'round-robin' FROM members; COMMIT";
    while !done.load(Ordering::Relaxed) {
        writer.execute_batch(add).unwrap();
    }
}

#[test]
fn one_of_several_backups_gets_the_name() {
    let program = with_contacts(300);
    let start = |_| program.command(&["backup", "copy.db", "--json"]).spawn().unwrap();
    let children: Vec<Child> = (0..6).map(start).collect();
    let ran: Vec<Ran> = children.into_iter().map(|child| child.wait_with_output().unwrap().into()).collect();
    let (won, lost): (Vec<&Ran>, Vec<&Ran>) = ran.iter().partition(|ran| ran.code == Some(0));
    assert_eq!(won.len(), 1, "{ran:?}");
    assert!(lost.iter().all(|ran| ran.code == Some(3) && ran.error()["code"] == "already-exists"), "{ran:?}");
    assert_eq!(others(&program), ["copy.db"]);
    assert_same(&dump(&program.home().join("copy.db")), &dump(program.store()), "the copy");
}

#[test]
fn cancelled_backup_leaves_nothing() {
    let program = with_people();
    let file = program.home().join("copy.db");
    let stopped = Inbox::back_up(program.store(), LockWait::ZERO.cancelled_by(|| true), &file).unwrap_err();
    assert_eq!(stopped.code(), ErrorCode::Interrupted);
    assert_eq!(others(&program), [""; 0]);
}

#[test]
fn damaged_store_is_copied_unchanged() {
    let program = with_contacts(300);
    let mut bytes = fs::read(program.store()).unwrap();
    let half = bytes.len() / 2 / 4096 * 4096;
    bytes[half..half + 4096].fill(0xa5);
    fs::write(program.store(), &bytes).unwrap();
    program.done(&["backup", "copy.db"]);
    assert!(fs::read(program.home().join("copy.db")).unwrap()[half..half + 4096] == bytes[half..half + 4096]);
}

/// A backup before an upgrade must have the old schema.
#[test]
fn older_store_is_not_upgraded() {
    let program = with_people();
    open(program.store()).execute_batch("PRAGMA user_version = 0; PRAGMA wal_checkpoint").unwrap();
    let before = fs::read(program.store()).unwrap();
    program.done(&["backup", "copy.db"]);
    assert!(fs::read(program.store()).unwrap() == before);
    let copy: Connection = open(&program.home().join("copy.db"));
    assert_eq!(column::<i64>(&copy, "PRAGMA user_version", []), [0]);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn backup_is_private() {
        let program = with_people();
        assert!(program.command_after("umask 0", &["backup", "copy.db"]).output().unwrap().status.success());
        let copy = program.home().join("copy.db");
        assert_eq!(fs::metadata(copy).unwrap().permissions().mode() & 0o7777, 0o600);
    }

    /// A write beyond the limit fails, as it does on a full disk.
    #[test]
    fn backup_without_space_leaves_nothing() {
        let program = with_contacts(500);
        for blocks in [72, 100] {
            let shell = format!("trap '' XFSZ; ulimit -f {blocks}");
            for (file, code) in [("copy.db", (3, "unwritable-file")), ("-", (4, "store-io"))] {
                let ran: Ran = program.command_after(&shell, &["backup", file, "--json"]).output().unwrap().into();
                assert_eq!((ran.code, &ran.error()["code"]), (Some(code.0), &code.1.into()), "{blocks}: {ran:?}");
                assert_eq!(others(&program), [""; 0]);
            }
        }
    }

    #[test]
    fn dangling_link_takes_the_name() {
        let program = with_people();
        std::os::unix::fs::symlink("nowhere", program.home().join("copy.db")).unwrap();
        assert_eq!(program.run(&["backup", "copy.db"]).code, Some(3));
        assert_eq!(others(&program), ["copy.db"]);
    }
}
