//! The rules: single cases, invariants, and comparison with a second implementation.

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
