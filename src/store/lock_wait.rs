//! Waiting for a locked store, and cancelling waits and long statements.

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{StoreError, StoreResult};

/// Returns whether the work is cancelled.
pub type CancelFlag = fn() -> bool;

/// Returns whether a change may be committed; then it can't be cancelled.
pub(super) type CommitPermission = fn() -> bool;

/// Milliseconds between two tries; the last one repeats, so that a cancellation is noticed soon.
const PAUSES: [u64; 10] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50];

/// The number of virtual machine steps between two checks for cancellation.
const STEPS: i32 = 10_000;

/// How long to wait for a locked store, and what cancels it.
#[derive(Debug, Clone, Copy)]
pub struct LockWait {
    most: Duration,
    stop: Option<CancelFlag>,
    permission: Option<CommitPermission>,
}

impl LockWait {
    pub const ZERO: Self = Self::at_most(Duration::ZERO);

    /// Waits at most this long.
    pub const fn at_most(most: Duration) -> Self {
        Self { most, stop: None, permission: None }
    }

    /// Once `stop` returns true, waits and long statements end with [`StoreError::Interrupted`].
    #[must_use]
    pub const fn cancelled_by(self, stop: CancelFlag) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// Asks for permission before each commit.
    #[must_use]
    pub const fn with_commit_permission(self, permission: CommitPermission) -> Self {
        Self { permission: Some(permission), ..self }
    }

    /// The same for a copy, which commits without permission.
    #[must_use]
    pub const fn in_a_copy(self) -> Self {
        Self { permission: None, ..self }
    }

    /// Fails if cancelled before the commit.
    pub(crate) fn begin_commit(self) -> StoreResult<()> {
        self.check_cancelled()?;
        if self.permission.is_none_or(|permission| permission()) { Ok(()) } else { Err(StoreError::Interrupted) }
    }

    pub fn is_cancelled(self) -> bool {
        self.stop.is_some_and(|stop| stop())
    }

    pub fn check_cancelled(self) -> StoreResult<()> {
        if self.is_cancelled() { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    /// Whether there is time left, and the wait is not cancelled.
    pub(super) fn may_retry(self, begun: Instant) -> bool {
        begun.elapsed() < self.most && !self.is_cancelled()
    }

    /// Installs the wait in a connection.
    pub(super) fn install(self, connection: &mut Connection) -> StoreResult<()> {
        let mut begun = Instant::now();
        connection.busy_handler(Some(move |tries: i32| {
            if tries == 0 {
                begun = Instant::now();
            }
            let goes_on = self.may_retry(begun);
            if goes_on {
                thread::sleep(pause(tries).min(self.most.saturating_sub(begun.elapsed())));
            }
            goes_on
        }))?;
        if let Some(stop) = self.stop {
            connection.progress_handler(STEPS, Some(stop))?;
        }
        Ok(())
    }

    /// A cancelled wait looks like a locked store.
    pub(super) fn map_busy(self, error: StoreError) -> StoreError {
        match error {
            StoreError::Busy if self.is_cancelled() => StoreError::Interrupted,
            other => other,
        }
    }
}

fn pause(tries: i32) -> Duration {
    let tries = usize::try_from(tries).unwrap_or_default();
    Duration::from_millis(PAUSES.get(tries).or(PAUSES.last()).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDLESS: &str = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";

    #[test]
    fn cancel_ends_a_long_statement() {
        let mut connection = Connection::open_in_memory().unwrap();
        LockWait::ZERO.cancelled_by(|| true).install(&mut connection).unwrap();
        let answer = connection.query_row(ENDLESS, [], |row| row.get::<_, i64>(0));
        assert!(matches!(answer.map_err(StoreError::from), Err(StoreError::Interrupted)));
    }

    #[test]
    fn cancel_ends_a_wait() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("inbox.db");
        let holder = Connection::open(&path).unwrap();
        holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let mut other = Connection::open(&path).unwrap();
        let wait = LockWait::at_most(Duration::from_secs(u64::from(u32::MAX))).cancelled_by(|| true);
        wait.install(&mut other).unwrap();
        let begun = other.execute_batch("BEGIN EXCLUSIVE").map_err(|error| wait.map_busy(error.into()));
        assert!(matches!(begun, Err(StoreError::Interrupted)));
        let busy = LockWait::ZERO.map_busy(StoreError::Busy);
        assert!(matches!(busy, StoreError::Busy));
    }
}
