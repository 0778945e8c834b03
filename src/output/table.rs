//! Tables for people: columns without borders, that fit the terminal and can be cut in a pipe.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement, presets};

use super::text::escaped;

/// A table of cells; what a cell holds is escaped.
pub struct Table {
    table: comfy_table::Table,
}

impl Table {
    /// A table with a line of headings, as wide as the terminal, or as its contents where there is none.
    pub fn new(width: Option<u16>, headings: &[&str]) -> Self {
        let mut table = Self::bare(width);
        table.table.set_header(headings.iter().map(|heading| heading.to_uppercase()));
        table
    }

    /// A table without headings.
    pub fn bare(width: Option<u16>) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        match width {
            Some(width) => table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        Self { table }
    }

    /// Adds a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.table.add_row(cells.into_iter().map(|cell| escaped(cell.as_ref()).into_owned()));
    }

    /// Sets a column of numbers to the right.
    pub fn align_right(&mut self, column: usize) {
        if let Some(column) = self.table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = self.table.clone();
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        for line in table.lines() {
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
