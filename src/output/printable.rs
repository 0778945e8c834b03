//! Answers in forms that [`Ui`](super::Ui) prints in any format.

use serde::Serialize;

use super::csv::CsvRecords;
use super::document::Document;
use super::row::{Row, fields_table};

/// An answer; its serialized form is its JSON.
pub trait Printable: Serialize {
    /// The text for people.
    fn document(&self) -> Document;

    /// The rows of its CSV.
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
