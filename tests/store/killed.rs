//! A program that is killed in the middle of anything leaves the change wholly there or not at all.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{phone, with_contacts};
use crate::program::Program;
use crate::rows::{Dump, assert_same, assert_sound, dump, open};

const ROUNDS: u32 = 40;

/// A store, a command, and what the store holds before and after it.
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
        let program = with_contacts(100);
        let (whole, before) = (fs::read(program.store()).unwrap(), dump(program.store()));
        let begun = Instant::now();
        program.command(words).output().unwrap();
        let takes = begun.elapsed();
        let after = dump(program.store());
        assert!(before != after, "{words:?}");
        Self { program, words, whole, before, after, takes }
    }

    /// Runs the command from the same start, and kills it after a while.
    fn kill_after(&self, while_: Duration) {
        for beside in ["inbox.db-wal", "inbox.db-shm"] {
            let _ = fs::remove_file(self.program.home().join(beside));
        }
        fs::write(self.program.store(), &self.whole).unwrap();
        let mut child = self.program.command(self.words).spawn().unwrap();
        sleep(while_);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// From the first moment to well behind the last.
    fn kill_at_every_moment(&self) {
        for round in 0..ROUNDS {
            self.kill_after(self.takes * round * 5 / (ROUNDS * 4));
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
fn adding_an_owner_is_all_or_nothing() {
    let contact = phone(1_000);
    let words = ["owner", "add", &contact, "luis@acme.example", "--create-contacts"];
    let attempt = Attempt::new(&words);
    attempt.kill_at_every_moment();
    // Again, and it is done, whether it was before or not.
    assert_eq!(attempt.program.run(attempt.words).code, Some(0));
    assert_same(&dump(attempt.program.store()), &attempt.after, "again");
}

#[test]
fn a_message_is_all_or_nothing() {
    let contact = phone(0);
    Attempt::new(&["simulate-message", "--contact", &contact, "--from", "contact"]).kill_at_every_moment();
}

#[test]
fn a_change_of_many_things_is_all_or_nothing() {
    let words = ["member", "deactivate", "ana@acme.example", "--hand-over-to", "luis@acme.example"];
    Attempt::new(&words).kill_at_every_moment();
}
