//! P3, P5 and T5: many conversations at once.

use inboxctl::testing::model::Request::{ContactMessage, FlowMessage, SystemMessage};
use inboxctl::testing::model::{MemberId, OpenStatus, Request, Status, TeamId};

use super::{NOTHING, Story, deactivate, flow_team, give, message, own, own_and_assign, unassign};
use crate::rules::inbox::{AGENT, ANA, About, BETO, BUSY, CARO, DINA, ROSA, SAUL, TINA, TURNS};

fn move_on(member: MemberId, successors: &[MemberId]) -> Request {
    let successors = successors.to_vec();
    Request::TransferConversations { member, successors, team: None, status: None, limit: None }
}

fn distribute(team: Option<TeamId>) -> Request {
    Request::DistributeConversations { team, status: None, limit: None }
}

/// Rosa, Saul and Tina with Ana, in conversations 1, 2 and 3.
fn three() -> Story {
    let mut story = Story::new();
    for contact in [ROSA, SAUL, TINA] {
        story.ask(contact, message(ANA));
    }
    story
}

/// Rosa, Saul and Tina wait in conversations 1, 2 and 3, without a member and without a team.
fn waiting() -> Story {
    let mut story = Story::new();
    for contact in [ROSA, SAUL, TINA] {
        story.ask(contact, ContactMessage);
    }
    story
}

#[test]
fn p5_successors_take_turns_by_number() {
    let mut story = three();
    story.ask(SAUL, message(CARO));
    story.ask(ROSA, own(&[ANA]));
    assert_eq!(
        story.order(move_on(ANA, &[BETO, CARO, BETO])),
        [
            "P5 unassign-member #1 ana handed-over",
            "P5 unassign-member #2 ana handed-over",
            "P5 unassign-member #3 ana handed-over",
            "P5 assign-member #1 beto handed-over",
            "P5 assign-member #3 beto handed-over",
            "P5 passed over caro for #2: already-assigned",
        ]
    );
    assert_eq!(story.owners(ROSA), [ANA]);
    assert_eq!((story.assigned(SAUL), story.status(SAUL)), (vec![CARO], Status::InProgress));
    assert_eq!(story.order(move_on(ANA, &[BETO])), NOTHING);
}

#[test]
fn p5_giver_keeps_a_share_and_limit_counts_what_moves() {
    let mut story = three();
    let at_most = |limit| Request::TransferConversations {
        member: ANA,
        successors: vec![ANA, BETO],
        team: None,
        status: None,
        limit: Some(limit),
    };
    assert_eq!(story.order(at_most(0)), NOTHING);
    assert_eq!(
        story.order(at_most(1)),
        [
            "P5 unassign-member #2 ana handed-over",
            "P5 assign-member #2 beto handed-over",
            "P5 passed over ana for #1: already-assigned",
        ]
    );
}

#[test]
fn p5_looks_at_the_named_team_and_status() {
    let mut story = three();
    story.ask(SAUL, give(TURNS));
    story.ask(TINA, give(TURNS));
    let narrowed = |status| Request::TransferConversations {
        member: ANA,
        successors: vec![BETO],
        team: Some(TURNS),
        status: Some(status),
        limit: None,
    };
    assert_eq!(story.order(narrowed(OpenStatus::New)), NOTHING);
    story.order(narrowed(OpenStatus::InProgress));
    assert_eq!((story.assigned(ROSA), story.assigned(SAUL), story.assigned(TINA)), (vec![ANA], vec![BETO], vec![BETO]));
}

#[test]
fn p5_requires_other_active_successors() {
    let mut story = three();
    assert_eq!(story.order(move_on(ANA, &[ANA])), ["P5 refused: invalid-value"]);
    story.order(deactivate(BETO));
    assert_eq!(story.order(move_on(ANA, &[CARO, BETO])), ["P5 refused: inactive-member"]);
}

/// The turn moves once for the whole request.
#[test]
fn p3_each_conversation_goes_to_its_own_team() {
    let mut story = waiting();
    story.ask(ROSA, give(TURNS));
    story.ask(TINA, give(TURNS));
    assert_eq!(
        story.order(distribute(None)),
        [
            "T1 advance-turn turns 2 ana",
            "P3 assign-member #1 caro team-round-robin",
            "P3 assign-member #3 ana team-round-robin",
            "P3 passed over none for #2: no-eligible-member",
        ]
    );
    assert_eq!(story.status(ROSA), Status::New);
    assert_eq!(story.order(distribute(None)), ["P3 passed over none for #2: no-eligible-member"]);
}

/// Three picks of three members end where they began.
#[test]
fn p3_turn_that_ends_where_it_began_has_no_effect() {
    let mut story = waiting();
    story.ask(ROSA, flow_team(TURNS));
    story.ask(SAUL, flow_team(TURNS));
    story.ask(TINA, flow_team(TURNS));
    for (contact, member) in [(ROSA, CARO), (SAUL, ANA), (TINA, BETO)] {
        story.ask(contact, unassign(&[member]));
    }
    assert_eq!(
        story.order(distribute(None)),
        [
            "P3 assign-member #1 caro team-round-robin",
            "P3 assign-member #2 ana team-round-robin",
            "P3 assign-member #3 beto team-round-robin",
        ]
    );
}

#[test]
fn p3_named_team_becomes_the_team_and_owners_join() {
    let mut story = waiting();
    story.ask(ROSA, give(BUSY));
    story.ask(ROSA, own(&[ANA]));
    story.ask(SAUL, own(&[CARO]));
    story.ask(TINA, own(&[DINA]));
    story.order(deactivate(DINA));
    assert_eq!(
        story.order(distribute(Some(TURNS))),
        [
            "P3 set-team #1 turns",
            "P3 set-team #2 turns",
            "P3 set-team #3 turns",
            "T1 advance-turn turns 3 beto",
            "P3 assign-member #1 caro team-round-robin",
            "P3 assign-member #1 ana contact-owner",
            "P3 assign-member #2 ana team-round-robin",
            "P3 assign-member #2 caro contact-owner",
            "P3 assign-member #3 beto team-round-robin",
            "O5 passed over dina for #3: inactive-member",
        ]
    );
}

/// What the request itself assigns counts, owners included: Dina has one when the second is assigned.
#[test]
fn p3_least_busy_counts_the_conversations_of_the_request() {
    let mut story = waiting();
    for contact in [ROSA, SAUL, TINA] {
        story.ask(contact, give(BUSY));
    }
    story.ask(ROSA, own(&[DINA]));
    assert_eq!(
        story.order(distribute(None)),
        [
            "T2 advance-turn busy 1 beto",
            "P3 assign-member #1 beto team-least-busy",
            "P3 assign-member #1 dina contact-owner",
            "P3 assign-member #2 caro team-least-busy",
            "P3 assign-member #3 beto team-least-busy",
        ]
    );
}

#[test]
fn p3_team_without_an_active_member_is_reported() {
    let mut story = waiting();
    story.ask(ROSA, give(AGENT));
    story.order(deactivate(DINA));
    assert_eq!(
        story.order(Request::DistributeConversations { team: Some(AGENT), status: None, limit: Some(1) }),
        [
            "P3 set-team #2 agent",
            "P3 set-team #3 agent",
            "P3 passed over agent for #1: no-eligible-member",
            "P3 passed over agent for #2: no-eligible-member",
            "P3 passed over agent for #3: no-eligible-member",
        ]
    );
}

#[test]
fn p3_looks_at_new_and_in_progress_unless_a_status_is_named() {
    let mut story = Story::after(ROSA, &[FlowMessage, give(TURNS)]);
    story.ask(SAUL, SystemMessage);
    story.ask(SAUL, give(TURNS));
    story.ask(TINA, message(BETO));
    story.ask(TINA, unassign(&[BETO]));
    story.ask(TINA, give(TURNS));
    assert_eq!(
        story.order(distribute(None)),
        ["T1 advance-turn turns 1 caro", "P3 assign-member #3 caro team-round-robin"]
    );
    let of = |status| Request::DistributeConversations { team: None, status: Some(status), limit: None };
    assert_eq!(
        story.order(of(OpenStatus::Flow)),
        ["T1 advance-turn turns 2 ana", "P3 assign-member #1 ana team-round-robin"]
    );
    // No step has handed over: the flow may end, and its messages still set the status.
    assert_eq!(story.status(ROSA), Status::Flow);
    assert_eq!(story.order(of(OpenStatus::New)), NOTHING);
    story.order(of(OpenStatus::Created));
    assert_eq!(story.assigned(SAUL), [BETO]);
}

#[test]
fn p3_limit_counts_those_that_get_a_member() {
    let mut story = waiting();
    for contact in [SAUL, TINA] {
        story.ask(contact, give(TURNS));
    }
    let at_most = |limit| Request::DistributeConversations { team: None, status: None, limit: Some(limit) };
    assert_eq!(story.order(at_most(0)), NOTHING);
    assert_eq!(
        story.order(at_most(1)),
        [
            "T1 advance-turn turns 1 caro",
            "P3 assign-member #2 caro team-round-robin",
            "P3 passed over none for #1: no-eligible-member",
        ]
    );
}

fn reassign() -> Request {
    Request::ReassignOverdue { team: None, limit: None }
}

/// Rosa and Saul wait for Caro and Ana since minute 0; the team reassigns after 15 minutes.
fn picked() -> Story {
    let mut story = Story::new();
    story.0.reassign_after(TURNS, 15);
    story.ask(ROSA, flow_team(TURNS));
    story.ask(SAUL, flow_team(TURNS));
    story
}

#[test]
fn t5_team_picks_again_without_the_pick() {
    let mut story = picked();
    assert_eq!(story.ask_at(14, About::Inbox, reassign()), NOTHING);
    story.ask(SAUL, message(ANA));
    assert_eq!(
        story.ask_at(15, About::Inbox, reassign()),
        [
            "T5 unassign-member #1 caro no-answer",
            "T1 advance-turn turns 3 beto",
            "T5 assign-member #1 beto team-round-robin",
        ]
    );
    // The clock starts again.
    assert_eq!(story.ask_at(29, About::Inbox, reassign()), NOTHING);
    assert_eq!(story.ask_at(30, About::Inbox, reassign()).len(), 3);
    assert_eq!(story.assigned(ROSA), [CARO]);
}

/// Tina waits longer than the others.
#[test]
fn t5_longest_overdue_comes_first_and_limit_counts_looks() {
    let mut story = Story::new();
    story.0.reassign_after(TURNS, 15);
    story.0.reassign_after(BUSY, 5);
    story.ask(ROSA, flow_team(TURNS));
    story.ask(TINA, flow_team(BUSY));
    let most = |limit| Request::ReassignOverdue { team: None, limit: Some(limit) };
    assert_eq!(story.ask_at(60, About::Inbox, most(0)), NOTHING);
    assert_eq!(
        story.order(most(1)),
        [
            "T5 unassign-member #2 beto no-answer",
            "T2 advance-turn busy 2 dina",
            "T5 assign-member #2 dina team-least-busy",
        ]
    );
    let of_busy = Request::ReassignOverdue { team: Some(BUSY), limit: None };
    assert_eq!(story.order(of_busy), NOTHING);
    assert_eq!(story.order(reassign()).len(), 3);
}

#[test]
fn t5_new_pick_who_is_assigned_already_ends_the_clock() {
    let mut story = picked();
    story.ask(ROSA, own(&[ANA]));
    story.ask(ROSA, own_and_assign(&[BETO]));
    assert_eq!(
        story.ask_at(20, About::Inbox, Request::ReassignOverdue { team: None, limit: Some(1) }),
        [
            "T5 unassign-member #1 caro no-answer",
            "T1 advance-turn turns 3 beto",
            "T5 passed over beto for #1: already-assigned",
        ]
    );
    assert_eq!(story.assigned(ROSA), [BETO]);
    story.ask_at(20, SAUL, message(ANA));
    assert_eq!(story.ask_at(500, About::Inbox, reassign()), NOTHING);
}

#[test]
fn t5_team_without_another_member_is_reported() {
    let mut story = picked();
    story.order(deactivate(BETO));
    story.order(deactivate(ANA));
    assert_eq!(story.ask_at(20, About::Inbox, reassign()), ["T5 passed over turns for #1: no-eligible-member"]);
    assert_eq!(story.assigned(ROSA), [CARO]);
}

#[test]
fn t5_handed_over_conversation_has_no_pick() {
    let mut story = picked();
    story.order(move_on(CARO, &[DINA]));
    story.ask(SAUL, message(ANA));
    assert_eq!(story.ask_at(500, About::Inbox, reassign()), NOTHING);
}
