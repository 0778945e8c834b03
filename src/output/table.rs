//! Tables for people: columns without borders, that fit the terminal and can be cut in a pipe.

use comfy_table::{Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, Row, Width, presets};

use super::bars::bar;
use super::layout::{Class, fit, shorten};
use super::local_times::LocalTimes;
use super::markdown;
use super::text::{escaped, grouped, width_of};
use crate::model::Time;

/// The most lines of a row of a list in a terminal.
const LINES: usize = 4;

/// The blanks between two columns.
const GAP: u16 = 2;

/// The number of rows of a long list that are printed together, in columns of one width.
const BLOCK: usize = 1000;

/// The longest bar.
const BAR: usize = 40;

/// What a cell holds.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Prose, which is wrapped.
    Text(String),
    /// A value that is never broken, e.g. a date or a phone.
    Word(String, Option<Color>),
    /// A number, aligned to the right.
    Number(u64),
    /// Members, shortened in a list that is too wide.
    Names(Vec<String>),
    /// Times with the words around them, on one or more lines, until [`Table::show_times`].
    Times(Vec<Vec<Piece>>),
    /// A bar.
    Bar { number: u64, greatest: u64 },
}

/// A piece of a line.
#[derive(Debug, Clone)]
pub enum Piece {
    Words(String),
    Time(Time),
}

impl Piece {
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }

    /// The line that pieces make.
    pub(super) fn line(pieces: &[Self], show: impl Fn(Time) -> String) -> String {
        let text = |piece: &Self| match piece {
            Self::Words(words) => words.clone(),
            Self::Time(time) => show(*time),
        };
        pieces.iter().map(text).collect()
    }
}

impl Cell {
    /// A value that is never broken.
    pub fn word(text: &(impl ToString + ?Sized)) -> Self {
        Self::Word(text.to_string(), None)
    }

    pub fn name(name: impl Into<String>) -> Self {
        Self::Names(vec![name.into()])
    }

    fn class(&self) -> Class {
        match self {
            Self::Text(_) => Class::Wraps,
            Self::Names(_) | Self::Bar { .. } => Class::Shortens,
            Self::Word(..) | Self::Number(_) | Self::Times(_) => Class::Fixed,
        }
    }

    /// The value in a line, escaped.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Text(text) | Self::Word(text, _) => escaped(text).into_owned(),
            Self::Number(number) => grouped(*number),
            Self::Names(names) => escaped(&names.join(", ")).into_owned(),
            Self::Bar { number, greatest } => bar(*number, *greatest, BAR),
            Self::Times(lines) => lines.iter().map(|line| Piece::line(line, |time| time.to_string())).collect(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Time> for Cell {
    fn from(time: Time) -> Self {
        Self::Times(vec![vec![Piece::Time(time)]])
    }
}

/// What is unset is blank.
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::Text(String::new()), Into::into)
    }
}

impl From<Vec<String>> for Cell {
    fn from(names: Vec<String>) -> Self {
        Self::Names(names)
    }
}

/// Rows of cells, escaped when they are printed.
#[derive(Clone)]
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<Cell>>,
    kind: Kind,
    indent: usize,
    /// The natural widths of the columns of the blocks before this one; empty in the first one.
    before: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Each row is short.
    List,
    /// Each row is whole.
    Details,
    /// The same, with headings in Markdown only.
    WithoutHeadings,
}

impl Table {
    /// A list with one line a row where possible.
    pub fn list(headings: &[&str]) -> Self {
        Self::new(headings, Kind::List)
    }

    /// A table of whole cells.
    pub fn details(headings: &[&str]) -> Self {
        Self::new(headings, Kind::Details)
    }

    /// A table of whole cells with headings in Markdown only.
    pub fn without_headings(headings: &[&str]) -> Self {
        Self::new(headings, Kind::WithoutHeadings)
    }

    fn new(headings: &[&str], kind: Kind) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { headings, rows: Vec::new(), kind, indent: 0, before: Vec::new() }
    }

    pub fn indented(mut self, indent: usize) -> Self {
        self.indent = indent;
        self
    }

    pub fn row<T: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Shows the times in their zone: the headings of columns name it, else each time does.
    pub(super) fn show_times(&mut self, times: &LocalTimes) {
        let with_headings = self.kind != Kind::WithoutHeadings;
        let show = |time| if with_headings { times.short(time) } else { times.with_zone(time) };
        for row in &mut self.rows {
            for (cell, heading) in row.iter_mut().zip(&mut self.headings) {
                let Cell::Times(lines) = cell else { continue };
                let mut lines: Vec<_> = lines.iter().map(|line| Piece::line(line, show)).collect();
                *cell = if lines.len() == 1 { Cell::Word(lines.remove(0), None) } else { Cell::Names(lines) };
                if with_headings && !heading.ends_with(')') {
                    *heading = format!("{heading} ({})", times.zone());
                }
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a long table should be printed up to here, to keep memory small.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= BLOCK
    }

    /// Takes the rows so far as a table to print. What follows has no headings; its columns are at least as
    /// wide.
    pub fn take_block(&mut self) -> Self {
        let columns = self.columns().into_iter().map(|(_, _, width)| width).collect();
        let before = std::mem::replace(&mut self.before, columns);
        let (headings, rows) = (self.headings.clone(), std::mem::take(&mut self.rows));
        Self { headings, rows, kind: self.kind, indent: self.indent, before }
    }

    /// Whether earlier blocks were printed.
    pub fn is_continued(&self) -> bool {
        !self.before.is_empty()
    }

    /// Formats the table for a terminal of this width, or for a pipe.
    pub fn to_text(&self, width: Option<u16>) -> String {
        let room = width.map(|width| usize::from(width).saturating_sub(self.indent));
        let widths = self.widths(room);
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).enforce_styling().style_text_only();
        table.set_content_arrangement(ContentArrangement::Dynamic).set_truncation_indicator("…");
        if self.kind != Kind::WithoutHeadings && !self.is_continued() {
            table.set_header(self.headings.iter().map(|heading| bold(&heading.to_uppercase())));
        }
        for row in &self.rows {
            let cells = row.iter().zip(&widths).map(|(cell, width)| self.cell(cell, *width, room.is_some()));
            let mut row = Row::from(cells.collect::<Vec<_>>());
            if self.kind == Kind::List && room.is_some() {
                row.max_height(LINES);
            }
            table.add_row(row);
        }
        for (column, width) in table.column_iter_mut().zip(&widths) {
            let padded = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(GAP);
            column.set_padding((0, GAP)).set_constraint(ColumnConstraint::Absolute(Width::Fixed(padded)));
        }
        let indent = " ".repeat(self.indent);
        table.lines().fold(String::new(), |text, line| text + &indent + line.trim_end() + "\n")
    }

    /// Formats the table as Markdown.
    pub fn to_markdown(&self) -> String {
        let numbers = |column: usize| self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(_))));
        let rules = (0..self.headings.len()).map(|column| if numbers(column) { "---:" } else { "---" }.to_owned());
        let headings = self.headings.iter().map(|heading| markdown::escape(&capitalized(heading)));
        let rows =
            self.rows.iter().map(|row| markdown::row(row.iter().map(|cell| markdown::escape(cell.line().trim()))));
        let heads = [markdown::row(headings), markdown::row(rules)].into_iter().filter(|_| !self.is_continued());
        heads.chain(rows).collect()
    }

    fn widths(&self, room: Option<usize>) -> Vec<usize> {
        let columns = self.columns();
        match room {
            Some(room) => fit(&columns, room),
            None => columns.into_iter().map(|(_, _, width)| width).collect(),
        }
    }

    /// Of each column its class, the width of its heading, and its natural width.
    fn columns(&self) -> Vec<(Class, usize, usize)> {
        let heading = |column: usize| match self.kind {
            Kind::WithoutHeadings => 0,
            Kind::List | Kind::Details => self.headings.get(column).map_or(0, |heading| width_of(heading)),
        };
        let column = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let class = cells.clone().map(Cell::class).max().unwrap_or(Class::Fixed);
            let class = if class == Class::Shortens && !self.shortens() { Class::Fixed } else { class };
            let width = cells.flat_map(|cell| self.whole(cell)).map(|line| width_of(&line)).max().unwrap_or_default();
            let before = self.before.get(column).copied().unwrap_or_default();
            (class, heading(column), width.max(heading(column)).max(before))
        };
        (0..self.headings.len()).map(column).collect()
    }

    fn shortens(&self) -> bool {
        self.kind == Kind::List || self.rows.iter().flatten().any(|cell| matches!(cell, Cell::Bar { .. }))
    }

    /// The lines of a cell in a column that is wide enough.
    fn whole(&self, cell: &Cell) -> Vec<String> {
        match cell {
            Cell::Names(names) if self.kind != Kind::List => {
                names.iter().map(|name| escaped(name).into_owned()).collect()
            }
            _ => vec![cell.line()],
        }
    }

    /// A cell in a column of this width.
    fn cell(&self, cell: &Cell, width: usize, in_terminal: bool) -> comfy_table::Cell {
        let text = match cell {
            Cell::Bar { number, greatest } => bar(*number, *greatest, width),
            Cell::Names(names) if self.kind == Kind::List && in_terminal => {
                shorten(&names.iter().map(|name| escaped(name)).collect::<Vec<_>>(), width)
            }
            _ => self.whole(cell).join("\n"),
        };
        let text = comfy_table::Cell::new(text);
        match cell {
            Cell::Number(_) => text.set_alignment(CellAlignment::Right),
            Cell::Word(_, Some(color)) => text.fg(*color),
            _ => text,
        }
    }
}

fn bold(heading: &str) -> comfy_table::Cell {
    let cell = comfy_table::Cell::new(heading);
    if heading.is_empty() { cell } else { cell.add_attribute(Attribute::Bold) }
}

/// `External id`
fn capitalized(heading: &str) -> String {
    let mut letters = heading.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversations() -> Table {
        let mut table = Table::list(&["id", "status", "assigned", "opened"]);
        let names = ["diego.ramirez@acme.example", "eva@acme.example"].map(str::to_owned).to_vec();
        let opened = || Cell::word("2026-01-01 00:00");
        table.row([Cell::word(&1), Cell::Word("new".to_owned(), Some(Color::DarkYellow)), names.into(), opened()]);
        table.row([Cell::word(&2), Cell::word("closed"), Vec::new().into(), opened()]);
        table
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn list_keeps_each_row_on_one_line() {
        assert_eq!(
            plain(&conversations().to_text(None)),
            "ID  STATUS  ASSIGNED                                      OPENED\n\
             1   new     diego.ramirez@acme.example, eva@acme.example  2026-01-01 00:00\n\
             2   closed                                                2026-01-01 00:00\n"
        );
        assert_eq!(
            plain(&conversations().to_text(Some(50))),
            "ID  STATUS  ASSIGNED              OPENED\n\
             1   new     die…@acme.example +1  2026-01-01 00:00\n\
             2   closed                        2026-01-01 00:00\n"
        );
    }

    #[test]
    fn blocks_of_long_list_have_columns_of_one_table() {
        let (mut table, mut whole) = (Table::list(&["id", "name"]), Table::list(&["id", "name"]));
        let mut blocks = Vec::new();
        for name in ["ana", "the longest name", "eva"] {
            let row = || [Cell::word(&1), Cell::from(name)];
            whole.row(row());
            table.row(row());
            blocks.push(table.take_block());
        }
        blocks.push(table);
        let texts: String = blocks.iter().map(|block| block.to_text(None)).collect();
        assert_eq!(texts, whole.to_text(None));
        let markdown: String = blocks.iter().map(Table::to_markdown).collect();
        assert_eq!(markdown, whole.to_markdown());
    }

    #[test]
    fn headings_and_status_are_styled() {
        let text = conversations().to_text(None);
        assert!(text.starts_with("\u{1b}[1mID\u{1b}[0m  \u{1b}[1mSTATUS\u{1b}[0m  "), "{text:?}");
        assert!(text.contains("\n1   \u{1b}[38;5;3mnew\u{1b}[39m     diego"), "{text:?}");
    }

    #[test]
    fn details_show_all_names_and_wrap_text() {
        let mut table = Table::without_headings(&["", ""]).indented(3);
        table.row(["owners".into(), Cell::from(vec!["ana@acme.example".to_owned(), "eva@acme.example".to_owned()])]);
        table.row(["note", "one two three four"].map(Cell::from));
        table.row([Cell::word("count"), Cell::Number(1200)]);
        assert_eq!(
            table.to_text(Some(27)),
            "   owners  ana@acme.example\n           eva@acme.example\n   note    one two three\n           four\n\
             \x20  count              1,200\n"
        );
    }

    #[test]
    fn markdown_has_headings_and_escapes_cells() {
        let mut table = Table::without_headings(&["external id", "number"]).indented(3);
        table.row([Cell::from("a|b\nc\u{202e}"), Cell::Number(7)]);
        assert_eq!(table.to_markdown(), "| External id | Number |\n| --- | ---: |\n| a\\|b\\\\nc\\\\u{202e} | 7 |\n");
    }
}
