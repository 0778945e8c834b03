//! What every command is given, and what it returns.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files::same_place;
use crate::inbox::{self, Answer, ChangeMeta, ChangeOptions, Inbox, InboxReader, LockWait, RunMode, Session};
use crate::model::{Country, PhoneOptions, Time};
use crate::output::{ListWriter, Row, Ui};

/// How it ended, if it didn't fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; also nothing to do.
    Done,
    /// It ran, and the answer is no.
    No,
    /// A dry run shows changes.
    Pending,
}

/// A request that no command understands, beyond what the parser of the command line can tell.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Usage {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What every command is given: the clock and the environment have been read.
pub struct Context {
    /// Where results go.
    pub ui: Ui,
    /// Where the store is; none if no path was given and there is no home directory.
    pub store: Option<PathBuf>,
    /// How long to wait for another program's write.
    pub wait: LockWait,
    /// When a change is made.
    pub at: Time,
    /// Who makes it; the system's user if nobody is named.
    pub actor: Option<String>,
    /// By which command.
    pub command: String,
    /// Whether a change is to last.
    pub run: RunMode,
    /// The country of phone numbers without country code, if given.
    pub country: Option<Country>,
    /// Whether a dry run that shows changes is told by its exit code.
    pub detailed_exitcode: bool,
    /// Whether nobody sits before it: the variable `CI` is set.
    pub in_ci: bool,
    /// The parser of the command line, for help and completions.
    pub parser: fn() -> clap::Command,
}

impl Context {
    pub(super) fn order(&self) -> ChangeOptions {
        // Who only asks needn't look the user up.
        let actor = self.actor.clone().unwrap_or_else(|| whoami::username().unwrap_or_else(|_| "unknown".to_owned()));
        let stamp = ChangeMeta { at: self.at, actor, command: self.command.clone() };
        ChangeOptions { stamp, run: self.run, phones: self.phones() }
    }

    /// How phone numbers without country code are read.
    pub(super) fn phones(&self) -> PhoneOptions {
        PhoneOptions { country: self.country, format: None }
    }

    /// The path of the store.
    pub(super) fn store(&self) -> inbox::Result<&Path> {
        self.store.as_deref().ok_or(inbox::InboxError::NoStorePath)
    }

    /// Changes the store, and shows what it did.
    pub(super) fn change(&self, work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>) -> Result<Outcome> {
        let mut inbox = Inbox::open(self.store()?, self.wait)?;
        let mut stream = self.ui.effects();
        let answer = stream.lend(|effects| inbox.change_and_list(&self.order(), effects, work))?;
        self.ui.print_change(&answer, stream)?;
        Ok(self.outcome(&answer))
    }

    pub(super) fn outcome(&self, answer: &Answer) -> Outcome {
        self.outcome_of(answer.has_effects())
    }

    /// How a command ends that changes something, or would.
    pub(super) fn outcome_of(&self, changes: bool) -> Outcome {
        let told = self.detailed_exitcode && self.run == RunMode::DryRun;
        if told && changes { Outcome::Pending } else { Outcome::Done }
    }

    /// Refuses a dry run of a command that writes only with this option.
    pub(super) fn check_no_dry_run(&self, writes_with: &str) -> Result<(), Usage> {
        let given = [("--dry-run", self.run == RunMode::DryRun), ("--detailed-exitcode", self.detailed_exitcode)];
        let Some((option, _)) = given.iter().find(|(_, given)| *given) else { return Ok(()) };
        let message = format!("`{option}` needs `{writes_with}`: without it nothing is written");
        Err(Usage { message, hint: format!("remove `{option}`") })
    }

    /// Asks the store.
    pub(super) fn read<T>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> Result<T> {
        Ok(Inbox::open_for_reading(self.store()?, self.wait)?.read(self.phones(), work)?)
    }

    /// Asks the store for one thing, and shows it.
    pub(super) fn show<T: Row>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> Result<Outcome> {
        self.ui.print(&self.read(work)?)?;
        Ok(Outcome::Done)
    }

    /// Asks the store for a list, and shows it row by row.
    pub(super) fn list<T: Row>(
        &self,
        limit: Option<u64>,
        work: impl FnOnce(&mut InboxReader<'_>, &mut ListWriter<'_, T>) -> inbox::Result<Option<u64>>,
    ) -> Result<Outcome> {
        let mut page = self.ui.begin_list(limit);
        let total = self.read(|reader| work(reader, &mut page))?;
        page.finish(total)?;
        Ok(Outcome::Done)
    }

    /// Whether a path leads to the store, or to a file that SQLite keeps beside it.
    pub(super) fn is_of_store(&self, path: &Path) -> bool {
        let Some(store) = &self.store else { return false };
        ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
            let mut file = store.clone().into_os_string();
            file.push(ending);
            same_place(path, Path::new(&file))
        })
    }
}
