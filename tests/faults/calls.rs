//! Each call of a command fails once: with every error that it can have, alone or from then on.

use std::collections::BTreeSet;
use std::time::Duration;

use inboxctl::testing::inbox::{Inbox, LockWait};

use super::below;
use super::layer::{self, Call, Fault, Faulty};
use super::script::{self, STORY, Step, Story};
use super::state::{self, Files};
use crate::program::{Program, Ran};

/// Longer than SQLite waits for a lock that it can't release.
const HANGS: Duration = Duration::from_secs(20);

/// A command, and the states around it.
pub(super) struct Trial<'a> {
    program: &'a Program,
    step: &'a Step,
    calls: Vec<Call>,
    before: Files,
    /// The store is upgraded by a change of its own.
    upgraded: Files,
    after: Files,
    done: Ran,
}

impl<'a> Trial<'a> {
    pub(super) fn new(program: &'a Program, step: &'a Step) -> Self {
        state::put_back(program, step.before.path());
        let store = program.store();
        let upgraded = match Inbox::open(store, LockWait::ZERO) {
            Ok(_) => Files::of(program.home()),
            Err(_) => Files::of(step.before.path()),
        };
        state::put_back(program, step.before.path());
        let before = Files::of(program.home());
        let (done, calls) = layer::calls(program, &step.words);
        script::assert_done(&done, &step.words.join(" "));
        let after = Files::of(program.home());
        Self { program, step, calls, before, upgraded, after, done }
    }

    fn points(&self) -> Vec<Fault> {
        self.calls.iter().enumerate().flat_map(|(place, call)| call.faults(place + 1)).collect()
    }

    /// Restores the state of the folder that preceded the command.
    pub(super) fn put_back(&self) {
        state::put_back(self.program, self.step.before.path());
    }

    /// What is wrong with the command under this fault.
    fn problem(&self, fault: Fault) -> Option<String> {
        self.put_back();
        let faulty = layer::run(self.program, &self.step.words, fault);
        self.problem_after(&faulty, &format!("{fault:?} {:?}", self.calls[fault.call - 1]))
    }

    /// What is wrong after a run with a fault.
    pub(super) fn problem_after(&self, faulty: &Faulty, fault: &str) -> Option<String> {
        let mut found = Files::of(self.program.home());
        if self.before.store().is_none() && found.store().is_none_or(BTreeSet::is_empty) {
            // What `init` left is completed by the next one.
            found.0.retain(|name, _| !name.starts_with("inbox.db"));
            self.program.done(&["init"]);
        }
        let slow = (faulty.took > HANGS).then(|| format!("took {:?}", faulty.took));
        let why = self.unexpected(faulty, &found).or(slow)?;
        let Ran { code, stderr, .. } = &faulty.ran;
        Some(format!("{}\n  {fault}\n  {code:?} {stderr}  {why}", self.step.words.join(" ")))
    }

    fn unexpected(&self, faulty: &Faulty, found: &Files) -> Option<String> {
        let is_told = faulty.ran.code == Some(1) && faulty.ran.stderr.contains(" was applied, but ");
        let is_unsure = faulty.ran.code == Some(4) && faulty.ran.stderr.contains(" while the change was being saved");
        if (is_told || is_unsure) && found.store() == self.after.store() {
            return None;
        }
        if faulty.ran.code == self.done.code {
            // A store that can't be read is kept as a damaged one, and restored.
            let is_damaged = found.0.contains_key("inbox.db.damaged");
            let is_after = faulty.failed.iter().any(|call| call.kind == 'u') || is_damaged || *found == self.after;
            return (!is_after).then(|| format!("done, but {}", found.difference(&self.after)));
        }
        if let Some(why) = self.wrong_error(faulty) {
            return Some(why);
        }
        let is_unchanged = [&self.before, &self.upgraded].into_iter().any(|state| is_same(found, state, faulty));
        (!is_unchanged).then(|| format!("failed, but {}", found.difference(&self.before)))
    }

    /// The store has the code 4, other files 3. Where the store's index or journal can't grow, what fails next may
    /// be another file. What `check` can't read is a problem that it lists, or an error.
    fn wrong_error(&self, faulty: &Faulty) -> Option<String> {
        if self.step.words == ["check"] && faulty.ran.code == Some(1) && faulty.ran.stdout.contains("unchecked") {
            return None;
        }
        // The library of workbooks prints a text of its own before the error if it can't finish one.
        let stderr = &faulty.ran.stderr;
        let text = stderr.find("error: `").filter(|_| stderr.starts_with("ZipWriter::drop: "));
        let text = &stderr[text.unwrap_or(0)..];
        let first = faulty.failed.iter().find(|call| call.kind != 'u');
        let name = first.and_then(|call| call.path.file_name()).unwrap_or_default();
        let name = name.to_string_lossy();
        let is_store = name.starts_with("inbox.db") && !name.ends_with("-shm") && !name.ends_with("-journal");
        let expected: &[i32] = if is_store { &[4] } else { &[3, 4] };
        if !faulty.ran.code.is_some_and(|code| expected.contains(&code)) {
            return Some(format!("expected exit code {expected:?}"));
        }
        let is_worded = text.starts_with("error: ") && !text.contains("unexpected") && text.contains("\nhint: ");
        (!is_worded).then(|| "expected an error with a hint".to_owned())
    }
}

/// Drafts and the copy of a former store stay where they can't be removed.
fn is_same(found: &Files, expected: &Files, faulty: &Faulty) -> bool {
    let mut found = found.clone();
    if faulty.failed.iter().any(|call| "uo".contains(call.kind)) {
        found.0.retain(|name, _| !name.starts_with(".inboxctl-draft-") && !name.contains(".before-change-"));
    }
    found == *expected
}

/// The number of faults that were tried, and what is wrong.
#[derive(Default)]
struct Tried {
    faults: usize,
    problems: Vec<String>,
}

impl Tried {
    /// Tries some faults; the answer is what is wrong.
    fn add(&mut self, trial: &Trial<'_>, faults: &[Fault]) -> &[String] {
        let earlier = self.problems.len();
        self.faults += faults.len();
        self.problems.extend(faults.iter().filter_map(|fault| trial.problem(*fault)));
        &self.problems[earlier..]
    }

    fn assert_fine(&self) {
        let (all, problems) = (self.faults, &self.problems);
        assert!(problems.is_empty(), "{} of {all} faults:\n{}", problems.len(), problems.join("\n"));
    }
}

/// The commands that hold this text; all if it is not set.
#[expect(clippy::disallowed_methods, reason = "the caller knows which commands to try")]
fn commands_to_try() -> String {
    std::env::var("INBOXCTL_FAULTS_OF").unwrap_or_default()
}

#[test]
#[ignore = "takes 23 minutes on two cores"]
fn faults_of_every_call_are_all_or_nothing() {
    let only = commands_to_try();
    let mut tried = Tried::default();
    for story in [Story::run(&STORY), Story::upgrades()] {
        for step in story.steps.iter().filter(|step| step.words.join(" ").contains(&only)) {
            let trial = Trial::new(&story.program, step);
            let problems = tried.add(&trial, &trial.points()).join("\n");
            eprintln!("{problems}\n{} faults, up to: {}", tried.faults, step.words.join(" "));
        }
    }
    tried.assert_fine();
}

#[test]
fn some_faults_are_all_or_nothing() {
    let mut seed = 16;
    let mut tried = Tried::default();
    for story in [Story::run(&STORY), Story::upgrades()] {
        for step in story.steps.iter().step_by(4) {
            let trial = Trial::new(&story.program, step);
            let points = trial.points();
            let sample: Vec<Fault> = (0..3).map(|_| points[below(&mut seed, points.len())]).collect();
            tried.add(&trial, &sample);
        }
    }
    tried.assert_fine();
}

#[test]
#[ignore = "SQLite tries for ten seconds before it gives up"]
fn failing_locks_are_store_io() {
    let program = Program::with_store();
    let (_, calls) = layer::calls(&program, &["status"]);
    let index = calls.iter().position(|call| call.kind == 'l' && call.path.ends_with("inbox.db-shm")).unwrap();
    let fault = Fault { call: index + 3, errno: layer::EIO, kinds: "l", is_lasting: true };
    let faulty = layer::run(&program, &["status", "--json"], fault);
    assert_eq!((faulty.ran.code, &faulty.ran.error()["code"]), (Some(4), &"store-io".into()), "{:?}", faulty.ran);
    assert!(faulty.ran.error()["hint"].is_string(), "{:?}", faulty.ran);
}
