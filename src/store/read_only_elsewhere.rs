//! Reading a store on systems other than Unix: as one that is written. There a user can't be locked
//! out by files that another one created.

use std::path::Path;

use rusqlite::Connection;

use super::{LockWait, StoreResult};

/// Nothing has to be kept or watched.
pub(super) struct NoReadGuard;

pub(super) use NoReadGuard as ReadGuard;

impl NoReadGuard {
    pub(super) fn check_unchanged(&self) -> StoreResult<()> {
        Ok(())
    }
}

pub(super) fn open(path: &Path, wait: LockWait) -> StoreResult<(Connection, ReadGuard)> {
    Ok((super::open::connect(path, wait)?, NoReadGuard))
}
