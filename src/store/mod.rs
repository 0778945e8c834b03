//! The store: one SQLite file. Migrations, situations, effects, history, lists.
//!
//! It applies decisions and knows no rule. Every write is inside a transaction of [`Store::begin`]; one
//! command is one transaction.

pub(crate) mod absences;
mod apply;
pub(crate) mod backlog;
pub(crate) mod backup;
pub(crate) mod bulk;
mod by_phone;
pub(crate) mod candidates;
pub(crate) mod check;
mod clauses;
pub(crate) mod closed_conversation;
pub(crate) mod compare;
mod contact_batches;
pub(crate) mod contact_cursor;
mod contact_row;
mod contact_search;
pub(crate) mod contact_state;
pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod copy;
pub(crate) mod directory;
mod effect_record;
pub(crate) mod entity;
mod entry_filter;
pub(crate) mod erase;
mod error;
pub(crate) mod exclusive;
mod file;
pub(crate) mod history;
mod list;
pub(crate) mod load;
mod lock_wait;
mod migration;
mod name_resolver;
mod numbers;
pub(crate) mod offboarding;
mod open;
pub(crate) mod owner_counts;
mod ownership_origin;
pub(crate) mod past;
pub(crate) mod portfolios;
#[cfg_attr(not(unix), path = "read_only_elsewhere.rs")]
mod read_only;
pub(crate) mod restore;
mod row_set;
mod schema;
pub(crate) mod settings;
mod shapes;
pub(crate) mod status;
mod unassigned_cause;
pub(crate) mod undo;
pub mod view;
pub(crate) mod why;

pub use apply::{Writer, encode_step};
pub use bulk::DroppedIndexes;
pub use contacts::{CONTACT_ORDER, ContactFilter, OWNER_ORDER, OwnerFilter};
pub use conversations::{CONVERSATION_ORDER, ConversationFilter};
pub use directory::MemberFilter;
pub use effect_record::EffectRecord;
pub use entry_filter::EntryFilter;
pub use error::{StoreError, StoreResult};
pub use history::{CHANGE_ORDER, ChangeFilter, ChangeMeta, DecisionRecord};
pub use load::{LoadCounts, MemberLoad, StoreLoad};
pub use lock_wait::{CancelFlag, LockWait};
pub use migration::SCHEMA_VERSION;
pub use name_resolver::NameResolver;
pub use open::{Store, Transaction};
pub use owner_counts::OwnerGrouping;
pub use view::Visit;

pub use rusqlite::version as sqlite_version;
