//! Copies of the store.

use std::fs::File;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use super::{Inbox, LockWait};
use crate::store::Store;
use crate::store::backup::{self, BackupFile};
use crate::store::copy;

/// The result of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BackupReport {
    /// Always false: a backup has no dry run.
    pub dry_run: bool,
    /// The file, as named on the command line.
    pub file: String,
    pub bytes: u64,
}

impl Inbox {
    /// Copies the store to a new file, as it is at one moment and without upgrading it. The file appears
    /// whole or not at all.
    pub fn back_up(store: &Path, wait: LockWait, file: &Path) -> Result<BackupReport> {
        let mut store = Store::open_to_copy(store, wait)?;
        let draft = BackupFile::at(file)?;
        let bytes = draft.fill(&mut store)?;
        wait.begin_commit()?;
        draft.put()?;
        Ok(BackupReport { dry_run: false, file: file.display().to_string(), bytes })
    }

    /// A private copy of a store as it is at one moment, without a name on disk. The store may be read-only
    /// or of an older version; it is neither locked nor changed.
    pub fn copy_of(store: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self::of(copy::private_copy(store, wait.in_a_copy())?))
    }

    /// A private copy of this store.
    pub fn copied(&mut self) -> Result<Self> {
        Ok(Self::of(copy::private_copy_of(&mut self.store)?))
    }

    /// Copies the store to a file without a name, to be read from its start.
    pub fn back_up_unnamed(store: &Path, wait: LockWait) -> Result<File> {
        Ok(backup::unnamed_copy(&mut Store::open_to_copy(store, wait)?)?)
    }
}
