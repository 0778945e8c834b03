//! Imports as changes: in a transaction of their own, or in that of a batch.

use super::answer::{ImportCounts, ImportReport, WrittenCounts};
use super::input::{ImportInput, OnError};
use super::options::OwnerImportOptions;
use super::removal_limit::RemovalLimit;
use crate::inbox::answer::Effects;
use crate::inbox::change_options::{ChangeOptions, RunMode};
use crate::inbox::error::{InboxError, Result};
use crate::inbox::inbox::{Bulk, ChangeBatch, Inbox, Verdict};
use crate::inbox::session::Session;

/// A kind of file that is imported.
#[derive(Clone, Copy)]
pub enum ImportKind<'a> {
    /// A key-account mapping.
    Owners(&'a OwnerImportOptions),
    /// Contacts with their fields: a mapping without owners.
    Contacts(&'a OwnerImportOptions),
    Members(OnError),
    Teams(OnError),
}

impl ImportKind<'_> {
    fn on_error(self) -> OnError {
        match self {
            Self::Owners(mapping) | Self::Contacts(mapping) => mapping.on_error,
            Self::Members(on_error) | Self::Teams(on_error) => on_error,
        }
    }

    fn has_limit(self) -> bool {
        matches!(self, Self::Owners(mapping) if mapping.removals != RemovalLimit::Default)
    }

    /// What the limit of removals allows, if one was asked for.
    fn allowance(self, owners: u64) -> Option<String> {
        match self {
            Self::Owners(mapping) => mapping.removals.allowance(owners),
            Self::Contacts(_) | Self::Members(_) | Self::Teams(_) => None,
        }
    }

    fn run(self, session: &mut Session<'_>, input: ImportInput<'_>) -> Result<ImportCounts> {
        session.summarize();
        match self {
            Self::Owners(mapping) => session.map_owners(mapping, input),
            Self::Contacts(mapping) => {
                let counts = session.map_owners(mapping, input)?;
                Ok(ImportCounts { written: WrittenCounts { owners: None, ..counts.written }, ..counts })
            }
            Self::Members(on_error) => session.import_members(on_error, input),
            Self::Teams(on_error) => session.import_teams(on_error, input),
        }
    }
}

impl Inbox {
    /// Imports a file in one transaction.
    pub fn import(
        &mut self,
        options: &ChangeOptions,
        kind: ImportKind<'_>,
        input: ImportInput<'_>,
        effects: Effects<'_>,
    ) -> Result<ImportReport> {
        // A digest that fits confirms the removals, unless a limit is given too.
        let is_reviewed = options.review.expected.is_some() && !kind.has_limit();
        let asks = options.run == RunMode::Apply && !is_reviewed;
        let work = |session: &mut Session<'_>| {
            let counts = kind.run(session, input)?;
            if let Some((removed, of)) = counts.needs_confirmation.filter(|_| asks) {
                return Err(InboxError::NeedsConfirmation { removed, of, allowance: kind.allowance(of) });
            }
            let verdict = if counts.is_refused(kind.on_error()) { Verdict::RollBack } else { Verdict::Keep };
            Ok((counts, verdict))
        };
        let (answer, counts) = self.transact(options, Bulk::Yes, effects, work)?;
        let is_refused = counts.is_refused(kind.on_error());
        Ok(if is_refused { ImportReport::refused(options.run, counts) } else { ImportReport::new(answer, counts) })
    }
}

impl ChangeBatch<'_> {
    /// Imports a file; a caller stops at a report with invalid rows.
    pub fn import(
        &self,
        options: &ChangeOptions,
        kind: ImportKind<'_>,
        input: ImportInput<'_>,
    ) -> Result<ImportReport> {
        let (answer, counts) = self.attempt(options, |session| kind.run(session, input))?;
        Ok(ImportReport::new(answer, counts))
    }
}
