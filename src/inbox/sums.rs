//! The totals of a change that can touch thousands: effects by kind and by member.

use std::collections::BTreeMap;

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
    effects: BTreeMap<(EffectKind, Option<MemberId>), i64>,
    pub(super) passed_over: i64,
    /// The members to be listed in any case, with the contacts each owned before the change.
    pub(super) owned: BTreeMap<MemberId, i64>,
}

impl Sums {
    /// The totals that the history keeps.
    pub(super) fn of(counts: ChangeCounts) -> Self {
        let effects = counts.effects.into_iter().map(|(kind, member, number)| ((kind, member), number)).collect();
        Self { effects, passed_over: counts.passed_over, owned: BTreeMap::new() }
    }

    /// The same for the history.
    pub(super) fn counts(&self) -> ChangeCounts {
        let effects = self.effects.iter().map(|((kind, member), number)| (*kind, *member, *number)).collect();
        ChangeCounts { effects, passed_over: self.passed_over }
    }

    /// Counts effects of a kind, for a member if they name one.
    pub(super) fn count(&mut self, kind: EffectKind, member: Option<MemberId>, by: i64) {
        *self.effects.entry((kind, member)).or_default() += by;
    }

    pub(super) fn kinds(&self) -> BTreeMap<EffectKind, i64> {
        let mut kinds = BTreeMap::new();
        for ((kind, _), count) in &self.effects {
            *kinds.entry(*kind).or_default() += count;
        }
        kinds
    }

    /// The members with totals, by email.
    pub(super) fn by_member(self, connection: &Connection, names: &mut NameResolver) -> Result<Vec<MemberSums>> {
        let before = |owned| MemberSums { before: Some(owned), ..MemberSums::default() };
        let mut members: BTreeMap<_, _> = self.owned.into_iter().map(|(id, owned)| (id, before(owned))).collect();
        for ((kind, member), count) in self.effects {
            if let Some(member) = member
                && let Some(sum) = members.entry(member).or_default().of_kind(kind)
            {
                *sum += count;
            }
        }
        let mut rows = Vec::with_capacity(members.len());
        for (id, sums) in members {
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
