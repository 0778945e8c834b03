//! Runs the built program in a new folder with an empty environment.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use inboxctl::testing::Cli;
use serde_json::Value;
use tempfile::TempDir;

/// The time of all changes.
pub(crate) const AT: &str = "2026-01-31T09:00:00Z";

/// The option that sets the time of a change, if this command accepts it.
pub(crate) fn time_option<'a>(words: &[impl AsRef<str>], at: &'a str) -> Vec<&'a str> {
    static PROGRAM: LazyLock<clap::Command> = LazyLock::new(Cli::parser);
    let below = |command: &'static clap::Command, word: &str| command.find_subcommand(word).unwrap_or(command);
    let command = words.iter().fold(&*PROGRAM, |command, word| below(command, word.as_ref()));
    let accepted = !command.has_subcommands() && command.get_arguments().any(|known| known.get_id() == "at");
    if accepted { vec!["--at", at] } else { Vec::new() }
}

/// The program with a folder for its home and store.
pub(crate) struct Program {
    home: TempDir,
    store: PathBuf,
}

/// The result of a run.
#[derive(Debug, PartialEq)]
pub(crate) struct Ran {
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    /// Without a store.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().unwrap();
        let store = home.path().join("inbox.db");
        Self { home, store }
    }

    /// With an empty store.
    pub(crate) fn with_store() -> Self {
        let program = Self::new();
        program.done(&["init"]);
        program
    }

    /// The same folder with another store in it.
    pub(crate) fn at(self, store: &str) -> Self {
        Self { store: self.home.path().join(store), ..self }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn store(&self) -> &Path {
        &self.store
    }

    /// The program with these arguments, ready to run.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = self.clean(Command::new(env!("CARGO_BIN_EXE_inboxctl")));
        command.args(words).args(time_option(words, AT));
        command
    }

    /// The same, started by a shell after a setup command.
    pub(crate) fn command_after(&self, shell: &str, words: &[&str]) -> Command {
        let mut command = self.clean(Command::new("/bin/sh"));
        command.args(["-c", &format!("{shell}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_inboxctl")]);
        command.args(words).args(time_option(words, AT));
        command
    }

    fn clean(&self, mut command: Command) -> Command {
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", self.home());
        command
            .env("INBOXCTL_STORE", &self.store)
            .env("INBOXCTL_ACTOR", "tester")
            .env("TZ", "UTC")
            .env("INBOXCTL_TEST_CLOCK", AT);
        command.current_dir(self.home()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        self.command(words).output().unwrap().into()
    }

    /// Runs a command at a time of the clock, with this stdin and without an option for the time of the change.
    pub(crate) fn run_at(&self, words: &[&str], stdin: &str, now: &str) -> Ran {
        let mut command = self.clean(Command::new(env!("CARGO_BIN_EXE_inboxctl")));
        command.args(words).env("INBOXCTL_TEST_CLOCK", now).stdin(Stdio::piped());
        let mut running = command.spawn().unwrap();
        // A command that is refused may end before it has read everything.
        let _ = running.stdin.take().unwrap().write_all(stdin.as_bytes());
        running.wait_with_output().unwrap().into()
    }

    /// Runs a command that must succeed and returns its JSON.
    pub(crate) fn done(&self, words: &[&str]) -> Value {
        let ran = self.run(&[words, &["--json"]].concat());
        assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
        ran.json()
    }
}

impl Ran {
    /// The result of a run with `--json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error of a run with `--json`.
    pub(crate) fn error(&self) -> Value {
        let body: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        body["error"].clone()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
