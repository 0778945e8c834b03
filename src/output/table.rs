//! Tables for people: columns without borders, that fit the terminal and can be cut in a pipe.

use std::fmt;

use comfy_table::{ContentArrangement, Row, presets};

use super::text::escaped;

/// How many of several things a list shows in a terminal; looking at one thing shows all.
const SHOWN: usize = 3;

/// How many lines a row of a list may have in a terminal.
const LINES: usize = 4;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// One thing.
    One(String),
    /// Several things: below each other; in a list in a pipe, beside each other.
    Several(Vec<String>),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::One(text)
    }
}

impl From<Vec<String>> for Cell {
    fn from(texts: Vec<String>) -> Self {
        Self::Several(texts)
    }
}

/// A table of cells; what a cell holds is escaped.
pub struct Table {
    table: comfy_table::Table,
    kind: Kind,
}

/// Whether rows have to be short.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Many things, a glance each.
    List,
    /// One thing, all of it.
    Whole,
}

impl Table {
    /// A list with a line of headings, as wide as the terminal, or as its contents where there is none.
    pub fn list(width: Option<u16>, headings: &[&str]) -> Self {
        let mut table = Self::whole(width);
        table.kind = Kind::List;
        table.heading(headings);
        table
    }

    /// A table that shows all of its cells.
    pub fn whole(width: Option<u16>) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        match width {
            Some(width) => table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        Self { table, kind: Kind::Whole }
    }

    /// Sets the line of headings.
    pub fn heading(&mut self, headings: &[&str]) {
        self.table.set_header(headings.iter().map(|heading| heading.to_uppercase()));
    }

    /// Adds a row.
    pub fn row<T: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let cells: Vec<_> = cells.into_iter().map(|cell| self.text(cell.into())).collect();
        let mut row = Row::from(cells);
        if self.in_terminal() && self.kind == Kind::List {
            row.max_height(LINES);
        }
        self.table.add_row(row);
    }

    fn in_terminal(&self) -> bool {
        matches!(self.table.content_arrangement(), ContentArrangement::Dynamic)
    }

    fn text(&self, cell: Cell) -> String {
        let texts = match cell {
            Cell::One(text) => return escaped(&text).into_owned(),
            Cell::Several(texts) if texts.is_empty() => return "none".to_owned(),
            Cell::Several(texts) => texts,
        };
        let mut shown: Vec<_> = texts.iter().map(|text| escaped(text).into_owned()).collect();
        match self.kind {
            Kind::Whole => return shown.join("\n"),
            Kind::List if !self.in_terminal() => return shown.join(", "),
            Kind::List => {}
        }
        // One more line than allowed would only say that there is one more.
        if shown.len() > SHOWN + 1 {
            let more = shown.len() - SHOWN;
            shown.truncate(SHOWN);
            shown.push(format!("and {more} more"));
        }
        shown.join("\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn emails(number: usize) -> Cell {
        (0..number).map(|n| format!("m{n}@acme.example")).collect::<Vec<_>>().into()
    }

    #[test]
    fn several_things_stand_below_each_other_in_a_terminal_and_beside_each_other_in_a_pipe() {
        let mut table = Table::list(Some(80), &["id", "assigned"]);
        table.row(["1".to_owned().into(), emails(2)]);
        assert_eq!(table.to_string(), "ID  ASSIGNED\n1   m0@acme.example\n    m1@acme.example\n");
        let mut table = Table::list(None, &["id", "assigned"]);
        table.row(["1".to_owned().into(), emails(2)]);
        assert_eq!(table.to_string(), "ID  ASSIGNED\n1   m0@acme.example, m1@acme.example\n");
    }

    #[test]
    fn a_list_says_how_many_more_there_are() {
        let mut table = Table::list(Some(80), &["assigned"]);
        table.row([emails(8)]);
        assert!(table.to_string().ends_with("m2@acme.example\nand 5 more\n"), "{table}");
        let mut table = Table::whole(Some(80));
        table.row([emails(8)]);
        assert!(table.to_string().ends_with("m7@acme.example\n"), "{table}");
    }
}
