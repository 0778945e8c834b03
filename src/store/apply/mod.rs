//! Applies decisions and writes them into the history: the only code that changes rows.

mod absences;
mod contacts;
mod directory;
mod history;
mod insert;
mod pending_contacts;
mod several;
mod state_rows;
mod undo;
mod writer;

pub use history::encode_step;
pub use writer::Writer;
