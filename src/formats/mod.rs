//! Text in and out with positions: files become values of the model, or errors. Nothing here knows the
//! store.

pub mod columns;
pub mod csv;
mod event;
mod fault;
pub mod log;
pub mod profile;
pub mod scenario;
pub mod table;
pub mod workbook;
mod yaml;

pub use event::{EventField, EventFieldKind, EventFields, EventValue, MESSAGE, Sender, of_sender};
pub use fault::{FileError, Position, Spanned, SuggestedOption};
