//! What an answer or an error says about an undo.

use schemars::JsonSchema;
use serde::Serialize;

use super::view;
use crate::model::ChangeId;

/// What an undo is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UndoReport {
    /// For an undo: the change that it undoes.
    pub undoes: ChangeId,
    /// For an undo: the conflicts; the first 100.
    pub conflicts: Vec<view::Conflict>,
    /// For an undo: the number of conflicts.
    pub conflict_count: i64,
}
