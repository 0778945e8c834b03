//! Where scenarios run: on a store in memory, or on a private copy of the user's store.

use std::path::{Path, PathBuf};

use super::error::ScenarioError;
use super::world::prepare;
use crate::formats::FileError;
use crate::formats::scenario::{Scenario, World};
use crate::inbox::{self, ChangeBatch, Inbox, LockWait};

/// The stores of scenarios, opened when first needed. Each scenario is rolled back.
pub struct Sandbox {
    /// The user's store, unless neither a path nor a default exists.
    store: Option<PathBuf>,
    wait: LockWait,
    empty: Option<Inbox>,
    copy: Option<Inbox>,
}

impl Sandbox {
    pub fn new(store: Option<&Path>, wait: LockWait) -> Self {
        Self { store: store.map(Path::to_owned), wait, empty: None, copy: None }
    }

    /// Creates a sandbox for another thread.
    pub(super) fn fork(&self) -> Self {
        Self::new(self.store.as_deref(), self.wait)
    }

    pub(super) fn check_cancelled(wait: LockWait) -> Result<(), ScenarioError> {
        Ok(wait.check_cancelled().map_err(inbox::InboxError::from)?)
    }

    pub(super) fn wait(&self) -> LockWait {
        self.wait
    }

    /// Works in the world of a scenario, unless that has errors, then rolls it back.
    pub(super) fn in_world<T>(
        &mut self,
        file: &Path,
        scenario: &Scenario,
        work: impl FnOnce(&ChangeBatch<'_>) -> Result<T, ScenarioError>,
    ) -> Result<Result<T, Vec<FileError>>, ScenarioError> {
        self.rolled_back(&scenario.world, |batch| {
            let faults = prepare(batch, file, scenario)?;
            if faults.is_empty() { work(batch).map(Ok) } else { Ok(Err(faults)) }
        })
    }

    /// Works on the store of a scenario's world, then rolls it back.
    pub(super) fn rolled_back<T>(
        &mut self,
        world: &World,
        work: impl FnOnce(&ChangeBatch<'_>) -> Result<T, ScenarioError>,
    ) -> Result<T, ScenarioError> {
        Self::check_cancelled(self.wait)?;
        let inbox = match world {
            World::Given(_) => match &mut self.empty {
                Some(inbox) => inbox,
                empty => empty.insert(Inbox::in_memory()?),
            },
            World::CurrentStore => match &mut self.copy {
                Some(inbox) => inbox,
                copy => {
                    let store = self.store.as_deref().ok_or(inbox::InboxError::NoStorePath)?;
                    copy.insert(Inbox::copy_of(store, self.wait)?)
                }
            },
        };
        inbox.rolled_back(work)?
    }
}
