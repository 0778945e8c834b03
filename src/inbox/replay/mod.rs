//! Replays a message log as one change: each line sees the changes of the lines before it. Either all of
//! it is written, or nothing, with the errors of all invalid lines.

mod contact_cache;
mod history_buffer;
mod log_batch;
mod many_conversations;
mod name_index;
mod packed_contact;
mod replayer;
mod run;
mod tally;

pub use log_batch::{LogBatch, LogEvent, LogSource};
pub use replayer::Replay;
pub use run::SPACE;
pub use tally::{BusiestMember, LineDecision, ReplaySummary};
