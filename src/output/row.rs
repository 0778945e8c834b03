//! Rows of lists.

use schemars::JsonSchema;
use serde::Serialize;

use super::csv::keys;
use super::table::{Cell, Table};

/// A row of a list.
pub trait Row: Serialize + JsonSchema + Clone {
    /// The plural of the thing.
    const PLURAL: &'static str;
    /// The headings of its table.
    const HEADINGS: &'static [&'static str];

    /// The cells of its row.
    fn cells(&self) -> Vec<Cell>;

    /// What names the thing in other commands: its first cell.
    fn id(&self) -> String {
        self.cells().first().map(Cell::line).unwrap_or_default()
    }

    /// The keys of its JSON, in order.
    fn keys() -> Vec<String> {
        keys::<Self>()
    }

    /// All of the thing, each field with its label.
    fn fields(&self) -> Vec<(&'static str, Cell)> {
        Self::HEADINGS.iter().copied().zip(self.cells()).collect()
    }
}

/// The fields of a thing, below each other.
pub(super) fn fields_table(thing: &impl Row) -> Table {
    labelled(thing.fields())
}

/// Values behind their labels, below each other.
pub(super) fn labelled(fields: Vec<(&'static str, Cell)>) -> Table {
    let mut table = Table::without_headings(&["", ""]);
    for (label, value) in fields {
        table.row([label.into(), value]);
    }
    table
}
