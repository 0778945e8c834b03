//! The totals of a change that can touch thousands: effects by kind and by member.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use crate::model::{EffectKind, MemberId};
use crate::store::NameResolver;
use crate::store::history::ChangeCounts;

/// The totals of a change for one member.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MemberSums {
    /// The email of the member.
    pub member: String,
    /// Ownerships added.
    pub owners_added: i64,
    /// Ownerships removed.
    pub owners_removed: i64,
    /// Assignments to conversations added.
    pub assigned: i64,
    /// Assignments to conversations removed.
    pub unassigned: i64,
    /// Contacts owned before the change, for changes that move them between members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub before: Option<i64>,
    /// Contacts owned after the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub after: Option<i64>,
}

impl MemberSums {
    /// The number of effects in the totals.
    pub fn effects(&self) -> i64 {
        self.owners_added + self.owners_removed + self.assigned + self.unassigned
    }

    /// The totals by kind of effect.
    fn parts(&self) -> [(EffectKind, i64); 4] {
        [
            (EffectKind::AddOwner, self.owners_added),
            (EffectKind::RemoveOwner, self.owners_removed),
            (EffectKind::AssignMember, self.assigned),
            (EffectKind::UnassignMember, self.unassigned),
        ]
    }

    /// The total of a kind of effect; none if it is not of a member.
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

#[derive(Debug, Default)]
pub(super) struct Sums {
    kinds: BTreeMap<EffectKind, i64>,
    members: HashMap<MemberId, MemberSums>,
}

impl Sums {
    /// Counts effects of a kind, for a member if they name one.
    pub(super) fn count(&mut self, kind: EffectKind, member: Option<MemberId>, by: i64) {
        *self.kinds.entry(kind).or_default() += by;
        if let Some(member) = member
            && let Some(sum) = self.members.entry(member).or_default().of_kind(kind)
        {
            *sum += by;
        }
    }

    /// Lists a member, with the contacts owned before the change.
    pub(super) fn name(&mut self, member: MemberId, owned: i64) {
        self.members.entry(member).or_default().before = Some(owned);
    }

    pub(super) fn kinds(&self) -> BTreeMap<EffectKind, i64> {
        self.kinds.iter().filter(|(_, count)| **count > 0).map(|(kind, count)| (*kind, *count)).collect()
    }

    /// The totals as the history keeps them.
    pub(super) fn kept(&self, passed_over: i64) -> ChangeCounts {
        let mut effects = Vec::new();
        for (member, sums) in &self.members {
            let parts = sums.parts().into_iter().filter(|(_, number)| *number > 0);
            effects.extend(parts.map(|(kind, number)| (kind, Some(*member), number)));
        }
        let of_members = MemberSums::default().parts().map(|(kind, _)| kind);
        let others = self.kinds().into_iter().filter(|(kind, _)| !of_members.contains(kind));
        effects.extend(others.map(|(kind, number)| (kind, None, number)));
        effects.sort_unstable();
        ChangeCounts { effects, passed_over }
    }

    /// The members with totals, by email.
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
