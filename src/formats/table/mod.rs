//! CSV files that people import: from bytes in whatever encoding to rows of text, each with its
//! place. What the columns mean is the caller's business; there is no idea of a store.
//!
//! This is the hot path of an import: a file of any size is read in constant memory, and no cell is
//! allocated. Bytes become text in `text.rs`, and other formats are recognized
//! in `kind.rs`; text becomes records in `record.rs`; `start.rs` finds the record of the headers, and
//! `header.rs` understands it.
//!
//! Nothing is dropped or replaced in silence: what can't be read for certain is a fault of the whole
//! file. Those are bytes that are no text, a NUL, a quote that is never closed, text after a closing
//! quote (`"a"b`; blanks are kept), blanks before an opening one (`a, "b"`), and whatever is over a
//! limit ([`record::MOST_CELL_BYTES`], [`record::MOST_ROW_BYTES`], [`record::MOST_CELLS`]). A quote within a cell that
//! doesn't begin with one is text: `5" pipe`.
//!
//! Rows whose cells are all blank, quoted or not, are skipped as blank lines; so are a first line
//! `sep=;`, which sets the delimiter unless one is given, and a title of up to 20 lines above the
//! headers. A file of rejects keeps the line `sep=;` and drops the title.

mod delimiter;
mod encoding;
mod error;
mod header;
mod kind;
mod likely;
mod open;
mod record;
mod rejects;
mod row;
mod start;
mod text;

#[cfg(test)]
mod tests;

pub use delimiter::Delimiter;
pub use encoding::Encoding;
pub use error::TableError;
pub use header::{ColumnSpec, Columns, HeaderAlias, UnknownColumns};
pub use open::{ReadOptions, TableReader};
pub use rejects::{Reject, RejectsWriter};
pub use row::TableRow;
