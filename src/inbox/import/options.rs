//! How a key-account mapping is imported.

use super::input::{OnError, WithoutPhone};
use super::removal_limit::RemovalLimit;
use crate::model::code::codes;
use crate::model::{MatchOwner, OptionalErrors, OwnerAlias, OwnerReason, UnknownOwner};

codes! {
    /// How owners not listed in the file are treated.
    pub enum ImportMode {
        /// They are kept.
        Add = "add",
        /// They are removed from contacts in the file.
        Replace = "replace",
        /// They are removed from all contacts.
        Sync = "sync",
    }
}

/// How a key-account mapping is imported.
#[derive(Debug, Clone)]
pub struct OwnerImportOptions {
    /// How owners not listed in the file are treated.
    pub mode: ImportMode,
    pub match_owner: MatchOwner,
    /// The owner of every contact, for a file without owners.
    pub owner: Option<String>,
    /// Whether rows of unknown contacts are rejected.
    pub existing_only: bool,
    /// Whether unknown members are added.
    pub create_members: bool,
    /// Whether inactive members may become owners.
    pub allow_inactive: bool,
    /// Texts of the file that stand for members, or for no owner.
    pub aliases: Vec<OwnerAlias>,
    /// What happens to unknown owners.
    pub unknown_owner: UnknownOwner,
    /// What happens to invalid cells that a row doesn't need.
    pub optional_errors: OptionalErrors,
    pub without_phone: WithoutPhone,
    /// How a file with invalid rows is treated.
    pub on_error: OnError,
    /// Owners with these reasons are kept.
    pub keep: Vec<OwnerReason>,
    /// The most owners to remove.
    pub removals: RemovalLimit,
}

impl Default for OwnerImportOptions {
    fn default() -> Self {
        Self {
            mode: ImportMode::Add,
            match_owner: MatchOwner::Email,
            owner: None,
            existing_only: false,
            create_members: false,
            allow_inactive: false,
            aliases: Vec::new(),
            unknown_owner: UnknownOwner::Reject,
            optional_errors: OptionalErrors::Reject,
            without_phone: WithoutPhone::Reject,
            on_error: OnError::Abort,
            keep: Vec::new(),
            removals: RemovalLimit::Default,
        }
    }
}
