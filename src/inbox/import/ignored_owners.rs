//! Unknown owners that are left out (`--unknown-owner ignore`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::fault_sample::SHOWN;
use crate::model::Excerpt;

/// An owner that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IgnoredOwner {
    /// The text of the file; at most its first 100 characters, then `…`.
    pub owner: String,
    /// How often it was left out.
    pub count: u64,
}

/// The first owners that were left out, and the number of all.
#[derive(Debug, Default)]
pub(super) struct IgnoredOwners {
    pub(super) first: Vec<IgnoredOwner>,
    pub(super) count: u64,
}

impl IgnoredOwners {
    pub(super) fn add(&mut self, text: &str) {
        self.count += 1;
        let (owner, is_full) = (Excerpt(text).cut(), self.first.len() >= SHOWN);
        match self.first.iter_mut().find(|ignored| ignored.owner == owner) {
            Some(ignored) => ignored.count += 1,
            None if is_full => {}
            None => self.first.push(IgnoredOwner { owner: owner.into_owned(), count: 1 }),
        }
    }
}
