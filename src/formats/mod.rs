//! Text in and out, with places: files become values of the model, or faults that say where.
//! Nothing here knows of a store.

pub mod columns;
pub mod csv;
mod event;
mod fault;
pub mod log;
pub mod scenario;
pub mod table;

pub use event::Sender;
pub use fault::{FileError, Position, Spanned};
