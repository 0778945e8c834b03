//! Imports as changes: in a transaction of their own, or in that of a batch.

use super::answer::{ImportCounts, ImportReport};
use super::input::{ImportInput, OnError};
use super::mapping::OwnerImportOptions;
use crate::inbox::answer::Effects;
use crate::inbox::change_options::{ChangeOptions, RunMode};
use crate::inbox::error::{InboxError, Result};
use crate::inbox::inbox::{Bulk, ChangeBatch, Inbox, Verdict};
use crate::inbox::session::Session;

impl Inbox {
    /// Imports a key-account mapping in one transaction.
    pub fn import_owners(
        &mut self,
        options: &ChangeOptions,
        mapping: &OwnerImportOptions,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        self.import(options, mapping.on_error, effects, |session| session.map_owners(mapping, input))
    }

    /// Imports members in one transaction.
    pub fn import_members(
        &mut self,
        options: &ChangeOptions,
        on_error: OnError,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        self.import(options, on_error, effects, |session| session.import_members(on_error, input))
    }

    /// Imports teams in one transaction.
    pub fn import_teams(
        &mut self,
        options: &ChangeOptions,
        on_error: OnError,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        self.import(options, on_error, effects, |session| session.import_teams(on_error, input))
    }

    fn import(
        &mut self,
        options: &ChangeOptions,
        on_error: OnError,
        effects: Effects<'_>,
        work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
    ) -> Result<ImportReport> {
        let work = |session: &mut Session<'_>| {
            let counts = count(session, work)?;
            if let Some((removed, of)) = counts.needs_confirmation.filter(|_| options.run == RunMode::Apply) {
                return Err(InboxError::NeedsConfirmation { removed, of });
            }
            let verdict = if counts.is_refused(on_error) { Verdict::RollBack } else { Verdict::Keep };
            Ok((counts, verdict))
        };
        let (answer, counts) = self.transact(options, Bulk::Yes, effects, work)?;
        let is_refused = counts.is_refused(on_error);
        Ok(if is_refused { ImportReport::refused(options.run, counts) } else { ImportReport::new(answer, counts) })
    }
}

impl ChangeBatch<'_> {
    /// Imports a key-account mapping; a caller stops at a report with invalid rows.
    pub fn import_owners(
        &self,
        options: &ChangeOptions,
        mapping: &OwnerImportOptions,
        input: ImportInput<'_>,
    ) -> Result<ImportReport> {
        self.import(options, |session| session.map_owners(mapping, input))
    }

    /// Imports members in the same way.
    pub fn import_members(&self, options: &ChangeOptions, input: ImportInput<'_>) -> Result<ImportReport> {
        self.import(options, |session| session.import_members(OnError::Abort, input))
    }

    /// Imports teams in the same way.
    pub fn import_teams(&self, options: &ChangeOptions, input: ImportInput<'_>) -> Result<ImportReport> {
        self.import(options, |session| session.import_teams(OnError::Abort, input))
    }

    fn import(
        &self,
        options: &ChangeOptions,
        work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
    ) -> Result<ImportReport> {
        let (answer, counts) = self.attempt(options, |session| count(session, work))?;
        Ok(ImportReport::new(answer, counts))
    }
}

fn count(
    session: &mut Session<'_>,
    work: impl FnOnce(&mut Session<'_>) -> Result<ImportCounts>,
) -> Result<ImportCounts> {
    session.summarize();
    work(session)
}
