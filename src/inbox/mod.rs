//! The one way in: load the situation, decide, apply, record. Every change of the store comes
//! through here, whoever asks for it; nobody else names both `rules` and `store`.
//!
//! A dry run is the real run in a transaction that is rolled back, so the two can't differ.

mod answer;
mod backup;
mod candidates;
mod chats;
mod compare;
mod contacts;
mod error;
mod faults;
mod find;
mod history_lines;
mod import;
mod log_errors;
mod members;
mod reader;
mod refusal;
mod replay;
mod session;
mod settings;
mod sort;
mod sums;
mod teams;
mod undo;

use std::path::Path;

pub use answer::{Answer, Effects, OffboardingAnswer, SHOWN, UndoAnswer};
pub use backup::{BackupReport, StoreCopy};
pub use candidates::list_candidates;
pub use chats::OnMissingContact;
pub use contacts::NewContact;
pub use error::{InboxError, Result};
pub use faults::FaultSample;
pub use find::Target;
pub use history_lines::HistoryLine;
pub use import::{
    ImportInput, ImportMode, ImportReport, MatchOwner, NoProgress, OnError, OwnerImportOptions, Phase, Progress,
    Ragged, RejectSink, RemovalLimit, RowBatch, RowError, RowSource, SourceError, WithoutPhone,
};
pub use log_errors::{LogErrors, LogLineError};
pub use members::NewMember;
pub use reader::{HistoryEntry, InboxReader, Why};
pub use replay::{BusiestMember, LineDecision, LogBatch, LogEvent, LogSource, Replay, ReplaySummary, SPACE};
pub use session::Session;
pub use sums::MemberSums;
pub use teams::{NewTeam, TeamChanges};
pub use undo::Conflicts;

use crate::model::{ChangeId, PhoneOptions};
pub use crate::store::candidates::{Candidate, CandidateKind};
pub use crate::store::compare::{Load, OtherOwners, OtherTalk};
pub use crate::store::{
    CancelFlag, ChangeFilter, ChangeMeta, ContactFilter, ConversationFilter, LockWait, OwnerFilter, Visit, view,
};
use crate::store::{Store, Transaction, check, history};

/// Whether a change is to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMode {
    /// It is.
    Apply,
    /// It is only to be shown.
    DryRun,
}

/// How a change is to be made.
#[derive(Debug, Clone)]
pub struct ChangeOptions {
    /// Who, when, by which command.
    pub stamp: ChangeMeta,
    /// Whether it is to last.
    pub run: RunMode,
    /// How phone numbers without country code are read.
    pub phones: PhoneOptions,
}

/// An open store with the rules in front of it.
pub struct Inbox {
    store: Store,
}

impl Inbox {
    /// Makes a store; answers whether there was none before.
    pub fn create(path: &Path, wait: LockWait) -> Result<bool> {
        Ok(Store::create(path, wait)?)
    }

    /// Opens a store that exists, to read it: nothing is written, on it or beside it, unless by its
    /// owner, and it is never upgraded.
    pub fn open_for_reading(path: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self { store: Store::open_for_reading(path, wait)? })
    }

    /// Opens a store that exists, to change it.
    pub fn open(path: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self { store: Store::open(path, wait)? })
    }

    /// A store of its own in memory.
    pub fn in_memory() -> Result<Self> {
        Ok(Self { store: Store::in_memory()? })
    }

    /// Makes one change, in one transaction: all of `work`, or nothing of it.
    pub fn change(
        &mut self,
        order: &ChangeOptions,
        work: impl FnOnce(&mut Session<'_>) -> Result<()>,
    ) -> Result<Answer> {
        self.change_and_list(order, None, work)
    }

    /// Makes one change in the same way, and lists its effects.
    pub fn change_and_list(
        &mut self,
        order: &ChangeOptions,
        effects: Effects<'_>,
        work: impl FnOnce(&mut Session<'_>) -> Result<()>,
    ) -> Result<Answer> {
        let wait = self.store.wait();
        let transaction = self.store.begin()?;
        let made = Session::run(&transaction, order, wait, work)?;
        let left = end(transaction, order.run, made.change, wait, effects)?;
        self.list(made.change, left)?;
        Ok(made.answer)
    }

    /// Takes a change back, as a change of its own.
    pub fn undo(
        &mut self,
        order: &ChangeOptions,
        id: ChangeId,
        conflicts: Conflicts,
        effects: Effects<'_>,
    ) -> Result<Answer> {
        let wait = self.store.wait();
        let many = history::change(&*self.store.read()?, id)?.is_some_and(|change| undo::is_great(&change));
        let transaction = if many { self.store.begin_bulk()? } else { self.store.begin()? };
        let made = Session::run(&transaction, order, wait, |session| session.undo(id, conflicts))?;
        let left = end(transaction, order.run, made.change, wait, effects)?;
        self.list(made.change, left)?;
        Ok(made.answer)
    }

    /// Lists the effects of a change that was committed: nothing is told of one that may yet fail, and
    /// no reader, however slow, keeps others from writing.
    fn list(&mut self, change: Option<ChangeId>, effects: Effects<'_>) -> Result<()> {
        let Some((change, visit)) = change.zip(effects) else { return Ok(()) };
        let wait = self.store.wait();
        let read = self.store.read().map_err(InboxError::from);
        let listed = read.and_then(|transaction| history_lines::effects(&transaction, change, wait, visit));
        listed.map_err(|error| InboxError::Unlisted { change, source: Box::new(error) })
    }

    /// Reads, at one moment, whatever others write meanwhile.
    pub fn read<T>(&mut self, phones: PhoneOptions, work: impl FnOnce(&mut InboxReader<'_>) -> Result<T>) -> Result<T> {
        self.store.reading(|connection| work(&mut InboxReader::new(connection, phones)?))
    }

    /// Looks for all that is wrong with the store.
    pub fn check(&mut self) -> Result<view::CheckReport> {
        Ok(self.store.reading(check::check)?)
    }

    /// Plays changes that are all forgotten at the end.
    pub fn rolled_back<T>(&mut self, work: impl FnOnce(&ChangeBatch<'_>) -> T) -> Result<T> {
        let transaction = self.store.begin()?;
        let played = work(&ChangeBatch { transaction: &transaction });
        transaction.roll_back()?;
        Ok(played)
    }

    /// Plays changes that all last, unless the work fails: then none does.
    pub fn committed<T, E: From<InboxError>>(
        &mut self,
        work: impl FnOnce(&ChangeBatch<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let transaction = self.store.begin().map_err(InboxError::from)?;
        let played = work(&ChangeBatch { transaction: &transaction })?;
        transaction.commit().map_err(InboxError::from)?;
        Ok(played)
    }
}

/// Commits a change, or lists the effects of a dry run and rolls it back. Answers who is still to be
/// told the effects.
fn end<'e>(
    transaction: Transaction<'_>,
    run: RunMode,
    change: Option<ChangeId>,
    wait: LockWait,
    effects: Effects<'e>,
) -> Result<Effects<'e>> {
    if run == RunMode::Apply {
        transaction.commit()?;
        return Ok(effects);
    }
    if let Some((change, visit)) = change.zip(effects) {
        history_lines::effects(&transaction, change, wait, visit)?;
    }
    transaction.roll_back()?;
    Ok(None)
}

/// Several changes in one transaction, whose end decides whether they last.
pub struct ChangeBatch<'a> {
    transaction: &'a Transaction<'a>,
}

impl ChangeBatch<'_> {
    /// Makes one change, visible to the next ones. A refused change leaves nothing behind.
    pub fn change(&self, order: &ChangeOptions, work: impl FnOnce(&mut Session<'_>) -> Result<()>) -> Result<Answer> {
        self.attempt(|connection| Ok(Session::run(connection, order, LockWait::ZERO, work)?.answer))
    }

    fn attempt<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T> {
        self.transaction.attempt(work)
    }

    /// Reads what has been changed so far.
    pub fn read<T>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> Result<T>) -> Result<T> {
        work(&mut InboxReader::new(self.transaction, PhoneOptions::default())?)
    }
}
