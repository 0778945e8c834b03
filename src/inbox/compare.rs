//! Compares two inboxes with a common origin.

use super::error::Result;
use super::{Inbox, Load, OtherOwners, OtherTalk, Visit};
use crate::store::compare;

impl Inbox {
    /// Lists conversations with other members in another inbox, by phone.
    pub fn other_conversations(&mut self, after: &mut Self, visit: Visit<'_, OtherTalk>) -> Result<()> {
        Ok(compare::conversations(&*self.store.read()?, &*after.store.read()?, visit)?)
    }

    /// Lists contacts with other owners in another inbox, by phone.
    pub fn other_owners(&mut self, after: &mut Self, visit: Visit<'_, OtherOwners>) -> Result<()> {
        Ok(compare::owners(&*self.store.read()?, &*after.store.read()?, visit)?)
    }

    /// Compares the number of open conversations of members, by email.
    pub fn loads(&mut self, after: &mut Self) -> Result<Vec<Load>> {
        Ok(compare::loads(&*self.store.read()?, &*after.store.read()?)?)
    }
}
