//! Copying a store while others use it.
//!
//! Page by page within one read transaction: writers can't restart it, and it needs a few megabytes of
//! memory. (`VACUUM INTO` rewrites every row and index, which takes many times as long, and refuses a
//! damaged store.)

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::copy::copy_pages;
use super::file::{BESIDE, beside};
use super::{LockWait, Store, StoreError, StoreResult};
use crate::files::{self, AtomicFile, Unwritable};

/// A copy that is removed unless it is committed.
pub(crate) struct BackupFile(AtomicFile);

impl BackupFile {
    /// Begins a private copy with this name; refuses a name that is taken.
    pub(crate) fn at(path: &Path) -> StoreResult<Self> {
        if let Some(taken) = taken(path) {
            return Err(StoreError::Exists(taken));
        }
        if let Some(whole) = side_file_of(path) {
            return Err(StoreError::SideFile { file: path.to_owned(), whole });
        }
        Ok(Self(AtomicFile::create_named(path)?))
    }

    /// Copies the current state of the store; returns the number of bytes.
    pub(crate) fn fill(&self, store: &mut Store) -> StoreResult<u64> {
        let wait = store.wait();
        store.reading(|source| {
            // A transaction reads the state of its first statement.
            let bytes = size(source)?;
            let name = self.0.draft_name().unwrap_or(self.0.path());
            copy_into(open_target(name)?, source, wait).map_err(|error| match error {
                // SQLite doesn't say which file it means; the store was just read, the copy is written.
                StoreError::Io(why) => {
                    Unwritable { path: self.0.path().to_owned(), source: io::Error::other(why) }.into()
                }
                other => other,
            })?;
            Ok(bytes)
        })
    }

    /// Commits the copy; a file that took the name meanwhile is kept.
    pub(crate) fn put(self) -> StoreResult<()> {
        self.0.commit_new().map_err(|error| match error.source.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Exists(error.path),
            _ => error.into(),
        })
    }
}

/// Copies the current state of the store into a file without a name.
pub(crate) fn unnamed_copy(store: &mut Store) -> StoreResult<fs::File> {
    let (wait, folder) = (store.wait(), std::env::temp_dir());
    let uncopied = |error: io::Error| StoreError::Copy { file: folder.clone(), why: error.to_string() };
    store.reading(|source| {
        let (file, name) = files::briefly_named(&folder).map_err(uncopied)?;
        let target = open_target(&name)?;
        // SQLite keeps the file open; nothing is in it yet.
        name.close().map_err(uncopied)?;
        copy_into(target, source, wait).map_err(|error| error.of_copy(&folder))?;
        Ok(file)
    })
}

fn open_target(file: &Path) -> StoreResult<Connection> {
    Ok(Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?)
}

/// The number of bytes of a copy.
pub(crate) fn size(connection: &Connection) -> StoreResult<u64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Copies all pages into a file that is discarded on failure, so it needs no journal; it is synced at
/// the end.
fn copy_into(mut target: Connection, source: &Connection, wait: LockWait) -> StoreResult<()> {
    target.pragma_update(None, "journal_mode", "OFF")?;
    target.pragma_update(None, "synchronous", "OFF")?;
    copy_pages(source, &mut target, wait)
}

/// The existing file with this name, or with that of a side file: SQLite would replay the journal of
/// another database into the copy.
fn taken(path: &Path) -> Option<PathBuf> {
    [path.to_owned()].into_iter().chain(beside(path)).find(|path| path.symlink_metadata().is_ok())
}

/// The database that would treat a file of this name as its own side file, and delete it.
fn side_file_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let whole = BESIDE.iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let whole = path.with_file_name(whole);
    whole.is_file().then_some(whole)
}
