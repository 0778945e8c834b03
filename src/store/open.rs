//! Creating and opening a store. Refuses missing, foreign, newer and damaged files; never creates a
//! store by accident.

use std::ops::Deref;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::migration::{SCHEMA_VERSION, add_fold, migrate};
use super::read_only::ReadGuard;
use super::schema::{SchemaDiff, SchemaObject};
use super::{LockWait, StoreError, StoreResult, bulk, file, read_only};

/// Marks the file as ours; the first migration writes it.
const APPLICATION_ID: i64 = 0x696e_6278;

pub struct Store {
    connection: Connection,
    wait: LockWait,
    /// The number of migrations that it has had.
    steps: usize,
    /// How its schema differs from that of a new store.
    schema: SchemaDiff,
    /// The guard of a read-only connection. Dropped after it.
    held: Option<ReadGuard>,
}

/// A transaction; rolled back unless committed.
pub struct Transaction<'a> {
    /// None once it has ended.
    inner: Option<rusqlite::Transaction<'a>>,
    connection: &'a Connection,
    wait: LockWait,
    /// Whether the connection is prepared for bulk work until the transaction ends.
    bulk: bool,
    /// How many references were broken when bulk work began, if they were counted.
    broken_references: Option<i64>,
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        drop(self.inner.take());
        if self.bulk {
            // A connection that fails here fails at its next statement too.
            let _ = bulk::restore(self.connection);
        }
    }
}

impl Transaction<'_> {
    /// Runs work in a savepoint, rolled back on failure.
    pub fn attempt<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        self.in_savepoint(|| work(self), Result::is_err)?
    }

    /// Runs work in a savepoint, and rolls it back.
    pub fn rolled_back<T>(&self, work: impl FnOnce() -> T) -> StoreResult<T> {
        self.in_savepoint(work, |_| true)
    }

    fn in_savepoint<T>(&self, work: impl FnOnce() -> T, is_rolled_back: impl FnOnce(&T) -> bool) -> StoreResult<T> {
        self.control("SAVEPOINT attempt")?;
        let done = work();
        // An interrupted statement has rolled back the whole transaction.
        if !self.is_autocommit() {
            if is_rolled_back(&done) {
                self.control("ROLLBACK TO attempt")?;
            }
            self.control("RELEASE attempt")?;
        }
        Ok(done)
    }

    fn control(&self, sql: &str) -> rusqlite::Result<()> {
        self.prepare_cached(sql)?.execute([]).map(drop)
    }

    /// Commits, unless cancelled.
    pub fn commit(mut self) -> StoreResult<()> {
        self.check_references()?;
        self.wait.begin_commit()?;
        self.inner.take().map_or(Ok(()), rusqlite::Transaction::commit).map_err(StoreError::of_commit)
    }

    /// Fails if bulk work has broken references, which is a bug.
    fn check_references(&self) -> StoreResult<()> {
        let Some(before) = self.broken_references else { return Ok(()) };
        match bulk::broken_references(self)? {
            Some(after) if after > before => Err(StoreError::BrokenReferences(after - before)),
            Some(_) | None => Ok(()),
        }
    }

    pub fn roll_back(mut self) -> StoreResult<()> {
        Ok(self.inner.take().map_or(Ok(()), rusqlite::Transaction::rollback)?)
    }
}

impl Store {
    /// Creates a private store; returns whether it did not exist.
    pub fn create(path: &Path, wait: LockWait) -> StoreResult<bool> {
        Self::create_now(path, wait).map_err(|error| wait.map_busy(error))
    }

    fn create_now(path: &Path, wait: LockWait) -> StoreResult<bool> {
        match Self::open_as_it_is(path, wait) {
            Err(StoreError::Missing(_) | StoreError::DanglingLink { .. }) => {}
            found => return found.map(|_| false),
        }
        file::create_private(path)
            .map_err(|error| StoreError::NotCreated { path: path.to_owned(), why: error.to_string() })?;
        let mut connection = connect(path, wait)?;
        let header = StoreHeader::read(&connection, path)?;
        if !header.is_blank() {
            return header.schema_of_ours(path)?.refusal().map_or(Ok(false), Err);
        }
        file::make_private(path).map_err(|error| file::io_error(path, &error))?;
        configure(&connection)?;
        use_wal(&connection, wait)?;
        let created = migrate(&mut connection)?;
        // The store exists now, even after a signal.
        let _ = wait.begin_commit();
        Ok(created)
    }

    /// Opens a store that exists, to write to it.
    pub fn open(path: &Path, wait: LockWait) -> StoreResult<Self> {
        Self::open_now(path, wait).map_err(|error| wait.map_busy(explain_closed(path, error)))
    }

    fn open_now(path: &Path, wait: LockWait) -> StoreResult<Self> {
        if file::size(path)? == 0 {
            return Err(file::missing(path));
        }
        if let Some(why) = file::why_unwritable(path) {
            return Err(StoreError::ReadOnly(why));
        }
        let mut store = Self::of(path, connect(path, wait)?, None, wait)?.verified()?;
        if !store.is_current() {
            store.upgrade()?;
        }
        // An erasure that was cut off leaves another mode, in which reading and writing would wait for each other.
        let mode: String = store.connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode != "wal" {
            let _ = use_wal(&store.connection, LockWait::ZERO);
        }
        Ok(store)
    }

    /// Opens a store that exists, to read it without upgrading it: its tables may be those of an
    /// older version.
    ///
    /// Its owner reads it as it is written, beside other processes. Other users, and owners who may
    /// not write it, leave nothing on it or beside it; see the module `read_only`.
    pub fn open_as_it_is(path: &Path, wait: LockWait) -> StoreResult<Self> {
        Self::open_unverified(path, wait)?.verified()
    }

    /// The same with any schema: its tables may be views of another program.
    pub(super) fn open_unverified(path: &Path, wait: LockWait) -> StoreResult<Self> {
        Self::connect_for_reading(path, wait).map_err(|error| wait.map_busy(error))
    }

    /// Refuses a store whose schema another program has altered.
    pub(crate) fn verified(self) -> StoreResult<Self> {
        self.schema.refusal().map_or(Ok(self), Err)
    }

    fn connect_for_reading(path: &Path, wait: LockWait) -> StoreResult<Self> {
        if file::size(path)? == 0 {
            return Err(file::missing(path));
        }
        if file::is_ours_to_write(path) {
            match Self::of(path, connect(path, wait)?, None, wait) {
                // A side file may belong to another user.
                Err(StoreError::Io(_)) => {}
                done => return done,
            }
        }
        let (connection, held) = read_only::open(path, wait)?;
        Self::of(path, connection, Some(held), wait)
    }

    /// Opens a store as it is and with any schema, to copy it. A log that a killed process left beside it stays there.
    pub fn open_to_copy(path: &Path, wait: LockWait) -> StoreResult<Self> {
        let [log, index, _] = file::beside(&file::target(path));
        let (has_log, has_index) = (log.exists(), index.exists());
        if has_log && !has_index && file::size(path)? > 0 {
            let (connection, held) = read_only::open(path, wait)?;
            return Self::of(path, connection, Some(held), wait).map_err(|error| wait.map_busy(error));
        }
        let store = Self::open_unverified(path, wait)?;
        if has_log {
            store.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        }
        Ok(store)
    }

    fn of(path: &Path, connection: Connection, held: Option<ReadGuard>, wait: LockWait) -> StoreResult<Self> {
        let header = StoreHeader::read(&connection, path)?;
        if header.is_blank() {
            return Err(file::missing(path));
        }
        let (steps, schema) = (header.steps_of_ours(path)?, header.schema_of_ours(path)?);
        configure(&connection)?;
        Ok(Self { connection, wait, steps, schema, held })
    }

    /// Opens a copy of the store at `path` and upgrades it.
    pub(super) fn from_copy(mut connection: Connection, path: &Path, wait: LockWait) -> StoreResult<Self> {
        wait.install(&mut connection)?;
        let mut store = Self::of(path, connection, None, wait)?.verified()?;
        store.upgrade()?;
        Ok(store)
    }

    fn upgrade(&mut self) -> StoreResult<()> {
        migrate(&mut self.connection)?;
        self.steps = SCHEMA_VERSION;
        Ok(())
    }

    /// A store of its own in memory.
    pub fn in_memory() -> StoreResult<Self> {
        let mut connection = Connection::open_in_memory()?;
        // Rollback copies changed pages; small pages keep small stores fast.
        connection.pragma_update(None, "page_size", 1024)?;
        configure(&connection)?;
        migrate(&mut connection)?;
        let (wait, steps, schema) = (LockWait::ZERO, SCHEMA_VERSION, SchemaDiff::default());
        Ok(Self { connection, wait, steps, schema, held: None })
    }

    /// Begins to write, waiting for other writers.
    pub fn begin(&mut self) -> StoreResult<Transaction<'_>> {
        self.transaction(TransactionBehavior::Immediate, false)
    }

    /// Begins a bulk change.
    pub fn begin_bulk(&mut self) -> StoreResult<Transaction<'_>> {
        bulk::prepare(&self.connection)?;
        let mut transaction = self.transaction(TransactionBehavior::Immediate, true)?;
        transaction.broken_references = bulk::broken_references(&transaction)?;
        Ok(transaction)
    }

    /// Begins to read one state, to be confirmed by [`Store::check_unchanged`] afterwards.
    pub fn read(&mut self) -> StoreResult<Transaction<'_>> {
        self.transaction(TransactionBehavior::Deferred, false)
    }

    /// Reads one state.
    pub fn reading<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let answer = work(&*self.read()?);
        // A change by another process may look like damage.
        self.check_unchanged()?;
        answer
    }

    /// Fails if another process may have changed the store meanwhile.
    pub fn check_unchanged(&self) -> StoreResult<()> {
        self.held.as_ref().map_or(Ok(()), ReadGuard::check_unchanged)
    }

    /// Opens the file once more and begins to read it, perhaps in a later state; `None` where closing it could
    /// take locks away, and for a store without a file.
    pub(super) fn connect_beside(&self) -> Option<Connection> {
        let path = self.connection.path().filter(|path| !path.is_empty() && self.held.is_none())?;
        let connection = connect(Path::new(path), self.wait).ok()?;
        harden(&connection).ok()?;
        connection.execute_batch("BEGIN").ok()?;
        Some(connection)
    }

    fn transaction(&mut self, behavior: TransactionBehavior, bulk: bool) -> StoreResult<Transaction<'_>> {
        // Borrowed as a whole, the store has no other transaction.
        let connection = &self.connection;
        match rusqlite::Transaction::new_unchecked(connection, behavior) {
            Ok(begun) => {
                Ok(Transaction { inner: Some(begun), connection, wait: self.wait, bulk, broken_references: None })
            }
            Err(error) => {
                if bulk {
                    bulk::restore(connection)?;
                }
                Err(self.wait.map_busy(error.into()))
            }
        }
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Whether its tables are those of this version.
    pub(super) fn is_current(&self) -> bool {
        self.steps == SCHEMA_VERSION
    }

    pub(super) fn schema(&self) -> &SchemaDiff {
        &self.schema
    }

    pub fn wait(&self) -> LockWait {
        self.wait
    }
}

/// Names the folder, if its permissions are the reason.
fn explain_closed(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Io(why) => file::why_closed(path).map_or(StoreError::Io(why), StoreError::ReadOnly),
        other => other,
    }
}

/// Connects to any file, before it is known to be a database; [`configure`] comes later. The path is
/// made absolute, since a bare `:memory:` or `file:…` has another meaning for SQLite.
pub(super) fn connect(path: &Path, wait: LockWait) -> StoreResult<Connection> {
    let absolute = std::path::absolute(path).map_err(|error| file::io_error(path, &error))?;
    // One thread at a time has the connection, which the compiler sees to: no lock around each call.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(absolute, flags)?;
    wait.install(&mut connection)?;
    Ok(connection)
}

/// The settings of every connection.
fn configure(connection: &Connection) -> StoreResult<()> {
    bulk::restore(connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    harden(connection)?;
    // Plans that depend on values would be prepared again for each of them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    add_fold(connection)
}

/// The settings of a connection to a file that another program may have written.
fn harden(connection: &Connection) -> StoreResult<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

/// The identity of a file, read by one statement: each would lock it again, perhaps in a later state.
struct StoreHeader {
    objects: Vec<SchemaObject>,
    application_id: i64,
    version: i64,
}

impl StoreHeader {
    fn read(connection: &Connection, path: &Path) -> StoreResult<Self> {
        Self::of_connection(connection).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ffi::ErrorCode::NotADatabase) => StoreError::Foreign(path.to_owned()),
            _ => error.into(),
        })
    }

    fn of_connection(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = format!(
            "SELECT application_id, user_version, {} FROM pragma_application_id, pragma_user_version
             LEFT JOIN sqlite_schema",
            SchemaObject::COLUMNS
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut header = Self { objects: Vec::new(), application_id: 0, version: 0 };
        while let Some(row) = rows.next()? {
            (header.application_id, header.version) = (row.get(0)?, row.get(1)?);
            header.objects.extend(SchemaObject::read(row, 2)?);
        }
        Ok(header)
    }

    /// Whether it is empty, as an interrupted `init` leaves it.
    fn is_blank(&self) -> bool {
        self.objects.is_empty() && self.application_id == 0
    }

    /// How the schema of a store differs from that of a new one; refuses foreign and newer files.
    fn schema_of_ours(&self, path: &Path) -> StoreResult<SchemaDiff> {
        SchemaDiff::of(&self.objects, self.steps_of_ours(path)?)
    }

    /// The number of migrations of a store; refuses foreign and newer files.
    fn steps_of_ours(&self, path: &Path) -> StoreResult<usize> {
        if self.application_id != APPLICATION_ID {
            return Err(StoreError::Foreign(path.to_owned()));
        }
        match usize::try_from(self.version) {
            Ok(steps) if steps > SCHEMA_VERSION => Err(StoreError::Newer(path.to_owned())),
            Ok(steps) => Ok(steps),
            Err(_) => Err(StoreError::Damaged(format!("invalid schema version {}", self.version))),
        }
    }
}

/// Switches to WAL mode, for which SQLite doesn't wait by itself.
fn use_wal(connection: &Connection, wait: LockWait) -> StoreResult<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL").map_err(StoreError::from) {
            Err(StoreError::Busy) if wait.may_retry(begun) => thread::sleep(Duration::from_millis(5)),
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuning(store: &Store) -> (bool, i64) {
        let number = |name| store.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        (number("foreign_keys") == 1, number("cache_size"))
    }

    #[test]
    fn bulk_change_restores_the_connection() {
        let mut store = Store::in_memory().unwrap();
        let before = tuning(&store);
        let ends: [fn(Transaction<'_>); 3] =
            [|bulk| bulk.commit().unwrap(), |bulk| bulk.roll_back().unwrap(), |bulk| drop(bulk)];
        for end in ends {
            let bulk = store.begin_bulk().unwrap();
            assert!(!bulk.pragma_query_value(None, "foreign_keys", |row| row.get::<_, bool>(0)).unwrap());
            end(bulk);
            assert_eq!(tuning(&store), before);
        }
        assert!(store.connection.execute(DANGLING, [1]).is_err());
    }

    const DANGLING: &str = "INSERT INTO team_members (team_id, member_id, position) VALUES (?1, 1, 0)";

    #[test]
    fn bulk_change_that_breaks_a_reference_is_refused() {
        let mut store = Store::in_memory().unwrap();
        let bulk = store.begin_bulk().unwrap();
        bulk.execute("INSERT INTO members (email) VALUES ('ana@acme.example')", []).unwrap();
        bulk.execute(DANGLING, [7]).unwrap();
        assert!(matches!(bulk.commit(), Err(StoreError::BrokenReferences(1))));
        let members = |store: &Store| {
            store.connection.query_row("SELECT count(*) FROM members", [], |row| row.get::<_, i64>(0)).unwrap()
        };
        assert_eq!((members(&store), tuning(&store).0), (0, true));
    }

    #[test]
    fn bulk_change_accepts_existing_broken_reference() {
        let mut store = Store::in_memory().unwrap();
        store.connection.pragma_update(None, "foreign_keys", false).unwrap();
        store.connection.execute(DANGLING, [7]).unwrap();
        let bulk = store.begin_bulk().unwrap();
        bulk.execute("INSERT INTO members (email) VALUES ('ana@acme.example')", []).unwrap();
        bulk.commit().unwrap();
        let bulk = store.begin_bulk().unwrap();
        bulk.execute(DANGLING, [8]).unwrap();
        assert!(matches!(bulk.commit(), Err(StoreError::BrokenReferences(1))));
    }

    #[test]
    fn references_of_a_large_store_are_not_counted() {
        let store = Store::in_memory().unwrap();
        assert_eq!(bulk::broken_references(&store.connection).unwrap(), Some(0));
        store.connection.pragma_update(None, "foreign_keys", false).unwrap();
        let many = "INSERT INTO change_members (member_id, change_id)
                    WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x <= 50000) SELECT x, x FROM n";
        store.connection.execute(many, []).unwrap();
        assert_eq!(bulk::broken_references(&store.connection).unwrap(), None);
    }

    #[test]
    fn failed_bulk_change_restores_the_connection() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        Store::create(&path, LockWait::ZERO).unwrap();
        let (mut store, mut other) =
            (Store::open(&path, LockWait::ZERO).unwrap(), Store::open(&path, LockWait::ZERO).unwrap());
        let before = tuning(&store);
        let held = other.begin().unwrap();
        assert!(matches!(store.begin_bulk().map(drop), Err(StoreError::Busy)));
        drop(held);
        assert_eq!(tuning(&store), before);
    }
}
