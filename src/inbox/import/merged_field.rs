//! Merges the values of a field in several rows, and finds those that differ.

use super::rejects::RowError;
use crate::model::{ErrorCode, Excerpt};

/// The value of a field in several rows.
#[derive(Debug, Default)]
pub(super) struct MergedField {
    /// The first line with a value; 0 if there is none.
    line: u64,
    value: String,
    /// Lines that agree, as long as no line differs.
    again: Vec<u64>,
    /// The first line that differs.
    other: Option<(u64, String)>,
}

impl MergedField {
    /// Removes the value and keeps the memory.
    pub(super) fn clear(&mut self) {
        (self.line, self.other) = (0, None);
        self.again.clear();
    }

    /// The value, unless all rows are blank.
    pub(super) fn value(&self) -> Option<&str> {
        (self.line > 0).then_some(self.value.as_str())
    }

    /// Merges the value of a row about a subject. Rows that differ are all in conflict, with those that agree with one of
    /// them; a blank never conflicts.
    pub(super) fn merge(
        &mut self,
        subject: &dyn Fn() -> String,
        column: &'static str,
        line: u64,
        value: &str,
        same: fn(&str, &str) -> bool,
        conflicts: &mut Vec<RowError>,
    ) {
        if value.is_empty() {
            return;
        }
        if self.line == 0 {
            self.line = line;
            self.value.clear();
            self.value.push_str(value);
            return;
        }
        let agrees = same(&self.value, value);
        if agrees && self.other.is_none() {
            self.again.push(line);
            return;
        }
        let conflict = |line, value: &str, other: u64, says: &str| {
            let message = conflict_message(&subject(), column, (line, value), (other, says));
            RowError::new(line, Some(column), ErrorCode::ConflictingRows, value, message)
        };
        if self.other.is_none() {
            let before = [self.line].into_iter().chain(self.again.iter().copied());
            conflicts.extend(before.map(|earlier| conflict(earlier, &self.value, line, value)));
        }
        let (other, says) = self.other.get_or_insert_with(|| (line, value.to_owned()));
        if agrees {
            conflicts.push(conflict(line, value, *other, says));
        } else {
            conflicts.push(conflict(line, value, self.line, &self.value));
        }
    }
}

/// The message of a conflict: the same for both rows.
fn conflict_message(subject: &str, column: &str, one: (u64, &str), other: (u64, &str)) -> String {
    let ((first, value), (second, differs)) = if one.0 < other.0 { (one, other) } else { (other, one) };
    let (what, value, differs) = (column.replace('_', " "), Excerpt(value), Excerpt(differs));
    format!("lines {first} and {second} differ in {what}: `{value}`, `{differs}` ({subject})")
}
