//! Checks a store: its file, its schema, the invariants of its rows, and its history. Scans each table
//! a few times and keeps no rows in memory.

mod checker;
mod functions;
mod invariants;

pub(crate) use checker::check;
