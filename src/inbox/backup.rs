//! A copy of the store.

use std::fs::File;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use super::{Inbox, LockWait};
use crate::store::Store;
use crate::store::backup::{self, BackupFile};
use crate::store::copy;

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BackupReport {
    /// Always false: there is no dry run of it.
    pub dry_run: bool,
    /// Where it lies, as it was named.
    pub file: String,
    /// How long it is.
    pub bytes: u64,
}

/// A private copy of a store; it has no name on disk and is gone in the end.
pub struct StoreCopy(Inbox);

impl StoreCopy {
    /// Copies a store as it is at one moment. The store itself is not locked and left as it is; it
    /// may be one that can only be read, or of an older version.
    pub fn of(store: &Path, wait: LockWait) -> Result<Self> {
        Ok(Self(Inbox { store: copy::private_copy(store, wait.in_a_copy())? }))
    }

    /// Copies the copy as it is now.
    pub fn try_clone(&mut self) -> Result<Self> {
        Ok(Self(Inbox { store: copy::private_copy_of(&mut self.0.store)? }))
    }

    /// The copy.
    pub fn inbox(&mut self) -> &mut Inbox {
        &mut self.0
    }
}

impl Inbox {
    /// Copies the store to a file that isn't there yet, as it is at one moment and without upgrading
    /// it. The file appears whole or not at all.
    pub fn back_up(store: &Path, wait: LockWait, file: &Path) -> Result<BackupReport> {
        let mut store = Store::open_to_copy(store, wait)?;
        let draft = BackupFile::at(file)?;
        let bytes = draft.fill(&mut store)?;
        wait.begin_commit()?;
        draft.put()?;
        Ok(BackupReport { dry_run: false, file: file.display().to_string(), bytes })
    }

    /// Copies the store to a file that has no name, to be read from its start.
    pub fn back_up_unnamed(store: &Path, wait: LockWait) -> Result<File> {
        Ok(backup::unnamed_copy(&mut Store::open_to_copy(store, wait)?)?)
    }
}
