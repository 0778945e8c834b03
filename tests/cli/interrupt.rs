//! Ctrl-C and its like while the store is written.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Child, Command};

use serde_json::json;

use crate::program::{Program, Ran};
use crate::rows::{Dump, assert_same, dump, open};

const WRITE: &[&str] = &["member", "add", "ana@acme.example", "--wait", "4294967295"];

/// A store that somebody else writes to for as long as the test lasts.
struct Busy {
    program: Program,
    before: Dump,
    other: rusqlite::Connection,
}

impl Busy {
    fn new() -> Self {
        let program = Program::with_store();
        let (before, other) = (dump(program.store()), open(program.store()));
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        Self { program, before, other }
    }

    /// The command, once it listens to signals; it can't get any further than waiting.
    fn waiting(&self, words: &[&str]) -> Child {
        let child = self.program.command(words).spawn().unwrap();
        while !catches(child.id(), 2) || !catches(child.id(), 15) {
            std::thread::yield_now();
        }
        child
    }

    fn assert_unchanged(self) {
        drop(self.other);
        assert_same(&dump(self.program.store()), &self.before, "interrupted");
        assert!(self.program.run(&["member", "add", "ana@acme.example"]).code == Some(0));
    }
}

/// Whether a process does something of its own on a signal.
fn catches(process: u32, signal: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    u64::from_str_radix(caught.trim(), 16).unwrap() >> (signal - 1) & 1 == 1
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("/bin/sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_signal_ends_who_waits_and_leaves_the_store() {
    for signal in ["INT", "TERM"] {
        let busy = Busy::new();
        let child = busy.waiting(WRITE);
        send(signal, &child);
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, Some(130), "{signal}: {ran:?}");
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", "error: interrupted; the store is as before\n"));
        busy.assert_unchanged();
    }
}

#[test]
fn scripts_are_told_in_json() {
    let busy = Busy::new();
    let child = busy.waiting(&[WRITE, &["--json"]].concat());
    send("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    let message = "interrupted; the store is as before";
    let error =
        json!({ "code": "interrupted", "message": message, "hint": null, "file": null, "line": null, "column": null });
    assert_eq!((ran.code, ran.stdout.as_str(), ran.error()), (Some(130), "", error));
    busy.assert_unchanged();
}

#[test]
fn making_a_store_can_be_interrupted_too() {
    let program = Program::new();
    fs::write(program.store(), "").unwrap();
    let other = open(program.store());
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let busy = Busy { before: dump(Program::with_store().store()), program, other };
    let child = busy.waiting(&["init", "--wait", "60"]);
    send("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(130), "{ran:?}");
    drop(busy.other);
    assert_eq!(fs::metadata(busy.program.store()).unwrap().len(), 0);
}

/// A program that is stopped keeps signals until it goes on, and then gets both.
#[test]
fn a_second_signal_ends_at_once_and_leaves_the_store() {
    let busy = Busy::new();
    let child = busy.waiting(WRITE);
    for signal in ["STOP", "INT", "TERM", "CONT"] {
        send(signal, &child);
    }
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(130), "", ""), "{ran:?}");
    busy.assert_unchanged();
}

/// The scenarios take place on a copy of the store, which mustn't stay behind.
#[test]
fn a_copy_of_the_store_goes_with_who_made_it() {
    let (program, folder) = (Program::with_store(), tempfile::tempdir().unwrap());
    let (scenarios, copies) = (folder.path().join("current.yaml"), folder.path().join("copies"));
    fs::create_dir(&copies).unwrap();
    let one = |number: usize| {
        format!(
            "  - name: n{number}\n    store: current\n    steps: [{{ team_remove: {{ team: x }}, expect: {{ refused: unknown-team }} }}]\n"
        )
    };
    fs::write(&scenarios, format!("scenarios:\n{}", (0..5000).map(one).collect::<String>())).unwrap();
    let mut command = program.command(&["scenario", "test", scenarios.to_str().unwrap()]);
    let child = command.env("TMPDIR", &copies).spawn().unwrap();
    while !catches(child.id(), 2) {
        std::thread::yield_now();
    }
    send("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{ran:?}");
    assert_eq!(ran.stderr, "error: interrupted; the store is as before\n");
    assert_eq!(fs::read_dir(&copies).unwrap().count(), 0);
}
