//! S1: the effect of each event on each status.

use inboxctl::testing::model::Request::{self, Close, ContactMessage, FlowEnd, FlowMessage, Reopen, SystemMessage};
use inboxctl::testing::model::{ConversationId, RuleId, Unassign};

use super::{NOTHING, Story, activate, assign, deactivate, flow_assign, flow_team, message, note, unassign};
use crate::rules::inbox::{ANA, About, BETO, CARO, ROSA, TURNS};

/// The effect of each event on each status; `new` has two columns, one after a flow has handed over.
const TABLE: &str = "
    event           | none open   | created     | flow        | new         | handed over | in-progress
    member note     | none        | stays       | stays       | stays       | stays       | stays
    contact message | new         | new         | stays       | stays       | stays       | stays
    member message  | in-progress | in-progress | in-progress | in-progress | in-progress | stays
    flow message    | flow        | flow        | stays       | flow        | stays       | stays
    flow step       | new         | new         | new         | stays       | stays       | stays
    flow ends       | refused     | stays       | closed      | stays       | stays       | stays
    system message  | created     | stays       | stays       | stays       | stays       | stays
    by hand         | refused     | stays       | stays       | stays       | stays       | stays
    close           | refused     | closed      | closed      | closed      | closed      | closed
";

#[test]
fn s1_events_set_the_status_by_the_table() {
    let mut lines = TABLE.trim().lines().map(cells);
    let statuses = lines.next().unwrap();
    for line in lines {
        for (status, expected) in statuses.iter().zip(&line).skip(1) {
            for event in events(line[0]) {
                check(status, &event, expected);
            }
        }
    }
}

#[test]
fn s1_closed_conversation_by_number_is_refused() {
    for event in ["by hand", "close", "flow ends"].into_iter().flat_map(events) {
        let mut story = Story::after(ROSA, &[ContactMessage, Close]);
        assert_eq!(story.ask(ConversationId(1), event), ["A5 refused: conversation-closed"]);
    }
}

#[test]
fn s1_opening_and_closing_set_the_status() {
    for event in [ContactMessage, message(ANA), FlowMessage, SystemMessage, flow_assign(&[ANA]), Close] {
        let mut story = Story::after(ROSA, if event == Close { &[FlowMessage] } else { &[] });
        let said = story.ask(ROSA, event);
        assert!(!said.iter().any(|line| line.contains("set-status")), "{said:?}");
    }
}

#[test]
fn s1_closing_by_hand_ignores_assigned_members() {
    let mut story = Story::after(ROSA, &[ContactMessage, assign(&[ANA])]);
    assert_eq!(story.ask(ROSA, Close), ["S1 close-conversation #1"]);
    assert_eq!(story.assigned(ROSA), [ANA]);
}

#[test]
fn s1_reopened_conversation_is_as_when_it_was_closed() {
    for status in ["created", "flow", "new", "handed over", "in-progress"] {
        for mut before in histories(status) {
            let open = Story::after(ROSA, &before).latest(ROSA);
            before.push(Close);
            for about in [About::Contact(ROSA), About::Conversation(open.id)] {
                let mut story = Story::after(ROSA, &before);
                assert_eq!(story.ask(about, Reopen), [format!("S1 reopen-conversation #1 {}", open.status)]);
                assert_eq!(story.latest(ROSA), open);
            }
        }
    }
}

#[test]
fn s1_flow_that_closed_a_conversation_runs_again_after_reopening() {
    let mut story = Story::after(ROSA, &[FlowMessage, FlowEnd]);
    assert_eq!(story.ask(ROSA, Reopen), ["S1 reopen-conversation #1 flow"]);
    assert_eq!(story.ask(ROSA, FlowEnd), ["F4 close-conversation #1"]);
}

#[test]
fn s1_reopening_takes_the_status_of_the_last_closing() {
    let mut story = Story::after(ROSA, &[FlowMessage, Close, Reopen, message(ANA), Close]);
    assert_eq!(story.ask(ROSA, Reopen), ["S1 reopen-conversation #1 in-progress"]);
}

#[test]
fn s1_reopening_an_open_conversation_changes_nothing() {
    for about in [About::Contact(ROSA), About::Conversation(ConversationId(1))] {
        let mut story = Story::after(ROSA, &[ContactMessage]);
        assert_eq!(story.ask(about, Reopen), NOTHING);
        assert_eq!(story.rules(ROSA, &Reopen), [RuleId::S1]);
    }
}

#[test]
fn s1_only_the_latest_conversation_is_reopened() {
    let mut story = Story::new();
    assert_eq!(story.ask(ROSA, Reopen), ["S1 refused: unknown-conversation"]);
    let mut story = Story::after(ROSA, &[ContactMessage, Close, ContactMessage]);
    assert_eq!(story.ask(ConversationId(1), Reopen), ["S1 refused: already-exists"]);
    assert_eq!(story.ask(ROSA, Reopen), NOTHING);
    story.ask(ROSA, Close);
    assert_eq!(story.ask(ConversationId(1), Reopen), ["S1 refused: conversation-closed"]);
    assert_eq!(story.ask(ROSA, Reopen), ["S1 reopen-conversation #2 new"]);
}

#[test]
fn s1_reopening_unassigns_members_who_have_become_inactive() {
    let mut story = Story::after(ROSA, &[ContactMessage, assign(&[CARO, ANA, BETO]), Close]);
    story.order(deactivate(CARO));
    story.order(deactivate(BETO));
    assert_eq!(
        story.ask(ROSA, Reopen),
        [
            "D1 unassign-member #1 caro member-deactivated",
            "D1 unassign-member #1 beto member-deactivated",
            "S1 reopen-conversation #1 new",
        ]
    );
    assert_eq!(story.assigned(ROSA), [ANA]);
}

#[test]
fn s1_reopening_keeps_members_who_are_active_again() {
    let mut story = Story::after(ROSA, &[ContactMessage, assign(&[ANA]), Close]);
    story.order(deactivate(ANA));
    story.order(activate(ANA));
    assert_eq!(story.ask(ROSA, Reopen), ["S1 reopen-conversation #1 new"]);
    assert_eq!(story.assigned(ROSA), [ANA]);
}

fn cells(line: &'static str) -> Vec<&'static str> {
    line.split('|').map(str::trim).collect()
}

/// Applies the event in that status. Without an open conversation, it does so both without any
/// conversation and with a closed one.
fn check(status: &str, event: &Request, expected: &str) {
    for before in histories(status) {
        let mut story = Story::after(ROSA, &before);
        let status_before = status_of(&story);
        let said = story.ask(ROSA, event);
        let told = format!("{event:?} in {status}: {said:?}");
        match expected {
            "refused" => assert_eq!(said, ["S1 refused: unknown-conversation"], "{told}"),
            "none" | "stays" => assert_eq!(status_of(&story), status_before, "{told}"),
            status => assert_eq!(status_of(&story), status, "{told}"),
        }
    }
}

fn status_of(story: &Story) -> &'static str {
    story.conversations(ROSA).last().map_or("none", |conversation| conversation.status.code())
}

/// Requests that lead to a status of the contact's conversation.
fn histories(status: &str) -> Vec<Vec<Request>> {
    match status {
        "none open" => vec![vec![], vec![FlowMessage, Close]],
        "created" => vec![vec![SystemMessage]],
        "flow" => vec![vec![FlowMessage], vec![ContactMessage, FlowMessage]],
        "new" => vec![vec![ContactMessage], vec![flow_assign(&[ANA]), FlowEnd]],
        "handed over" => vec![vec![flow_assign(&[ANA])], vec![ContactMessage, flow_team(TURNS)]],
        "in-progress" => vec![vec![message(ANA)], vec![ContactMessage, flow_team(TURNS), message(ANA)]],
        other => panic!("no status {other}"),
    }
}

/// The requests of a line of the table.
fn events(line: &str) -> Vec<Request> {
    match line {
        "member note" => vec![note(BETO)],
        "contact message" => vec![ContactMessage],
        "member message" => vec![message(BETO)],
        "flow message" => vec![FlowMessage],
        "flow step" => vec![flow_assign(&[BETO]), flow_assign(&[]), flow_team(TURNS)],
        "flow ends" => vec![FlowEnd],
        "system message" => vec![SystemMessage],
        "by hand" => vec![assign(&[BETO]), unassign(&[ANA]), Request::Unassign(Unassign::All)],
        "close" => vec![Close],
        other => panic!("no event {other}"),
    }
}
