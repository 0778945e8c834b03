//! Text for people, independent of terminal or Markdown.

use super::local_times::LocalTimes;
use super::markdown;
use super::table::{Piece, Table};
use super::text::escaped;

/// Lines and tables in order.
#[derive(Default)]
pub struct Document {
    blocks: Vec<Block>,
}

enum Block {
    Line(String),
    /// A line with times.
    Times(Vec<Piece>),
    Gap,
    Table(Table),
    /// Text in its final layout, escaped, and maybe with colours.
    Verbatim(String),
}

impl Document {
    pub fn of_line(text: impl AsRef<str>) -> Self {
        let mut document = Self::default();
        document.line(text);
        document
    }

    /// Adds a line, which is escaped.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.blocks.push(Block::Line(escaped(text.as_ref()).into_owned()));
    }

    /// Adds a line of words and times.
    pub fn line_of(&mut self, pieces: Vec<Piece>) {
        self.blocks.push(Block::Times(pieces));
    }

    pub fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// Adds text that is escaped, has its lines, and may have colours.
    pub fn verbatim(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Verbatim(text.into()));
    }

    pub fn append(&mut self, mut other: Self) {
        self.blocks.append(&mut other.blocks);
    }

    /// Shows all times in their zone.
    pub(super) fn show_times(&mut self, times: &LocalTimes) {
        for block in &mut self.blocks {
            match block {
                Block::Table(table) => table.show_times(times),
                Block::Times(pieces) => {
                    let line = Piece::line(pieces, |time| times.with_zone(time));
                    *block = Block::Line(escaped(&line).into_owned());
                }
                Block::Line(_) | Block::Gap | Block::Verbatim(_) => {}
            }
        }
    }

    /// The text for a terminal of this width, or for a pipe.
    pub fn to_text(&self, width: Option<u16>) -> String {
        let text = |block: &Block| match block {
            Block::Line(line) => format!("{line}\n"),
            Block::Times(pieces) => format!("{}\n", Piece::line(pieces, |time| time.to_string())),
            Block::Gap => "\n".to_owned(),
            Block::Table(table) => table.to_text(width),
            Block::Verbatim(text) => text.clone(),
        };
        self.blocks.iter().map(text).collect()
    }

    /// The text as GitHub and GitLab render it: a paragraph a line.
    pub fn to_markdown(&self) -> String {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(markdown::escape(line.trim()) + "\n"),
            Block::Times(pieces) => Some(markdown::escape(&Piece::line(pieces, |time| time.to_string())) + "\n"),
            Block::Gap => None,
            Block::Table(table) => Some(table.to_markdown()),
            Block::Verbatim(text) => Some(markdown::fenced(text)),
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}

impl From<Table> for Document {
    fn from(table: Table) -> Self {
        let mut document = Self::default();
        document.table(table);
        document
    }
}
