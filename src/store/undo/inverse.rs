//! The inverse of an effect, or the conflict that prevents it.

use super::conflict_reason::ConflictReason;
use crate::model::{Before, Effect};
use crate::store::StoreError;
use crate::store::effect_record::EffectRecord;

/// How an effect is undone. Empty if nothing needs to be done.
#[derive(Debug, Default)]
pub(crate) struct Inverse {
    /// Undoes the effect, or as much of it as possible.
    pub(crate) doing: Option<Restore>,
    /// The conflicts.
    pub(crate) left: Vec<(EffectRecord, ConflictReason)>,
}

/// An effect that undoes another one, with the row that it restores, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Restore {
    pub(crate) effect: Effect,
    pub(crate) image: Option<Before>,
}

impl Restore {
    pub(crate) fn new(effect: Effect, image: Before) -> Self {
        Self { effect, image: Some(image) }
    }
}

/// A conflict, or a failure of the store.
pub(super) enum InverseError {
    Conflict(ConflictReason),
    Failed(StoreError),
}

impl<T: Into<ConflictReason>> From<T> for InverseError {
    fn from(obstacle: T) -> Self {
        Self::Conflict(obstacle.into())
    }
}

impl From<StoreError> for InverseError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl From<Restore> for Inverse {
    fn from(doing: Restore) -> Self {
        Self { doing: Some(doing), left: Vec::new() }
    }
}

impl From<Effect> for Inverse {
    fn from(effect: Effect) -> Self {
        Restore { effect, image: None }.into()
    }
}
