//! A log as one change: lines are read ahead on a thread of their own, and replayed batch by batch.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::log_batch::{LogBatch, LogSource};
use super::replayer::{Replay, Replayer};
use super::tally::ReplaySummary;
use crate::inbox::LockWait;
use crate::inbox::answer::Effects;
use crate::inbox::change_options::{ChangeOptions, RunMode};
use crate::inbox::error::{InboxError, Result, SourceError};
use crate::inbox::inbox::{Bulk, Inbox, Verdict};
use crate::inbox::progress::Phase;
use crate::inbox::session::Session;

/// The memory for the contacts of a log, in bytes: enough for about 700,000.
pub const SPACE: usize = 96 << 20;

/// The number of batches that are read ahead; their contacts are loaded together.
const AHEAD: usize = 24;

/// The time to wait for a line before looking for a cancellation.
const PAUSE: Duration = Duration::from_millis(50);

impl Inbox {
    /// Replays a message log in one transaction; nothing is changed if a line is invalid.
    pub fn replay(
        &mut self,
        options: &ChangeOptions,
        log: impl LogSource,
        replay: Replay<'_>,
        effects: Effects<'_>,
    ) -> Result<ReplaySummary> {
        let work = |session: &mut Session<'_>| Ok((session.replay(options.run, log, replay)?, Verdict::Keep));
        let (answer, summary) = self.transact(options, Bulk::Yes, effects, work)?;
        Ok(summary.with_answer(answer))
    }
}

impl Session<'_> {
    fn replay(&mut self, run: RunMode, log: impl LogSource, replay: Replay<'_>) -> Result<ReplaySummary> {
        self.summarize();
        let wait = self.wait;
        let mut replayer = Replayer::new(self, run, replay)?;
        let batches = read_ahead(log);
        while let Some(batch) = next(&batches, wait)? {
            let window: Vec<_> = std::iter::once(batch).chain(batches.try_iter().take(AHEAD - 1)).collect();
            replayer.load_contacts(window.iter().flatten().map(|(lines, _)| lines))?;
            for batch in window {
                let (lines, bytes_read) = batch.map_err(InboxError::Source)?;
                replayer.apply_batch(&lines)?;
                replayer.replay.progress.update(Phase::Reading, bytes_read, None);
            }
        }
        replayer.finish()
    }
}

/// Lines, and the bytes of the log read so far.
type LogChunk = Result<(LogBatch, u64), SourceError>;

/// Reads the log on a thread of its own. It is never joined, since it may wait for input that never comes.
fn read_ahead(mut log: impl LogSource) -> Receiver<LogChunk> {
    let (sender, batches): (SyncSender<LogChunk>, _) = sync_channel(AHEAD);
    thread::spawn(move || {
        loop {
            let mut lines = LogBatch::default();
            let more = log.fill(&mut lines);
            let done = !matches!(more, Ok(true));
            if sender.send(more.map(|_| (lines, log.bytes_read()))).is_err() || done {
                return;
            }
        }
    });
    batches
}

/// Returns the next lines.
fn next(batches: &Receiver<LogChunk>, wait: LockWait) -> Result<Option<LogChunk>> {
    loop {
        match batches.recv_timeout(PAUSE) {
            Ok(batch) => return Ok(Some(batch)),
            Err(RecvTimeoutError::Timeout) => wait.check_cancelled()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}
