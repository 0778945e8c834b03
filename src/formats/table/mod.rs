//! CSV files that people import: from bytes in any encoding to rows of text with positions. What the
//! columns mean is up to the caller.
//!
//! This is the hot path of an import: a file of any size is read in constant memory, and no cell is
//! allocated. Bytes become text in `text.rs`, and other formats are recognized in `kind.rs`; text
//! becomes records in `record.rs`; `start.rs` finds the record of the headers, and `header.rs`
//! understands it.
//!
//! Nothing is dropped or replaced in silence: what can't be read for certain is an error of the whole
//! file. Those are bytes that aren't text, a NUL, an unterminated quoted cell, text after a closing
//! quote (`"a"b`; blanks are kept), blanks before an opening one (`a, "b"`), and cells and rows over
//! the limits in `record.rs`. A quote within a cell that doesn't begin with one is text: `5" pipe`.
//!
//! Rows whose cells are all blank, quoted or not, are skipped as blank lines; so are a first line
//! `sep=;`, which sets the delimiter unless one is given, and a title of up to 20 lines above the
//! headers. A file of rejects keeps the line `sep=;` and drops the title.
//!
//! A sheet of a workbook comes as a copy (`sheet_records.rs`) and is read the same way: its lines are
//! rows, and its cells are what they are, without quotes, delimiters and escapes.

mod cell_fault;
mod column_cells;
mod delimiter;
mod encoding;
mod error;
mod header;
mod kind;
mod likely;
mod options;
mod record;
mod records;
mod rejects;
mod row;
#[cfg_attr(not(feature = "workbooks"), expect(dead_code, reason = "only a build with workbooks copies sheets"))]
mod sheet_records;
mod start;
mod table_reader;
mod text;

#[cfg(test)]
mod tests;

#[cfg(feature = "workbooks")]
pub use cell_fault::CellFault;
pub use column_cells::ColumnCells;
pub use delimiter::Delimiter;
pub use encoding::Encoding;
pub use error::TableError;
pub use header::{ColumnSpec, Columns, KnownHeaders, normal};
pub use kind::{FileKind, SNIFFED};
pub use options::{ColumnMapping, ReadOptions, UnknownColumns};
#[cfg(feature = "workbooks")]
pub use record::MOST_CELL_BYTES;
pub use rejects::RejectsWriter;
pub use row::TableRow;
pub use sheet_records::MergedCells;
#[cfg(feature = "workbooks")]
pub use sheet_records::{SheetRecord, fits_filled};
pub use table_reader::{HeaderRank, TableReader};
