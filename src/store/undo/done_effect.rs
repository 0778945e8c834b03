//! An effect that a change had.

use super::inverse::InverseError;
use crate::model::ChangeId;
use crate::store::StoreError;
use crate::store::effect_record::EffectRecord;

/// Where an effect stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EffectPosition {
    pub(super) entry: i64,
    /// Among the effects of the entry.
    pub(super) index: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct DoneEffect {
    pub(crate) record: EffectRecord,
    pub(super) place: EffectPosition,
    /// The change whose number a row carries that it added, unless the record says otherwise.
    pub(super) made_by: ChangeId,
}

impl DoneEffect {
    /// A record of the history that no version of this program writes.
    pub(super) fn missing_before_image(&self) -> InverseError {
        InverseError::Failed(StoreError::bad_row("entries", self.place.entry, "missing before-image"))
    }
}
