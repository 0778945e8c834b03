//! Compares two inboxes with a common origin.

use super::error::Result;
use super::{ConversationDiff, Inbox, LoadDiff, OwnersDiff, Visit};
use crate::model::Time;
use crate::store::compare;

impl Inbox {
    /// Lists conversations with other members in another inbox, by phone. What is overdue is told for `at`.
    pub fn conversation_diffs(&mut self, after: &mut Self, at: Time, visit: Visit<'_, ConversationDiff>) -> Result<()> {
        Ok(compare::conversation_diffs(&*self.store.read()?, &*after.store.read()?, at, visit)?)
    }

    /// Lists contacts with other owners in another inbox, by phone.
    pub fn owners_diffs(&mut self, after: &mut Self, visit: Visit<'_, OwnersDiff>) -> Result<()> {
        Ok(compare::owners_diffs(&*self.store.read()?, &*after.store.read()?, visit)?)
    }

    /// Compares the number of open conversations of members, by email.
    pub fn load_diffs(&mut self, after: &mut Self) -> Result<Vec<LoadDiff>> {
        Ok(compare::load_diffs(&*self.store.read()?, &*after.store.read()?)?)
    }
}
