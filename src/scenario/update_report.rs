//! What an update did with failed expectations, as values.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What became of failed expectations.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct UpdateReport {
    /// Whether nothing was written; then the counts of passed and failed are those after an update.
    pub dry_run: bool,
    /// The expectations that were updated.
    pub updated: Vec<Rewritten>,
    /// The expectations that only a person can update.
    pub left: Vec<NotUpdated>,
}

/// An expectation that was updated.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rewritten {
    /// The file.
    pub file: String,
    /// Its line before the update; the line of its step if it is new.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// What was expected.
    pub expected: Value,
    /// What came.
    pub actual: Value,
    /// The new entry; null if it was removed.
    pub instead: Option<ExpectEntry>,
}

impl UpdateReport {
    /// Moves what was updated in these files to what is left, with why.
    pub(super) fn revert(&mut self, failed: &HashMap<String, String>) {
        for one in std::mem::take(&mut self.updated) {
            match failed.get(&one.file) {
                Some(why) => self.left.push(one.not_updated(why)),
                None => self.updated.push(one),
            }
        }
    }
}

impl Rewritten {
    /// The same expectation, left as it was.
    pub(super) fn not_updated(self, why: &str) -> NotUpdated {
        let Self { file, line, key, .. } = self;
        NotUpdated { file, line, key, why: why.to_owned() }
    }
}

/// A key of an `expect` block with its value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExpectEntry {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
}

/// A failed expectation that was not updated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotUpdated {
    /// The file.
    pub file: String,
    /// Its line before the update.
    pub line: u64,
    /// Its key.
    pub key: String,
    /// Why it was not updated.
    pub why: String,
}
