//! Distributions compared with the smallest of all shares (P1).

use proptest::prelude::*;

use crate::model::{
    ContactId, DecidedEffect, Effect, MemberId, OwnerReason, PassOverReason, PassedOver, RemovalReason, RuleId,
};
use crate::rules::{Distribution, DistributionLimits, Taker};

/// The taker of each contact, by place; none where no member can take it.
fn dealt(owned_and_weights: &[(u64, u64)], max: Option<u64>, contacts: i64) -> Vec<Option<usize>> {
    let takers = owned_and_weights.iter().enumerate().map(|(place, (owned, weight))| Taker {
        member: member(place),
        weight: *weight,
        owned: *owned,
        place,
    });
    let mut distribution = Distribution::new(takers.collect(), DistributionLimits { max, ..Default::default() });
    let one = |contact| {
        let decision = distribution.next(ContactId(contact), &[], false);
        let [passed] = decision.passed_over.as_slice() else {
            let [DecidedEffect { effect: Effect::AddOwner { member, .. }, .. }] = decision.effects.as_slice() else {
                panic!("{decision:?}")
            };
            return Some(usize::try_from(member.0).unwrap());
        };
        assert_eq!((passed.reason, passed.member), (PassOverReason::NoEligibleMember, None));
        None
    };
    (1..=contacts).map(one).collect()
}

fn member(place: usize) -> MemberId {
    MemberId(i64::try_from(place).unwrap())
}

/// The same without a turn taken: of all shares that each could have, the smallest ones.
fn smallest_shares(owned_and_weights: &[(u64, u64)], max: Option<u64>, contacts: i64) -> Vec<Option<usize>> {
    let product: u64 = owned_and_weights.iter().map(|(_, weight)| weight).product();
    let mut shares = Vec::new();
    for (place, (owned, weight)) in owned_and_weights.iter().enumerate() {
        let after = (1..=contacts).map(|more| owned + u64::try_from(more).unwrap());
        let after = after.take_while(|after| max.is_none_or(|max| *after <= max));
        shares.extend(after.map(|after| (after * (product / weight), place)));
    }
    shares.sort_unstable();
    (0..usize::try_from(contacts).unwrap()).map(|nth| shares.get(nth).map(|(_, place)| *place)).collect()
}

proptest! {
    // A failure is printed whole; no file is left in the project.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contacts_go_to_the_smallest_shares(
        takers in prop::collection::vec((0..9_u64, 1..5_u64), 0..6),
        max in prop::option::of(0..12_u64),
        contacts in 0..40_i64,
    ) {
        prop_assert_eq!(dealt(&takers, max, contacts), smallest_shares(&takers, max, contacts));
    }

    /// With equal weights the numbers are level as soon as all have some: those who got any are within one.
    #[test]
    fn those_who_took_are_within_one(owned in prop::collection::vec(0..9_u64, 1..6), contacts in 0..40_i64) {
        let takers: Vec<_> = owned.iter().map(|owned| (*owned, 1)).collect();
        let mut after = owned.clone();
        for place in dealt(&takers, None, contacts) {
            after[place.unwrap()] += 1;
        }
        let took = after.iter().zip(&owned).filter(|(after, owned)| after > owned).map(|(after, _)| after);
        let most = took.clone().max().unwrap_or(&0);
        prop_assert!(took.clone().min().is_none_or(|least| most - least <= 1));
        prop_assert!(contacts == 0 || after.iter().all(|after| after + 1 >= *most));
    }
}

fn passed(contact: ContactId, member: Option<MemberId>, reason: PassOverReason, rule: RuleId) -> PassedOver {
    PassedOver { contact: Some(contact), ..PassedOver::new(member, None, reason, rule) }
}

#[test]
fn giver_loses_what_a_taker_owns_already() {
    let (giver, taker, contact) = (MemberId(1), MemberId(2), ContactId(7));
    let takers = vec![Taker { member: taker, weight: 1, owned: 3, place: 0 }];
    let limits = DistributionLimits { from: Some(giver), max: Some(4), ..Default::default() };
    let mut distribution = Distribution::new(takers, limits);
    let decision = distribution.next(contact, &[giver, taker], false);
    assert_eq!(decision.passed_over, [passed(contact, Some(taker), PassOverReason::AlreadyOwner, RuleId::P1)]);
    let removed = |contact| Effect::RemoveOwner { contact, member: giver, reason: RemovalReason::Distributed };
    assert_eq!(decision.effects.into_iter().map(|ruled| ruled.effect).collect::<Vec<_>>(), [removed(contact)]);
    // It has used no turn: one more fits under the ceiling, after which the contacts stay.
    let next = distribution.next(ContactId(8), &[giver], false);
    let added = Effect::AddOwner { contact: ContactId(8), member: taker, reason: OwnerReason::Distributed };
    let effects: Vec<_> = next.effects.into_iter().map(|ruled| ruled.effect).collect();
    assert_eq!(effects, [added, removed(ContactId(8))]);
    let stays = distribution.next(ContactId(9), &[giver], false);
    assert_eq!(stays.effects, []);
    assert_eq!(stays.passed_over, [passed(ContactId(9), None, PassOverReason::NoEligibleMember, RuleId::P1)]);
}

#[test]
fn pinned_contact_stays_and_uses_no_turn() {
    let giver = MemberId(1);
    let takers = (0..2).map(|place| Taker { member: member(place + 2), weight: 1, owned: 0, place }).collect();
    let limits = DistributionLimits { from: Some(giver), ..Default::default() };
    let mut distribution = Distribution::new(takers, limits);
    let stays = distribution.next(ContactId(1), &[giver], true);
    assert_eq!((stays.effects, stays.rules), (vec![], vec![RuleId::P4]));
    assert_eq!(stays.passed_over, [passed(ContactId(1), Some(giver), PassOverReason::Pinned, RuleId::P4)]);
    let next = distribution.next(ContactId(2), &[giver], false);
    assert_eq!(next.effects[0].effect.member(), Some(MemberId(2)));
}
