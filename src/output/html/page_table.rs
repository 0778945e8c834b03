//! Tables of pages.

use askama::Template;

use super::bar_chart::percent_of;
use crate::output::text::grouped;

/// The rows that are in sight together with the headings.
const ROWS_IN_SIGHT: usize = 30;

/// A table with a caption, in a box of its own that scrolls.
#[derive(Template)]
#[template(path = "page_table.html", config = "src/output/html/askama.toml")]
pub(super) struct PageTable {
    pub(super) caption: String,
    pub(super) columns: Vec<PageColumn>,
    pub(super) rows: Vec<Vec<PageCell>>,
    /// A last row, which is not sorted.
    pub(super) totals: Vec<PageCell>,
    pub(super) note: Option<String>,
}

/// A column; the script sorts by it.
pub(super) struct PageColumn {
    pub(super) heading: String,
    pub(super) kind: ColumnKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Number,
    /// Not sorted.
    Picture,
}

/// A cell.
#[derive(Debug, Clone)]
pub(super) enum PageCell {
    /// What the row is about.
    Name(String),
    Text(String),
    Code(String),
    Number(u64),
    /// A part of all, as text and as sorted.
    Share {
        text: String,
        value: String,
    },
    /// A time as shown, and in RFC 3339.
    Time {
        value: String,
        text: String,
    },
    /// The width of a bar in percent.
    Bar(String),
    /// A short mark in the middle.
    Mark {
        text: &'static str,
        class: &'static str,
    },
    Empty,
}

impl PageTable {
    /// Whether it has a height of its own, so that the headings of its columns stay in sight.
    fn is_tall(&self) -> bool {
        self.rows.len() > ROWS_IN_SIGHT
    }
}

impl PageColumn {
    pub(super) fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Text }
    }

    pub(super) fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Number }
    }

    pub(super) fn picture(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Picture }
    }

    fn is_number(&self) -> bool {
        self.kind == ColumnKind::Number
    }

    fn sort(&self) -> Option<&'static str> {
        match self.kind {
            ColumnKind::Text => Some("text"),
            ColumnKind::Number => Some("number"),
            ColumnKind::Picture => None,
        }
    }
}

impl PageCell {
    pub(super) fn bar(part: u64, whole: u64) -> Self {
        Self::Bar(percent_of(part, whole))
    }
}

/// Says that some of all rows are shown.
pub(super) fn shown_of(shown: usize, all: usize, what: &str, elsewhere: &str) -> Option<String> {
    let (some, number) = (grouped(shown as u64), grouped(all as u64));
    (shown < all).then(|| format!("The first {some} of {number} {what}; {elsewhere} has all."))
}
