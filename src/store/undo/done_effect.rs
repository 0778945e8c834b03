//! An effect that a change had.

use std::collections::HashMap;

use super::inverse::InverseError;
use crate::model::{Before, ChangeId, Field, SeatImage};
use crate::store::StoreError;
use crate::store::effect_record::EffectRecord;
use crate::store::entity::EntityRef;

/// Where an effect stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EffectPosition {
    pub(super) entry: i64,
    /// Among the effects of the entry.
    pub(super) index: usize,
}

/// The fields that changes overwrote, each with where; in the order of the history.
pub(super) type Overwritten = HashMap<EntityRef, Vec<(EffectPosition, Field, Option<String>)>>;

#[derive(Debug, Clone)]
pub(crate) struct DoneEffect {
    pub(crate) record: EffectRecord,
    pub(super) place: EffectPosition,
    /// The change whose number a row carries that it added, unless the record says otherwise.
    pub(super) made_by: ChangeId,
}

impl DoneEffect {
    /// The change whose number the row carries that it added.
    pub(super) fn added_by(&self) -> ChangeId {
        match self.record.was {
            Some(
                Before::Assignment(SeatImage { change, .. })
                | Before::ClosedAssignment(SeatImage { change, .. })
                | Before::Ownership(SeatImage { change, .. }),
            ) => change,
            Some(Before::UndonePick { seat, .. }) => seat.change,
            _ => self.made_by,
        }
    }

    /// A record of the history that no version of this program writes.
    pub(super) fn missing_before_image(&self) -> InverseError {
        StoreError::bad_row("entries", self.place.entry, "missing before-image").into()
    }
}
