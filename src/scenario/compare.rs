//! What would be different: the same message log, played on two copies of the store of one moment,
//! of which one has been changed before.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::{
    self, ChangeOptions, ImportInput, ImportReport, Load, LockWait, OnMissingContact, OtherOwners, OtherTalk,
    OwnerImportOptions, Progress, Replay, ReplaySummary, Result, RowSource, StoreCopy, Visit, WithoutPhone,
};
use crate::input::LogFile;
use crate::model::{AssignReason, Setting};

/// Two copies of a store: as it is, and changed. The store itself is neither locked nor touched.
pub struct Comparison {
    before: StoreCopy,
    after: StoreCopy,
    /// How often somebody was assigned by the log.
    assigned: Sides<BTreeMap<AssignReason, u64>>,
}

/// Something as it is, and as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Sides<T> {
    /// As it is.
    pub before: T,
    /// As it would be.
    pub after: T,
}

/// How a log is played.
#[derive(Debug, Clone, Copy)]
pub struct Playing {
    /// Whether contacts that aren't there are made.
    pub missing: OnMissingContact,
    /// How lines without any phone are treated.
    pub without_phone: WithoutPhone,
}

impl Comparison {
    /// Copies the store twice, as it is at one moment.
    pub fn begin(store: &Path, wait: LockWait) -> Result<Self> {
        let mut before = StoreCopy::of(store, wait)?;
        let after = before.try_clone()?;
        Ok(Self { before, after, assigned: Sides::default() })
    }

    /// Changes settings of one copy.
    pub fn set(&mut self, order: &ChangeOptions, settings: &[Setting]) -> Result<()> {
        for setting in settings {
            self.after.inbox().change(order, |session| session.set(*setting))?;
        }
        Ok(())
    }

    /// Imports a key-account mapping into that copy.
    pub fn import_owners(
        &mut self,
        order: &ChangeOptions,
        mapping: &OwnerImportOptions,
        source: &mut dyn RowSource,
        progress: &mut dyn Progress,
    ) -> Result<ImportReport> {
        let input = ImportInput { source, folder: std::env::temp_dir(), rejects: None, progress };
        self.after.inbox().import_owners(order, mapping, input, None)
    }

    /// Plays the log on both. Answers how many lines without a phone were left out.
    pub fn play(
        &mut self,
        order: &ChangeOptions,
        playing: Playing,
        logs: [LogFile; 2],
        progress: &mut dyn Progress,
    ) -> Result<u64> {
        let [one, other] = logs;
        let before = play(&mut self.before, order, playing, one, progress)?;
        self.assigned.before = before.assigned;
        self.assigned.after = play(&mut self.after, order, playing, other, progress)?.assigned;
        Ok(before.skipped)
    }

    /// The conversations that others would be on, by phone.
    pub fn conversations(&mut self, visit: Visit<'_, OtherTalk>) -> Result<()> {
        self.before.inbox().other_conversations(self.after.inbox(), visit)
    }

    /// The contacts that would have other owners, by phone.
    pub fn owners(&mut self, visit: Visit<'_, OtherOwners>) -> Result<()> {
        self.before.inbox().other_owners(self.after.inbox(), visit)
    }

    /// On how many open conversations members are after the log, by email.
    pub fn load(&mut self) -> Result<Vec<Load>> {
        self.before.inbox().loads(self.after.inbox())
    }

    /// How often the log put a member on a conversation, by reason.
    pub fn assigned(&self) -> &Sides<BTreeMap<AssignReason, u64>> {
        &self.assigned
    }
}

fn play(
    copy: &mut StoreCopy,
    order: &ChangeOptions,
    playing: Playing,
    log: LogFile,
    progress: &mut dyn Progress,
) -> Result<ReplaySummary> {
    let Playing { missing, without_phone } = playing;
    let (log, folder) = (Box::new(log), std::env::temp_dir());
    let replay = Replay { log, missing, without_phone, folder, space: inbox::SPACE, decided: None, progress };
    copy.inbox().replay(order, replay, None)
}
