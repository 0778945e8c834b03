//! What an answer says about an erasure.

use schemars::JsonSchema;
use serde::Serialize;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErasureReport {
    /// For an erasure: the contacts with the names that remain; the first 100.
    pub erased: Vec<ErasedContact>,
    /// For an erasure: the number of entries of the history that lost their values.
    pub erased_entries: usize,
    /// For an erasure: the number of recorded commands that lost their values.
    pub erased_commands: usize,
}

/// An erased contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErasedContact {
    /// The phone that it had; only this answer has it.
    pub phone: String,
    /// Its name in conversations and the history from now on.
    pub contact: String,
}
