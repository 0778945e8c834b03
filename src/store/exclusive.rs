//! A store that no other process has open, to replace all of its content at once.
//!
//! The content is copied, changed and compacted in a private copy, and written back in one transaction of SQLite:
//! after a power cut, the store has the old content or the new one. What the file held before is nowhere in it then, not even in
//! its free pages or its log.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::copy::{private_copy_of, replace_pages};
use super::{LockWait, Store, StoreError, StoreResult};

/// How long to wait before the next try to be alone.
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) struct ExclusiveStore {
    store: Store,
}

impl ExclusiveStore {
    /// Opens a store, and waits until no other process has it open; then others wait.
    pub(crate) fn open(path: &Path, wait: LockWait) -> StoreResult<Self> {
        let exclusive = Self { store: Store::open(path, wait)? };
        let begun = Instant::now();
        loop {
            match exclusive.lock() {
                Err(StoreError::Busy) if wait.may_retry(begun) => thread::sleep(PAUSE),
                done => return done.map(|()| exclusive).map_err(|error| wait.map_busy(error)),
            }
        }
    }

    /// Without a log, which other connections would share, the lock is kept from one transaction to the next. The
    /// journal is truncated: other modes would keep the old content in it while the lock is kept.
    fn lock(&self) -> StoreResult<()> {
        let connection = self.store.connection();
        connection.pragma_update(None, "locking_mode", "NORMAL")?;
        connection.pragma_update(None, "journal_mode", "TRUNCATE")?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        Ok(connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?)
    }

    pub(crate) fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// A private copy, which is changed without permission to commit.
    pub(crate) fn copy(&mut self) -> StoreResult<Store> {
        private_copy_of(&mut self.store)
    }

    /// Replaces the content by that of a copy; can be cancelled until it begins.
    pub(crate) fn replace_with(&mut self, copy: &Store) -> StoreResult<()> {
        let wait = self.store.wait();
        wait.begin_commit()?;
        replace_pages(copy.connection(), self.store.connection_mut(), wait)
    }
}

/// Rewrites a copy without what it has deleted.
pub(crate) fn compact(copy: &Store) -> StoreResult<()> {
    Ok(copy.connection().execute_batch("VACUUM")?)
}

impl Drop for ExclusiveStore {
    fn drop(&mut self) {
        let connection = self.store.connection();
        // The next command that writes tries again. The first mode deletes the journal.
        let _ = connection.pragma_update(None, "locking_mode", "NORMAL");
        let _ = connection.execute_batch("SELECT 1 FROM sqlite_schema LIMIT 1");
        let _ = connection.pragma_update(None, "journal_mode", "DELETE");
        let _ = connection.pragma_update(None, "journal_mode", "WAL");
    }
}
