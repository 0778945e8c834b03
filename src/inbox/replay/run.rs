//! A log as one change: lines are read ahead on a thread of their own, and replayed batch by batch.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::log_batch::{LogBatch, LogSource};
use super::replayer::Replayer;
use super::tally::{LineDecision, ReplaySummary};
use crate::inbox::answer::Effects;
use crate::inbox::change_options::{ChangeOptions, RunMode};
use crate::inbox::error::{InboxError, Result, SourceError};
use crate::inbox::import::WithoutPhone;
use crate::inbox::inbox::{Bulk, Inbox, Verdict};
use crate::inbox::progress::{Phase, Progress};
use crate::inbox::requests::OnMissingContact;
use crate::inbox::session::Session;
use crate::inbox::{LockWait, Visit};

/// The memory for the contacts of a log, in bytes: enough for about 700,000.
pub const SPACE: usize = 96 << 20;

/// The number of batches that are read ahead; their contacts are loaded together.
const AHEAD: usize = 24;

/// The time to wait for a line before looking for a cancellation.
const PAUSE: Duration = Duration::from_millis(50);

/// A message log to replay.
pub struct Replay<'a> {
    pub log: Box<dyn LogSource>,
    /// How unknown contacts are treated.
    pub missing: OnMissingContact,
    pub without_phone: WithoutPhone,
    /// The folder for the history that is being sorted.
    pub folder: PathBuf,
    pub space: usize,
    /// Receives each decision until it breaks.
    pub decided: Option<Visit<'a, LineDecision>>,
    pub progress: &'a mut dyn Progress,
}

impl Inbox {
    /// Replays a message log in one transaction; nothing is changed if a line is invalid.
    pub fn replay(
        &mut self,
        options: &ChangeOptions,
        replay: Replay<'_>,
        effects: Effects<'_>,
    ) -> Result<ReplaySummary> {
        let work = |session: &mut Session<'_>| Ok((session.replay(options.run, replay)?, Verdict::Keep));
        let (answer, summary) = self.transact(options, Bulk::Yes, effects, work)?;
        Ok(summary.with_answer(answer))
    }
}

impl Session<'_> {
    fn replay(&mut self, run: RunMode, replay: Replay<'_>) -> Result<ReplaySummary> {
        self.summarize();
        let Replay { log, missing, without_phone, folder, space, decided, progress } = replay;
        let wait = self.wait;
        let mut replayer = Replayer::new(self, run, (missing, without_phone), (folder, space), decided)?;
        let batches = read_ahead(log);
        while let Some(batch) = next(&batches, wait)? {
            let window: Vec<_> = std::iter::once(batch).chain(batches.try_iter().take(AHEAD - 1)).collect();
            replayer.load_contacts(window.iter().flatten().map(|(lines, _)| lines))?;
            for batch in window {
                let (lines, bytes_read) = batch.map_err(InboxError::Source)?;
                replayer.apply_batch(&lines)?;
                progress.update(Phase::Reading, bytes_read, None);
            }
        }
        replayer.finish(progress)
    }
}

/// Lines, and the bytes of the log read so far.
type LogChunk = Result<(LogBatch, u64), SourceError>;

/// Reads the log on a thread of its own. It is never joined, since it may wait for input that never comes.
fn read_ahead(mut log: Box<dyn LogSource>) -> Receiver<LogChunk> {
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
