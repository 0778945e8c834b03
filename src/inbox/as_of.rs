//! The store as it was: a private copy in which all later changes are taken back, newest first.
//!
//! The store itself is neither locked nor changed.

use std::path::Path;

use super::change_options::{ChangeOptions, RunMode};
use super::error::{InboxError, Result};
use super::undo::Conflicts;
use super::{ChangeMeta, Inbox, LockWait, Review, find};
use crate::model::{ChangeId, PhoneOptions, Time};
use crate::store::past;

/// A point in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastPoint {
    /// Right after a change.
    Change(ChangeId),
    /// Right after the last change that was recorded at this time or before.
    Time(Time),
}

impl Inbox {
    /// Opens a private copy of a store, as it was at a point in its history.
    pub fn open_as_of(path: &Path, wait: LockWait, point: PastPoint) -> Result<Self> {
        let mut inbox = Self::copy_of(path, wait)?;
        past::accept_erased(&inbox.store)?;
        past::watch_removed(&inbox.store)?;
        let last = inbox.last_change_at(point)?;
        let mut taken_back = None;
        while let Some(latest) = inbox.latest_change_after(last)? {
            wait.check_cancelled()?;
            if taken_back.is_some_and(|earlier| latest >= earlier) {
                // The history is damaged: the entries of a change are not where it says.
                return Err(InboxError::AsOfUnavailable { change: latest });
            }
            inbox.take_back(latest)?;
            taken_back = Some(latest);
        }
        past::forget_changes_after(&mut inbox.store, last)?;
        inbox.past = match point {
            PastPoint::Time(time) => Some(time),
            PastPoint::Change(id) => past::recorded_at(&*inbox.store.read()?, id)?,
        };
        Ok(inbox)
    }

    fn last_change_at(&mut self, point: PastPoint) -> Result<ChangeId> {
        let connection = self.store.read()?;
        match point {
            PastPoint::Time(time) => Ok(past::last_change_at(&connection, time)?),
            PastPoint::Change(id) if past::has_change(&connection, id)? => Ok(id),
            PastPoint::Change(id) => Err(find::unknown_change(id)),
        }
    }

    fn latest_change_after(&mut self, last: ChangeId) -> Result<Option<ChangeId>> {
        Ok(past::latest_change_after(&*self.store.read()?, last)?)
    }

    /// Takes back the latest change that is left, without a trace.
    fn take_back(&mut self, id: ChangeId) -> Result<()> {
        past::bring_back_erased(&mut self.store, id)?;
        match self.undo(&unrecorded(), id, Conflicts::Refuse, None) {
            Ok(_) => Ok(past::forget_entries_since(&mut self.store, id)?),
            Err(InboxError::UndoConflict { change, .. }) => Err(InboxError::AsOfUnavailable { change }),
            Err(other) => Err(other),
        }
    }
}

/// Of a change that will be forgotten.
fn unrecorded() -> ChangeOptions {
    let time = Time::from_nanoseconds(0);
    let stamp =
        ChangeMeta { at: time, recorded_at: time, actor: String::new(), user: String::new(), command: String::new() };
    ChangeOptions { stamp, run: RunMode::Apply, phones: PhoneOptions::default(), review: Review::default() }
}
