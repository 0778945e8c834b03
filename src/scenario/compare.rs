//! Replays a message log on two copies of the store, one of them changed, and compares the results.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::{
    self, ChangeOptions, ConversationDiff, ImportInput, ImportKind, ImportReport, Inbox, LoadDiff, LockWait,
    OnMissingContact, OwnerImportOptions, OwnersDiff, PastPoint, Progress, Replay, ReplaySummary, Result, RowSource,
    WithoutPhone,
};
use crate::input::LogFile;
use crate::model::{AssignReason, Setting, Time};

/// Two private copies of a store. The store itself is neither locked nor changed.
pub struct Comparison {
    before: Inbox,
    after: Inbox,
    assigned: BeforeAfter<BTreeMap<AssignReason, u64>>,
}

/// A value without and with the change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct BeforeAfter<T> {
    /// Without the change.
    pub before: T,
    /// With the change.
    pub after: T,
}

/// The differences after the log.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Comparison")]
pub struct ComparisonReport {
    /// The conversations assigned differently, by phone.
    pub conversations: Vec<ConversationDiff>,
    /// The contacts with different owners, by phone.
    pub owners: Vec<OwnersDiff>,
    /// The number of open conversations of each member, by email.
    pub load: Vec<LoadDiff>,
    /// How often the log assigned members, by reason.
    pub assigned: BeforeAfter<BTreeMap<AssignReason, u64>>,
}

impl Comparison {
    /// Copies a store twice, as it is at one moment or was at a point in its history.
    pub fn begin(store: &Path, wait: LockWait, as_of: Option<PastPoint>) -> Result<Self> {
        let mut before = match as_of {
            Some(point) => Inbox::open_as_of(store, wait, point)?,
            None => Inbox::copy_of(store, wait)?,
        };
        let after = before.copied()?;
        Ok(Self { before, after, assigned: BeforeAfter::default() })
    }

    /// Changes settings of the second copy.
    pub fn set(&mut self, order: &ChangeOptions, settings: &[Setting]) -> Result<()> {
        for setting in settings {
            self.after.change(order, |session| session.set(*setting))?;
        }
        Ok(())
    }

    /// Imports a mapping into the second copy.
    pub fn import_owners(
        &mut self,
        order: &ChangeOptions,
        mapping: &OwnerImportOptions,
        source: &mut dyn RowSource,
        progress: &mut dyn Progress,
    ) -> Result<ImportReport> {
        let input = ImportInput { source, folder: std::env::temp_dir(), rejects: None, progress };
        self.after.import(order, ImportKind::Owners(mapping), input, None)
    }

    /// Replays the log on both copies. Returns the number of lines without a phone, which are skipped.
    pub fn replay(
        &mut self,
        order: &ChangeOptions,
        missing: OnMissingContact,
        without_phone: WithoutPhone,
        logs: [LogFile; 2],
        progress: &mut dyn Progress,
    ) -> Result<u64> {
        let mut replay = |copy: &mut Inbox, log: LogFile| -> Result<ReplaySummary> {
            let folder = std::env::temp_dir();
            let replay = Replay { missing, without_phone, folder, space: inbox::SPACE, decided: None, progress };
            copy.replay(order, log, replay, None)
        };
        let [first, second] = logs;
        let before = replay(&mut self.before, first)?;
        let after = replay(&mut self.after, second)?;
        self.assigned = BeforeAfter { before: before.assigned, after: after.assigned };
        Ok(before.skipped)
    }

    /// Compares the copies; what is overdue is told for `at`.
    pub fn report(mut self, at: Time) -> Result<ComparisonReport> {
        let (before, after) = (&mut self.before, &mut self.after);
        let (mut conversations, mut owners) = (Vec::new(), Vec::new());
        before.conversation_diffs(after, at, &mut |one| {
            conversations.push(one);
            ControlFlow::Continue(())
        })?;
        before.owners_diffs(after, &mut |one| {
            owners.push(one);
            ControlFlow::Continue(())
        })?;
        Ok(ComparisonReport { conversations, owners, load: before.load_diffs(after)?, assigned: self.assigned })
    }
}
