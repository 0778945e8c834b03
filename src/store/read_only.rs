//! Opening a store to read it without writing anything, on its file or beside it: on read-only media,
//! in a folder of another user, with a log that a killed process left behind.
//!
//! SQLite reads a store in WAL mode only where it may create and write the log (`-wal`) and its index
//! (`-shm`). Files that another user created there would lock the owner out. So the way to read is
//! chosen by what exists:
//!
//! - no log: the file alone is the store (`immutable`);
//! - a log and its index: SQLite takes its locks on the index, opened for reading only;
//! - a log without an index: SQLite builds the index in memory.
//!
//! A shared lock on the file, the one that every connection holds, keeps the last writer from removing
//! the log meanwhile. Where SQLite holds no lock on the index, a writer may still move pages from the
//! log into the file: [`Witness`] notices that.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::ffi::ErrorCode as Code;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

use super::file::{beside, io_error};
use super::{LockWait, StoreError, StoreResult};

/// The length of a log's header, which is written anew when the log is begun again.
const LOG_HEADER: usize = 32;

/// Where the header of a database says that there may be a log: 2 stands for WAL mode.
const READ_VERSION: usize = 19;

/// The time that a file system may take to tell two modifications apart.
const TICK: Duration = Duration::from_millis(20);

/// Keeps and watches a file while it is read without writing. Dropped after its connection:
/// closing any descriptor of a file gives up all locks that the process has on it.
pub(super) struct ReadGuard {
    _lock: Option<File>,
    witness: Option<Witness>,
}

impl ReadGuard {
    /// SQLite's own locks are enough.
    const BY_SQLITE: Self = Self { _lock: None, witness: None };

    /// Fails if the file may have changed since it was opened.
    pub(super) fn check_unchanged(&self) -> StoreResult<()> {
        match &self.witness {
            Some(witness) if !witness.is_unchanged() => Err(StoreError::Changed),
            Some(_) | None => Ok(()),
        }
    }
}

/// Opens a store that exists without writing anything.
pub(super) fn open(path: &Path, wait: LockWait) -> StoreResult<(Connection, ReadGuard)> {
    // SQLite names the files beside a store after the file that links lead to.
    let path = fs::canonicalize(path).map_err(|error| io_error(path, &error))?;
    let mut file = File::open(&path).map_err(|error| io_error(&path, &error))?;
    if !is_in_wal_mode(&mut file) {
        drop(file);
        return Ok((connect(&path, "mode=ro", wait)?, ReadGuard::BY_SQLITE));
    }
    lock(&file, wait)?;
    let [log, index, _] = beside(&path);
    if log.exists() && index.exists() {
        let connection = connect(&path, "mode=ro&readonly_shm=1", wait)?;
        if is_readable(&connection)? {
            return Ok((connection, ReadGuard { _lock: Some(file), witness: None }));
        }
        drop(connection);
        lock(&file, wait)?;
    }
    let (connection, witness) = open_unlocked(&path, log, wait)?;
    Ok((connection, ReadGuard { _lock: Some(file), witness: Some(witness) }))
}

/// Opens a store with what is in its log, if it has one, while SQLite holds no lock on it.
fn open_unlocked(path: &Path, log: PathBuf, wait: LockWait) -> StoreResult<(Connection, Witness)> {
    let witness = Witness::look(path, log, wait)?;
    if witness.log_header.is_empty() {
        return Ok((connect(path, "immutable=1", wait)?, witness));
    }
    let connection = connect(path, "mode=ro&vfs=unix-none", wait)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    Ok((connection, witness))
}

/// Whether SQLite can read by an index that it may not write. It can't before the first reader that
/// may write it has come, and not while it is being repaired.
fn is_readable(connection: &Connection) -> StoreResult<bool> {
    let read: rusqlite::Result<i64> = connection.pragma_query_value(None, "schema_version", |row| row.get(0));
    match read.map_err(|error| (error.sqlite_error_code(), error)) {
        Ok(_) => Ok(true),
        Err((Some(Code::ReadOnly | Code::CannotOpen | Code::FileLockingProtocolFailed), _)) => Ok(false),
        Err((_, error)) => Err(error.into()),
    }
}

fn connect(path: &Path, how: &str, wait: LockWait) -> StoreResult<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(format!("file:{}?{how}", encoded(path)), flags)?;
    wait.install(&mut connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(connection)
}

/// The path as a URI has it, byte by byte.
fn encoded(path: &Path) -> String {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().iter().fold(String::new(), |mut uri, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            other => drop(write!(uri, "%{other:02x}")),
        }
        uri
    })
}

/// Takes the lock that keeps a log from being removed, as every connection does. The process that
/// closes a store last has it alone for a moment. A file system without locks has none to wait for.
fn lock(file: &File, wait: LockWait) -> StoreResult<()> {
    let begun = Instant::now();
    loop {
        match fcntl_lock(file, FlockOperation::NonBlockingLockShared) {
            Err(Errno::ACCESS | Errno::AGAIN) if wait.may_retry(begun) => thread::sleep(Duration::from_millis(5)),
            Err(Errno::ACCESS | Errno::AGAIN) => return Err(wait.map_busy(StoreError::Busy)),
            Ok(()) | Err(_) => return Ok(()),
        }
    }
}

/// Whether a database is in WAL mode.
fn is_in_wal_mode(file: &mut File) -> bool {
    let mut header = [0; READ_VERSION + 1];
    file.read_exact(&mut header).is_ok() && header.last() == Some(&2)
}

/// The state of a file and its log when they were opened.
struct Witness {
    path: PathBuf,
    log: PathBuf,
    modified: Modified,
    /// Empty without a log.
    log_header: Vec<u8>,
}

impl Witness {
    fn look(path: &Path, log: PathBuf, wait: LockWait) -> StoreResult<Self> {
        let begun = Instant::now();
        let mut modified = Modified::of(path)?;
        while modified.is_recent() {
            if !wait.may_retry(begun) && begun.elapsed() > TICK {
                return Err(wait.map_busy(StoreError::Busy));
            }
            thread::sleep(TICK);
            modified = Modified::of(path)?;
        }
        let log_header = log_header(&log)?;
        Ok(Self { path: path.to_owned(), log, modified, log_header })
    }

    /// A new log does not change the file, only a checkpoint does; a log restarts after a checkpoint.
    fn is_unchanged(&self) -> bool {
        let log_is_same = || log_header(&self.log).is_ok_and(|header| header == self.log_header);
        Modified::of(&self.path).is_ok_and(|now| now == self.modified) && (self.log_header.is_empty() || log_is_same())
    }
}

/// How long a file is, and when it was written last.
#[derive(PartialEq, Eq)]
struct Modified {
    length: u64,
    at: Option<SystemTime>,
}

impl Modified {
    fn of(path: &Path) -> StoreResult<Self> {
        let found = fs::metadata(path).map_err(|error| io_error(path, &error))?;
        Ok(Self { length: found.len(), at: found.modified().ok() })
    }

    /// Whether another modification could have the same time.
    fn is_recent(&self) -> bool {
        self.at.and_then(|time| time.elapsed().ok()).is_some_and(|ago| ago < TICK)
    }
}

fn log_header(log: &Path) -> StoreResult<Vec<u8>> {
    let mut header = Vec::new();
    match File::open(log) {
        Ok(file) => file.take(LOG_HEADER as u64).read_to_end(&mut header).map_err(|error| io_error(log, &error))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(io_error(log, &error)),
    };
    Ok(header)
}
