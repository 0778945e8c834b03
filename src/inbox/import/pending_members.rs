//! Members that an import adds.

use crate::model::{Email, MemberId};

/// Unknown members that are added when the first contact gets them as owner; a rejected row adds none.
/// Until then their numbers count down from the highest.
#[derive(Default)]
pub(super) struct PendingMembers(Vec<Email>);

impl PendingMembers {
    pub(super) fn add(&mut self, email: Email) -> MemberId {
        self.0.push(email);
        MemberId(i64::MAX - i64::try_from(self.0.len() - 1).unwrap_or_default())
    }

    pub(super) fn email(&self, member: MemberId) -> Option<&Email> {
        self.0.get(usize::try_from(i64::MAX - member.0).ok()?)
    }
}
