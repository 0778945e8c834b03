//! Checks a store: its file, its schema, the invariants of its rows, and its history. Scans each table
//! a few times, the file on a second thread, and keeps no rows in memory.

mod file_check;
mod functions;
mod invariants;
mod store_check;
mod table_index;

pub(crate) use store_check::check;
