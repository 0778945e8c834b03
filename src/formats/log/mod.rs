//! The message log: NDJSON, one event a line. A line is an event or errors with their positions; names
//! are looked up, and times compared, by the reader of the log.

mod fields;
mod line;
mod object;
mod reader;
mod schema;

#[cfg(test)]
mod tests;

pub use line::WrittenName;
pub use reader::LogReader;
pub use schema::schema;
