//! The cells of a row that a column is read from.

use std::borrow::Cow;

use super::cell_fault::CellFault;
use super::row::TableRow;

/// The positions of a column: of several headers that add up, each with its alternatives. Empty if the
/// file doesn't have the column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnCells(Vec<Vec<usize>>);

impl ColumnCells {
    /// Adds alternatives: the first that is not empty in a row counts.
    pub(super) fn add(&mut self, alternatives: Vec<usize>) {
        self.0.push(alternatives);
    }

    pub fn is_missing(&self) -> bool {
        self.0.is_empty()
    }

    /// The first position.
    pub fn first(&self) -> Option<usize> {
        self.0.first()?.first().copied()
    }

    /// The value in a row; values that add up are joined by line breaks.
    pub fn value<'r>(&self, row: &'r TableRow) -> Cow<'r, str> {
        if let [alternatives] = self.0.as_slice()
            && let [position] = alternatives.as_slice()
        {
            return Cow::Borrowed(row.value(*position));
        }
        let mut values = self.filled(row).map(|position| row.value(position));
        let first = values.next().unwrap_or_default();
        values.fold(Cow::Borrowed(first), |joined, value| Cow::Owned(format!("{joined}\n{value}")))
    }

    /// The first cell of the value that is uncertain, and why.
    pub fn fault(&self, row: &TableRow, is_phone: bool) -> Option<(usize, CellFault)> {
        let fault = |position| row.fault(position).filter(|fault| is_phone || !fault.is_of_phones());
        self.filled(row).find_map(|position| Some((position, fault(position)?)))
    }

    /// The position of the cell that holds a text, which may have been cut and end with `…`; by default
    /// that of the value.
    pub fn position_of(&self, text: &str, row: &TableRow) -> Option<usize> {
        let text = text.trim_end_matches('…');
        let holder = self.filled(row).find(|position| row.value(*position).contains(text));
        holder.or_else(|| self.filled(row).next()).or_else(|| self.first())
    }

    /// The positions of the cells that make up the value. A text without a letter or digit, such as `-`, gives
    /// way to the next alternative.
    fn filled(&self, row: &TableRow) -> impl Iterator<Item = usize> {
        let is_filled = |position: &&usize| !row.value(**position).is_empty();
        let has_word = |position: &&usize| row.value(**position).contains(char::is_alphanumeric);
        self.0.iter().filter_map(move |alternatives| {
            alternatives.iter().find(has_word).or_else(|| alternatives.iter().find(is_filled)).copied()
        })
    }
}
