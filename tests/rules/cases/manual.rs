//! A1 to A5: assigning and unassigning by hand.

use inboxctl::testing::model::Request::{Close, ContactMessage, SystemMessage};
use inboxctl::testing::model::{ConversationId, Request, Unassign};

use super::{NOTHING, Story, assign, deactivate, flow_team, give, replace, unassign, unassign_team};
use crate::rules::inbox::{AGENT, ANA, BETO, CARO, DINA, ROSA, TURNS};

#[test]
fn a1_assign_adds_and_replace_keeps_only_named() {
    let mut story = Story::after(ROSA, &[SystemMessage, assign(&[ANA, BETO])]);
    assert_eq!(
        story.ask(ROSA, assign(&[CARO, ANA, CARO])),
        ["A1 assign-member #1 caro manual", "A1 passed over ana: already-assigned"]
    );
    assert_eq!(
        story.ask(ROSA, replace(&[DINA, BETO])),
        [
            "A1 unassign-member #1 ana replaced",
            "A1 unassign-member #1 caro replaced",
            "A1 assign-member #1 dina manual",
            "A1 passed over beto: already-assigned",
        ]
    );
    assert_eq!(story.assigned(ROSA), [BETO, DINA]);
}

#[test]
fn a1_replace_needs_a_member_and_keeps_the_team() {
    let mut story = Story::after(ROSA, &[SystemMessage, give(TURNS), assign(&[ANA])]);
    assert_eq!(story.ask(ROSA, replace(&[])), ["A1 refused: invalid-value"]);
    let only_a_team = Request::Assign { members: Vec::new(), team: Some(AGENT), replace: true };
    assert_eq!(story.ask(ROSA, only_a_team), ["A1 refused: invalid-value"]);
    story.ask(ROSA, replace(&[BETO]));
    assert_eq!(story.latest(ROSA).team, Some(TURNS));
}

#[test]
fn a2_team_replaces_former_team_without_pick() {
    let mut story = Story::after(ROSA, &[SystemMessage, assign(&[ANA])]);
    assert_eq!(story.ask(ROSA, give(TURNS)), ["A2 set-team #1 turns"]);
    assert_eq!(story.ask(ROSA, give(AGENT)), ["A2 set-team #1 agent"]);
    assert_eq!(story.ask(ROSA, give(AGENT)), ["A2 passed over agent: already-assigned"]);
    assert_eq!(story.assigned(ROSA), [ANA]);
}

#[test]
fn a3_inactive_member_refuses_the_whole_request() {
    let mut story = Story::after(ROSA, &[SystemMessage]);
    story.order(deactivate(BETO));
    let request = Request::Assign { members: vec![ANA, BETO], team: Some(TURNS), replace: false };
    assert_eq!(story.ask(ROSA, request), ["A3 refused: inactive-member"]);
    assert_eq!((story.assigned(ROSA), story.latest(ROSA).team), (vec![], None));
}

#[test]
fn a4_unassigning_removes_exactly_what_is_named() {
    let mut story = Story::after(ROSA, &[SystemMessage, assign(&[ANA, BETO, CARO]), give(TURNS)]);
    assert_eq!(
        story.ask(ROSA, unassign(&[CARO, DINA, ANA, CARO, DINA])),
        ["A4 unassign-member #1 caro manual", "A4 unassign-member #1 ana manual", "A4 passed over dina: not-assigned",]
    );
    assert_eq!(story.ask(ROSA, unassign_team()), ["A4 clear-team #1 turns"]);
    assert_eq!(story.ask(ROSA, unassign_team()), ["A4 passed over none: not-assigned"]);
    assert_eq!(story.assigned(ROSA), [BETO]);
}

#[test]
fn a4_unassigning_all_removes_members_and_team() {
    let all = Request::Unassign(Unassign::All);
    let mut story = Story::after(ROSA, &[SystemMessage, assign(&[BETO, ANA]), give(TURNS)]);
    assert_eq!(
        story.ask(ROSA, &all),
        ["A4 unassign-member #1 beto manual", "A4 unassign-member #1 ana manual", "A4 clear-team #1 turns"]
    );
    assert_eq!(story.ask(ROSA, all), NOTHING);
}

#[test]
fn a5_closed_conversation_is_not_changed() {
    let closed = ConversationId(1);
    let mut story = Story::after(ROSA, &[ContactMessage, flow_team(TURNS), Close]);
    for request in [assign(&[ANA]), give(AGENT), unassign(&[CARO]), Request::Unassign(Unassign::All)] {
        assert_eq!(story.ask(closed, request), ["A5 refused: conversation-closed"]);
    }
    story.ask(ROSA, ContactMessage);
    assert_eq!(story.ask(closed, assign(&[ANA])), ["A5 refused: conversation-closed"]);
    assert_eq!(story.ask(ConversationId(2), assign(&[ANA])), ["A1 assign-member #2 ana manual"]);
}
