//! Rebalances compared with a literal simulation, and with the fewest moves of all roundings (P2).

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::model::MemberId;
use crate::rules::portfolio::rebalance::targets;
use crate::rules::{Portfolio, Rebalance, moves_to_balance};

/// A member with contacts in groups, and such as can't move.
#[derive(Debug, Clone)]
struct Case {
    weight: u64,
    groups: Vec<u64>,
    fixed: u64,
}

fn case(fixed: impl Strategy<Value = u64>, largest: u64) -> impl Strategy<Value = Case> {
    let groups = prop::collection::vec(1..=largest, 0..9);
    (1..4_u64, groups, fixed).prop_map(|(weight, groups, fixed)| Case { weight, groups, fixed })
}

fn portfolios(cases: &[Case]) -> Vec<Portfolio> {
    let portfolio = |(member, case): (i64, &Case)| {
        let mut groups = BTreeMap::new();
        for size in &case.groups {
            *groups.entry(*size).or_default() += 1;
        }
        Portfolio { member: MemberId(member), weight: case.weight, owned: owned(case), groups }
    };
    (0..).zip(cases).map(portfolio).collect()
}

fn owned(case: &Case) -> u64 {
    case.groups.iter().sum::<u64>() + case.fixed
}

/// The words of P2, step by step: all pairs are looked at before each move.
fn literal_moves(cases: &[Case], targets: &[u64], max_moves: Option<u64>) -> Vec<(usize, usize, u64)> {
    let mut groups: Vec<Vec<u64>> = cases.iter().map(|case| case.groups.clone()).collect();
    let mut now: Vec<i64> = cases.iter().map(|case| i64::try_from(owned(case)).unwrap()).collect();
    let mut left = max_moves.map_or(i64::MAX, |left| i64::try_from(left).unwrap());
    let mut moves = Vec::new();
    'next: loop {
        let distance = |place: &usize| now[*place] - i64::try_from(targets[*place]).unwrap();
        let mut givers: Vec<_> = (0..cases.len()).filter(|place| distance(place) > 0).collect();
        givers.sort_by_key(|place| -distance(place));
        let mut takers: Vec<_> = (0..cases.len()).filter(|place| distance(place) < 0).collect();
        takers.sort_by_key(distance);
        for giver in givers {
            for taker in &takers {
                let most = distance(&giver).min(-distance(taker)).min(left);
                let fits = |size: &u64| i64::try_from(*size).unwrap() <= most;
                let Some(size) = groups[giver].iter().copied().filter(fits).max() else { continue };
                let group = groups[giver].iter().position(|other| *other == size).unwrap();
                groups[giver].remove(group);
                let size_moved = i64::try_from(size).unwrap();
                now[giver] -= size_moved;
                now[*taker] += size_moved;
                left -= size_moved;
                moves.push((giver, *taker, size));
                continue 'next;
            }
        }
        return moves;
    }
}

fn planned(portfolios: &[Portfolio], max_moves: Option<u64>) -> Vec<(usize, usize, u64)> {
    let place = |member: MemberId| usize::try_from(member.0).unwrap();
    Rebalance::new(portfolios, max_moves).map(|it| (place(it.from), place(it.to), it.size)).collect()
}

/// All ways to round the exact shares down or up so that they make up the whole.
fn roundings(cases: &[Case]) -> Vec<Vec<u64>> {
    let total: u64 = cases.iter().map(owned).sum();
    let weights: u64 = cases.iter().map(|case| case.weight).sum();
    let mut all = vec![Vec::new()];
    for case in cases {
        let (down, rest) = (total * case.weight / weights, total * case.weight % weights);
        let choices = if rest == 0 { down..=down } else { down..=down + 1 };
        let longer =
            |one: &Vec<u64>| choices.clone().map(|target| [one.as_slice(), &[target]].concat()).collect::<Vec<_>>();
        all = all.iter().flat_map(longer).collect();
    }
    all.retain(|targets| targets.iter().sum::<u64>() == total);
    all
}

proptest! {
    // A failure is printed whole; no file is left in the project.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn moves_are_those_of_the_words(
        cases in prop::collection::vec(case(0..12_u64, 5), 0..6),
        max_moves in prop::option::of(0..20_u64),
    ) {
        let portfolios = portfolios(&cases);
        prop_assert_eq!(planned(&portfolios, max_moves), literal_moves(&cases, &targets(&portfolios), max_moves));
    }

    /// Where every contact can move by itself, all own their exact share, rounded, after the fewest moves.
    #[test]
    fn fewest_moves_make_portfolios_even(cases in prop::collection::vec(case(Just(0), 1), 1..6)) {
        let portfolios = portfolios(&cases);
        let moves = planned(&portfolios, None);
        let mut after: Vec<u64> = cases.iter().map(owned).collect();
        for (from, to, size) in &moves {
            after[*from] -= size;
            after[*to] += size;
        }
        prop_assert_eq!(&after, &targets(&portfolios));
        let roundings = roundings(&cases);
        prop_assert!(roundings.contains(&after));
        let surplus = |targets: &Vec<u64>| cases.iter().zip(targets).map(|(case, to)| owned(case).saturating_sub(*to)).sum();
        prop_assert_eq!(moves.len(), roundings.iter().map(surplus).min().map_or(0, |moves: u64| usize::try_from(moves).unwrap()));
    }

    #[test]
    fn moves_are_counted_without_a_plan(cases in prop::collection::vec(case(0..12_u64, 1), 0..6)) {
        let portfolios = portfolios(&cases);
        let moves = planned(&portfolios, None).len();
        prop_assert_eq!(moves_to_balance(&portfolios), u64::try_from(moves).unwrap());
    }

    /// Again there is nothing to do, whatever can't move.
    #[test]
    fn second_rebalance_moves_nothing(cases in prop::collection::vec(case(0..12_u64, 1), 1..6)) {
        let mut cases = cases;
        for (from, to, _) in planned(&portfolios(&cases), None) {
            cases[from].groups.pop();
            cases[to].groups.push(1);
        }
        prop_assert_eq!(planned(&portfolios(&cases), None), []);
    }

    /// The members that stay above their targets are known, unless more moves would have helped.
    #[test]
    fn members_above_target_are_those_who_cannot_give(
        cases in prop::collection::vec(case(0..12_u64, 4), 1..6),
        max_moves in prop::option::of(0..20_u64),
    ) {
        let portfolios = portfolios(&cases);
        let targets = targets(&portfolios);
        let mut rebalance = Rebalance::new(&portfolios, max_moves);
        let mut after = cases;
        for it in rebalance.by_ref() {
            let from = &mut after[usize::try_from(it.from.0).unwrap()].groups;
            from.remove(from.iter().position(|size| *size == it.size).unwrap());
            after[usize::try_from(it.to.0).unwrap()].fixed += it.size;
        }
        let mut above = Vec::new();
        if literal_moves(&after, &targets, None).is_empty() {
            let members = (0..).zip(after.iter().zip(targets)).filter(|(_, (case, target))| owned(case) > *target);
            above.extend(members.map(|(member, _)| MemberId(member)));
        }
        prop_assert_eq!(rebalance.above_target(), above);
    }
}

fn of(member: i64, owned: u64, movable: u64) -> Portfolio {
    let groups = [(1, movable)].into_iter().filter(|(_, number)| *number > 0).collect();
    Portfolio { member: MemberId(member), weight: 1, owned, groups }
}

/// 10 over 3 is 3 each, and one more for the first of these: who can't come down to 3, who owns more than 3, the
/// larger fraction, who was named first.
#[test]
fn share_is_rounded_up_for_those_who_own_more() {
    assert_eq!(targets(&[of(1, 0, 0), of(2, 4, 4), of(3, 6, 2)]), [3, 3, 4]);
    assert_eq!(targets(&[of(1, 0, 0), of(2, 4, 4), of(3, 6, 3)]), [3, 4, 3]);
    assert_eq!(targets(&[of(1, 3, 3), of(2, 4, 4), of(3, 3, 3)]), [3, 4, 3]);
    let weighted = [Portfolio { weight: 2, ..of(1, 0, 0) }, of(2, 0, 0), Portfolio { weight: 4, ..of(3, 8, 0) }];
    // 8 over 2, 1 and 4 is 2 2/7, 1 1/7 and 4 4/7.
    assert_eq!(targets(&weighted), [2, 1, 5]);
    assert!(targets(&[]).is_empty());
}

#[test]
fn groups_that_do_not_fit_stay() {
    let member = |member, groups: &[(u64, u64)]| {
        let groups: BTreeMap<_, _> = groups.iter().copied().collect();
        let owned = groups.iter().map(|(size, number)| size * number).sum();
        Portfolio { member: MemberId(member), weight: 1, owned, groups }
    };
    // 12 over 3: the group of 5 is larger than what the takers are below, two of 3 and one of 1 go.
    let all = [member(1, &[(5, 1), (3, 2), (1, 1)]), member(2, &[]), member(3, &[])];
    let moves: Vec<_> = Rebalance::new(&all, None).map(|it| (it.to.0, it.size, it.nth)).collect();
    assert_eq!(moves, [(2, 3, 0), (3, 3, 1), (2, 1, 0)]);
    let moves: Vec<_> = Rebalance::new(&all, Some(2)).map(|it| (it.to.0, it.size)).collect();
    assert_eq!(moves, [(2, 1)]);
}
