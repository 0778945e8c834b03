//! How a change is made.

use super::{ChangeMeta, Review};
use crate::model::PhoneOptions;

/// Whether a change is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMode {
    Apply,
    /// It is shown and rolled back.
    DryRun,
}

/// The time, author and command of a change, and how it is made.
#[derive(Debug, Clone)]
pub struct ChangeOptions {
    pub stamp: ChangeMeta,
    pub run: RunMode,
    /// How phone numbers without a country code are read.
    pub phones: PhoneOptions,
    pub review: Review,
}
