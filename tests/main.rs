//! The integration tests: one binary, linked once.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod chance;
mod cli;
mod crm;
mod faults;
#[cfg(feature = "workbooks")]
mod fuzz;
mod imports;
mod laws;
mod program;
mod project_rules;
mod readme;
mod rows;
mod rules;
mod store;
mod table;
#[cfg(feature = "workbooks")]
mod workbook;
