//! An open store, and the changes and questions that go through it.

use std::path::Path;

use super::answer::{Answer, Effects};
use super::change_options::{ChangeOptions, RunMode};
use super::error::{InboxError, Result};
use super::reader::InboxReader;
use super::session::Session;
use super::undo::{Conflicts, UndoTarget};
use super::{LockWait, Visit, history_lines, view};
use crate::model::{ChangeId, PhoneOptions, Time};
use crate::store::{Store, Transaction, check};

/// An open store behind the rules.
pub struct Inbox {
    pub(super) store: Store,
    /// The point in time of a view of the past: who is away and what is overdue is told for it.
    pub(super) past: Option<Time>,
}

/// Whether a change may write many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bulk {
    Yes,
    No,
}

/// How a change ends: applied, or rolled back since it turned out to be invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Keep,
    RollBack,
}

impl Inbox {
    /// Creates a store, and returns whether it is new.
    pub fn create(path: &Path, wait: LockWait) -> Result<bool> {
        Ok(Store::create(path, wait)?)
    }

    /// Opens an existing store to read it: nothing is written, on it or beside it, unless by its owner,
    /// and it is never upgraded.
    pub fn open_for_reading(path: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self::of(Store::open_for_reading(path, wait)?))
    }

    pub fn open(path: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self::of(Store::open(path, wait)?))
    }

    /// Opens an existing store to check it, also one that is refused otherwise.
    pub fn open_to_check(path: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self::of(Store::open_to_check(path, wait)?))
    }

    pub fn in_memory() -> Result<Self> {
        Ok(Self::of(Store::in_memory()?))
    }

    pub(super) fn of(store: Store) -> Self {
        Self { store, past: None }
    }

    /// Makes one change in one transaction: all of `work`, or nothing of it.
    pub fn change(
        &mut self,
        options: &ChangeOptions,
        work: impl FnOnce(&mut Session<'_>) -> Result<()>,
    ) -> Result<Answer> {
        self.change_and_list(options, Bulk::No, None, work)
    }

    /// Makes one change in the same way, and lists its effects.
    pub fn change_and_list(
        &mut self,
        options: &ChangeOptions,
        bulk: Bulk,
        effects: Effects<'_>,
        work: impl FnOnce(&mut Session<'_>) -> Result<()>,
    ) -> Result<Answer> {
        let work = |session: &mut Session<'_>| Ok((work(session)?, Verdict::Keep));
        Ok(self.transact(options, bulk, effects, work)?.0)
    }

    /// Undoes changes, as one change of its own.
    pub fn undo(
        &mut self,
        options: &ChangeOptions,
        target: impl Into<UndoTarget>,
        conflicts: Conflicts,
        effects: Effects<'_>,
    ) -> Result<Answer> {
        let target = target.into();
        let bulk = if target.is_bulk(&*self.store.read()?)? { Bulk::Yes } else { Bulk::No };
        let work = |session: &mut Session<'_>| Ok((session.undo(&target, conflicts)?, Verdict::Keep));
        Ok(self.transact(options, bulk, effects, work)?.0)
    }

    /// Makes a change in a transaction of its own, and lists its effects.
    pub(super) fn transact<T>(
        &mut self,
        options: &ChangeOptions,
        bulk: Bulk,
        effects: Effects<'_>,
        work: impl FnOnce(&mut Session<'_>) -> Result<(T, Verdict)>,
    ) -> Result<(Answer, T)> {
        let wait = self.store.wait();
        let transaction = if bulk == Bulk::Yes { self.store.begin_bulk()? } else { self.store.begin()? };
        let (mut answer, change, (value, verdict)) = Session::run(&transaction, options, wait, work)?;
        if verdict == Verdict::Keep {
            answer.digest = options.review.digest(&transaction, change, wait)?;
        }
        let listed = change.zip(effects).filter(|_| verdict == Verdict::Keep);
        if verdict == Verdict::Keep && options.run == RunMode::Apply {
            transaction.commit()?;
            self.list(listed)?;
        } else {
            if let Some((change, visit)) = listed {
                history_lines::effects(&transaction, change, wait, visit)?;
            }
            transaction.roll_back()?;
        }
        Ok((answer, value))
    }

    /// Lists the effects of a committed change: none is listed of a change that may yet fail, and no
    /// reader, however slow, keeps others from writing.
    pub(super) fn list(&mut self, listed: Option<(ChangeId, Visit<'_, view::EffectView>)>) -> Result<()> {
        let Some((change, visit)) = listed else { return Ok(()) };
        let wait = self.store.wait();
        let read = self.store.read().map_err(InboxError::from);
        let listed = read.and_then(|transaction| history_lines::effects(&transaction, change, wait, visit));
        listed.map_err(|error| InboxError::Unlisted { change, source: Box::new(error) })
    }

    /// Reads the store as it is at one moment. Who is away and what is overdue is told for `now`, in a view of
    /// the past for its time.
    pub fn read<T>(
        &mut self,
        phones: PhoneOptions,
        now: Time,
        work: impl FnOnce(&mut InboxReader<'_>) -> Result<T>,
    ) -> Result<T> {
        let at = self.past.unwrap_or(now);
        self.store.reading(|connection| work(&mut InboxReader::new(connection, phones, at)?))
    }

    pub fn check(&mut self) -> Result<view::CheckReport> {
        Ok(check::check(&mut self.store)?)
    }

    /// Makes several changes, and rolls them all back.
    pub fn rolled_back<T>(&mut self, work: impl FnOnce(&ChangeBatch<'_>) -> T) -> Result<T> {
        let transaction = self.store.begin()?;
        let value = work(&ChangeBatch { transaction: &transaction });
        transaction.roll_back()?;
        Ok(value)
    }

    /// Makes several changes, and commits them unless the work fails.
    pub fn committed<T, E: From<InboxError>>(
        &mut self,
        work: impl FnOnce(&ChangeBatch<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let transaction = self.store.begin().map_err(InboxError::from)?;
        let value = work(&ChangeBatch { transaction: &transaction })?;
        transaction.commit().map_err(InboxError::from)?;
        Ok(value)
    }
}

/// Several changes in one transaction.
pub struct ChangeBatch<'a> {
    transaction: &'a Transaction<'a>,
}

impl ChangeBatch<'_> {
    /// Makes one change, visible to the next ones. A refused change leaves nothing behind.
    pub fn change(&self, options: &ChangeOptions, work: impl FnOnce(&mut Session<'_>) -> Result<()>) -> Result<Answer> {
        Ok(self.attempt(options, work)?.0)
    }

    pub(super) fn attempt<T>(
        &self,
        options: &ChangeOptions,
        work: impl FnOnce(&mut Session<'_>) -> Result<T>,
    ) -> Result<(Answer, T)> {
        self.transaction.attempt(|connection| {
            let (answer, _, value) = Session::run(connection, options, LockWait::ZERO, work)?;
            Ok((answer, value))
        })
    }

    /// Makes several changes, and rolls these back.
    pub fn rolled_back<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        Ok(self.transaction.rolled_back(work)?)
    }

    /// Reads the store with the changes made so far, at this time.
    pub fn read<T>(&self, at: Time, work: impl FnOnce(&mut InboxReader<'_>) -> Result<T>) -> Result<T> {
        work(&mut InboxReader::new(self.transaction, PhoneOptions::default(), at)?)
    }
}
