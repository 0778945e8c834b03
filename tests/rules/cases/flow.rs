//! F1 to F6: flow steps and messages.

use inboxctl::testing::model::Request::{Close, ContactMessage, FlowEnd, FlowMessage, SystemMessage};
use inboxctl::testing::model::Status;

use super::{NOTHING, Story, assign, deactivate, flow_assign, flow_team, message, own};
use crate::rules::inbox::{AGENT, ANA, BETO, CARO, DINA, ROSA, TURNS};

#[test]
fn f1_assign_adds_named_members_and_owners() {
    let mut story = Story::after(ROSA, &[own(&[ANA, BETO]), FlowMessage]);
    assert_eq!(
        story.ask(ROSA, flow_assign(&[CARO, BETO, CARO])),
        [
            "F1 assign-member #1 caro flow-assign",
            "F1 assign-member #1 beto flow-assign",
            "F1 assign-member #1 ana contact-owner",
            "F4 mark-handed-over #1",
            "F3 set-status #1 new",
        ]
    );
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA, ANA])),
        [
            "F1 assign-member #1 dina flow-assign",
            "F1 passed over ana: already-assigned",
            "F1 passed over beto: already-assigned",
        ]
    );
}

#[test]
fn f2_assign_team_adds_its_pick_and_the_owners() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), FlowMessage]);
    assert_eq!(
        story.ask(ROSA, flow_team(TURNS)),
        [
            "F2 set-team #1 turns",
            "T1 advance-turn turns 1 caro",
            "F2 assign-member #1 caro team-round-robin",
            "F2 assign-member #1 ana contact-owner",
            "F4 mark-handed-over #1",
            "F3 set-status #1 new",
        ]
    );
    assert_eq!(
        story.ask(ROSA, flow_team(AGENT)),
        ["F2 set-team #1 agent", "F2 assign-member #1 dina team-default-agent", "F2 passed over ana: already-assigned",]
    );
}

#[test]
fn f2_same_team_again_only_picks() {
    let mut story = Story::after(ROSA, &[flow_team(TURNS)]);
    assert_eq!(
        story.ask(ROSA, flow_team(TURNS)),
        ["T1 advance-turn turns 2 ana", "F2 assign-member #1 ana team-round-robin"]
    );
}

#[test]
fn f3_step_sets_new_unless_member_replied() {
    for step in [flow_assign(&[ANA]), flow_team(TURNS)] {
        for before in [SystemMessage, FlowMessage, ContactMessage] {
            let story = Story::after(ROSA, &[before, step.clone()]);
            assert_eq!(story.status(ROSA), Status::New);
        }
        let mut story = Story::after(ROSA, &[message(BETO), step.clone()]);
        assert_eq!(story.status(ROSA), Status::InProgress);
        story.ask(ROSA, Close);
        assert_eq!(story.ask(ROSA, step)[0], "F3 open-conversation #2 rosa new");
    }
}

#[test]
fn f4_flow_without_handover_closes_the_conversation() {
    let mut story = Story::after(ROSA, &[ContactMessage, FlowMessage, assign(&[ANA])]);
    assert_eq!(story.ask(ROSA, FlowEnd), ["F4 close-conversation #1"]);
    assert_eq!(story.ask(ROSA, FlowEnd), ["S1 refused: unknown-conversation"]);
}

#[test]
fn f4_step_hands_over_until_flow_ends() {
    let mut story = Story::after(ROSA, &[FlowMessage, flow_assign(&[ANA])]);
    assert_eq!(story.ask(ROSA, FlowMessage), NOTHING);
    assert_eq!(story.ask(ROSA, FlowEnd), ["F4 clear-handed-over #1"]);
    assert_eq!(story.ask(ROSA, FlowEnd), NOTHING);
    assert_eq!(story.ask(ROSA, FlowMessage), ["F6 set-status #1 flow"]);
    assert_eq!(story.ask(ROSA, FlowEnd), ["F4 close-conversation #1"]);
}

#[test]
fn f4_step_marks_handover_in_every_status() {
    let mut story = Story::after(ROSA, &[message(ANA)]);
    assert_eq!(
        story.ask(ROSA, flow_assign(&[BETO])),
        ["F1 assign-member #1 beto flow-assign", "F4 mark-handed-over #1"]
    );
    assert_eq!(story.ask(ROSA, FlowEnd), ["F4 clear-handed-over #1"]);
    assert_eq!(story.status(ROSA), Status::InProgress);
}

#[test]
fn f5_inactive_members_are_passed_over() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), FlowMessage]);
    story.order(deactivate(ANA));
    assert_eq!(
        story.ask(ROSA, flow_assign(&[ANA, BETO, ANA])),
        [
            "F1 assign-member #1 beto flow-assign",
            "F4 mark-handed-over #1",
            "F3 set-status #1 new",
            "F5 passed over ana: inactive-member",
        ]
    );
}

#[test]
fn f5_step_without_active_member_assigns_owners() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), FlowMessage]);
    story.order(deactivate(DINA));
    assert_eq!(
        story.ask(ROSA, flow_team(AGENT)),
        [
            "F2 set-team #1 agent",
            "F2 assign-member #1 ana contact-owner",
            "F4 mark-handed-over #1",
            "F3 set-status #1 new",
            "F5 passed over agent: no-eligible-member",
        ]
    );
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA])),
        [
            "F1 passed over ana: already-assigned",
            "F5 passed over dina: inactive-member",
            "F5 passed over none: no-eligible-member",
        ]
    );
}

#[test]
fn f6_flow_or_system_message_opens_without_assigning() {
    for (opening, status) in [(FlowMessage, "flow"), (SystemMessage, "created")] {
        let mut story = Story::after(ROSA, &[own(&[ANA])]);
        let opened = |number| [format!("F6 open-conversation #{number} rosa {status}")];
        assert_eq!(story.ask(ROSA, &opening), opened(1));
        story.ask(ROSA, Close);
        assert_eq!(story.ask(ROSA, opening), opened(2));
    }
}

#[test]
fn f6_flow_message_sets_flow_unless_a_member_replied() {
    let mut story = Story::after(ROSA, &[ContactMessage]);
    assert_eq!(story.ask(ROSA, FlowMessage), ["F6 set-status #1 flow"]);
    assert_eq!(story.ask(ROSA, FlowMessage), NOTHING);
    story.ask(ROSA, message(ANA));
    assert_eq!(story.ask(ROSA, FlowMessage), NOTHING);
    assert_eq!(story.ask(ROSA, SystemMessage), NOTHING);
}
