//! Private copies of a store, to be changed and discarded: temporary databases of SQLite.
//!
//! SQLite keeps such a database in its cache, and the rest in a file of mode 0600 in the temporary
//! folder, whose name it removes at once. So only this process can read a copy, it may be larger than
//! the memory, and it disappears however the program ends.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ffi};

use super::{LockWait, Store, StoreError, StoreResult};
use crate::files;

/// The number of pages between two checks for cancellation: some megabytes.
const PAGES: i32 = 1024;

/// SQLite's name for a database that has no name.
const TEMPORARY: &str = "";

impl Store {
    /// Opens a store that exists, to read it. Never upgrades it: a store of an older version is read
    /// through a private copy, which is upgraded.
    pub fn open_for_reading(path: &Path, wait: LockWait) -> StoreResult<Self> {
        let mut store = Self::open_as_it_is(path, wait)?;
        if store.is_current() { Ok(store) } else { private_copy_of(&mut store) }
    }

    /// The same to check it: a store with another schema than its version has is not refused, nor upgraded.
    pub fn open_to_check(path: &Path, wait: LockWait) -> StoreResult<Self> {
        let mut store = Self::open_unverified(path, wait)?;
        let is_upgradable = store.schema().problems.is_empty();
        if store.is_current() || !is_upgradable { Ok(store) } else { private_copy_of(&mut store) }
    }
}

/// Copies a store as it is at one moment and upgrades the copy. The store may be read-only.
///
/// One at a time: a process that closes a file loses its other locks on it.
pub(crate) fn private_copy(path: &Path, wait: LockWait) -> StoreResult<Store> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    files::remove_old_copies(&std::env::temp_dir());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    private_copy_of(&mut Store::open_to_copy(path, wait)?.verified()?)
}

/// Copies an open store as it is at one moment.
pub(crate) fn private_copy_of(store: &mut Store) -> StoreResult<Store> {
    let wait = store.wait();
    let copy = store.reading(|source| -> StoreResult<_> {
        let mut copy = Connection::open(TEMPORARY)?;
        // A temporary database can't change its page size once it has pages.
        let page_size: i64 = source.pragma_query_value(None, "page_size", |row| row.get(0))?;
        copy.pragma_update(None, "page_size", page_size)?;
        copy_pages(source, &mut copy, wait).map_err(|error| error.of_copy(&std::env::temp_dir()))?;
        Ok(copy)
    })?;
    Store::from_copy(copy, Path::new(TEMPORARY), wait)
}

/// The error of a step; only the source is read.
fn of_step(error: rusqlite::Error, source: &Connection) -> StoreError {
    let code = error.sqlite_error().map_or(0, |error| error.extended_code);
    let is_of_source =
        [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ, ffi::SQLITE_IOERR_CORRUPTFS].contains(&code);
    match source.path() {
        Some(path) if is_of_source && !path.is_empty() => {
            StoreError::Unreadable { path: path.into(), why: error.to_string() }
        }
        _ => error.into(),
    }
}

/// Copies all pages of one moment into another database.
pub(super) fn copy_pages(source: &Connection, target: &mut Connection, wait: LockWait) -> StoreResult<()> {
    copy_pages_or(source, target, wait, |error| of_step(error, source))
}

/// Replaces the pages of a store by those of a copy; the last step is a commit.
pub(super) fn replace_pages(copy: &Connection, store: &mut Connection, wait: LockWait) -> StoreResult<()> {
    copy_pages_or(copy, store, wait, StoreError::of_commit)
}

fn copy_pages_or(
    source: &Connection,
    target: &mut Connection,
    wait: LockWait,
    to_error: impl Fn(rusqlite::Error) -> StoreError,
) -> StoreResult<()> {
    let backup = Backup::new(source, target)?;
    loop {
        wait.check_cancelled()?;
        match backup.step(PAGES).map_err(&to_error)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::Busy),
        }
    }
}
