//! The text of a file, and where its lines begin and end.

use std::ops::{Deref, Range};

use super::patch::{LAYOUT, Why};
use super::tree::Node;

/// The text of a file.
pub(super) struct Source<'s> {
    text: &'s str,
    /// What ends its lines, looked up once for all edits.
    pub(super) line_end: &'static str,
}

impl Deref for Source<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

impl<'s> Source<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text, line_end }
    }

    /// Behind the colon of a key.
    pub(super) fn colon(&self, key: &Node) -> Result<usize, Why> {
        let after = self.get(key.range.end..).ok_or(LAYOUT)?;
        let colon = after.find(':').ok_or(LAYOUT)?;
        let between = after.get(..colon).is_some_and(|gap| gap.trim().is_empty());
        if between { Ok(key.range.end + colon + 1) } else { Err(LAYOUT) }
    }

    pub(super) fn start_of_line(&self, at: usize) -> usize {
        self.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line| line + 1)
    }

    /// Behind the end of the line.
    pub(super) fn end_of_line(&self, at: usize) -> usize {
        self.get(at..).and_then(|after| after.find('\n')).map_or(self.len(), |line| at + line + 1)
    }

    /// As many blanks as stand before a place on its line; what else stands there counts as one each.
    pub(super) fn indent(&self, at: usize) -> String {
        let before = self.get(self.start_of_line(at)..at).unwrap_or_default();
        " ".repeat(before.chars().count())
    }

    /// The text with its parts replaced: they stand in their order, and none touches another.
    pub(super) fn with(&self, patches: impl IntoIterator<Item = (Range<usize>, String)>) -> String {
        let mut text = String::with_capacity(self.len());
        let mut at = 0;
        for (range, new) in patches {
            text.push_str(self.get(at..range.start).unwrap_or_default());
            text.push_str(&new);
            at = range.end;
        }
        text + self.get(at..).unwrap_or_default()
    }
}
