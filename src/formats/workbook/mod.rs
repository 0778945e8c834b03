//! Excel workbooks (`.xlsx`), behind the feature `workbooks`.

mod read;
mod sheet_error;
#[cfg_attr(not(feature = "workbooks"), path = "sheet_writer_elsewhere.rs")]
mod sheet_writer;

pub use read::{SheetCopy, SheetPick, WorkbookError, copy_sheet};
pub use sheet_error::{SheetError, is_workbook_name, require_workbooks};
pub use sheet_writer::SheetWriter;
