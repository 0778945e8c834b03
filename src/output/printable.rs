//! What can be printed. It says what it is; only [`Ui`](super::Ui) knows formats.

use serde::Serialize;

use super::csv::CsvRecords;
use super::document::Document;
use super::row::{Row, fields_table};

/// An answer. Its serialized form is its JSON.
pub trait Printable: Serialize {
    /// The text for people.
    fn document(&self) -> Document;

    /// The list that a spreadsheet gets.
    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of_object(self)
    }
}

impl<T: Row> Printable for T {
    fn document(&self) -> Document {
        fields_table(self).into()
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of([self])
    }
}
