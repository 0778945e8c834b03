//! What an answer or an error says about an undo.

use schemars::JsonSchema;
use serde::Serialize;

use super::fault_sample::SHOWN;
use super::view;
use crate::model::ChangeId;

/// What an undo is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UndoReport {
    /// For an undo: the change that it undoes; of several, an array of the first 100, newest first.
    pub undoes: UndoneChanges,
    /// With several: the number of changes that it undoes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "usize")]
    pub undone_count: Option<usize>,
    /// For an undo: the conflicts; the first 100.
    pub conflicts: Vec<view::Conflict>,
    /// For an undo: the number of conflicts.
    pub conflict_count: i64,
    /// The command of the change, where the change was not named.
    #[serde(skip)]
    pub command: Option<String>,
}

/// The changes that an undo undoes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum UndoneChanges {
    One(ChangeId),
    Several(Vec<ChangeId>),
}

impl UndoReport {
    /// The report of an undo of several changes that has not begun.
    pub(super) fn of_several() -> Self {
        Self { undone_count: Some(0), ..Self::of(UndoneChanges::Several(Vec::new())) }
    }

    /// Adds what one of several changes came to.
    pub(super) fn add(&mut self, id: ChangeId, one: Self) {
        if let UndoneChanges::Several(shown) = &mut self.undoes
            && shown.len() < SHOWN
        {
            shown.push(id);
        }
        self.undone_count = self.undone_count.map(|count| count + 1);
        self.conflicts.extend(one.conflicts.into_iter().take(SHOWN.saturating_sub(self.conflicts.len())));
        self.conflict_count += one.conflict_count;
    }

    /// The report of an undo that has not begun.
    pub fn of(undoes: UndoneChanges) -> Self {
        Self { undoes, undone_count: None, conflicts: Vec::new(), conflict_count: 0, command: None }
    }
}
