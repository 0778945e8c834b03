//! An effect that a change had.

use super::inverse::Stop;
use crate::model::ChangeId;
use crate::store::Error;
use crate::store::record::Record;

/// Where an effect stands in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) entry: i64,
    /// Among the effects of the entry.
    pub(super) index: usize,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    pub(crate) record: Record,
    pub(super) place: Place,
    /// The change whose number a row carries that it added, unless the record says otherwise.
    pub(super) made_by: ChangeId,
}

impl Done {
    /// A record of the history that no version of this program writes.
    pub(super) fn says_too_little(&self) -> Stop {
        Stop::Failed(Error::bad_row("entries", self.place.entry, "missing before-image"))
    }
}
