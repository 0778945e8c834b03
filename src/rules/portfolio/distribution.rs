//! Deals contacts out to the members with the smallest shares: P1.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::model::{
    ContactId, DecidedEffect, Decision, Effect, MemberId, OwnerReason, PassOverReason, PassedOver, RemovalReason,
    RuleId, TeamId,
};

/// A distribution in progress; it is given one contact after another, in the order of their phones.
#[derive(Debug, Clone)]
pub struct Distribution {
    from: Option<MemberId>,
    team: Option<TeamId>,
    max: u64,
    /// Those who can take more contacts, the smallest share on top.
    takers: BinaryHeap<Taker>,
}

/// A member who takes contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taker {
    /// The member.
    pub member: MemberId,
    /// The weight of the member, at least 1.
    pub weight: u64,
    /// The number of contacts that the member owns.
    pub owned: u64,
    /// The place among those named.
    pub place: usize,
}

/// Whose contacts are distributed, and up to which number.
#[derive(Debug, Clone, Copy, Default)]
pub struct DistributionLimits {
    /// The member whose contacts they are; none if they have no active owner.
    pub from: Option<MemberId>,
    /// The team that the takers are of.
    pub team: Option<TeamId>,
    /// How many contacts a member may own at most.
    pub max: Option<u64>,
}

impl Distribution {
    /// Distributes over these members.
    pub fn new(takers: Vec<Taker>, limits: DistributionLimits) -> Self {
        let DistributionLimits { from, team, max } = limits;
        let max = max.unwrap_or(u64::MAX);
        Self { from, team, max, takers: takers.into_iter().filter(|taker| taker.owned < max).collect() }
    }

    /// Decides about the next contact with these owners; `is_pinned` if the giver is a pinned one (P4).
    pub fn next(&mut self, contact: ContactId, owners: &[MemberId], is_pinned: bool) -> Decision {
        let mut decision = Decision { rules: vec![RuleId::P1], ..Decision::default() };
        if is_pinned {
            decision.rules = vec![RuleId::P4];
            decision.passed_over.push(passed(contact, self.from, PassOverReason::Pinned, RuleId::P4));
            return decision;
        }
        let Some(taker) = self.takers.pop() else {
            let none = passed(contact, None, PassOverReason::NoEligibleMember, RuleId::P1);
            decision.passed_over.push(PassedOver { team: self.team, ..none });
            return decision;
        };
        let member = taker.member;
        if owners.contains(&member) {
            self.takers.push(taker);
            decision.passed_over.push(passed(contact, Some(member), PassOverReason::AlreadyOwner, RuleId::P1));
        } else {
            self.put_back(Taker { owned: taker.owned + 1, ..taker });
            push(&mut decision, Effect::AddOwner { contact, member, reason: OwnerReason::Distributed });
        }
        if let Some(member) = self.from {
            push(&mut decision, Effect::RemoveOwner { contact, member, reason: RemovalReason::Distributed });
        }
        decision
    }

    fn put_back(&mut self, taker: Taker) {
        if taker.owned < self.max {
            self.takers.push(taker);
        }
    }
}

fn push(decision: &mut Decision, effect: Effect) {
    decision.effects.push(DecidedEffect { effect, rule: Some(RuleId::P1) });
}

fn passed(contact: ContactId, member: Option<MemberId>, reason: PassOverReason, rule: RuleId) -> PassedOver {
    PassedOver { contact: Some(contact), ..PassedOver::new(member, None, reason, rule) }
}

impl Ord for Taker {
    /// The greater one takes first: it has the smaller share after it, or was named before.
    fn cmp(&self, other: &Self) -> Ordering {
        let share = |owned: u64, weight: u64| (u128::from(owned) + 1) * u128::from(weight);
        let shares = share(other.owned, self.weight).cmp(&share(self.owned, other.weight));
        shares.then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Taker {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
