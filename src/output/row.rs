//! Rows of lists.

use schemars::{JsonSchema, schema_for};
use serde::Serialize;

use super::table::{Cell, Table};

/// A row of a list.
pub trait Row: Serialize + JsonSchema {
    /// The plural of the thing.
    const PLURAL: &'static str;
    /// The headings of its table.
    const HEADINGS: &'static [&'static str];

    /// The headers of its CSV: the keys of its JSON.
    fn keys() -> Vec<String>
    where
        Self: Sized,
    {
        let schema = schema_for!(Self);
        let properties = schema.get("properties").and_then(|properties| properties.as_object());
        properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
    }

    /// The cells of its row.
    fn cells(&self) -> Vec<Cell>;

    /// All of the thing, each field with its label.
    fn fields(&self) -> Vec<(&'static str, Cell)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

/// The fields of a thing, below each other.
pub(super) fn fields_table(thing: &impl Row) -> Table {
    let mut table = Table::without_headings(&["", ""]);
    for (label, value) in thing.fields() {
        table.row([label.into(), value]);
    }
    table
}
