//! Power cuts: after any call, the store has the last acknowledged change or the one being made.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::process::Command;

use tempfile::TempDir;

use super::below;
use super::disk::{DONE, Disk, Event, Loss};
use super::layer;
use super::script::{self, STORY};
use super::state::{self, Content, Files};
use crate::program::Program;
use crate::rows;

/// Everything that the commands of a story have written.
struct Recording {
    events: Vec<Event>,
    /// The folder before the first command, and after each.
    states: Vec<Files>,
    /// The files that the commands read.
    inputs: TempDir,
}

/// What keeps the log of the store from one command to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    Removed,
    /// By another program that has the store open.
    Kept,
}

impl Recording {
    fn of(commands: &[&str], log: Log) -> Self {
        let program = Program::new();
        let (inputs, outside) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        script::write_inputs(program.home());
        state::copy(program.home(), inputs.path());
        let record = outside.path().join("record");
        let mut states = vec![Files::of(program.home())];
        let mut other = None;
        for command in commands {
            let words: Vec<&str> = command.split(' ').collect();
            let ran = layer::output(layer::with_library(&program, &words).env("FAULT_RECORD", &record));
            script::assert_done(&ran, command);
            OpenOptions::new().append(true).open(&record).unwrap().write_all(&DONE).unwrap();
            if log == Log::Kept && other.is_none() {
                let connection = rows::open(program.store());
                rows::column::<i64>(&connection, "SELECT count(*) FROM changes", []);
                other = Some(connection);
            }
            states.push(Files::of(copied(&program).path()));
        }
        drop(other);
        Self { events: Event::read_all(&fs::read(record).unwrap()), states, inputs }
    }

    /// Cuts the power after each event that is chosen, in each of these ways; the answer is how often.
    fn cut(&self, mut ways: impl FnMut() -> Vec<Loss>, seed: &mut u64) -> usize {
        let (mut disk, mut done, mut cuts) = (Disk::default(), 0, 0);
        let program = Program::new();
        for (place, event) in self.events.iter().enumerate() {
            disk.apply(event);
            done += usize::from(matches!(event, Event::Done));
            for loss in ways() {
                let begun = *seed;
                state::clear(program.home());
                disk.cut(loss, seed, self.inputs.path(), program.home());
                let problem = self.problem(&program, done);
                assert!(problem.is_none(), "event {place}, {done} commands done, {loss:?}, seed {begun}: {problem:?}");
                cuts += 1;
            }
        }
        cuts
    }

    /// What is wrong with the folder after a cut.
    fn problem(&self, program: &Program, done: usize) -> Option<String> {
        let before = &self.states[done];
        let after = self.states.get(done + 1).unwrap_or(before);
        let ran = program.run(&["check"]);
        let expected = if before.store().is_none() { &[0, 4][..] } else { &[0] };
        if !ran.code.is_some_and(|code| expected.contains(&code)) {
            return Some(format!("check: {ran:?}"));
        }
        let mut found = Files::of(program.home());
        found.0.retain(|name, _| !name.starts_with(".inboxctl-draft-"));
        if before.store().is_none() && found.store().is_none_or(std::collections::BTreeSet::is_empty) {
            found.0.retain(|name, _| !name.starts_with("inbox.db"));
        }
        let names: Vec<&String> = found.0.keys().chain(before.0.keys()).collect();
        let is_either = |name: &String| {
            let file: Option<&Content> = found.0.get(name);
            file == before.0.get(name) || file == after.0.get(name)
        };
        let wrong = names.into_iter().find(|name| !is_either(name))?;
        Some(format!("{wrong}: from before {}from after {}", found.difference(before), found.difference(after)))
    }
}

/// A copy of the folder, by another process: closing a file would take the locks of this one away.
fn copied(program: &Program) -> TempDir {
    let copy = TempDir::new().unwrap();
    let from = format!("{}/.", program.home().display());
    assert!(Command::new("cp").args(["-r", &from]).arg(copy.path()).status().unwrap().success());
    copy
}

/// The commands that another program with the store open doesn't keep from working.
fn without_exclusive() -> Vec<&'static str> {
    STORY
        .into_iter()
        .filter(|command| !command.starts_with("contact erase") && !command.starts_with("restore"))
        // Without the erasure, changes after it have smaller numbers.
        .map(|command| if command == "undo 19" { "undo 18" } else { command })
        .collect()
}

#[test]
#[ignore = "minutes"]
fn power_cut_after_any_call_loses_no_change() {
    let mut seed = 16;
    let recordings = [(STORY.to_vec(), Log::Removed), (without_exclusive(), Log::Kept)];
    let recordings = recordings.map(|(commands, log)| (log, Recording::of(&commands, log)));
    // A round over all commands for each way, so that a part of the test has tried each of them.
    for loss in [Loss::Some, Loss::All, Loss::Nothing, Loss::Some] {
        for (log, recording) in &recordings {
            let cuts = recording.cut(|| vec![loss], &mut seed);
            eprintln!("{log:?}, {loss:?}: {cuts} cuts");
        }
    }
}

#[test]
fn some_power_cuts_lose_no_change() {
    let mut seed = 16;
    let mut chance = 17;
    let recording = Recording::of(&STORY, Log::Removed);
    let ways = || if below(&mut chance, 80) == 0 { vec![Loss::Some] } else { Vec::new() };
    assert!(recording.cut(ways, &mut seed) > 10);
}
