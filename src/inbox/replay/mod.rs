//! A message log, played in one change: what one line has changed, the next one sees. All of it is
//! written, or nothing if any line can't be played; then all bad lines are told.

mod chats;
mod history_buffer;
mod log_batch;
mod name_index;
mod replayer;
mod tally;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

pub use log_batch::{LogBatch, LogEvent, LogSource};
pub use tally::{BusiestMember, LineDecision, ReplaySummary};

use self::replayer::Replayer;
use super::error::{InboxError, Result};
use super::import::SourceError;
use super::session::{PendingChange, Session};
use super::{
    ChangeOptions, Effects, Inbox, LockWait, OnMissingContact, Phase, Progress, RunMode, Visit, WithoutPhone, end,
};

/// About how many bytes of memory the contacts of a log take: enough for a hundred thousand.
pub const SPACE: usize = 48 << 20;

/// How many batches of lines are read ahead.
const AHEAD: usize = 4;

/// How long to wait for a line before asking whether somebody wants to stop.
const PAUSE: Duration = Duration::from_millis(50);

/// A message log on its way in.
pub struct Replay<'a> {
    /// Its lines.
    pub log: Box<dyn LogSource>,
    /// Whether contacts that aren't there are made.
    pub missing: OnMissingContact,
    /// How lines without any phone are treated.
    pub without_phone: WithoutPhone,
    /// Where what is to be written lies while the log is played.
    pub folder: PathBuf,
    /// About how many bytes of memory the contacts of the log may take.
    pub space: usize,
    /// Who is told of each decision, if anybody wants to know; whoever breaks off is told no more.
    pub decided: Option<Visit<'a, LineDecision>>,
    /// Who watches.
    pub progress: &'a mut dyn Progress,
}

impl Inbox {
    /// Plays a message log in one transaction; if any line can't be played, nothing is changed.
    pub fn replay(&mut self, order: &ChangeOptions, replay: Replay<'_>, effects: Effects<'_>) -> Result<ReplaySummary> {
        let wait = self.store.wait();
        let transaction = self.store.begin_bulk()?;
        let mut counted = ReplaySummary::default();
        let PendingChange { answer, change } = Session::run(&transaction, order, wait, |session| {
            session.summarize();
            counted = session.replay(order.run, replay)?;
            Ok(())
        })?;
        let left = end(transaction, order.run, change, wait, effects)?;
        self.list(change, left)?;
        let effect_count = answer.effect_count.unwrap_or_default();
        Ok(ReplaySummary {
            dry_run: answer.dry_run,
            change: answer.change,
            effects: answer.effects,
            effect_count,
            truncated: answer.truncated.unwrap_or_default(),
            by_member: answer.by_member.unwrap_or_default(),
            ..counted
        })
    }
}

impl Session<'_> {
    fn replay(&mut self, run: RunMode, replay: Replay<'_>) -> Result<ReplaySummary> {
        let Replay { log, missing, without_phone, folder, space, decided, progress } = replay;
        let wait = self.wait;
        let mut replayer = Replayer::new(self, run, (missing, without_phone), (folder, space), decided)?;
        let batches = read_ahead(log);
        while let Some(batch) = next(&batches, wait)? {
            let (lines, bytes_read) = batch.map_err(InboxError::Source)?;
            replayer.apply_batch(&lines)?;
            progress.update(Phase::Reading, bytes_read, None);
        }
        replayer.finish(progress)
    }
}

/// Lines, and how much of the log has been read for them.
type Batch = Result<(LogBatch, u64), SourceError>;

/// Reads the log on a thread of its own, which ends when nobody wants more. Nobody waits for it: it
/// may be waiting for somebody to type.
fn read_ahead(mut log: Box<dyn LogSource>) -> Receiver<Batch> {
    let (sender, batches): (SyncSender<Batch>, _) = sync_channel(AHEAD);
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

/// The next lines; none if there are none left.
fn next(batches: &Receiver<Batch>, wait: LockWait) -> Result<Option<Batch>> {
    loop {
        match batches.recv_timeout(PAUSE) {
            Ok(batch) => return Ok(Some(batch)),
            Err(RecvTimeoutError::Timeout) => wait.check_cancelled()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}
