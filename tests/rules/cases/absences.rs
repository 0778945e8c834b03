//! V1 to V4: members who are away. Times are minutes.

use inboxctl::testing::model::Request::{Close, ContactMessage};
use inboxctl::testing::model::{MemberId, Request, Time};

use super::{
    NOTHING, Story, assign, deactivate, first_responder_owns, flow_assign, flow_team, message, own, own_and_assign,
    transfer,
};
use crate::rules::inbox::{AGENT, ANA, About, BETO, BUSY, CARO, DINA, ROSA, SAUL, TINA, TURNS};

fn time(minute: i64) -> Time {
    Time::from_nanoseconds(0).plus_minutes(minute)
}

fn away(member: MemberId, from: i64, until: i64, cover: &[MemberId]) -> Request {
    let (from, until) = (Some(time(from)), time(until));
    Request::Away { member, from, until, cover: cover.to_vec(), hand_over_open: false }
}

fn hand_over(member: MemberId, until: i64, cover: &[MemberId]) -> Request {
    Request::Away { member, from: None, until: time(until), cover: cover.to_vec(), hand_over_open: true }
}

fn back(member: MemberId) -> Request {
    Request::Back { member, from: None }
}

/// A story in which Dina is away until minute 100, covered by these members.
fn without_dina(cover: &[MemberId]) -> Story {
    let mut story = Story::new();
    story.order(away(DINA, 0, 100, cover));
    story
}

#[test]
fn v1_absence_lasts_until_its_end() {
    let mut story = Story::after(ROSA, &[own(&[DINA])]);
    assert_eq!(story.order(away(DINA, 10, 20, &[BETO, BETO])), ["V1 add-absence dina 10..20 beto"]);
    for (minute, member) in [(9, DINA), (10, BETO), (19, BETO), (20, DINA)] {
        story.ask_at(minute, ROSA, ContactMessage);
        assert_eq!(story.assigned(ROSA), [member], "{minute}");
        story.ask(ROSA, Close);
    }
}

#[test]
fn v1_invalid_absences_are_refused() {
    let mut story = without_dina(&[]);
    let exists = ["V1 refused: already-exists"];
    assert_eq!(story.order(away(DINA, 99, 200, &[])), exists);
    assert_eq!(story.order(away(DINA, -10, 1, &[])), exists);
    assert_eq!(story.order(away(DINA, -10, 200, &[])), exists);
    assert_eq!(story.order(away(DINA, 200, 200, &[])), ["V1 refused: invalid-value"]);
    assert_eq!(story.order(away(DINA, 200, 300, &[ANA, DINA])), ["V1 refused: invalid-value"]);
    story.order(deactivate(BETO));
    assert_eq!(story.order(away(DINA, 200, 300, &[ANA, BETO])), ["V1 refused: inactive-member"]);
    assert_eq!(story.order(away(DINA, 100, 200, &[])), ["V1 add-absence dina 100..200 "]);
    assert_eq!(story.order(away(DINA, -10, 0, &[])), ["V1 add-absence dina -10..0 "]);
}

#[test]
fn v1_member_who_is_back_ends_the_absence_and_the_next_one() {
    let mut story = without_dina(&[]);
    story.order(away(DINA, 100, 200, &[]));
    story.order(away(DINA, 300, 400, &[]));
    assert_eq!(story.ask_at(50, About::Inbox, back(DINA)), ["V1 end-absence dina ..50", "V1 end-absence dina 100.."]);
    assert_eq!(story.order(back(DINA)), NOTHING);
    assert_eq!(story.ask_at(300, About::Inbox, back(DINA)), ["V1 end-absence dina 300.."]);
    assert_eq!(story.order(back(ANA)), NOTHING);
}

#[test]
fn v1_planned_absence_is_removed_by_its_beginning() {
    let mut story = without_dina(&[]);
    story.order(away(DINA, 100, 200, &[]));
    let planned = |minute| Request::Back { member: DINA, from: Some(time(minute)) };
    assert_eq!(story.ask_at(50, About::Inbox, planned(0)), NOTHING);
    assert_eq!(story.order(planned(101)), NOTHING);
    assert_eq!(story.order(planned(100)), ["V1 end-absence dina 100.."]);
}

#[test]
fn v2_first_substitute_who_can_come_covers_last() {
    let mut story = without_dina(&[BETO, CARO, ANA]);
    story.order(away(CARO, 0, 100, &[]));
    story.order(deactivate(BETO));
    story.ask(ROSA, own(&[DINA]));
    assert_eq!(
        story.ask(ROSA, ContactMessage),
        [
            "O1 open-conversation #1 rosa new",
            "O1 mark-contact-wrote #1",
            "V2 assign-member #1 ana covering",
            "V2 passed over dina: away",
        ]
    );
}

/// Caro owns the contact too: she comes in her own right, and no other substitute comes.
#[test]
fn v2_substitute_who_was_looked_at_is_not_reported_again() {
    let mut story = without_dina(&[CARO, ANA]);
    story.ask(ROSA, own(&[DINA, CARO]));
    assert_eq!(
        story.ask(ROSA, ContactMessage),
        [
            "O1 open-conversation #1 rosa new",
            "O1 mark-contact-wrote #1",
            "O1 assign-member #1 caro contact-owner",
            "V2 passed over dina: away",
        ]
    );
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA])),
        ["F4 mark-handed-over #1", "F1 passed over caro: already-assigned", "V2 passed over dina: away",]
    );
}

#[test]
fn v2_substitute_who_is_assigned_is_reported() {
    let mut story = without_dina(&[BETO]);
    story.ask(ROSA, message(BETO));
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA])),
        ["F4 mark-handed-over #1", "V2 passed over beto: already-assigned", "V2 passed over dina: away",]
    );
}

#[test]
fn v2_assigned_or_inactive_members_are_not_substituted() {
    let mut story = without_dina(&[BETO]);
    story.ask(ROSA, message(DINA));
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA])),
        ["F4 mark-handed-over #1", "F1 passed over dina: already-assigned"]
    );
    story.order(deactivate(DINA));
    assert_eq!(
        story.ask(ROSA, flow_assign(&[DINA])),
        ["F5 passed over dina: inactive-member", "F5 passed over none: no-eligible-member"]
    );
}

#[test]
fn v2_teams_skip_who_is_away_but_substitute_the_default_agent() {
    let mut story = without_dina(&[ANA]);
    story.order(away(CARO, 0, 100, &[DINA]));
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
    story.ask(SAUL, flow_team(BUSY));
    assert_eq!(story.assigned(SAUL), [BETO]);
    assert_eq!(
        story.ask(TINA, flow_team(AGENT)),
        [
            "F3 open-conversation #3 tina new",
            "F2 set-team #3 agent",
            "V2 assign-member #3 ana covering",
            "F4 mark-handed-over #3",
            "V2 passed over dina: away",
        ]
    );
}

#[test]
fn v2_step_without_a_substitute_finds_no_member() {
    let mut story = without_dina(&[]);
    let none = |lines: Vec<String>| lines.into_iter().filter(|line| line.contains("passed over")).collect::<Vec<_>>();
    assert_eq!(
        none(story.ask(ROSA, flow_assign(&[DINA]))),
        ["F5 passed over none: no-eligible-member", "V2 passed over dina: away"]
    );
    assert_eq!(
        none(story.ask(SAUL, flow_team(AGENT))),
        ["F5 passed over agent: no-eligible-member", "V2 passed over dina: away"]
    );
}

#[test]
fn v3_by_hand_a_member_who_is_away_counts() {
    let mut story = without_dina(&[BETO]);
    story.ask(ROSA, ContactMessage);
    assert_eq!(story.ask(ROSA, assign(&[DINA])), ["A1 assign-member #1 dina manual"]);
    story.ask(SAUL, ContactMessage);
    assert_eq!(
        story.ask(SAUL, own_and_assign(&[DINA])),
        ["O4 assign-member #2 dina contact-owner", "O4 add-owner saul dina manual"]
    );
    story.ask(TINA, own(&[ANA]));
    story.order(transfer(ANA, &[DINA]));
    assert_eq!(story.owners(TINA), [DINA]);
    assert_eq!(
        story.ask(TINA, message(DINA)),
        ["M5 open-conversation #3 tina in-progress", "M1 assign-member #3 dina replied"]
    );
}

#[test]
fn v4_absence_changes_no_ownership_and_no_conversation() {
    let mut story = Story::after(ROSA, &[own(&[DINA]), ContactMessage]);
    story.order(first_responder_owns(true));
    story.order(away(DINA, 0, 100, &[BETO]));
    assert_eq!((story.assigned(ROSA), story.owners(ROSA)), (vec![DINA], vec![DINA]));
    let answered = story.ask(ROSA, message(BETO));
    assert!(answered.contains(&"R2 passed over beto: has-owner".to_owned()), "{answered:?}");
}

#[test]
fn v4_substitutes_who_can_come_take_turns() {
    let mut story = Story::new();
    for contact in [SAUL, ROSA, TINA] {
        story.ask(contact, message(DINA));
    }
    story.ask(ROSA, message(ANA));
    story.order(away(CARO, 0, 100, &[]));
    assert_eq!(
        story.order(hand_over(DINA, 50, &[BETO, CARO, ANA])),
        [
            "V4 unassign-member #1 dina handed-over",
            "V4 unassign-member #2 dina handed-over",
            "V4 unassign-member #3 dina handed-over",
            "V4 assign-member #1 beto covering",
            "V4 assign-member #3 beto covering",
            "V1 add-absence dina 0..50 beto,caro,ana",
            "V4 passed over ana for #2: already-assigned",
        ]
    );
}

#[test]
fn v4_without_a_substitute_who_can_come_each_conversation_is_reported() {
    let mut story = Story::new();
    for contact in [SAUL, ROSA] {
        story.ask(contact, message(DINA));
    }
    story.order(away(CARO, 0, 100, &[]));
    assert_eq!(
        story.order(hand_over(DINA, 50, &[CARO])),
        [
            "V1 add-absence dina 0..50 caro",
            "V4 passed over none for #1: no-eligible-member",
            "V4 passed over none for #2: no-eligible-member",
        ]
    );
}
