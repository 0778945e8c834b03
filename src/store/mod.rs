//! The store: one SQLite file. Migrations, reading situations, applying effects, the history, lists.
//!
//! Knows the words of the model and nothing of the rules: it does what a decision says and answers
//! what is asked. Every write happens inside a transaction that [`Store::begin`] opens; one command
//! is one transaction.

mod apply;
pub(crate) mod backup;
mod bulk;
pub(crate) mod candidates;
pub(crate) mod chat;
pub(crate) mod check;
mod clauses;
pub(crate) mod compare;
mod contact_row;
pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod copy;
pub(crate) mod directory;
mod error;
mod file;
pub(crate) mod history;
pub(crate) mod kept;
pub(crate) mod known;
pub(crate) mod leaving;
mod list;
mod names;
mod open;
#[cfg_attr(not(unix), path = "read_only_elsewhere.rs")]
mod read_only;
mod record;
mod runs;
pub(crate) mod settings;
mod shapes;
pub(crate) mod status;
pub(crate) mod undo;
pub mod view;
mod wait;
pub(crate) mod why;

pub use apply::{Writer, encode_step};
pub use bulk::Indexes;
pub use contacts::{ContactFilter, OwnerFilter};
pub use conversations::ConversationFilter;
pub use error::{Error, Result};
pub use history::{ChangeFilter, Entry, Stamp};
pub use names::Names;
pub use open::{Store, Transaction};
pub use record::{Record, Was};
pub use view::Visit;
pub use wait::{Stop, Wait};
