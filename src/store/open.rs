//! Making and opening a store. Refuses what isn't there, isn't ours, is newer, or is damaged; never
//! makes one by accident.

use std::fs;
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{Error, Result, Wait, bulk};
use crate::model::fold;

/// Marks the file as ours; the first migration writes it.
const APPLICATION_ID: i64 = 0x696e_6278;

/// Appended to, never edited: released stores have run them. `user_version` counts how many.
///
/// Run by hand because `rusqlite_migration` reads the version before its transaction begins: two
/// programs that open an old store together could run one step twice.
const STEPS: &[&str] = &[
    include_str!("migrations/0001-first.sql"),
    include_str!("migrations/0002-bulk.sql"),
    include_str!("migrations/0003-undo.sql"),
    include_str!("migrations/0004-active.sql"),
];

/// An open store.
pub struct Store {
    connection: Connection,
    wait: Wait,
    /// How many steps it had run when it was opened.
    steps: usize,
}

/// A transaction that writes; rolled back unless committed.
pub struct Transaction<'a>(rusqlite::Transaction<'a>);

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl Transaction<'_> {
    /// Does a part of the work that leaves nothing behind if it fails.
    pub fn attempt<T, E: From<Error>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        self.control("SAVEPOINT attempt").map_err(Error::from)?;
        let done = work(self);
        // A statement that was interrupted has rolled back everything, this part with it.
        if !self.is_autocommit() {
            if done.is_err() {
                self.control("ROLLBACK TO attempt").map_err(Error::from)?;
            }
            self.control("RELEASE attempt").map_err(Error::from)?;
        }
        done
    }

    fn control(&self, sql: &str) -> rusqlite::Result<()> {
        self.prepare_cached(sql)?.execute([]).map(drop)
    }

    /// Makes what was written last.
    pub fn commit(self) -> Result<()> {
        Ok(self.0.commit()?)
    }

    /// Forgets what was written.
    pub fn roll_back(self) -> Result<()> {
        Ok(self.0.rollback()?)
    }
}

impl Store {
    /// Makes a store, readable by its user alone; answers whether there was none before.
    pub fn create(path: &Path, wait: Wait) -> Result<bool> {
        Self::create_now(path, wait).map_err(|error| wait.explain(error))
    }

    fn create_now(path: &Path, wait: Wait) -> Result<bool> {
        make_private_file(path).map_err(|error| io_error(path, &error))?;
        file_size(path)?;
        let mut connection = connect(path, wait)?;
        let header = Header::read(&connection, path)?;
        if !header.is_blank() {
            return header.steps_of_ours(path).map(|_| false);
        }
        make_private(path).map_err(|error| io_error(path, &error))?;
        configure(&connection)?;
        use_wal(&connection, wait)?;
        migrate(&mut connection)
    }

    /// Opens a store that is there.
    pub fn open(path: &Path, wait: Wait) -> Result<Self> {
        let mut store = Self::open_as_it_is(path, wait)?;
        if store.steps < STEPS.len() {
            migrate(&mut store.connection).map_err(|error| wait.explain(error))?;
        }
        Ok(store)
    }

    /// Opens a store that is there without upgrading it: nothing is written, and its tables may be
    /// those of an older version.
    pub fn open_as_it_is(path: &Path, wait: Wait) -> Result<Self> {
        Self::connect(path, wait).map_err(|error| wait.explain(error))
    }

    fn connect(path: &Path, wait: Wait) -> Result<Self> {
        if file_size(path)? == 0 {
            return Err(Error::Missing(path.to_owned()));
        }
        let connection = connect(path, wait)?;
        let header = Header::read(&connection, path)?;
        if header.is_blank() {
            return Err(Error::Missing(path.to_owned()));
        }
        let steps = header.steps_of_ours(path)?;
        configure(&connection)?;
        Ok(Self { connection, wait, steps })
    }

    /// Takes a copy of the store at `path` for a store; upgrades it.
    pub(super) fn from_copy(mut connection: Connection, path: &Path, wait: Wait) -> Result<Self> {
        wait.teach(&mut connection)?;
        let steps = Header::read(&connection, path)?.steps_of_ours(path)?;
        configure(&connection)?;
        migrate(&mut connection)?;
        Ok(Self { connection, wait, steps })
    }

    /// Makes a connection that did bulk work fit for any other work again.
    pub fn end_bulk(&mut self) -> Result<()> {
        configure(&self.connection)
    }

    /// A store of its own in memory.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        // What changes is put aside page by page, to be rolled back; a small world fills none.
        connection.pragma_update(None, "page_size", 1024)?;
        configure(&connection)?;
        migrate(&mut connection)?;
        Ok(Self { connection, wait: Wait::ZERO, steps: STEPS.len() })
    }

    /// Begins to write. Waits for another program's write, but not forever.
    pub fn begin(&mut self) -> Result<Transaction<'_>> {
        self.transaction(TransactionBehavior::Immediate)
    }

    /// Begins to write what may be a great deal; the connection is good for nothing else afterwards.
    pub fn begin_bulk(&mut self) -> Result<Transaction<'_>> {
        bulk::prepare(&self.connection)?;
        self.begin()
    }

    /// Begins to read: what is read until the end is of one moment.
    pub fn read(&mut self) -> Result<Transaction<'_>> {
        self.transaction(TransactionBehavior::Deferred)
    }

    fn transaction(&mut self, behavior: TransactionBehavior) -> Result<Transaction<'_>> {
        let begun = self.connection.transaction_with_behavior(behavior);
        begun.map(Transaction).map_err(|error| self.wait.explain(error.into()))
    }

    /// How long this store waits, and what ends its work early.
    pub fn wait(&self) -> Wait {
        self.wait
    }
}

/// The size of a file that may be a store: none yet, or at least the header of a database. SQLite
/// itself would take a file of one byte for an empty one, and write over it.
fn file_size(path: &Path) -> Result<u64> {
    const HEADER: u64 = 100;
    match fs::metadata(path) {
        Ok(found) if !found.is_file() || (1..HEADER).contains(&found.len()) => Err(Error::Foreign(path.to_owned())),
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Missing(path.to_owned())),
        Err(error) => Err(io_error(path, &error)),
    }
}

/// A file is made before SQLite sees it, so that nobody else can ever read it; SQLite gives its
/// side files the same permissions.
fn make_private_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        private_folder().recursive(true).create(folder)?;
    }
    match private_file().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other.map(drop),
    }
}

/// An empty file that was there before may be readable by others.
#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
pub(super) fn private_file() -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
pub(super) fn private_file() -> fs::OpenOptions {
    fs::OpenOptions::new()
}

#[cfg(unix)]
fn private_folder() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_folder() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

/// Connects to a file of which nothing is known yet: the settings of a connection are refused by a
/// file that is no database, which would then count as damaged, so they come later. The path is made
/// absolute, since a bare `:memory:` or `file:…` means something else to SQLite.
fn connect(path: &Path, wait: Wait) -> Result<Connection> {
    let absolute = std::path::absolute(path).map_err(|error| io_error(path, &error))?;
    // One thread at a time has the connection, which the compiler sees to: no lock around each call.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(absolute, flags)?;
    wait.teach(&mut connection)?;
    Ok(connection)
}

fn io_error(path: &Path, error: &io::Error) -> Error {
    Error::Io(format!("`{}`: {error}", path.display()))
}

/// What SQLite keeps per connection, so every connection is told.
fn configure(connection: &Connection) -> Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // In KiB; taken only as far as a command reads. A whole list looks at pages in no order.
    connection.pragma_update(None, "cache_size", -32_768)?;
    // A plan never depends on the values asked for, or SQLite would make it anew for each of them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.create_scalar_function(
        "fold",
        1,
        rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC | rusqlite::functions::FunctionFlags::SQLITE_UTF8,
        |context| Ok(context.get::<Option<String>>(0)?.map(|text| fold(&text))),
    )?;
    Ok(())
}

/// What a file says of itself, asked in one go: each question alone would lock it anew.
struct Header {
    /// How many tables, indexes and views it has.
    things: i64,
    application_id: i64,
    version: i64,
}

impl Header {
    fn read(connection: &Connection, path: &Path) -> Result<Self> {
        let sql = "SELECT (SELECT count(*) FROM sqlite_schema), application_id, user_version
                   FROM pragma_application_id, pragma_user_version";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Self { things: row.get(0)?, application_id: row.get(1)?, version: row.get(2)? })
        };
        connection.query_row(sql, [], read).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ffi::ErrorCode::NotADatabase) => Error::Foreign(path.to_owned()),
            _ => error.into(),
        })
    }

    /// Whether nothing was ever written: a file that an `init` left behind when it was cut short.
    fn is_blank(&self) -> bool {
        self.things == 0 && self.application_id == 0
    }

    /// How many steps a store has run; refuses what isn't ours, and what is newer.
    fn steps_of_ours(&self, path: &Path) -> Result<usize> {
        if self.application_id != APPLICATION_ID {
            return Err(Error::Foreign(path.to_owned()));
        }
        match usize::try_from(self.version) {
            Ok(steps) if steps > STEPS.len() => Err(Error::Newer(path.to_owned())),
            Ok(steps) => Ok(steps),
            Err(_) => Err(Error::Damaged(format!("its version is {}", self.version))),
        }
    }
}

/// How many steps the store has run.
fn version(connection: &Connection) -> Result<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Error::Damaged(format!("its version is {version}")))
}

/// Runs the steps that the store hasn't run; answers whether there were any. Whoever comes second
/// waits, and finds nothing left to do.
fn migrate(connection: &mut Connection) -> Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let left = STEPS.get(version(&transaction)?..).unwrap_or_default();
    if left.is_empty() {
        return Ok(false);
    }
    left.iter().try_for_each(|step| transaction.execute_batch(step))?;
    transaction.pragma_update(None, "user_version", STEPS.len())?;
    transaction.commit()?;
    Ok(true)
}

/// Lets readers and the writer leave each other alone. SQLite doesn't wait by itself here.
fn use_wal(connection: &Connection, wait: Wait) -> Result<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL").map_err(Error::from) {
            Err(Error::Busy) if wait.has_patience(begun) => thread::sleep(Duration::from_millis(5)),
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_sound_and_run_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert!(migrate(&mut connection).unwrap());
        assert_eq!(version(&connection).unwrap(), STEPS.len());
        assert!(!migrate(&mut connection).unwrap());
    }
}
