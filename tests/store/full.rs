//! A full disk, and a store that can't be written. A limit on the size of files simulates
//! the full disk: it needs no privileges, and also fails in the middle of a write.

#![cfg(unix)]

use std::fs;

use super::user::{User, permit};
use super::{mapping, with_contacts, with_people};
use crate::program::{Program, Ran};
use crate::rows::{Dump, assert_same, assert_sound, dump, open};

const BIG: &[&str] = &["member", "deactivate", "ana@acme.example", "--hand-over-to", "luis@acme.example", "--json"];

/// The arguments of an import that removes and adds owners and creates contacts.
const IMPORT: &[&str] =
    &["owner", "import", "map.csv", "--mode", "replace", "--confirm", "500", "--rejects", "bad.csv", "--json"];

/// The same store before each run, with space for a number of blocks in each of its files.
struct Small {
    words: &'static [&'static str],
    program: Program,
    whole: Vec<u8>,
    before: Dump,
    after: Dump,
}

impl Small {
    fn new(words: &'static [&'static str]) -> Self {
        let program = with_contacts(500);
        fs::write(program.home().join("map.csv"), mapping(800)).unwrap();
        let (whole, before) = (fs::read(program.store()).unwrap(), dump(program.store()));
        program.done(&words[..words.len() - 1]);
        let after = dump(program.store());
        Self { words, program, whole, before, after }
    }

    fn run(&self, shell: &str, blocks: u32) -> Ran {
        for beside in ["inbox.db-wal", "inbox.db-shm"] {
            let _ = fs::remove_file(self.program.home().join(beside));
        }
        fs::write(self.program.store(), &self.whole).unwrap();
        self.program
            .command_after(&format!("{shell}; ulimit -c 0; ulimit -f {blocks}"), self.words)
            .output()
            .unwrap()
            .into()
    }

    fn found(&self) -> Dump {
        assert_sound(&open(self.program.store()));
        dump(self.program.store())
    }
}

/// From no space to enough space.
fn limits() -> impl Iterator<Item = u32> {
    [0, 1, 8, 9, 40, 64, 65, 72, 100, 150, 300, 600, 1_200, 2_400, 100_000].into_iter()
}

#[test]
fn write_without_space_is_rolled_back() {
    assert_refused_and_undone(&Small::new(BIG));
}

#[test]
fn import_without_space_is_rolled_back() {
    assert_refused_and_undone(&Small::new(IMPORT));
}

fn assert_refused_and_undone(small: &Small) {
    let mut refused = 0;
    for blocks in limits() {
        // A write beyond the limit fails, as it does on a full disk.
        let ran = small.run("trap '' XFSZ", blocks);
        if ran.code == Some(0) {
            assert_same(&small.found(), &small.after, blocks);
            continue;
        }
        let expected = if ran.error()["code"] == "unwritable-file" { (3, "unwritable-file") } else { (4, "store-io") };
        assert_eq!(
            (ran.code, &ran.error()["code"]),
            (Some(expected.0), &expected.1.into()),
            "{blocks} blocks: {ran:?}"
        );
        assert!(ran.error()["hint"].is_string(), "{ran:?}");
        assert_same(&small.found(), &small.before, blocks);
        refused += 1;
    }
    assert!(refused > 0 && refused < limits().count(), "{refused} were refused");
}

#[test]
fn killed_write_without_space_is_all_or_nothing() {
    let small = Small::new(BIG);
    for blocks in limits() {
        // A write beyond the limit ends the program.
        let ran = small.run(":", blocks);
        let found = small.found();
        if ran.code == Some(0) || found != small.before {
            assert_same(&found, &small.after, blocks);
        }
    }
}

/// Without messages of the library that writes workbooks.
#[test]
fn export_without_space_is_one_error() {
    let program = with_contacts(500);
    let words = ["contact", "export", "--output", "contacts.xlsx"];
    let ran: Ran = program.command_after("trap '' XFSZ; ulimit -f 8", &words).output().unwrap().into();
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.stderr.starts_with("error: `contacts.xlsx` can't be written\n"), "{ran:?}");
    assert!(!program.home().join("contacts.xlsx").exists());
}

#[test]
fn init_without_space_creates_no_store() {
    let program = Program::new();
    let ran: Ran = program.command_after("trap '' XFSZ; ulimit -f 8", &["init", "--json"]).output().unwrap().into();
    assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
    assert_eq!(program.run(&["status"]).code, Some(4));
    assert_eq!(program.done(&["init"])["created"], true);
    program.done(&["status"]);
}

#[test]
fn read_only_file_is_read_and_not_written() {
    let program = with_people();
    let stranger = User::other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o777);
    assert_eq!(stranger.run(&["status", "--json"]).code, Some(0));
    assert_not_written(&program, &stranger);
}

#[test]
fn read_only_folder_is_not_written() {
    let program = with_people();
    let stranger = User::other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o555);
    assert_not_written(&program, &stranger);
    permit(program.home(), 0o700);
}

#[test]
fn read_only_folder_gets_no_backup() {
    let program = with_people();
    let stranger = User::other(&program);
    permit(program.store(), 0o444);
    permit(program.home(), 0o777);
    let folder = program.home().join("closed");
    fs::create_dir(&folder).unwrap();
    permit(&folder, 0o555);
    let ran = stranger.run(&["backup", folder.join("copy.db").to_str().unwrap(), "--json"]);
    assert_eq!((ran.code, &ran.error()["code"]), (Some(3), &"unwritable-file".into()), "{ran:?}");
}

#[test]
fn unreadable_file_is_not_read() {
    let program = with_people();
    let stranger = User::other(&program);
    permit(program.store(), 0o000);
    permit(program.home(), 0o755);
    for words in [&["status", "--json"][..], &["member", "add", "eva@acme.example", "--json"], &["init", "--json"]] {
        let ran = stranger.run(words);
        assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{words:?}: {ran:?}");
    }
}

fn assert_not_written(program: &Program, user: &User) {
    let before = fs::read(program.store()).unwrap();
    let ran = user.run(&["member", "add", "eva@acme.example", "--json"]);
    assert_eq!((ran.code, &ran.error()["code"]), (Some(4), &"store-io".into()), "{ran:?}");
    assert!(ran.error()["message"].as_str().unwrap().contains("no permission to "), "{ran:?}");
    assert!(ran.error()["hint"].is_string(), "{ran:?}");
    assert!(fs::read(program.store()).unwrap() == before);
}
