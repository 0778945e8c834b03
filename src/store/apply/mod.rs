//! Applies decisions and writes them into the history: the only code that changes rows.

mod contacts;
mod conversations;
mod directory;
mod kept;
mod pending_contacts;
mod undo;
mod writer;

pub use kept::encode_step;
pub use writer::Writer;
