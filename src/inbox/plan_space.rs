//! What a plan of many effects needs besides the store.

use std::path::PathBuf;

use crate::inbox::error::Result;
use crate::inbox::progress::{NoProgress, Phase, Progress};
use crate::inbox::sort::Sorter;
use crate::store::LockWait;

/// The memory of a sort in bytes; what does not fit goes to a file.
const MEMORY: usize = 2 << 20;

/// How many steps of a plan are made between two looks at the signal that cancels it.
const STEPS: u64 = 256;

/// Where a plan that is too large for memory is kept, and who is told how far it has come.
pub struct PlanSpace<'a> {
    /// The folder of its files, which have no names.
    pub folder: PathBuf,
    /// Receives the progress; none if no one looks.
    pub progress: Option<&'a mut dyn Progress>,
}

impl PlanSpace<'_> {
    /// For plans without a terminal, in the folder of temporary files.
    pub fn for_small_plans() -> Self {
        Self { folder: std::env::temp_dir(), progress: None }
    }

    pub(super) fn sorter(&self) -> Sorter {
        Sorter::new(self.folder.clone(), MEMORY)
    }

    /// Reports the progress now and then; fails if the work is cancelled.
    pub(super) fn step(&mut self, wait: LockWait, phase: Phase, done: u64, of: Option<u64>) -> Result<()> {
        if done.is_multiple_of(STEPS) {
            wait.check_cancelled()?;
            let mut none = NoProgress;
            self.progress.as_deref_mut().unwrap_or(&mut none).update(phase, done, of);
        }
        Ok(())
    }
}
