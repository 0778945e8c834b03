//! Signals: Ctrl-C, `kill` and a closed terminal cancel a command anywhere.

#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command};

use serde_json::json;

use super::words;
use crate::program::{Program, Ran};
use crate::project_rules::commands;
use crate::rows::{Dump, assert_same, dump, open};

const WRITE: &[&str] = &["member", "add", "ana@acme.example", "--wait", "4294967295"];

/// The message on stderr.
const CANCELLED: &str = "error: interrupted; no changes were made\n";

/// A store that is locked during the test.
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

    /// Returns a command that waits for the lock and handles signals.
    fn waiting(&self, words: &[&str]) -> Child {
        let child = self.program.command(words).spawn().unwrap();
        listens(&child);
        child
    }

    fn assert_unchanged(self) {
        drop(self.other);
        assert_same(&dump(self.program.store()), &self.before, "interrupted");
        assert!(self.program.run(&["member", "add", "ana@acme.example"]).code == Some(0));
    }
}

/// Names and numbers of signals.
const SIGNALS: [(&str, u32); 3] = [("INT", 2), ("TERM", 15), ("HUP", 1)];

/// The signals that cancel a command started by this process: one that it ignores, as under `nohup`,
/// is ignored by its children too.
fn signals() -> impl Iterator<Item = (&'static str, u32)> {
    SIGNALS.into_iter().filter(|(_, number)| !has_signal("self", "SigIgn:", *number))
}

/// Waits until a process listens to signals.
fn listens(child: &Child) {
    wait_until(|| signals().all(|(_, number)| catches(child.id(), number)));
}

fn wait_until(condition: impl Fn() -> bool) {
    while !condition() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Whether a process handles a signal.
fn catches(process: u32, signal: u32) -> bool {
    has_signal(&process.to_string(), "SigCgt:", signal)
}

/// Whether a process has a signal in one of its sets.
fn has_signal(process: &str, set: &str, signal: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix(set)).unwrap();
    u64::from_str_radix(mask.trim(), 16).unwrap() >> (signal - 1) & 1 == 1
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("/bin/sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn signal_cancels_a_waiting_command() {
    for (signal, _) in signals() {
        let busy = Busy::new();
        let child = busy.waiting(WRITE);
        send(signal, &child);
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert_eq!(ran.code, Some(130), "{signal}: {ran:?}");
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", CANCELLED));
        busy.assert_unchanged();
    }
}

#[test]
fn cancellation_is_reported_in_json() {
    let busy = Busy::new();
    let child = busy.waiting(&[WRITE, &["--json"]].concat());
    send("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    let message = "interrupted; no changes were made";
    let error =
        json!({ "code": "interrupted", "message": message, "hint": null, "file": null, "line": null, "column": null });
    assert_eq!((ran.code, ran.stdout.as_str(), ran.error()), (Some(130), "", error));
    busy.assert_unchanged();
}

#[test]
fn init_can_be_cancelled() {
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

/// A stopped process gets both signals when it continues.
#[test]
fn second_signal_ends_at_once() {
    let busy = Busy::new();
    let child = busy.waiting(WRITE);
    for signal in ["STOP", "INT", "TERM", "CONT"] {
        send(signal, &child);
    }
    let ran: Ran = child.wait_with_output().unwrap().into();
    // The second signal may arrive before the message is printed.
    assert!(["", CANCELLED].contains(&ran.stderr.as_str()), "{ran:?}");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{ran:?}");
    busy.assert_unchanged();
}

/// The scenarios run on a copy of the store, which must be deleted.
#[test]
fn cancelled_scenarios_delete_their_copy() {
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
    wait_until(|| catches(child.id(), 2));
    send("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{ran:?}");
    assert_eq!(ran.stderr, CANCELLED);
    assert_eq!(fs::read_dir(&copies).unwrap().count(), 0);
}

/// The cause of a command's wait.
#[derive(Clone, Copy)]
enum Waits {
    /// A locked store.
    Lock,
    /// Input from stdin.
    Stdin,
    /// A writer of the FIFO `pipe`.
    Pipe,
    /// A reader of stdout.
    Stdout,
}
use Waits::{Lock, Pipe, Stdin, Stdout};

/// Every command with the causes of its waits.
const EVERYWHERE: &[(&str, Waits)] = &[
    ("init --store blank.db", Lock),
    ("init", Stdout),
    ("status", Stdout),
    ("report", Stdout),
    ("member add new@acme.example", Lock),
    ("member import members.csv", Lock),
    ("member import -", Stdin),
    ("member list", Stdout),
    ("member show ana@acme.example", Stdout),
    ("member update ana@acme.example --name A", Lock),
    ("member deactivate ana@acme.example", Lock),
    ("member activate ana@acme.example", Lock),
    ("member remove ana@acme.example", Lock),
    ("member remove eva@acme.example --dry-run", Stdout),
    ("team add Night", Lock),
    ("team import teams.csv", Lock),
    ("team import pipe", Pipe),
    ("team list", Stdout),
    ("team show Sales", Stdout),
    ("team update Sales --rename Night", Lock),
    ("team remove Sales", Lock),
    ("team join Sales eva@acme.example", Lock),
    ("team leave Sales ana@acme.example", Lock),
    ("contact add +525587654321", Lock),
    ("contact list", Stdout),
    ("contact show +525512345678", Stdout),
    ("contact update +525512345678 --account A", Lock),
    ("contact merge +525512345678 +525587654321", Lock),
    ("contact erase +525512345678 --confirm 1", Lock),
    ("contact remove +525512345678", Lock),
    ("owner add +525512345678 eva@acme.example", Lock),
    ("owner set +525512345678 ana@acme.example", Lock),
    ("owner remove +525512345678 ana@acme.example", Lock),
    ("owner import owners.csv --rejects bad.csv", Lock),
    ("owner import - --rejects bad.csv", Stdin),
    ("owner import pipe", Pipe),
    ("owner transfer --from ana@acme.example --to eva@acme.example", Lock),
    ("owner pin +525512345678 ana@acme.example", Lock),
    ("owner unpin +525512345678 ana@acme.example", Lock),
    ("owner distribute --to eva@acme.example", Lock),
    ("owner rebalance --among eva@acme.example", Lock),
    ("contact import owners.csv", Lock),
    ("member export", Stdout),
    ("team export", Stdout),
    ("contact export", Stdout),
    ("owner export", Stdout),
    ("owner list", Stdout),
    ("conversation list", Stdout),
    ("conversation show 1", Stdout),
    ("conversation close 1", Lock),
    ("conversation reopen 1", Lock),
    ("conversation transfer --from ana@acme.example --to eva@acme.example", Lock),
    ("conversation distribute", Lock),
    ("conversation reassign-overdue", Lock),
    ("member away ana@acme.example --until +2w", Lock),
    ("member back ana@acme.example", Lock),
    ("member absences", Stdout),
    ("assign 1 --team Sales", Lock),
    ("unassign 1 --all", Lock),
    ("why 1", Stdout),
    ("version", Stdout),
    ("settings list", Stdout),
    ("settings get default-country", Stdout),
    ("settings set default-country MX", Lock),
    ("settings reset default-country", Lock),
    ("simulate-message --contact +525512345678 --from contact", Lock),
    ("simulate-message --batch day.ndjson", Lock),
    ("simulate-message --batch -", Stdin),
    ("simulate-message --batch pipe", Pipe),
    ("scenario test rosa.yaml", Stdout),
    ("scenario test current.yaml", Stdout),
    ("scenario test -", Stdin),
    ("scenario explain rosa.yaml", Stdout),
    ("scenario explain -", Stdin),
    ("scenario compare day.ndjson --with assign-first-responder=on", Stdout),
    ("scenario compare - --with assign-first-responder=on", Stdin),
    ("scenario compare pipe --with assign-first-responder=on", Pipe),
    ("scenario compare day.ndjson --with-owners -", Stdin),
    ("history list", Stdout),
    ("history show 1", Stdout),
    ("undo 1", Lock),
    ("backup copy.db --store locked.db", Lock),
    ("restore inbox.db --store locked.db", Lock),
    ("backup -", Stdout),
    ("check", Stdout),
    ("schema", Stdout),
    ("completions bash", Stdout),
    ("man", Stdout),
    ("help", Stdout),
    ("--help", Stdout),
];

/// A program in a folder with the files that those commands name.
fn acme() -> Program {
    let program = Program::with_store();
    for typed in [
        "member add ana@acme.example",
        "member add eva@acme.example",
        "team add Sales --member ana@acme.example",
        "contact add +525512345678 --owner ana@acme.example",
        "simulate-message --contact +525512345678 --from contact",
        "member away ana@acme.example --from 2020-01-01 --until 2020-01-02",
    ] {
        program.done(&words(typed).iter().map(String::as_str).collect::<Vec<_>>());
    }
    let scenario = |world: &str| {
        format!(
            "scenarios:\n  - name: a\n{world}    steps: [{{ team_remove: {{ team: x }}, expect: {{ refused: unknown-team }} }}]\n"
        )
    };
    for (file, text) in [
        ("members.csv", "email\nnew@acme.example\n"),
        ("teams.csv", "team,member\nSales,eva@acme.example\n"),
        ("owners.csv", "phone,owner\n+525512345678,eva@acme.example\n"),
        ("day.ndjson", r#"{"at":"2026-02-01T09:00:00Z","contact":"+525512345678","from":"contact"}"#),
        ("rosa.yaml", &scenario("")),
        ("current.yaml", &scenario("    store: current\n")),
        ("blank.db", ""),
    ] {
        fs::write(program.home().join(file), text).unwrap();
    }
    let made = Command::new("mkfifo").arg(program.home().join("pipe")).status().unwrap();
    assert!(made.success());
    fs::create_dir(program.home().join("copies")).unwrap();
    program
}

/// A pipe whose buffer is full.
fn full_pipe() -> (PipeReader, PipeWriter) {
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(&vec![b' '; 1 << 16]).unwrap();
    (reader, writer)
}

/// A waiting command and the cause of its wait.
struct Waiting {
    typed: &'static str,
    child: Child,
    stdin: Option<PipeWriter>,
    stdout: Option<PipeReader>,
}

impl Waiting {
    fn new(program: &Program, typed: &'static str, waits: Waits, format: &str) -> Self {
        let words = words(typed);
        let mut words: Vec<_> = words.iter().map(String::as_str).collect();
        if matches!(waits, Lock) {
            words.extend(["--wait", "4294967295"]);
        }
        let mut command = program.command(&words);
        command.env("TMPDIR", program.home().join("copies")).env("INBOXCTL_FORMAT", format);
        let (mut stdin, mut stdout) = (None, None);
        if matches!(waits, Stdin) {
            let (reader, writer) = io::pipe().unwrap();
            command.stdin(reader);
            stdin = Some(writer);
        }
        if matches!(waits, Stdout) {
            let (reader, writer) = full_pipe();
            command.stdout(writer);
            stdout = Some(reader);
        }
        Self { typed, child: command.spawn().unwrap(), stdin, stdout }
    }

    fn ended(self) -> (&'static str, Ran) {
        let ran = self.child.wait_with_output().unwrap().into();
        drop((self.stdin, self.stdout));
        (self.typed, ran)
    }
}

/// Locks a store.
fn lock(store: &Path) -> rusqlite::Connection {
    let other = open(store);
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    other
}

fn assert_cancelled(typed: &str, ran: &Ran, signal: &str) {
    assert_eq!(ran.code, Some(130), "{signal}: {typed}: {ran:?}");
    assert_eq!(ran.stdout, "", "{signal}: {typed}: {ran:?}");
    if ran.stderr.starts_with('{') {
        assert_eq!(ran.error()["code"], "interrupted", "{signal}: {typed}");
        assert_eq!(ran.error()["message"], "interrupted; no changes were made", "{signal}: {typed}");
    } else {
        assert_eq!(ran.stderr, CANCELLED, "{signal}: {typed}");
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect()
}

#[test]
fn signals_cancel_every_command() {
    let program = acme();
    let copy = |name: &str| fs::copy(program.store(), program.home().join(name)).unwrap();
    copy("locked.db");
    let before = dump(program.store());
    let locks = ["inbox.db", "blank.db"].map(|name| lock(&program.home().join(name)));
    let locked = open(&program.home().join("locked.db"));
    locked
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE settings SET value = value")
        .unwrap();
    let files = names(program.home());
    for ((signal, _), format) in signals().zip(["table", "json", "ndjson"]) {
        let waiting = EVERYWHERE.iter().map(|(typed, waits)| Waiting::new(&program, typed, *waits, format));
        let waiting: Vec<_> = waiting.collect();
        for one in &waiting {
            listens(&one.child);
        }
        for one in &waiting {
            send(signal, &one.child);
        }
        for (typed, ran) in waiting.into_iter().map(Waiting::ended) {
            assert_cancelled(typed, &ran, signal);
        }
        assert_eq!(names(&program.home().join("copies")), BTreeSet::new(), "{signal}");
        assert_eq!(names(program.home()), files, "{signal}");
    }
    drop((locks, locked));
    assert_same(&dump(program.store()), &before, "cancelled");
    assert_eq!(fs::metadata(program.home().join("blank.db")).unwrap().len(), 0);
}

#[test]
fn list_contains_every_command() {
    for command in commands() {
        let name = command.join(" ");
        let is_group = commands().iter().any(|other| other.len() > command.len() && other.starts_with(&command));
        let tested = EVERYWHERE.iter().any(|(typed, _)| format!("{typed} ").starts_with(&format!("{name} ")));
        assert!(is_group || tested, "{name}");
    }
}

#[test]
fn signal_after_the_commit_does_not_cancel() {
    for typed in ["member add new@acme.example --json", "owner import owners.csv --json", "undo 5 --json"] {
        let program = acme();
        let mut waiting = Waiting::new(&program, typed, Stdout, "table");
        wait_until(|| program.done(&["history", "list"]).as_array().unwrap().len() == 7);
        listens(&waiting.child);
        send("TERM", &waiting.child);
        // Enough time for a command to end by mistake.
        std::thread::sleep(std::time::Duration::from_millis(600));
        let mut printed = String::new();
        waiting.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
        let (_, ran) = waiting.ended();
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{typed}");
        let answer: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(answer["change"], 7, "{typed}");
    }
}

#[test]
fn rejects_wait_for_their_reader_before_the_change() {
    let program = acme();
    let words = ["owner", "import", "owners.csv", "--rejects", "pipe"];
    let child = program.command(&words).spawn().unwrap();
    listens(&child);
    // Until it waits for a reader; a signal before that cancels it too.
    std::thread::sleep(std::time::Duration::from_millis(200));
    send("TERM", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_cancelled("owner import", &ran, "TERM");
    assert_eq!(program.done(&["history", "list"]).as_array().unwrap().len(), 6);
}

/// Ctrl-C signals both a command and the writer of its input.
#[test]
fn signal_at_the_end_of_input_cancels() {
    for typed in ["owner import -", "member import -", "simulate-message --batch -", "scenario test -"] {
        let program = acme();
        let mut waiting = Waiting::new(&program, typed, Stdin, "table");
        listens(&waiting.child);
        send("INT", &waiting.child);
        drop(waiting.stdin.take());
        let (_, ran) = waiting.ended();
        assert_cancelled(typed, &ran, "INT");
    }
}

#[test]
fn signal_cancels_a_command_that_prints() {
    let program = acme();
    let (mut reader, writer) = io::pipe().unwrap();
    // More than the buffer of a pipe.
    let child = program.command(&["schema", "scenario"]).stdout(writer).spawn().unwrap();
    listens(&child);
    reader.read_exact(&mut [0; 100]).unwrap();
    send("TERM", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_cancelled("schema scenario", &ran, "TERM");
}

#[test]
fn nohup_ignores_a_closed_terminal() {
    let busy = Busy::new();
    let child = busy.program.command_after("trap '' HUP", WRITE).spawn().unwrap();
    wait_until(|| catches(child.id(), 2) && catches(child.id(), 15));
    assert!(!catches(child.id(), 1));
    send("HUP", &child);
    send("TERM", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_cancelled("member add", &ran, "TERM");
    busy.assert_unchanged();
}
