//! Doing what a decision says, and writing it into the history: the only code that changes rows.

mod chat;
mod contacts;
mod directory;
mod kept;
mod made;
mod undo;
mod writer;

pub use kept::encode_step;
pub use writer::Writer;
