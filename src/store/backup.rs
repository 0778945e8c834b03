//! Copying a store while others use it.
//!
//! Page by page within one read transaction: a copy of one moment that no writer can begin again,
//! however busy, in a few megabytes of memory. (`VACUUM INTO` would write every row and index anew,
//! which takes many times as long, and would refuse a damaged store of which a copy saves the rest.)

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::copy::copy_pages;
use super::file::{BESIDE, beside, folder};
use super::{Error, Result, Store, Wait};

/// A copy that isn't in place yet; if it never is, nothing is left of it.
pub(crate) struct Draft {
    file: NamedTempFile,
    /// What people call it.
    name: PathBuf,
}

impl Draft {
    /// Where a copy of this name will lie; readable by its user alone. Refuses a name that is taken.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        if let Some(taken) = taken(path) {
            return Err(Error::Exists(taken));
        }
        if let Some(whole) = side_file_of(path) {
            return Err(Error::SideFile { file: path.to_owned(), whole });
        }
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(no_folder(path, folder));
        }
        // In the same folder, so that it can be put in place in one step.
        let file = temporary().tempfile_in(folder).map_err(|error| uncopied(path, &error))?;
        Ok(Self { file, name: path.to_owned() })
    }

    /// Copies the store as it is at this moment; answers how many bytes that is.
    pub(crate) fn fill(&self, store: &mut Store) -> Result<u64> {
        let wait = store.wait();
        store.reading(|source| {
            // The moment of a transaction is that of its first question.
            let bytes = size(source)?;
            let target = Connection::open_with_flags(self.file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            copy_into(target, source, wait).map_err(|error| error.of_copy(&self.name))?;
            Ok(bytes)
        })
    }

    /// Puts the copy in place, whole and for good; whoever else took the name meanwhile keeps it.
    pub(crate) fn put(self) -> Result<()> {
        let Self { file, name } = self;
        file.as_file().sync_all().map_err(|error| uncopied(&name, &error))?;
        file.persist_noclobber(&name).map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists(name.clone()),
            _ => uncopied(&name, &failed.error),
        })?;
        sync_folder(folder(&name));
        Ok(())
    }
}

/// Copies the store as it is at this moment into a file without a name, to be read from its start.
pub(crate) fn unnamed_copy(store: &mut Store) -> Result<fs::File> {
    let (wait, folder) = (store.wait(), std::env::temp_dir());
    let uncopied = |error: io::Error| uncopied(&folder, &error);
    store.reading(|source| {
        let (file, name) = temporary().tempfile_in(&folder).map_err(uncopied)?.into_parts();
        let target = Connection::open_with_flags(&name, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // SQLite keeps the file open; nothing is in it yet.
        name.close().map_err(uncopied)?;
        copy_into(target, source, wait).map_err(|error| error.of_copy(&folder))?;
        Ok(file)
    })
}

/// How many bytes a copy of the store has.
pub(crate) fn size(connection: &Connection) -> Result<u64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Copies all pages into a file that is thrown away if that fails: nothing is ever rolled back in it,
/// and it is synced at the end.
fn copy_into(mut target: Connection, source: &Connection, wait: Wait) -> Result<()> {
    target.pragma_update(None, "journal_mode", "OFF")?;
    target.pragma_update(None, "synchronous", "OFF")?;
    copy_pages(source, &mut target, wait)
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".inboxctl-").suffix(".tmp");
    builder
}

/// What has the name already, or would be taken for a part of what gets it: SQLite would play what
/// another database left in such a file into the copy.
fn taken(path: &Path) -> Option<PathBuf> {
    [path.to_owned()].into_iter().chain(beside(path)).find(|path| path.symlink_metadata().is_ok())
}

/// The database that would take a file of this name for a part of itself, and delete it.
fn side_file_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let whole = BESIDE.iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let whole = path.with_file_name(whole);
    whole.is_file().then_some(whole)
}

fn no_folder(path: &Path, folder: &Path) -> Error {
    let why = if folder.exists() { "is not a folder" } else { "is not there" };
    Error::Copy { file: path.to_owned(), why: format!("the folder `{}` {why}", folder.display()) }
}

fn uncopied(path: &Path, error: &io::Error) -> Error {
    Error::Copy { file: path.to_owned(), why: error.to_string() }
}

/// Makes the name last as well. Some systems can't; the copy itself is safe by then.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}
