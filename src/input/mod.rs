//! Files that are imported: opened, understood by their headers, and handed to the inbox row by row;
//! what is wrong with one is told with its place, and rows that can't be taken are written aside.

mod fault;
mod file;
mod log;
mod rejects;
mod spool;

pub use fault::{FaultSummary, FaultyFile, ImportError, count_by_code};
pub use file::{ImportFile, Rows};
pub use log::LogFile;
pub use rejects::RejectsFile;
