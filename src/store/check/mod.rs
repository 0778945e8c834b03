//! Checks a store: its file, its schema, the invariants of its rows, and its history. Scans each table
//! a few times and keeps no rows in memory.

mod functions;
mod invariants;
mod store_check;

pub(crate) use store_check::check;
