//! What a change that can touch thousands comes to: its effects by kind, and by member.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use crate::model::{EffectKind, MemberId};
use crate::store::NameResolver;

/// What a change does to a member: the sums by which a person reviews it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MemberSums {
    /// The member's email.
    pub member: String,
    /// Ownerships added.
    pub owners_added: i64,
    /// Ownerships removed.
    pub owners_removed: i64,
    /// Assignments to conversations added.
    pub assigned: i64,
    /// Assignments to conversations removed.
    pub unassigned: i64,
    /// Contacts owned before the change, where it moves them between the named members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub before: Option<i64>,
    /// Contacts owned after the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub after: Option<i64>,
}

impl MemberSums {
    /// How many effects they stand for.
    pub fn effects(&self) -> i64 {
        self.owners_added + self.owners_removed + self.assigned + self.unassigned
    }

    /// The sum to which effects of a kind count; none if they are not a member's.
    fn of_kind(&mut self, kind: EffectKind) -> Option<&mut i64> {
        match kind {
            EffectKind::AddOwner => Some(&mut self.owners_added),
            EffectKind::RemoveOwner => Some(&mut self.owners_removed),
            EffectKind::AssignMember => Some(&mut self.assigned),
            EffectKind::UnassignMember => Some(&mut self.unassigned),
            _ => None,
        }
    }
}

/// The sums of a change in the making.
#[derive(Debug, Default)]
pub(super) struct Sums {
    kinds: BTreeMap<EffectKind, i64>,
    members: HashMap<MemberId, MemberSums>,
}

impl Sums {
    /// Counts effects of a kind that name a member, or none.
    pub(super) fn count(&mut self, kind: EffectKind, member: Option<MemberId>, by: i64) {
        *self.kinds.entry(kind).or_default() += by;
        if let Some(member) = member
            && let Some(sum) = self.members.entry(member).or_default().of_kind(kind)
        {
            *sum += by;
        }
    }

    /// Gives a member a row with the contacts owned before the change, whatever happens to it.
    pub(super) fn name(&mut self, member: MemberId, owned: i64) {
        self.members.entry(member).or_default().before = Some(owned);
    }

    /// How many effects there are of each kind.
    pub(super) fn kinds(&self) -> BTreeMap<EffectKind, i64> {
        self.kinds.iter().filter(|(_, count)| **count > 0).map(|(kind, count)| (*kind, *count)).collect()
    }

    /// The members with anything to sum up, by email.
    pub(super) fn by_member(self, connection: &Connection, names: &mut NameResolver) -> Result<Vec<MemberSums>> {
        let mut rows = Vec::with_capacity(self.members.len());
        for (id, sums) in self.members {
            if sums.effects() == 0 && sums.before.is_none() {
                continue;
            }
            let after = sums.before.map(|before| before + sums.owners_added - sums.owners_removed);
            rows.push(MemberSums { member: names.member(connection, id)?, after, ..sums });
        }
        rows.sort_by(|one, other| one.member.cmp(&other.member));
        Ok(rows)
    }
}
