//! Looking for what is wrong with a store: its file, its schema, its rows against every law, and
//! what its history holds. Reads each table a few times from end to end, and keeps no rows.

mod checker;
mod functions;
mod invariants;

pub(crate) use checker::check;
