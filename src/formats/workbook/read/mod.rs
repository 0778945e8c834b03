//! Reads a sheet of a workbook, in memory that grows only with the shared strings.
//!
//! The parts of the ZIP archive are read by `zip` and `quick-xml`, and not by a reader of whole workbooks:
//! those trust what a file claims (they allocate as many strings as it says it has), pass numbers
//! through floats, take the first string for one that is missing, and have no limits. What is read here
//! is counted while it is unpacked, and what can't be read for certain is an error.
//!
//! `package.rs` unpacks, `xml_part.rs` parses, `sheet_list.rs`, `shared_strings.rs` and `cell_styles.rs`
//! read what a sheet refers to, `sheet_rows.rs` reads a sheet row by row, and `copy_sheet.rs` copies one.

#[cfg(feature = "workbooks")]
mod cell_styles;
#[cfg(feature = "workbooks")]
mod cell_text;
#[cfg_attr(not(feature = "workbooks"), path = "copy_sheet_elsewhere.rs")]
mod copy_sheet;
#[cfg(feature = "workbooks")]
mod package;
#[cfg(feature = "workbooks")]
mod shared_strings;
mod sheet_copy;
#[cfg(feature = "workbooks")]
mod sheet_list;
#[cfg(feature = "workbooks")]
mod sheet_rows;
#[cfg(feature = "workbooks")]
mod unpack_limit;
#[cfg_attr(not(feature = "workbooks"), expect(dead_code, reason = "only a build with workbooks reads them"))]
mod workbook_error;
#[cfg(feature = "workbooks")]
mod xml_part;

pub use copy_sheet::copy_sheet;
pub use sheet_copy::{SheetCopy, SheetPick};
pub use workbook_error::WorkbookError;
