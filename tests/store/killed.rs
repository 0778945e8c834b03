//! A killed process leaves its change complete or missing.

use std::fs;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{mapping, phone, with_contacts};
use crate::program::{Program, Ran};
use crate::rows::{Dump, assert_same, assert_sound, dump, open};

/// The number of moments at which a command is killed.
const ROUNDS: u32 = 40;

/// A store, a command, and the contents of the store before and after it.
struct Attempt<'a> {
    program: Program,
    words: &'a [&'a str],
    whole: Vec<u8>,
    before: Dump,
    after: Dump,
    takes: Duration,
}

impl<'a> Attempt<'a> {
    fn new(words: &'a [&'a str]) -> Self {
        Self::with_file(words, "")
    }

    /// The same, with a file that the command reads.
    fn with_file(words: &'a [&'a str], file: &str) -> Self {
        let program = with_contacts(100);
        fs::write(program.home().join("file"), file).unwrap();
        let (whole, before) = (fs::read(program.store()).unwrap(), dump(program.store()));
        let begun = Instant::now();
        program.command(words).output().unwrap();
        let takes = begun.elapsed();
        let after = dump(program.store());
        assert!(before != after, "{words:?}");
        Self { program, words, whole, before, after, takes }
    }

    /// Starts the command on a copy of the same store.
    fn begin(&self) -> Child {
        for beside in ["inbox.db-wal", "inbox.db-shm", "inbox.db-journal"] {
            let _ = fs::remove_file(self.program.home().join(beside));
        }
        fs::write(self.program.store(), &self.whole).unwrap();
        self.program.command(self.words).spawn().unwrap()
    }

    /// Kills the command after a while.
    fn kill_after(&self, while_: Duration) {
        let mut child = self.begin();
        sleep(while_);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks the command to stop after a while.
    fn interrupt_after(&self, while_: Duration) -> Ran {
        let child = self.begin();
        sleep(while_);
        Command::new("/bin/sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// From the first moment to well after the last.
    fn kill_at_every_moment(&self) {
        self.kill_at(ROUNDS);
    }

    fn kill_at(&self, rounds: u32) {
        for round in 0..rounds {
            self.kill_after(self.takes * round * 5 / (rounds * 4));
            assert_sound(&open(self.program.store()));
            let found = dump(self.program.store());
            if found != self.before {
                assert_same(&found, &self.after, (self.words, round));
            }
            self.program.done(&["status"]);
        }
    }
}

#[test]
fn erasing_a_contact_is_all_or_nothing() {
    let contact = phone(7);
    Attempt::new(&["contact", "erase", &contact, "--confirm", "1"]).kill_at_every_moment();
}

#[test]
fn restoring_a_backup_is_all_or_nothing() {
    let backup = with_contacts(200);
    let path = backup.store().to_str().unwrap().to_owned();
    Attempt::new(&["restore", &path]).kill_at_every_moment();
}

#[test]
fn adding_an_owner_is_all_or_nothing() {
    let contact = phone(1_000);
    let words = ["owner", "add", &contact, "luis@acme.example", "--create-contacts"];
    let attempt = Attempt::new(&words);
    attempt.kill_at_every_moment();
    // A second run completes it.
    assert_eq!(attempt.program.run(attempt.words).code, Some(0));
    assert_same(&dump(attempt.program.store()), &attempt.after, "again");
}

#[test]
fn message_is_all_or_nothing() {
    let contact = phone(0);
    Attempt::new(&["simulate-message", "--contact", &contact, "--from", "contact"]).kill_at_every_moment();
}

#[test]
fn large_change_is_all_or_nothing() {
    let words = ["member", "deactivate", "ana@acme.example", "--hand-over-to", "luis@acme.example"];
    Attempt::new(&words).kill_at_every_moment();
}

const IMPORT: [&str; 8] = ["owner", "import", "file", "--mode", "replace", "--confirm", "100", "--rejects=bad.csv"];

#[test]
fn import_is_all_or_nothing() {
    let attempt = Attempt::with_file(&IMPORT, &mapping(600));
    attempt.kill_at(ROUNDS / 2);
    assert_eq!(attempt.program.run(&IMPORT).code, Some(0));
    assert_same(&dump(attempt.program.store()), &attempt.after, "again");
}

/// A command that reports no changes has changed nothing, and the store is usable.
#[test]
fn interrupted_import_is_all_or_nothing() {
    const MOMENTS: u32 = 16;

    let attempt = Attempt::with_file(&IMPORT, &mapping(600));
    let _ = fs::remove_file(attempt.program.home().join("bad.csv"));
    for moment in 0..MOMENTS {
        let ran = attempt.interrupt_after(attempt.takes * moment / MOMENTS);
        let found = dump(attempt.program.store());
        match ran.code {
            Some(130) => {
                assert_eq!(ran.stderr, "error: interrupted; no changes were made\n");
                assert!(!attempt.program.home().join("bad.csv").exists());
                assert_same(&found, &attempt.before, moment);
            }
            // No handler was installed at that time.
            None if found == attempt.before => {}
            Some(0) | None => assert_same(&found, &attempt.after, moment),
            other => panic!("{other:?}: {ran:?}"),
        }
        let _ = fs::remove_file(attempt.program.home().join("bad.csv"));
    }
    assert_eq!(attempt.program.run(&IMPORT).code, Some(0));
}
