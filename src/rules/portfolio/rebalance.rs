//! Evens out the numbers of contacts that members own: P2.
//!
//! A plan of counts: of each member's contacts that can move it knows only how many go together. Which ones
//! these are is for its caller, in the order of the giver's contacts; so a million contacts take no memory here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::model::{
    ContactId, DecidedEffect, Decision, Effect, MemberId, OwnerReason, PassOverReason, PassedOver, RemovalReason,
    RuleId,
};

/// What a member owns before a rebalance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// The member.
    pub member: MemberId,
    /// The weight of the member, at least 1.
    pub weight: u64,
    /// The number of contacts.
    pub owned: u64,
    /// The sizes of the groups of contacts that can move, each with its number of groups.
    pub groups: BTreeMap<u64, u64>,
}

/// A group of contacts that moves together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortfolioMove {
    /// The member who gives it.
    pub from: MemberId,
    /// The member who takes it.
    pub to: MemberId,
    /// The number of its contacts.
    pub size: u64,
    /// The number of groups of the same size that this member gave before.
    pub nth: u64,
}

impl PortfolioMove {
    /// Decides about a contact of the group.
    pub fn decide(&self, contact: ContactId) -> Decision {
        let add = Effect::AddOwner { contact, member: self.to, reason: OwnerReason::Rebalanced };
        let remove = Effect::RemoveOwner { contact, member: self.from, reason: RemovalReason::Rebalanced };
        let effects = [add, remove].map(|effect| DecidedEffect { effect, rule: Some(RuleId::P2) });
        Decision { effects: effects.into(), rules: vec![RuleId::P2], ..Decision::default() }
    }
}

/// The moves of a rebalance, in order.
#[derive(Debug, Clone)]
pub struct Rebalance {
    members: Vec<Balance>,
    /// By how much members are above their targets; the first named wins a tie.
    givers: BinaryHeap<(u64, Reverse<usize>)>,
    /// By how much members are below their targets.
    takers: BinaryHeap<(u64, Reverse<usize>)>,
    /// The number of contacts that may still move.
    left: u64,
}

/// A member during a rebalance.
#[derive(Debug, Clone)]
struct Balance {
    member: MemberId,
    owned: u64,
    target: u64,
    /// The sizes of groups that are left, with their number and how many were given.
    groups: BTreeMap<u64, (u64, u64)>,
}

impl Portfolio {
    fn movable(&self) -> u64 {
        self.groups.iter().map(|(size, number)| size * number).sum()
    }

    /// The contacts that can't move.
    fn fixed(&self) -> u64 {
        self.owned.saturating_sub(self.movable())
    }
}

/// The number of contacts that each member should own: the exact share rounded down or up.
pub(super) fn targets(portfolios: &[Portfolio]) -> Vec<u64> {
    let total: u128 = portfolios.iter().map(|portfolio| u128::from(portfolio.owned)).sum();
    let weights: u128 = portfolios.iter().map(|portfolio| u128::from(portfolio.weight)).sum::<u128>().max(1);
    let product = |portfolio: &Portfolio| total * u128::from(portfolio.weight);
    let floor = |portfolio: &Portfolio| u64::try_from(product(portfolio) / weights).unwrap_or(u64::MAX);
    let mut targets: Vec<u64> = portfolios.iter().map(floor).collect();
    let rest = total - targets.iter().map(|target| u128::from(*target)).sum::<u128>();
    let mut up: Vec<_> = portfolios
        .iter()
        .zip(&mut targets)
        .map(|(portfolio, target)| {
            let (fixed, owned) = (portfolio.fixed() > *target, portfolio.owned > *target);
            (Reverse((fixed, owned, product(portfolio) % weights)), target)
        })
        .filter(|(Reverse((.., fraction)), _)| *fraction > 0)
        .collect();
    // The sort is stable: what is equal stays as named.
    up.sort_by_key(|(priority, _)| *priority);
    for (_, target) in up.into_iter().take(usize::try_from(rest).unwrap_or(usize::MAX)) {
        *target += 1;
    }
    targets
}

/// The number of moves of a rebalance among these members where each contact moves by itself.
pub fn moves_to_balance(portfolios: &[Portfolio]) -> u64 {
    let above =
        |(portfolio, target): (&Portfolio, u64)| portfolio.owned.saturating_sub(target).min(portfolio.movable());
    portfolios.iter().zip(targets(portfolios)).map(above).sum()
}

impl Rebalance {
    /// Plans the moves between these members, named in this order; at most `max_moves` contacts move.
    pub fn new(portfolios: &[Portfolio], max_moves: Option<u64>) -> Self {
        let members = portfolios.iter().zip(targets(portfolios)).map(|(portfolio, target)| {
            let groups = portfolio.groups.iter().map(|(size, number)| (*size, (*number, 0)));
            let Portfolio { member, owned, .. } = *portfolio;
            Balance { member, owned, target, groups: groups.collect() }
        });
        let members: Vec<_> = members.collect();
        let distances = |distance: fn(&Balance) -> u64| {
            let all = members.iter().enumerate().map(move |(place, member)| (distance(member), Reverse(place)));
            all.filter(|(distance, _)| *distance > 0).collect()
        };
        let (givers, takers) = (distances(Balance::above), distances(Balance::below));
        Self { members, givers, takers, left: max_moves.unwrap_or(u64::MAX) }
    }

    /// The members who are above their target, in the order in which they were named, unless the number of moves
    /// ended the rebalance. After the last move.
    pub fn above_target(&self) -> Vec<MemberId> {
        let below = self.takers.peek().map_or(0, |(below, _)| *below);
        let above = || self.members.iter().filter(|member| member.above() > 0);
        let was_cut = above().any(|member| member.fitting(member.above().min(below)).is_some());
        if was_cut { Vec::new() } else { above().map(|member| member.member).collect() }
    }
}

/// P4: a pinned contact of a member who stays above the target.
pub fn keep_pinned(contact: ContactId, member: MemberId) -> Decision {
    let pinned = PassedOver::new(Some(member), None, PassOverReason::Pinned, RuleId::P4);
    let passed_over = vec![PassedOver { contact: Some(contact), ..pinned }];
    Decision { passed_over, rules: vec![RuleId::P4], ..Decision::default() }
}

impl Iterator for Rebalance {
    type Item = PortfolioMove;

    /// The next group: of the member furthest above the target who has one that fits, to the one furthest below.
    fn next(&mut self) -> Option<PortfolioMove> {
        let (below, Reverse(taker)) = *self.takers.peek()?;
        // What fits shrinks from move to move: what doesn't fit now never will, nor would it with another taker.
        while let Some((above, Reverse(giver))) = self.givers.pop() {
            let most = above.min(below).min(self.left);
            let Some((from, size, nth)) = self.members.get_mut(giver).and_then(|member| member.give(most)) else {
                continue;
            };
            self.left -= size;
            self.takers.pop();
            push(&mut self.givers, above - size, giver);
            push(&mut self.takers, below - size, taker);
            let to = self.members.get_mut(taker)?;
            to.owned += size;
            return Some(PortfolioMove { from, to: to.member, size, nth });
        }
        None
    }
}

fn push(heap: &mut BinaryHeap<(u64, Reverse<usize>)>, distance: u64, place: usize) {
    if distance > 0 {
        heap.push((distance, Reverse(place)));
    }
}

impl Balance {
    fn above(&self) -> u64 {
        self.owned.saturating_sub(self.target)
    }

    fn below(&self) -> u64 {
        self.target.saturating_sub(self.owned)
    }

    /// The size of the largest group of at most this many contacts.
    fn fitting(&self, most: u64) -> Option<u64> {
        self.groups.range(..=most).next_back().map(|(size, _)| *size)
    }

    /// Gives the largest group of at most this many contacts: its size, and how many of this size went before.
    fn give(&mut self, most: u64) -> Option<(MemberId, u64, u64)> {
        let size = self.fitting(most)?;
        let (left, given) = self.groups.get_mut(&size)?;
        let nth = *given;
        (*left, *given) = (*left - 1, *given + 1);
        if *left == 0 {
            self.groups.remove(&size);
        }
        self.owned -= size;
        Some((self.member, size, nth))
    }
}
