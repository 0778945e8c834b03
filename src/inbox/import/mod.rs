//! Files that admins import: a key-account mapping, members, teams. Rows come as text from a
//! [`RowSource`]; they are read whole and checked, sorted by what they are about, and then each contact,
//! member or team is changed through the same session as by any other command. What grows with the
//! file is the disk, and nothing is written if anything is wrong, unless that is asked for.

mod answer;
mod apply;
mod directory;
mod faults;
mod mapping;
mod merged_field;
mod owner_cell;
mod owner_lookup;
mod reject;
mod row_group;
mod source;

use std::io;
use std::path::PathBuf;

use rusqlite::Connection;

pub use answer::ImportReport;
pub use faults::{RejectSink, RowError};
pub use mapping::{ImportMode, OwnerImportOptions, RemovalLimit};
pub use owner_lookup::MatchOwner;
pub use source::{Ragged, RowBatch, RowSource, SourceError};

use self::answer::ImportCounts;
use super::error::{InboxError, Result};
use super::session::{PendingChange, Session};
use super::{ChangeBatch, ChangeOptions, Effects, Inbox, LockWait, RunMode, end};
use crate::files::Unwritable;
use crate::model::code::codes;
use crate::store;

codes! {
    /// What to do with invalid rows.
    pub enum OnError {
        /// Nothing is written.
        Abort = "abort",
        /// The other rows are written.
        Skip = "skip",
    }
}

/// How rows and lines without any phone are treated: empty cells, and ids of WhatsApp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutPhone {
    /// They are rejected.
    Reject,
    /// They are left out, and counted.
    Skip,
}

/// Where long work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading the file; so many bytes are read.
    Reading,
    /// Comparing and writing; so many rows are done.
    Writing,
    /// Making indexes anew.
    Indexing,
}

/// Who is told how far long work has come.
pub trait Progress {
    /// So far.
    fn update(&mut self, phase: Phase, done: u64, of: Option<u64>);
}

/// Nobody watches.
pub struct NoProgress;

impl Progress for NoProgress {
    fn update(&mut self, _: Phase, _: u64, _: Option<u64>) {}
}

/// A file on its way in.
pub struct ImportInput<'a> {
    /// Its rows.
    pub source: &'a mut dyn RowSource,
    /// Where rows lie while they are sorted.
    pub folder: PathBuf,
    /// Who takes the rejected rows, if anybody wants them.
    pub rejects: Option<&'a mut dyn RejectSink>,
    /// Who watches.
    pub progress: &'a mut dyn Progress,
}

impl Inbox {
    /// Imports a key-account mapping in one transaction; with faulty rows, what `on_error` says.
    pub fn import_owners(
        &mut self,
        order: &ChangeOptions,
        mapping: &OwnerImportOptions,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        let on_error = mapping.on_error;
        self.import(order, on_error, effects, |session| session.map_owners(mapping, input))
    }

    /// Imports members in one transaction; with faulty rows, what `on_error` says.
    pub fn import_members(
        &mut self,
        order: &ChangeOptions,
        on_error: OnError,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        self.import(order, on_error, effects, |session| session.import_members(on_error, input))
    }

    /// Imports teams in one transaction; with faulty rows, what `on_error` says.
    pub fn import_teams(
        &mut self,
        order: &ChangeOptions,
        on_error: OnError,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        self.import(order, on_error, effects, |session| session.import_teams(on_error, input))
    }

    fn import(
        &mut self,
        order: &ChangeOptions,
        on_error: OnError,
        effects: Effects<'_>,
        work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
    ) -> Result<ImportReport> {
        let wait = self.store.wait();
        let transaction = self.store.begin_bulk()?;
        let (PendingChange { answer, change }, counts) = run(&transaction, order, wait, work)?;
        if let Some((removed, of)) = counts.needs_confirmation.filter(|_| order.run == RunMode::Apply) {
            return Err(InboxError::NeedsConfirmation { removed, of });
        }
        let refused = counts.rejected > 0 && on_error == OnError::Abort;
        if refused {
            transaction.roll_back()?;
            return Ok(ImportReport::refused(order.run, counts));
        }
        let left = end(transaction, order.run, change, wait, effects)?;
        self.list(change, left)?;
        Ok(ImportReport::new(answer, counts))
    }
}

impl ChangeBatch<'_> {
    /// Imports a key-account mapping. What is faulty is told; whoever rehearses goes no further then.
    pub fn import_owners(
        &self,
        order: &ChangeOptions,
        mapping: &OwnerImportOptions,
        input: ImportInput<'_>,
    ) -> Result<ImportReport> {
        self.import(order, |session| session.map_owners(mapping, input))
    }

    /// Imports members, in the same way.
    pub fn import_members(&self, order: &ChangeOptions, input: ImportInput<'_>) -> Result<ImportReport> {
        self.import(order, |session| session.import_members(OnError::Abort, input))
    }

    /// Imports teams, in the same way.
    pub fn import_teams(&self, order: &ChangeOptions, input: ImportInput<'_>) -> Result<ImportReport> {
        self.import(order, |session| session.import_teams(OnError::Abort, input))
    }

    fn import(
        &self,
        order: &ChangeOptions,
        work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
    ) -> Result<ImportReport> {
        let (made, counts) = self.attempt(|connection| run(connection, order, LockWait::ZERO, work))?;
        Ok(ImportReport::new(made.answer, counts))
    }
}

fn run(
    connection: &Connection,
    order: &ChangeOptions,
    wait: LockWait,
    work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
) -> Result<(PendingChange, ImportCounts)> {
    let mut counts = ImportCounts::default();
    let made = Session::run(connection, order, wait, |session| {
        session.summarize();
        counts = work(session)?;
        Ok(())
    })?;
    Ok((made, counts))
}

/// A disk that fails under the rows that are being sorted is the store's trouble: they lie beside it.
/// Rejected rows lie elsewhere.
fn spill_error(error: io::Error) -> InboxError {
    InboxError::Store(match error.downcast::<Unwritable>() {
        Ok(unwritable) => unwritable.into(),
        Err(error) => store::Error::Io(error.to_string()),
    })
}
