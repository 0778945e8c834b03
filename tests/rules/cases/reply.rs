//! M1 to M5 and R1 to R3: messages of members, and the first responder.

use inboxctl::testing::model::Request::{Close, ContactMessage, FlowMessage, SystemMessage};
use inboxctl::testing::model::RuleId;

use super::{NOTHING, Story, assign, deactivate, first_responder_owns, flow_assign, message, note, own, unassign};
use crate::rules::inbox::{ANA, BETO, CARO, ROSA, SAUL};

#[test]
fn m1_sender_is_assigned_and_others_stay() {
    let mut story = Story::after(ROSA, &[SystemMessage, assign(&[BETO])]);
    assert_eq!(story.ask(ROSA, message(ANA)), ["M1 assign-member #1 ana replied", "M2 set-status #1 in-progress"]);
    assert_eq!(story.ask(ROSA, message(BETO)), ["M1 passed over beto: already-assigned"]);
    assert_eq!(story.assigned(ROSA), [BETO, ANA]);
}

#[test]
fn m2_first_member_message_sets_in_progress() {
    for before in [SystemMessage, FlowMessage, ContactMessage, flow_assign(&[ANA])] {
        let mut story = Story::after(ROSA, &[before]);
        let said = story.ask(ROSA, message(ANA));
        assert!(said.contains(&"M2 set-status #1 in-progress".to_owned()), "{said:?}");
    }
}

#[test]
fn m3_note_changes_nothing() {
    let mut story = Story::new();
    assert_eq!(story.ask(ROSA, note(ANA)), NOTHING);
    assert_eq!(story.conversations(ROSA), []);
    story.ask(ROSA, ContactMessage);
    assert_eq!(story.rules(ROSA, &note(ANA)), [RuleId::M3]);
    assert_eq!(story.ask(ROSA, note(ANA)), NOTHING);
}

#[test]
fn m3_flow_and_system_messages_are_not_from_members() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), FlowMessage, SystemMessage]);
    assert_eq!(story.ask(ROSA, ContactMessage), ["O1 mark-contact-wrote #1", "O1 assign-member #1 ana contact-owner"]);
    assert_eq!(story.ask(ROSA, FlowMessage), NOTHING);
    assert_eq!(story.latest(ROSA).first_responder, None);
}

#[test]
fn m4_inactive_member_can_neither_send_nor_note() {
    let mut story = Story::after(ROSA, &[ContactMessage]);
    story.order(deactivate(ANA));
    assert_eq!(story.ask(ROSA, message(ANA)), ["M4 refused: inactive-member"]);
    assert_eq!(story.ask(ROSA, note(ANA)), ["M4 refused: inactive-member"]);
    assert_eq!(story.ask(SAUL, note(ANA)), ["M4 refused: inactive-member"]);
}

#[test]
fn m5_member_message_opens_missing_conversation() {
    let mut story = Story::after(ROSA, &[own(&[BETO])]);
    let opened = ["M5 open-conversation #1 rosa in-progress", "M1 assign-member #1 ana replied"];
    assert_eq!(story.ask(ROSA, message(ANA)), opened);
    story.ask(ROSA, Close);
    let opened_again = ["M5 open-conversation #2 rosa in-progress", "M1 assign-member #2 ana replied"];
    assert_eq!(story.ask(ROSA, message(ANA)), opened_again);
}

#[test]
fn r1_first_responder_replies_to_the_contact() {
    let mut story = Story::after(ROSA, &[message(ANA), message(BETO)]);
    assert_eq!(story.latest(ROSA).first_responder, None);
    story.ask(ROSA, ContactMessage);
    assert_eq!(
        story.ask(ROSA, message(BETO)),
        ["R1 set-first-responder #1 beto", "M1 passed over beto: already-assigned", "R2 passed over beto: setting-off"]
    );
    assert_eq!(story.ask(ROSA, message(CARO)), ["M1 assign-member #1 caro replied"]);
    assert_eq!(story.latest(ROSA).first_responder, Some(BETO));
}

#[test]
fn r2_first_responder_becomes_owner_without_active_owner() {
    let mut story = Story::after(ROSA, &[own(&[BETO])]);
    story.order(first_responder_owns(true));
    story.order(deactivate(BETO));
    story.ask(ROSA, ContactMessage);
    let said = story.ask(ROSA, message(ANA));
    assert!(said.contains(&"R2 add-owner rosa ana first-responder".to_owned()), "{said:?}");
    assert_eq!(story.owners(ROSA), [BETO, ANA]);
}

#[test]
fn r2_contact_with_an_active_owner_keeps_it() {
    let mut story = Story::after(ROSA, &[own(&[BETO]), ContactMessage, unassign(&[BETO])]);
    story.order(first_responder_owns(true));
    let said = story.ask(ROSA, message(ANA));
    assert!(said.contains(&"R2 passed over ana: has-owner".to_owned()), "{said:?}");
    assert_eq!(story.owners(ROSA), [BETO]);
}

#[test]
fn r3_setting_is_off_by_default_and_not_retroactive() {
    let mut story = Story::after(ROSA, &[ContactMessage]);
    assert!(story.rules(ROSA, &message(ANA)).contains(&RuleId::R3));
    story.ask(ROSA, message(ANA));
    assert_eq!(story.order(first_responder_owns(true)), ["R3 set-setting assign-first-responder on"]);
    assert_eq!(story.order(first_responder_owns(true)), NOTHING);
    story.ask(ROSA, ContactMessage);
    assert!(story.rules(ROSA, &message(BETO)).contains(&RuleId::R3));
    story.ask(ROSA, message(BETO));
    assert_eq!(story.owners(ROSA), []);
}
