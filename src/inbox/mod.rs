//! The one way in: load the situation, decide, apply, record. Every change of the store goes through
//! here; no other module names both `rules` and `store`.
//!
//! A dry run is the real run in a transaction that is rolled back, so the two can't differ.

mod answer;
mod as_of;
mod backlog;
mod backup;
mod candidates;
mod change_options;
mod command_word;
mod compare;
mod contacts;
mod digest;
mod effect_plan;
mod erase;
mod erasure_report;
mod error;
mod fault_sample;
mod find;
mod history_lines;
mod import;
#[expect(clippy::module_inception, reason = "the file is named after its type")]
mod inbox;
mod log_errors;
mod members;
mod merge;
mod plan_space;
mod portfolio;
mod progress;
mod reader;
mod refusal;
mod refusals;
mod replay;
mod request_each;
mod requests;
mod restore;
mod session;
mod settings;
mod sort;
mod sums;
mod teams;
mod undo;
mod undo_report;
mod varint;

pub use answer::{Answer, Effects, OffboardingAnswer, UndoAnswer};
pub use as_of::PastPoint;
pub use backup::BackupReport;
pub use candidates::list_candidates;
pub use change_options::{ChangeOptions, RunMode};
pub use command_word::CommandWord;
pub use contacts::NewContact;
pub use digest::Review;
pub use erase::ErasureRequest;
pub use error::{InboxError, Result, SourceError};
pub use fault_sample::SHOWN;
pub use find::EXTERNAL_ID;
pub use history_lines::HistoryLine;
pub use import::{
    ImportInput, ImportKind, ImportMode, ImportReport, OnError, OwnerImportOptions, Ragged, RejectSink, RemovalLimit,
    RowBatch, RowError, RowSource, WithoutPhone,
};
pub use inbox::{Bulk, ChangeBatch, Inbox};
pub use log_errors::{LogErrors, LogLineError};
pub use members::NewMember;
pub use plan_space::PlanSpace;
pub use progress::{NoProgress, Phase, Progress};
pub use reader::{ContactDetails, HistoryEntry, InboxReader, Why};
pub use refusals::OnRefused;
pub use replay::{BusiestMember, LineDecision, LogBatch, LogEvent, LogSource, Replay, ReplaySummary, SPACE};
pub use requests::OnMissingContact;
pub use restore::RestoreReport;
pub use session::Session;
pub use sums::MemberSums;
pub use teams::{NewTeam, TeamChanges};
pub use undo::{Conflicts, UndoTarget};
pub use undo_report::{UndoReport, UndoneChanges};

pub use crate::store::candidates::CandidateKind;
pub use crate::store::compare::{ConversationDiff, LoadDiff, OwnersDiff};
pub use crate::store::{
    CHANGE_ORDER, CONTACT_ORDER, CONVERSATION_ORDER, CancelFlag, ChangeFilter, ChangeMeta, ContactFilter,
    ConversationFilter, EntryFilter, LoadCounts, LockWait, MemberFilter, MemberLoad, OWNER_ORDER, OwnerFilter,
    OwnerGrouping, SCHEMA_VERSION, StoreLoad, Visit, sqlite_version, view,
};
