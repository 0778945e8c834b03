//! T1 to T4: the member that a team picks.

use inboxctl::testing::model::Request::{Close, ContactMessage, FlowMessage, SystemMessage};
use inboxctl::testing::model::{MemberId, Status, TeamId};

use super::{Story, activate, assign, deactivate, flow_team, message, own};
use crate::rules::inbox::{AGENT, ANA, BETO, BUSY, CARO, DINA, ROSA, SAUL, TINA, TURNS};

/// The member that the team picks for a new conversation of Rosa.
fn picked(story: &mut Story, team: TeamId) -> Vec<MemberId> {
    story.ask(ROSA, flow_team(team));
    let picked = story.assigned(ROSA);
    story.ask(ROSA, Close);
    picked
}

#[test]
fn t1_members_are_assigned_in_rotation() {
    let mut story = Story::new();
    let turns: Vec<_> = (0..4).flat_map(|_| picked(&mut story, TURNS)).collect();
    assert_eq!(turns, [CARO, ANA, BETO, CARO]);
}

#[test]
fn t1_inactive_member_is_skipped_and_keeps_position() {
    let mut story = Story::new();
    story.order(deactivate(CARO));
    assert_eq!(
        story.ask(ROSA, flow_team(TURNS)),
        [
            "F3 open-conversation #1 rosa new",
            "F2 set-team #1 turns",
            "T1 advance-turn turns 2 ana",
            "F2 assign-member #1 ana team-round-robin",
            "F4 mark-handed-over #1",
        ]
    );
    story.ask(ROSA, Close);
    assert_eq!(picked(&mut story, TURNS), [BETO]);
    story.order(activate(CARO));
    assert_eq!(picked(&mut story, TURNS), [CARO]);
}

#[test]
fn t1_rotation_of_one_member_does_not_advance() {
    let mut story = Story::new();
    story.order(deactivate(ANA));
    story.order(deactivate(BETO));
    story.ask(ROSA, flow_team(TURNS));
    assert_eq!(story.ask(ROSA, flow_team(TURNS)), ["F2 passed over caro: already-assigned"]);
}

#[test]
fn t1_rotation_follows_members_that_join_and_leave() {
    let mut story = Story::new();
    for _ in [CARO, ANA, BETO] {
        picked(&mut story, TURNS);
    }
    story.join(TURNS, DINA);
    assert_eq!(picked(&mut story, TURNS), [DINA]);
    assert_eq!(picked(&mut story, TURNS), [CARO]);
    story.leave(TURNS, CARO);
    assert_eq!(picked(&mut story, TURNS), [ANA]);
    story.leave(TURNS, BETO);
    assert_eq!(picked(&mut story, TURNS), [DINA]);
}

#[test]
fn t2_least_busy_active_member_is_picked() {
    let mut story = Story::after(SAUL, &[message(BETO)]);
    story.ask(TINA, message(DINA));
    assert_eq!(picked(&mut story, BUSY), [CARO]);
    story.order(deactivate(CARO));
    story.ask(TINA, Close);
    assert_eq!(picked(&mut story, BUSY), [DINA]);
}

#[test]
fn t2_other_conversations_of_all_teams_are_counted() {
    let mut story = Story::after(SAUL, &[flow_team(TURNS)]);
    story.ask(TINA, message(BETO));
    story.ask(ROSA, ContactMessage);
    story.ask(ROSA, assign(&[DINA]));
    assert_eq!(story.assigned(SAUL), [CARO]);
    assert_eq!(
        story.ask(ROSA, flow_team(BUSY)),
        [
            "F2 set-team #3 busy",
            "T2 advance-turn busy 2 dina",
            "F4 mark-handed-over #3",
            "F2 passed over dina: already-assigned",
        ]
    );
}

#[test]
fn t2_created_and_flow_conversations_do_not_count() {
    for first in [SystemMessage, FlowMessage] {
        let mut story = Story::after(SAUL, &[first, assign(&[BETO, DINA])]);
        assert_eq!(picked(&mut story, BUSY), [BETO]);
        story.ask(SAUL, message(DINA));
        assert_eq!(picked(&mut story, BUSY), [CARO]);
    }
}

#[test]
fn t2_conversation_back_in_flow_is_not_counted() {
    let mut story = Story::after(SAUL, &[ContactMessage, assign(&[BETO])]);
    assert_eq!(picked(&mut story, BUSY), [DINA]);
    story.ask(SAUL, FlowMessage);
    assert_eq!(story.status(SAUL), Status::Flow);
    assert_eq!(picked(&mut story, BUSY), [CARO]);
    assert_eq!(picked(&mut story, BUSY), [BETO]);
}

#[test]
fn t2_current_conversation_is_excluded_if_counted() {
    let mut story = Story::after(SAUL, &[FlowMessage, assign(&[BETO])]);
    story.ask(TINA, message(BETO));
    story.ask(ROSA, message(DINA));
    story.ask(ROSA, assign(&[CARO]));
    story.ask(SAUL, flow_team(BUSY));
    assert_eq!(story.assigned(SAUL), [BETO]);
    assert_eq!(
        story.ask(SAUL, flow_team(BUSY)),
        ["T2 advance-turn busy 2 dina", "F2 assign-member #1 dina team-least-busy"]
    );
}

#[test]
fn t2_ties_go_to_the_next_in_rotation() {
    let mut story = Story::new();
    let turns: Vec<_> = (0..4).flat_map(|_| picked(&mut story, BUSY)).collect();
    assert_eq!(turns, [BETO, DINA, CARO, BETO]);
}

#[test]
fn t3_only_an_active_default_agent_is_picked() {
    let mut story = Story::new();
    assert_eq!(picked(&mut story, AGENT), [DINA]);
    assert_eq!(picked(&mut story, AGENT), [DINA]);
    story.order(deactivate(DINA));
    assert_eq!(
        story.ask(ROSA, flow_team(AGENT)),
        [
            "F3 open-conversation #3 rosa new",
            "F2 set-team #3 agent",
            "F4 mark-handed-over #3",
            "F5 passed over agent: no-eligible-member",
        ]
    );
}

#[test]
fn t4_pick_ignores_assigned_members() {
    let mut story = Story::after(ROSA, &[own(&[CARO]), ContactMessage]);
    assert_eq!(
        story.ask(ROSA, flow_team(TURNS)),
        [
            "F2 set-team #1 turns",
            "T1 advance-turn turns 1 caro",
            "F4 mark-handed-over #1",
            "F2 passed over caro: already-assigned",
        ]
    );
}

#[test]
fn t4_picked_owner_has_the_reason_of_the_team() {
    let mut story = Story::after(ROSA, &[own(&[CARO]), FlowMessage]);
    let said = story.ask(ROSA, flow_team(TURNS));
    assert!(said.contains(&"F2 assign-member #1 caro team-round-robin".to_owned()), "{said:?}");
    assert_eq!(story.assigned(ROSA), [CARO]);
}
