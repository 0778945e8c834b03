//! The rules: case by case, as laws, and against a second statement of the same rules.

mod agreement;
mod as_scenario;
mod batch;
mod cases;
mod inbox;
mod laws;
mod names;
mod oracle;
mod sequences;
mod store;
mod undo;
mod world;

pub(crate) use sequences::random;
