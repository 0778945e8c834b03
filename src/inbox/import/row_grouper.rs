//! Rows of members or teams, in memory: they are few beside contacts, and all rows about a member or
//! team are gathered before anything is changed.

use std::collections::HashMap;
use std::fmt::Display;

use super::answer::{ImportCounts, WrittenCounts};
use super::input::{ImportInput, OnError};
use super::rejects::{RejectCollector, RejectSink};
use super::row_group::RowGroup;
use super::source::{BatchRow, RowBatch};
use crate::inbox::error::{InboxError, Result, spill_error};
use crate::inbox::progress::Phase;
use crate::inbox::session::Session;
use crate::model::Email;

/// The rows about one member or team, with the members that they name.
pub(super) type DirectoryGroup<K> = RowGroup<K, Email, 3>;

/// Groups rows by what they are about, in the order in which they come.
pub(super) struct RowGrouper<K> {
    /// The kind of a group, in a word.
    kind: &'static str,
    groups: Vec<DirectoryGroup<K>>,
    by_key: HashMap<String, usize>,
    pub(super) rejects: RejectCollector,
    rows: u64,
}

impl<K: Clone + Display> RowGrouper<K> {
    /// Reads all rows; returns the sink of rejected ones too.
    pub(super) fn read<'i>(
        session: &mut Session<'_>,
        (kind, columns): (&'static str, &'static [&'static str]),
        input: ImportInput<'i>,
        mut add: impl FnMut(&mut Self, &mut Session<'_>, BatchRow<'_>) -> Result<()>,
    ) -> Result<(Self, Option<&'i mut dyn RejectSink>)> {
        let ImportInput { source, rejects, progress, folder } = input;
        let (groups, by_key, collector) = (Vec::new(), HashMap::new(), RejectCollector::new(folder, columns));
        let mut grouper = Self { kind, groups, by_key, rejects: collector, rows: 0 };
        let mut more = true;
        while more {
            let mut batch = RowBatch::default();
            more = source.fill(columns, &mut batch).map_err(InboxError::Source)?;
            for row in batch.rows() {
                grouper.rows += 1;
                add(&mut grouper, session, row)?;
            }
            session.wait.check_cancelled()?;
            progress.update(Phase::Reading, source.bytes_read(), None);
        }
        Ok((grouper, rejects))
    }

    /// Adds a row to the group with this name, or to a new one; returns the group if the row is valid.
    pub(super) fn add_row(
        &mut self,
        name: String,
        key: &K,
        line: u64,
        is_valid: bool,
    ) -> Option<&mut DirectoryGroup<K>> {
        let next = self.groups.len();
        let at = *self.by_key.entry(name).or_insert(next);
        if at == next {
            self.groups.push(RowGroup::new(self.kind, key.clone()));
        }
        let group = self.groups.get_mut(at)?;
        if is_valid {
            group.lines.push(line);
            return Some(group);
        }
        group.add_rejected(line);
        None
    }

    /// Sets a field of the groups whose rows leave it blank.
    pub(super) fn fill_blank(&mut self, (position, column): (usize, &'static str), value: &str) {
        for group in &mut self.groups {
            let is_blank = group.fields().get(position).is_some_and(Option::is_none);
            if let Some(line) = group.lines.first().copied().filter(|_| is_blank) {
                group.merge((position, column), line, value, |one, other| one == other);
            }
        }
    }

    /// Rejects a row whose cells can't be relied on; returns whether it is one.
    pub(super) fn reject_faulty(&mut self, row: BatchRow<'_>, columns: &[&str]) -> Result<bool> {
        row.faults(columns).iter().try_for_each(|fault| self.rejects.push(fault))?;
        Ok(row.is_faulty())
    }

    /// Imports the groups that are valid, and rejects the others.
    pub(super) fn import<'s, C: Default>(
        mut self,
        session: &mut Session<'s>,
        (on_error, rejects): (OnError, Option<&mut dyn RejectSink>),
        column_of_errors: Option<usize>,
        written_of: fn(C) -> WrittenCounts,
        work: fn(&mut Session<'s>, &DirectoryGroup<K>, &mut C) -> Result<()>,
    ) -> Result<ImportCounts> {
        let (mut written, mut changed) = (C::default(), 0);
        for group in std::mem::take(&mut self.groups) {
            if group.reject("", on_error, &mut self.rejects)? {
                continue;
            }
            let before = session.effect_count();
            match work(session, &group, &mut written) {
                Ok(()) if session.effect_count() > before => changed += group.lines.len() as u64,
                Ok(()) => {}
                Err(error) => self.reject_group(&group, column_of_errors, error)?,
            }
        }
        let rejects = self.rejects.finish(rejects).map_err(spill_error)?;
        let written = written_of(written);
        Ok(ImportCounts { read: self.rows, changed, rejects, written, ..ImportCounts::default() })
    }

    /// Rejects all rows of a group that can't be imported; an error of the store is returned.
    fn reject_group(&mut self, group: &DirectoryGroup<K>, column: Option<usize>, error: InboxError) -> Result<()> {
        if let InboxError::Store(error) = error {
            return Err(InboxError::Store(error));
        }
        let value = column.and_then(|column| *group.fields().get(column - 1)?).unwrap_or_default();
        let message = message_with_suggestion(&error);
        group.lines.iter().try_for_each(|line| self.rejects.reject(*line, column, error.code(), value, message.clone()))
    }
}

/// The message of an error with its suggestion, as errors of a file are read many at a time.
pub(super) fn message_with_suggestion(error: &InboxError) -> String {
    match error.hint().filter(|hint| hint.starts_with("did you mean")) {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}
