//! Reading needs no permission to write and leaves nothing behind: on read-only media, in a folder of
//! another user, with a log that a killed process left, and while another process writes.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Output};

use rusqlite::Connection;

use super::user::{User, is_root, permit, skip};
use super::{phone, with_contacts, with_people};
use crate::program::{Program, Ran};
use crate::rows::{assert_sound, column, open};

/// Every way to read a store. `why` and the like need [`with_conversation`].
const READS: [&[&str]; 25] = [
    &["status"],
    &["member", "list"],
    &["member", "list", "--format", "csv"],
    &["member", "show", "ana@acme.example"],
    &["team", "list"],
    &["team", "show", "Sales"],
    &["contact", "list"],
    &["contact", "show", "+525512345678"],
    &["owner", "list"],
    &["member", "export"],
    &["team", "export"],
    &["contact", "export"],
    &["owner", "export"],
    &["conversation", "list"],
    &["conversation", "show", "1"],
    &["why", "1"],
    &["settings", "list"],
    &["settings", "get", "default-country"],
    &["history", "list"],
    &["history", "show", "1"],
    &["check"],
    &["backup", "-"],
    &["scenario", "test", "current.yaml"],
    &["scenario", "explain", "current.yaml"],
    &["scenario", "compare", "log.ndjson", "--with", "assign-first-responder=on"],
];

const ADD: &[&str] = &["member", "add", "eva@acme.example"];

const SCENARIO: &str = r#"scenarios:
  - name: on the store
    store: current
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect: { assigned: [ana@acme.example] }
"#;

const LOG: &str = r#"{"at": "2026-02-01T10:00:00Z", "contact": "+525512345678", "from": "contact"}"#;

fn with_conversation() -> Program {
    let program = with_people();
    program.done(&["contact", "add", "+525512345678", "--owner", "ana@acme.example"]);
    program.done(&["simulate-message", "--contact", "+525512345678", "--from", "contact"]);
    program
}

/// A user with the input files beside the program.
fn other(program: &Program) -> User {
    let user = User::other(program);
    user.put("current.yaml", SCENARIO);
    user.put("log.ndjson", LOG);
    user
}

/// The names and lengths of the files in a folder.
fn files(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut files: Vec<_> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len())).collect();
    files.sort();
    files
}

/// All reading commands succeed and leave the folder and the store unchanged.
fn assert_read(program: &Program, user: &User) {
    let before = (files(program.home()), fs::read(program.store()).unwrap());
    for words in READS {
        let output: Output = user.command(words).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{words:?}: {output:?}");
        assert!(!output.stdout.is_empty(), "{words:?}");
        let after = (files(program.home()), fs::read(program.store()).unwrap());
        assert_eq!(after.0, before.0, "{words:?}");
        assert!(after.1 == before.1, "{words:?} wrote the store");
    }
}

/// Puts a store with a leftover log into a folder, as after a killed process.
fn leave_log(from: &Program, to: &Program, endings: &[&str]) {
    let store = open(from.store());
    store.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    store.execute_batch("INSERT INTO members (email) VALUES ('zoe@acme.example')").unwrap();
    for ending in endings {
        let name = format!("inbox.db{ending}");
        fs::copy(from.home().join(&name), to.home().join(&name)).unwrap();
        permit(&to.home().join(&name), 0o644);
    }
}

#[test]
fn reading_works_in_read_only_folder() {
    let program = with_conversation();
    let user = other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o555);
    assert_read(&program, &user);
    permit(program.home(), 0o700);
}

#[test]
fn reading_leaves_nothing_in_a_shared_folder() {
    let program = with_conversation();
    let user = other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o777);
    assert_read(&program, &user);
}

#[test]
fn reading_through_link_leaves_no_files() {
    let program = with_conversation();
    let user = other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o777);
    let link = user.folder().join("link.db");
    std::os::unix::fs::symlink(program.store(), &link).unwrap();
    let before = (files(program.home()), files(user.folder()));
    let ran = user.done(&["member", "list", "--format", "csv", "--store", link.to_str().unwrap()]);
    assert!(ran.stdout.contains("ana@acme.example"));
    assert_eq!((files(program.home()), files(user.folder())), before);
}

#[test]
fn leftover_log_is_read_without_writing() {
    for (endings, folder) in [
        (&["", "-wal"][..], 0o555),
        (&["", "-wal"], 0o777),
        (&["", "-wal", "-shm"], 0o555),
        (&["", "-wal", "-shm"], 0o777),
    ] {
        let (source, program) = (with_conversation(), Program::new());
        leave_log(&source, &program, endings);
        let user = other(&program);
        permit(program.home(), folder);
        assert_read(&program, &user);
        let listed = user.done(&["member", "list", "--format", "csv"]);
        assert!(listed.stdout.contains("zoe@acme.example"), "{endings:?}: {listed:?}");
        permit(program.home(), 0o700);
        assert_sound(&open(program.store()));
    }
}

#[test]
fn empty_log_is_read_in_read_only_folder() {
    let program = with_conversation();
    fs::write(program.home().join("inbox.db-wal"), "").unwrap();
    let user = other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o555);
    assert_read(&program, &user);
    permit(program.home(), 0o700);
}

#[test]
fn store_in_use_is_read_up_to_date() {
    let program = with_conversation();
    let user = other(&program);
    let owner = open(program.store());
    permit(program.store(), 0o644);
    permit(program.home(), 0o755);
    let mut expected = 2;
    for name in ["eva", "zoe"] {
        owner.execute("INSERT INTO members (email) VALUES (?1 || '@acme.example')", [name]).unwrap();
        owner.execute_batch("BEGIN IMMEDIATE; INSERT INTO members (email) VALUES ('max@acme.example')").unwrap();
        expected += 1;
        for ending in ["-wal", "-shm"] {
            permit(&program.home().join(format!("inbox.db{ending}")), 0o644);
        }
        assert_read(&program, &user);
        let listed = user.done(&["member", "list", "--format", "ndjson"]);
        assert_eq!(listed.stdout.lines().count(), expected, "{listed:?}");
        owner.execute_batch("ROLLBACK").unwrap();
    }
}

#[test]
fn unreadable_log_is_named() {
    let (source, program) = (with_conversation(), Program::new());
    leave_log(&source, &program, &["", "-wal"]);
    let user = other(&program);
    permit(&program.home().join("inbox.db-wal"), 0o000);
    permit(program.home(), 0o755);
    if !is_root() {
        permit(program.home(), 0o555);
    }
    let ran = user.run(&["member", "list", "--json"]);
    permit(program.home(), 0o700);
    assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
    assert!(ran.error()["message"].as_str().unwrap().contains("inbox.db-wal"), "{ran:?}");
}

/// A store and two users in a folder that both can write.
struct Shared {
    program: Program,
    owner: User,
    reader: User,
}

impl Shared {
    /// `None` without root, which is needed to be two users.
    fn new(program: Program) -> Option<Self> {
        let owner = User::owner(&program)?;
        let reader = other(&program);
        permit(program.home(), 0o777);
        permit(program.store(), 0o644);
        owner.own(program.store());
        Some(Self { program, owner, reader })
    }

    fn assert_owner_writes(&self) {
        self.owner.done(ADD);
        assert!(self.reader.done(&["member", "list", "--format", "csv"]).stdout.contains("eva@acme.example"));
        assert_eq!(files(self.program.home()).len(), 1, "{:?}", files(self.program.home()));
        assert_sound(&open(self.program.store()));
    }
}

#[test]
fn owner_writes_after_others_have_read() {
    let Some(shared) = Shared::new(with_conversation()) else { return skip("two users need root") };
    for words in READS {
        shared.reader.command(words).output().unwrap();
    }
    shared.assert_owner_writes();
}

#[test]
fn owner_writes_beside_other_and_killed_readers() {
    let Some(shared) = Shared::new(with_contacts(4_000)) else { return skip("two users need root") };
    let mut child = shared.reader.command(&["contact", "list", "--format", "ndjson"]).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    shared.owner.done(&["member", "add", "zoe@acme.example"]);
    shared.owner.done(&["contact", "add", &phone(9_999)]);
    child.kill().unwrap();
    child.wait().unwrap();
    shared.assert_owner_writes();
}

#[test]
fn owner_writes_after_reads_of_leftover_log() {
    let (source, program) = (with_conversation(), Program::new());
    leave_log(&source, &program, &["", "-wal"]);
    let Some(shared) = Shared::new(program) else { return skip("two users need root") };
    shared.owner.own(&shared.program.home().join("inbox.db-wal"));
    let mut child = shared.reader.command(&["backup", "-"]).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    shared.assert_owner_writes();
    assert!(shared.reader.done(&["member", "list", "--format", "csv"]).stdout.contains("zoe@acme.example"));
}

/// The files left by a killed process that opened another user's store.
#[test]
fn foreign_side_file_is_named_on_write() {
    let Some(shared) = Shared::new(with_conversation()) else { return skip("two users need root") };
    for ending in ["-wal", "-shm"] {
        let name = format!("inbox.db{ending}");
        let file = shared.program.home().join(&name);
        fs::write(&file, "").unwrap();
        permit(&file, 0o644);
        let ran = shared.owner.run(&[ADD, &["--json"]].concat());
        assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
        assert!(ran.error()["message"].as_str().unwrap().contains(&name), "{ran:?}");
        let before = files(shared.program.home());
        shared.owner.done(&["member", "list"]);
        assert_eq!(files(shared.program.home()), before);
        fs::remove_file(&file).unwrap();
    }
    shared.assert_owner_writes();
}

/// A writer can move pages into a file that is read without locks.
#[test]
fn inconsistent_read_is_an_error() {
    let program = with_contacts(4_000);
    let user = other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o555);
    let mut child = user.command(&["contact", "list", "--format", "ndjson", "--wait", "0"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    permit(program.home(), 0o755);
    let owner = open(program.store());
    owner.execute_batch("UPDATE contacts SET first_name = 'Eva'; PRAGMA wal_checkpoint").unwrap();
    lines.for_each(drop);
    let ran: Ran = child.wait_with_output().unwrap().into();
    permit(program.home(), 0o700);
    if is_root() {
        assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-busy".into()), "{ran:?}");
    } else {
        assert_eq!(ran.code, Some(0), "the owner reads with locks: {ran:?}");
    }
}

#[test]
fn read_without_locks_excludes_later_writes() {
    let program = with_contacts(4_000);
    let user = other(&program);
    permit(program.store(), 0o644);
    permit(program.home(), 0o755);
    let mut child = user.command(&["contact", "list", "--format", "ndjson"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    program.done(&["contact", "add", "+525599999999", "--wait", "0"]);
    let lines: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!((lines.len(), lines.iter().filter(|line| line.contains("+525599999999")).count()), (3_999, 0));
    assert!(child.wait().unwrap().success());
    assert_eq!(program.done(&["contact", "show", "+525599999999"])["phone"], "+525599999999");
    assert_sound(&open(program.store()));
}

/// A store of the first version.
fn old() -> Program {
    let program = Program::new();
    let store = Connection::open(program.store()).unwrap();
    store.pragma_update(None, "journal_mode", "WAL").unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/schema/0001.sql");
    store.execute_batch(&fs::read_to_string(schema).unwrap()).unwrap();
    store.execute_batch("INSERT INTO members (email) VALUES ('ana@acme.example')").unwrap();
    program
}

const READS_OF_OLD: [&[&str]; 5] =
    [&["status"], &["member", "list"], &["check"], &["owner", "export"], &["history", "list"]];

#[test]
fn reading_never_upgrades_an_older_store() {
    for user in [None, Some(())] {
        let program = old();
        let user = user.map(|()| User::other(&program));
        permit(program.store(), 0o444);
        permit(program.home(), if user.is_some() { 0o555 } else { 0o700 });
        let before = (files(program.home()), fs::read(program.store()).unwrap());
        for words in READS_OF_OLD {
            let ran = user.as_ref().map_or_else(|| program.run(words), |user| user.run(words));
            assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
            assert_eq!(files(program.home()), before.0, "{words:?}");
            assert!(fs::read(program.store()).unwrap() == before.1, "{words:?}");
        }
        permit(program.home(), 0o700);
        permit(program.store(), 0o600);
        assert_eq!(program.done(&["member", "list"])[0]["email"], "ana@acme.example");
        program.done(ADD);
        let version = column::<i64>(&open(program.store()), "PRAGMA user_version", []);
        assert!(version[0] > 1, "{version:?}");
    }
}

#[test]
fn init_does_not_upgrade_an_older_store() {
    let program = old();
    let before = fs::read(program.store()).unwrap();
    assert_eq!(program.done(&["init"])["created"], false);
    assert!(fs::read(program.store()).unwrap() == before);
}

/// A file system that is mounted read-only, in a namespace of its own.
struct Media {
    program: Program,
    user: User,
}

impl Media {
    /// `None` if nothing can be mounted.
    fn new(program: Program) -> Option<Self> {
        let can_mount =
            is_root() && Command::new("unshare").args(["-m", "true"]).status().is_ok_and(|ran| ran.success());
        let user = other(&program);
        can_mount.then_some(Self { program, user })
    }

    /// Runs the program on a copy of the store's folder that can't be written, and checks that the
    /// copy holds the same files afterwards.
    fn run(&self, words: &[&str]) -> Output {
        const SHELL: &str = "set -e; cd \"$1\"; home=$2; shift 2
            mkdir -p mnt; mount -t tmpfs -o size=16m tmpfs mnt; cp -p \"$home\"/inbox.db* mnt
            mount -o remount,ro mnt; ls -lA mnt > before
            set +e; INBOXCTL_STORE=mnt/inbox.db \"$@\"; code=$?; ls -lA mnt > after
            cmp before after >&2 || exit 99; exit $code";
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-c", SHELL, "sh"]).arg(self.user.folder()).arg(self.program.home());
        command.arg("./inboxctl").args(words).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.output().unwrap()
    }

    fn assert_read(&self) {
        for words in READS {
            let output = self.run(words);
            assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{words:?}: {output:?}");
            assert!(!output.stdout.is_empty(), "{words:?}");
        }
    }
}

#[test]
fn reading_works_on_read_only_media() {
    let Some(media) = Media::new(with_conversation()) else { return skip("a mount needs root") };
    media.assert_read();
    assert!(media.run(&["init"]).status.success());
}

#[test]
fn leftover_log_is_read_on_read_only_media() {
    for endings in [&["", "-wal"][..], &["", "-wal", "-shm"]] {
        let (source, program) = (with_conversation(), Program::new());
        leave_log(&source, &program, endings);
        let Some(media) = Media::new(program) else { return skip("a mount needs root") };
        media.assert_read();
        let listed = String::from_utf8(media.run(&["member", "list", "--format", "csv"]).stdout).unwrap();
        assert!(listed.contains("zoe@acme.example"), "{endings:?}: {listed}");
    }
}

#[test]
fn write_on_read_only_media_names_file_system() {
    for endings in [&[""][..], &["", "-wal"], &["", "-wal", "-shm"]] {
        let (source, program) = (with_conversation(), Program::new());
        leave_log(&source, &program, endings);
        let Some(media) = Media::new(program) else { return skip("a mount needs root") };
        for words in [&["member", "add", "max@acme.example", "--json"][..], &["undo", "1", "--json"]] {
            let ran: Ran = media.run(words).into();
            assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
            assert!(ran.error()["message"].as_str().unwrap().ends_with("is on a read-only file system"), "{ran:?}");
        }
    }
}
