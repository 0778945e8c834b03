//! The rows about one contact, account, member or team: they are imported together, or not at all.

use std::fmt::Display;

use super::input::OnError;
use super::merged_field::MergedField;
use super::rejects::{RejectCollector, RowError};
use crate::inbox::error::Result;
use crate::model::{ErrorCode, Excerpt};

/// The rows of a group, with the members that they name and `N` fields.
pub(super) struct RowGroup<K, M, const N: usize> {
    kind: &'static str,
    pub(super) key: K,
    pub(super) lines: Vec<u64>,
    /// The members that the rows name, with the lines.
    pub(super) named: Vec<(M, u64)>,
    /// The members that the rows name as pinned owners.
    pub(super) pinned: Vec<M>,
    /// Whether a row names an owner that was left out.
    pub(super) has_ignored: bool,
    fields: [MergedField; N],
    /// The first line that is invalid on its own.
    rejected_line: Option<u64>,
    /// Rows that contradict each other.
    conflicts: Vec<RowError>,
}

impl<K: Display, M: Clone + PartialEq, const N: usize> RowGroup<K, M, N> {
    pub(super) fn new(kind: &'static str, key: K) -> Self {
        Self {
            kind,
            key,
            lines: Vec::new(),
            named: Vec::new(),
            pinned: Vec::new(),
            has_ignored: false,
            fields: [(); N].map(|()| MergedField::default()),
            rejected_line: None,
            conflicts: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.rejected_line.is_none()
    }

    /// Removes all rows and keeps their memory.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.named.clear();
        self.pinned.clear();
        self.conflicts.clear();
        (self.rejected_line, self.has_ignored) = (None, false);
        self.fields.iter_mut().for_each(MergedField::clear);
    }

    /// Adds a row that is invalid on its own.
    pub(super) fn add_rejected(&mut self, line: u64) {
        self.rejected_line.get_or_insert(line);
    }

    /// Merges what a row has in the field at a position.
    pub(super) fn merge(
        &mut self,
        (position, column): (usize, &'static str),
        line: u64,
        value: &str,
        same: fn(&str, &str) -> bool,
    ) {
        let subject = || format!("{} {}", self.kind, Excerpt(&self.key.to_string()));
        if let Some(field) = self.fields.get_mut(position) {
            field.merge(&subject, column, line, value, same, &mut self.conflicts);
        }
    }

    pub(super) fn fields(&self) -> [Option<&str>; N] {
        self.fields.each_ref().map(MergedField::value)
    }

    /// The members that the rows name, each once.
    pub(super) fn members(&self) -> Vec<M> {
        let mut members = Vec::with_capacity(self.named.len());
        for (member, _) in &self.named {
            if !members.contains(member) {
                members.push(member.clone());
            }
        }
        members
    }

    /// Rejects rows in conflict and, unless nothing is written anyway, the rest of a group with a rejected
    /// row; returns whether there was any. `value` is that of the errors.
    pub(super) fn reject(&self, value: &str, on_error: OnError, rejects: &mut RejectCollector) -> Result<bool> {
        self.conflicts.iter().try_for_each(|conflict| rejects.push(conflict))?;
        let conflicting: Vec<u64> = self.conflicts.iter().map(|conflict| conflict.line).collect();
        let Some(rejected) = self.rejected_line.or(conflicting.first().copied()) else { return Ok(false) };
        self.reject_siblings(rejected, &conflicting, value, on_error, rejects)?;
        Ok(true)
    }

    /// Rejects the rows of the group that are not rejected yet, unless nothing is written anyway.
    pub(super) fn reject_siblings(
        &self,
        of: u64,
        rejected: &[u64],
        value: &str,
        on_error: OnError,
        rejects: &mut RejectCollector,
    ) -> Result<()> {
        if on_error == OnError::Abort {
            return Ok(());
        }
        let message = format!("line {of} of the same {} is rejected", self.kind);
        let siblings = self.lines.iter().filter(|line| !rejected.contains(line));
        siblings.into_iter().try_for_each(|line| {
            rejects.push(&RowError::new(*line, None, ErrorCode::ConflictingRows, value, message.clone()))
        })
    }
}
