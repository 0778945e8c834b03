//! How long to wait while another program writes, and what ends waiting and working before their time.

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{StoreError, StoreResult};

/// Answers whether somebody wants the work to end now.
pub type CancelFlag = fn() -> bool;

/// Answers whether a change may be committed; from then on nobody can stop it.
pub(super) type CommitPermission = fn() -> bool;

/// Milliseconds between two looks at whether the other program is done; the last one again and
/// again, so that a wish to stop is heard soon.
const PAUSES: [u64; 10] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50];

/// After how many of its steps SQLite asks whether to stop: often enough for a person, too seldom to
/// be felt.
const STEPS: i32 = 10_000;

/// How long to wait for another program's write, unless somebody wants to stop.
#[derive(Debug, Clone, Copy)]
pub struct LockWait {
    most: Duration,
    stop: Option<CancelFlag>,
    permission: Option<CommitPermission>,
}

impl LockWait {
    /// Not at all.
    pub const ZERO: Self = Self::at_most(Duration::ZERO);

    /// So long, and nobody can stop it.
    pub const fn at_most(most: Duration) -> Self {
        Self { most, stop: None, permission: None }
    }

    /// So long, but not once `stop` answers yes: then waiting, long statements and whoever asks
    /// [`LockWait::is_cancelled`] end with [`StoreError::Interrupted`].
    #[must_use]
    pub const fn cancelled_by(self, stop: CancelFlag) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// The same for a change that somebody else must allow to be committed.
    #[must_use]
    pub const fn with_commit_permission(self, permission: CommitPermission) -> Self {
        Self { permission: Some(permission), ..self }
    }

    /// The same for a copy, in which what is committed is no change.
    #[must_use]
    pub const fn in_a_copy(self) -> Self {
        Self { permission: None, ..self }
    }

    /// Fails if a change may not be committed, since somebody wants to stop.
    pub(crate) fn begin_commit(self) -> StoreResult<()> {
        self.check_cancelled()?;
        if self.permission.is_none_or(|permission| permission()) { Ok(()) } else { Err(StoreError::Interrupted) }
    }

    /// Whether somebody wants to stop.
    pub fn is_cancelled(self) -> bool {
        self.stop.is_some_and(|stop| stop())
    }

    /// Fails if somebody wants to stop.
    pub fn check_cancelled(self) -> StoreResult<()> {
        if self.is_cancelled() { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    /// Whether there is time left since the waiting began, and nobody wants to stop.
    pub(super) fn may_retry(self, begun: Instant) -> bool {
        begun.elapsed() < self.most && !self.is_cancelled()
    }

    /// Tells a connection how long it may wait, and when to give up.
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

    /// Whoever gave up waiting because somebody wanted to stop found the store busy.
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
    fn a_statement_without_end_ends_when_somebody_wants_to_stop() {
        let mut connection = Connection::open_in_memory().unwrap();
        LockWait::ZERO.cancelled_by(|| true).install(&mut connection).unwrap();
        let answer = connection.query_row(ENDLESS, [], |row| row.get::<_, i64>(0));
        assert!(matches!(answer.map_err(StoreError::from), Err(StoreError::Interrupted)));
    }

    #[test]
    fn nobody_waits_once_somebody_wants_to_stop() {
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
