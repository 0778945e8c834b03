//! Copying a store while others use it.
//!
//! Page by page within one read transaction: a copy of one moment that no writer can begin again,
//! however busy, in a few megabytes of memory. (`VACUUM INTO` would write every row and index anew,
//! which takes many times as long, and would refuse a damaged store of which a copy saves the rest.)

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::{NamedTempFile, TempDir};

use super::{Error, Result, Store, Wait};

/// How many pages are copied before somebody may stop it: some megabytes.
const PAGES: i32 = 1024;

/// What SQLite appends to a database's name for the files beside it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

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

    /// A copy that only passes through.
    pub(crate) fn passing() -> Result<Self> {
        let name = std::env::temp_dir();
        let file = temporary().tempfile_in(&name).map_err(|error| uncopied(&name, &error))?;
        Ok(Self { file, name })
    }

    /// Copies the store as it is at this moment; answers how many bytes that is.
    pub(crate) fn fill(&self, store: &mut Store) -> Result<u64> {
        let wait = store.wait();
        let source = store.read()?;
        // The moment of a transaction is that of its first question.
        let bytes = size(&source)?;
        copy_pages(&source, self.file.path(), wait).map_err(|error| match error {
            // SQLite doesn't say which file it means; the store was just read, the copy is written.
            Error::Io(why) => Error::Copy { file: self.name.clone(), why },
            other => other,
        })?;
        Ok(bytes)
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

    /// The copy to be read from its start; the file has no name any more.
    pub(crate) fn read(self) -> Result<fs::File> {
        self.file.reopen().map_err(|error| uncopied(&self.name, &error))
    }
}

/// A copy of a store in a folder of its own, to be written to and thrown away. The store may be one
/// that can only be read, and is left as it is: what another program left beside it stays there.
pub(crate) fn aside(path: &Path, wait: Wait) -> Result<(Store, TempDir)> {
    let folder = tempfile::Builder::new().prefix("inboxctl-").tempdir();
    let folder = folder.map_err(|error| uncopied(&std::env::temp_dir(), &error))?;
    let copy = copy_in(folder.path());
    match by_pages(path, &copy, wait) {
        // SQLite reads nothing where it can't make its own files.
        Err(Error::Io(_)) => by_files(path, &copy)?,
        done => done?,
    }
    let store = Store::open(&copy, wait).map_err(|error| match error {
        Error::Missing(_) => Error::Missing(path.to_owned()),
        Error::Foreign(_) => Error::Foreign(path.to_owned()),
        Error::Newer(_) => Error::Newer(path.to_owned()),
        other => other,
    })?;
    Ok((store, folder))
}

/// What the copy is called in a folder of its own.
pub(crate) fn copy_in(folder: &Path) -> PathBuf {
    folder.join("copy.db")
}

/// Copies a store as it is at one moment.
fn by_pages(path: &Path, copy: &Path, wait: Wait) -> Result<()> {
    let [log, index, _] = beside(path);
    if log.exists() && !index.exists() {
        // Nobody has it open, and SQLite would tidy up.
        return by_files(path, copy);
    }
    let keeps_log = log.exists();
    let mut store = Store::open_as_it_is(path, wait)?;
    if keeps_log {
        store.read()?.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    }
    let transaction = store.read()?;
    size(&transaction)?;
    fs::File::create(copy).map_err(|error| uncopied(copy, &error))?;
    copy_pages(&transaction, copy, wait)
}

/// Copies a store that nobody can be writing to, with what was written last.
fn by_files(path: &Path, copy: &Path) -> Result<()> {
    let [log, ..] = beside(path);
    let [copied_log, ..] = beside(copy);
    copy_file(path, copy)?;
    if log.exists() { copy_file(&log, &copied_log) } else { Ok(()) }
}

/// Not the permissions: the copy is to be written to.
fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let unread = |error: io::Error| Error::Io(format!("`{}`: {error}", from.display()));
    let mut source = fs::File::open(from).map_err(unread)?;
    let mut target = fs::File::create(to).map_err(|error| uncopied(to, &error))?;
    io::copy(&mut source, &mut target).map(drop).map_err(|error| uncopied(to, &error))
}

/// How many bytes a copy of the store has.
pub(crate) fn size(connection: &Connection) -> Result<u64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Copies all pages into a file that is there.
fn copy_pages(source: &Connection, target: &Path, wait: Wait) -> Result<()> {
    let mut target = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // A copy that fails is thrown away, so nothing is ever rolled back; it is synced at the end.
    target.pragma_update(None, "journal_mode", "OFF")?;
    target.pragma_update(None, "synchronous", "OFF")?;
    let backup = Backup::new(source, &mut target)?;
    loop {
        wait.go_on()?;
        match backup.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(Error::Busy),
        }
    }
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

/// The files that SQLite keeps beside a database, whether they are there or not.
fn beside(path: &Path) -> [PathBuf; 3] {
    BESIDE.map(|suffix| {
        let mut name = OsString::from(path);
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// The database that would take a file of this name for a part of itself, and delete it.
fn side_file_of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let whole = BESIDE.iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let whole = path.with_file_name(whole);
    whole.is_file().then_some(whole)
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
