//! P4, and of P1 and P2 what is refused; which contacts move is tested beside the planners, and by scenarios.

use inboxctl::testing::model::{
    MemberId, MemberWeight, OwnerDistribution, OwnerRebalance, Participants, Request, TeamId, UnlistedOwners,
};

use super::{NOTHING, Story, deactivate, own, transfer};
use crate::rules::inbox::{ANA, BETO, CARO, ROSA, TURNS};

fn distribute(to: Participants, from: Option<MemberId>, weights: &[(MemberId, i64)]) -> Request {
    let weights = weights_of(weights);
    Request::DistributeOwners(OwnerDistribution {
        contacts: None,
        to,
        from,
        account: None,
        max: None,
        weights,
        limit: None,
    })
}

fn rebalance(among: Participants, weights: &[(MemberId, i64)]) -> Request {
    let weights = weights_of(weights);
    Request::RebalanceOwners(OwnerRebalance { among, weights, keep_accounts_together: false, max_moves: None })
}

fn weights_of(weights: &[(MemberId, i64)]) -> Vec<MemberWeight> {
    weights.iter().map(|(member, weight)| MemberWeight { member: *member, weight: *weight }).collect()
}

fn members(members: &[MemberId]) -> Participants {
    Participants::Members(members.to_vec())
}

fn team(team: TeamId) -> Participants {
    Participants::Team(team)
}

#[test]
fn p1_members_are_active_and_the_giver_takes_none() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    assert_eq!(story.order(distribute(members(&[ANA, BETO]), Some(CARO), &[(BETO, 2)])), NOTHING);
    assert_eq!(story.order(distribute(members(&[ANA, BETO]), Some(ANA), &[])), ["P1 refused: invalid-value"]);
    story.order(deactivate(BETO));
    assert_eq!(story.order(distribute(members(&[ANA, BETO]), None, &[])), ["P1 refused: inactive-member"]);
    assert_eq!(story.order(distribute(members(&[ANA]), Some(BETO), &[])), NOTHING);
}

#[test]
fn p2_weights_are_whole_numbers_of_participants() {
    let mut story = Story::new();
    assert_eq!(story.order(rebalance(members(&[ANA, BETO]), &[(ANA, 1), (BETO, 3)])), NOTHING);
    for weight in [(ANA, 0), (BETO, -1), (CARO, 2)] {
        assert_eq!(story.order(rebalance(members(&[ANA, BETO]), &[weight])), ["P2 refused: invalid-value"]);
        assert_eq!(story.order(distribute(members(&[ANA, BETO]), None, &[weight])), ["P1 refused: invalid-value"]);
    }
}

#[test]
fn p2_team_stands_for_its_active_members() {
    let mut story = Story::new();
    story.order(deactivate(ANA));
    assert_eq!(story.order(rebalance(team(TURNS), &[])), NOTHING);
    assert_eq!(story.order(rebalance(team(TURNS), &[(ANA, 2)])), ["P2 refused: invalid-value"]);
}

#[test]
fn p4_pinned_ownership_is_removed_by_hand_only() {
    let members = || vec![ANA];
    let mut story = Story::after(ROSA, &[own(&[ANA]), Request::PinOwners { members: members() }]);
    assert_eq!(story.order(transfer(ANA, &[BETO])), ["P4 passed over ana of rosa: pinned"]);
    let replaced = |unlisted| Request::MapOwners { members: vec![], pinned: vec![], unlisted, allow_inactive: false };
    let remove = || UnlistedOwners::Remove { except: vec![] };
    assert_eq!(story.ask(ROSA, replaced(remove())), ["P4 passed over ana of rosa: pinned"]);
    assert_eq!(story.ask(ROSA, Request::UnpinOwners { members: members() }), ["P4 unpin-owner rosa ana"]);
    assert_eq!(story.ask(ROSA, replaced(remove())), ["O4 remove-owner rosa ana import"]);
}

#[test]
fn p4_file_pins_owners_only() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    let mapped = |members: &[MemberId], pinned: &[MemberId], unlisted| Request::MapOwners {
        members: members.to_vec(),
        pinned: pinned.to_vec(),
        unlisted,
        allow_inactive: false,
    };
    let remove = UnlistedOwners::Remove { except: vec![] };
    assert_eq!(
        story.ask(ROSA, mapped(&[BETO], &[BETO, ANA], remove.clone())),
        [
            "O4 add-owner rosa beto import",
            "O4 remove-owner rosa ana import",
            "P4 pin-owner rosa beto",
            "P4 passed over ana of rosa: not-owner",
        ]
    );
    assert_eq!(story.ask(ROSA, mapped(&[BETO], &[], remove)), ["O4 passed over beto: already-owner"]);
    assert_eq!(
        story.ask(ROSA, mapped(&[CARO], &[BETO, CARO], UnlistedOwners::Keep)),
        ["O4 add-owner rosa caro import", "P4 pin-owner rosa caro",]
    );
}
