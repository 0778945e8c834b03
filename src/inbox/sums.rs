//! The totals of a change that can touch thousands: effects by kind and by member.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::error::Result;
use crate::model::{EffectKind, MemberId};
use crate::store::history::ChangeCounts;
use crate::store::{NameResolver, contacts, conversations};

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
    /// Contacts owned or open conversations before the change, for changes that move them between members.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub before: Option<i64>,
    /// The same after the change.
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
    /// What is counted before and after the change.
    measure: Option<Measure>,
    /// The members that are listed in any case.
    named: BTreeSet<MemberId>,
}

/// What a change moves between members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Contacts,
    OpenConversations,
}

impl Measure {
    /// What a member has now, and what the change has added to it.
    fn count(self, connection: &Connection, member: MemberId, sums: &MemberSums) -> Result<(i64, i64)> {
        Ok(match self {
            Self::Contacts => (contacts::count_owned(connection, member)?, sums.owners_added - sums.owners_removed),
            Self::OpenConversations => {
                (conversations::count_open(connection, member)?, sums.assigned - sums.unassigned)
            }
        })
    }
}

impl Sums {
    /// The totals that the history keeps.
    pub(super) fn of(counts: ChangeCounts) -> Self {
        let effects = counts.effects.into_iter().map(|(kind, member, number)| ((kind, member), number)).collect();
        Self { effects, passed_over: counts.passed_over, ..Self::default() }
    }

    /// The same for the history.
    pub(super) fn counts(&self) -> ChangeCounts {
        let effects = self.effects.iter().map(|((kind, member), number)| (*kind, *member, *number)).collect();
        ChangeCounts { effects, passed_over: self.passed_over }
    }

    /// Counts something before and after the change, and lists these members in any case.
    pub(super) fn measure(&mut self, measure: Measure, named: impl IntoIterator<Item = MemberId>) {
        self.measure = Some(measure);
        self.named.extend(named);
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

    /// The members with totals, by email; read when the change is written.
    pub(super) fn by_member(self, connection: &Connection, names: &mut NameResolver) -> Result<Vec<MemberSums>> {
        let mut members: BTreeMap<_, _> = self.named.iter().map(|id| (*id, MemberSums::default())).collect();
        for ((kind, member), count) in self.effects {
            if let Some(member) = member
                && let Some(sum) = members.entry(member).or_default().of_kind(kind)
            {
                *sum += count;
            }
        }
        let mut rows = Vec::with_capacity(members.len());
        for (id, sums) in members {
            if sums.effects() == 0 && !self.named.contains(&id) {
                continue;
            }
            let counted = self.measure.map(|measure| measure.count(connection, id, &sums)).transpose()?;
            let (before, after) = counted.map(|(after, added)| (after - added, after)).unzip();
            rows.push(MemberSums { member: names.member(connection, id)?, before, after, ..sums });
        }
        rows.sort_by(|one, other| one.member.cmp(&other.member));
        Ok(rows)
    }
}
