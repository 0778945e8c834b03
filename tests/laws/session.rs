//! A store on which random commands are typed, one after the other.

use std::fmt;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;

use super::commands::{Chooser, START, Typed};
use crate::cli::words;
use crate::program::{Program, Ran};

/// 2026-01-31T10:00:00Z, the time of the clock at the start.
const START_TIME: i64 = 1_769_853_600;

/// A store, its clock, and what was typed.
pub(super) struct Admin {
    program: Program,
    clock: i64,
    pub(super) conversations: u64,
    pub(super) changes: u64,
    story: Vec<String>,
}

impl Admin {
    /// With the store of [`START`].
    pub(super) fn new() -> Self {
        static STORE: LazyLock<(Vec<u8>, u64)> = LazyLock::new(|| {
            let admin = Admin::of(Program::new());
            for typed in START {
                let ran = admin.run(&Typed { words: words(typed), stdin: String::new() });
                assert_eq!(ran.code, Some(0), "{typed}: {ran:?}");
            }
            (std::fs::read(admin.store()).unwrap(), START.len() as u64 - 1)
        });
        let mut admin = Self::of(Program::new());
        std::fs::write(admin.store(), &STORE.0).unwrap();
        (admin.conversations, admin.changes) = (1, STORE.1);
        admin
    }

    fn of(program: Program) -> Self {
        Self { program, clock: START_TIME, conversations: 0, changes: 0, story: Vec::new() }
    }

    pub(super) fn store(&self) -> &Path {
        self.program.store()
    }

    pub(super) fn chooser(&self, seed: u64) -> Chooser {
        Chooser::new(seed, self.conversations, self.changes)
    }

    /// The time of the clock, in seconds.
    pub(super) fn clock(&self) -> i64 {
        self.clock
    }

    /// Lets the clock go on; now and then it stands still or goes back.
    pub(super) fn let_time_pass(&mut self, choose: &mut Chooser) {
        let seconds = i64::try_from(choose.below(90)).unwrap();
        self.clock += match choose.below(8) {
            0 => 0,
            1 => -seconds,
            _ => 1 + seconds,
        };
    }

    /// Runs a command that does not belong to the story.
    pub(super) fn run(&self, typed: &Typed) -> Ran {
        self.program.run_at(&typed.words(), &typed.stdin, &rfc3339(self.clock))
    }

    /// Runs a command with `--json`, and returns its answer and the code of its error.
    pub(super) fn answer(&mut self, typed: &Typed) -> (Value, Option<String>) {
        let ran = self.run(&typed.with(&["--json"]));
        self.story.push(format!(
            "{:?} at {}, {:?}: {:?}",
            typed.words.join(" "),
            rfc3339(self.clock),
            typed.stdin,
            ran.code
        ));
        assert!(matches!(ran.code, Some(0 | 1 | 3)), "{self}{ran:?}");
        let answer = if ran.stdout.is_empty() { Value::Null } else { ran.json() };
        let code = (ran.code == Some(3)).then(|| ran.error()["code"].as_str().unwrap().to_owned());
        self.changes = answer["change"].as_u64().unwrap_or(self.changes);
        (answer, code)
    }
}

impl fmt::Display for Admin {
    /// What was typed since the start.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.story.iter().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

pub(super) fn rfc3339(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}
