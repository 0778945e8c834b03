//! A message log, played in one change: what one line has changed, the next one sees. All of it is
//! written, or nothing if any line can't be played; then all bad lines are told.

mod chats;
mod history_buffer;
mod log_batch;
mod name_index;
mod replayer;
mod run;
mod tally;

pub use log_batch::{LogBatch, LogEvent, LogSource};
pub use run::{Replay, SPACE};
pub use tally::{BusiestMember, LineDecision, ReplaySummary};
