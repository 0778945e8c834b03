//! D1 to D4: deactivated members, transfers, and removals.

use inboxctl::testing::model::Request::{self, Close, ContactMessage, RemoveContact};

use super::{
    NOTHING, Story, activate, assign, deactivate, disown, flow_team, give, hand_over, message, own, transfer, unassign,
};
use crate::rules::inbox::{AGENT, ANA, BETO, BUSY, CARO, DINA, ROSA, SAUL, TINA, TURNS};

#[test]
fn d1_deactivation_unassigns_and_keeps_ownerships() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), message(ANA), Close]);
    story.ask(SAUL, own(&[ANA, BETO]));
    story.ask(SAUL, message(ANA));
    story.ask(TINA, message(ANA));
    story.ask(TINA, assign(&[BETO]));
    assert_eq!(
        story.order(deactivate(ANA)),
        [
            "D1 unassign-member #2 ana member-deactivated",
            "D1 unassign-member #3 ana member-deactivated",
            "D1 deactivate-member ana",
            "left without owner: rosa",
            "left without member: #2",
            "still a member of turns",
            "still a member of agent",
        ]
    );
    assert_eq!(story.assigned(ROSA), [ANA]);
    assert_eq!((story.owners(ROSA), story.owners(SAUL)), (vec![ANA], vec![ANA, BETO]));
}

#[test]
fn d1_deactivating_again_changes_nothing() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    story.order(deactivate(DINA));
    assert_eq!(
        story.order(deactivate(DINA)),
        ["left without owner: rosa", "still a member of busy", "still the default agent of agent"]
    );
}

/// By phone the contacts are Tina, Rosa, Saul.
#[test]
fn d2_ownership_and_assignment_get_the_same_successor() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    story.ask(SAUL, message(DINA));
    story.ask(TINA, own(&[DINA]));
    story.ask(TINA, message(DINA));
    assert_eq!(
        story.order(hand_over(DINA, &[BETO, ANA])),
        [
            "D2 unassign-member #2 dina handed-over",
            "D2 unassign-member #1 dina handed-over",
            "D2 assign-member #2 beto handed-over",
            "D2 assign-member #1 beto handed-over",
            "D2 add-owner tina beto handed-over",
            "D2 add-owner rosa ana handed-over",
            "D2 remove-owner tina dina handed-over",
            "D2 remove-owner rosa dina handed-over",
            "D1 deactivate-member dina",
            "still a member of busy",
            "still the default agent of agent",
        ]
    );
}

#[test]
fn d2_successor_already_assigned_uses_the_turn() {
    let mut story = Story::after(TINA, &[own(&[BETO, CARO]), ContactMessage]);
    story.ask(ROSA, own(&[CARO]));
    assert_eq!(
        story.order(hand_over(CARO, &[BETO, ANA])),
        [
            "D2 unassign-member #1 caro handed-over",
            "D2 add-owner rosa ana handed-over",
            "D2 remove-owner tina caro handed-over",
            "D2 remove-owner rosa caro handed-over",
            "D1 deactivate-member caro",
            "D2 passed over beto for #1: already-assigned",
            "D2 passed over beto of tina: already-owner",
            "still a member of turns",
            "still a member of busy",
        ]
    );
}

#[test]
fn d2_duplicate_successor_takes_one_turn_per_round() {
    let mut story = Story::after(TINA, &[own(&[CARO])]);
    story.ask(ROSA, own(&[CARO]));
    let order = story.order(hand_over(CARO, &[BETO, BETO, ANA]));
    assert!(order.contains(&"D2 add-owner tina beto handed-over".to_owned()), "{order:?}");
    assert!(order.contains(&"D2 add-owner rosa ana handed-over".to_owned()), "{order:?}");
}

#[test]
fn d2_handover_requires_other_active_successors() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    assert_eq!(story.order(hand_over(ANA, &[BETO, ANA])), ["D2 refused: invalid-value"]);
    story.order(deactivate(BETO));
    assert_eq!(story.order(hand_over(ANA, &[CARO, BETO])), ["D2 refused: inactive-member"]);
}

#[test]
fn d2_inactive_member_can_hand_over() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    story.order(deactivate(DINA));
    assert_eq!(
        story.order(hand_over(DINA, &[ANA])),
        [
            "D2 add-owner rosa ana handed-over",
            "D2 remove-owner rosa dina handed-over",
            "still a member of busy",
            "still the default agent of agent",
        ]
    );
}

/// By phone the contacts are Tina, Rosa, Saul.
#[test]
fn d2_transfer_moves_only_ownerships_in_the_same_order() {
    let mut story = Story::after(ROSA, &[own(&[DINA]), message(DINA)]);
    story.ask(SAUL, own(&[DINA, BETO]));
    story.ask(TINA, own(&[CARO, DINA]));
    assert_eq!(
        story.order(transfer(DINA, &[BETO, BETO, ANA])),
        [
            "D2 add-owner tina beto handed-over",
            "D2 add-owner rosa ana handed-over",
            "D2 remove-owner tina dina handed-over",
            "D2 remove-owner rosa dina handed-over",
            "D2 remove-owner saul dina handed-over",
            "D2 passed over beto of saul: already-owner",
        ]
    );
    assert_eq!((story.owners(TINA), story.assigned(ROSA)), (vec![CARO, BETO], vec![DINA]));
    assert_eq!(story.order(transfer(DINA, &[BETO])), NOTHING);
}

/// A contact that the member doesn't own takes no turn, even with the member assigned.
#[test]
fn d2_only_ownerships_take_a_turn() {
    let mut story = Story::after(TINA, &[message(DINA)]);
    story.ask(ROSA, own(&[DINA]));
    assert_eq!(
        story.order(transfer(DINA, &[BETO, ANA])),
        ["D2 add-owner rosa beto handed-over", "D2 remove-owner rosa dina handed-over"]
    );
}

/// By phone the contacts are Tina, Rosa, Saul.
#[test]
fn d2_giver_among_the_takers_keeps_a_share() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    story.ask(SAUL, own(&[DINA]));
    story.ask(TINA, own(&[DINA]));
    assert_eq!(
        story.order(transfer(DINA, &[DINA, BETO])),
        [
            "D2 add-owner rosa beto handed-over",
            "D2 remove-owner rosa dina handed-over",
            "D2 passed over dina of tina: already-owner",
            "D2 passed over dina of saul: already-owner",
        ]
    );
}

#[test]
fn d2_limit_counts_what_moves() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    story.ask(SAUL, own(&[DINA]));
    story.ask(TINA, own(&[DINA]));
    let at_most = |limit| Request::TransferOwners {
        member: DINA,
        successors: vec![DINA, BETO, ANA],
        account: None,
        limit: Some(limit),
    };
    assert_eq!(story.order(at_most(0)), NOTHING);
    assert_eq!(
        story.order(at_most(1)),
        [
            "D2 add-owner rosa beto handed-over",
            "D2 remove-owner rosa dina handed-over",
            "D2 passed over dina of tina: already-owner",
        ]
    );
    assert_eq!((story.owners(ROSA), story.owners(SAUL), story.owners(TINA)), (vec![BETO], vec![DINA], vec![DINA]));
}

#[test]
fn d2_transfer_requires_other_active_successors() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    assert_eq!(story.order(transfer(ANA, &[ANA])), ["D2 refused: invalid-value"]);
    story.order(deactivate(BETO));
    assert_eq!(story.order(transfer(ANA, &[CARO, BETO])), ["D2 refused: inactive-member"]);
    story.order(deactivate(ANA));
    assert_eq!(
        story.order(transfer(ANA, &[CARO])),
        ["D2 add-owner rosa caro handed-over", "D2 remove-owner rosa ana handed-over"]
    );
}

#[test]
fn d3_member_in_use_cannot_be_removed() {
    let remove = Request::RemoveMember { member: BETO };
    let refused = ["D3 refused: still-referenced"];
    let mut story = Story::new();
    assert_eq!(story.order(&remove), refused, "a member of teams");
    story.leave(TURNS, BETO);
    story.leave(BUSY, BETO);
    story.ask(ROSA, own(&[BETO]));
    assert_eq!(story.order(&remove), refused, "an owner");
    story.ask(ROSA, disown(&[BETO]));
    story.ask(ROSA, ContactMessage);
    story.ask(ROSA, message(BETO));
    assert_eq!(story.order(&remove), refused, "on a conversation");
    story.ask(ROSA, unassign(&[BETO]));
    assert_eq!(story.order(remove), refused, "the first to respond");
    assert_eq!(story.order(Request::RemoveMember { member: DINA }), refused, "a default agent");
}

#[test]
fn d3_removal_includes_own_memberships_and_ownerships() {
    let mut story = Story::after(ROSA, &[own(&[BETO])]);
    assert_eq!(story.ask(ROSA, RemoveContact), ["O4 remove-owner rosa beto manual", "remove-contact rosa"]);
    assert_eq!(
        story.order(Request::RemoveTeam { team: TURNS }),
        ["leave-team turns caro", "leave-team turns ana", "leave-team turns beto", "remove-team turns"]
    );
    story.leave(BUSY, BETO);
    assert_eq!(story.order(Request::RemoveMember { member: BETO }), ["remove-member beto"]);
}

#[test]
fn d3_team_or_contact_with_conversations_cannot_be_removed() {
    let mut story = Story::after(ROSA, &[ContactMessage, give(TURNS), Close]);
    assert_eq!(story.order(Request::RemoveTeam { team: TURNS }), ["D3 refused: still-referenced"]);
    assert_eq!(story.ask(ROSA, RemoveContact), ["D3 refused: still-referenced"]);
}

#[test]
fn d4_roles_in_teams_are_kept_and_reported() {
    let mut story = Story::new();
    assert_eq!(
        story.order(deactivate(DINA)),
        ["D1 deactivate-member dina", "still a member of busy", "still the default agent of agent"]
    );
    assert_eq!(story.order(activate(DINA)), ["O5 activate-member dina"]);
    story.ask(ROSA, flow_team(AGENT));
    assert_eq!(story.assigned(ROSA), [DINA]);
    assert_eq!(story.order(activate(DINA)), NOTHING);
}
