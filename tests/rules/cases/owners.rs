//! O1 to O5: messages of contacts, and their owners.

use inboxctl::testing::model::Request::{Close, ContactMessage, FlowMessage, SystemMessage};
use inboxctl::testing::model::{Request, RuleId, UnlistedOwners};

use super::{
    NOTHING, Story, activate, deactivate, disown, map, map_only, message, own, own_and_assign, own_only, unassign,
};
use crate::rules::inbox::{ANA, BETO, CARO, DINA, ROSA};

#[test]
fn o1_owners_are_assigned_if_contact_starts_conversation() {
    let mut story = Story::after(ROSA, &[own(&[BETO, ANA])]);
    assert_eq!(
        story.ask(ROSA, ContactMessage),
        [
            "O1 open-conversation #1 rosa new",
            "O1 mark-contact-wrote #1",
            "O1 assign-member #1 beto contact-owner",
            "O1 assign-member #1 ana contact-owner",
        ]
    );
}

#[test]
fn o1_first_contact_message_assigns_owners_after_flow_or_system() {
    for opening in [FlowMessage, SystemMessage] {
        let mut story = Story::after(ROSA, &[own(&[ANA]), opening]);
        let said = story.ask(ROSA, ContactMessage);
        assert!(said.contains(&"O1 assign-member #1 ana contact-owner".to_owned()), "{said:?}");
    }
}

#[test]
fn o1_reply_to_a_member_assigns_no_owners() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), message(BETO)]);
    assert_eq!(story.ask(ROSA, ContactMessage), ["O1 mark-contact-wrote #1"]);
}

#[test]
fn o2_later_messages_assign_no_one() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), ContactMessage, unassign(&[ANA])]);
    assert_eq!(story.rules(ROSA, &ContactMessage), [RuleId::O2]);
    assert_eq!(story.ask(ROSA, ContactMessage), NOTHING);
}

#[test]
fn o3_message_after_close_opens_new_conversation() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), ContactMessage, message(BETO), Close]);
    assert_eq!(
        story.ask(ROSA, ContactMessage),
        ["O3 open-conversation #2 rosa new", "O1 mark-contact-wrote #2", "O1 assign-member #2 ana contact-owner",]
    );
}

#[test]
fn o4_owners_do_not_change_the_open_conversation() {
    let mut story = Story::after(ROSA, &[ContactMessage]);
    assert_eq!(
        story.ask(ROSA, own(&[ANA, BETO, ANA])),
        ["O4 add-owner rosa ana manual", "O4 add-owner rosa beto manual"]
    );
    assert_eq!(story.ask(ROSA, own(&[ANA])), ["O4 passed over ana: already-owner"]);
    assert_eq!(
        story.ask(ROSA, disown(&[CARO, ANA, ANA])),
        ["O4 remove-owner rosa ana manual", "O4 passed over caro: not-owner"]
    );
    assert_eq!((story.owners(ROSA), story.assigned(ROSA)), (vec![BETO], vec![]));
}

#[test]
fn o4_owners_are_assigned_to_open_conversation_on_request() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    assert_eq!(story.ask(ROSA, own_and_assign(&[BETO])), ["O4 add-owner rosa beto manual"]);
    story.ask(ROSA, message(CARO));
    assert_eq!(
        story.ask(ROSA, own_and_assign(&[ANA, CARO])),
        [
            "O4 assign-member #1 ana contact-owner",
            "O4 add-owner rosa caro manual",
            "O4 passed over caro: already-assigned",
            "O4 passed over ana: already-owner",
        ]
    );
}

#[test]
fn o4_inactive_member_cannot_become_owner() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    story.order(deactivate(ANA));
    story.order(deactivate(BETO));
    assert_eq!(story.ask(ROSA, own(&[CARO, BETO])), ["O4 refused: inactive-member"]);
    assert_eq!(
        story.ask(ROSA, own(&[ANA, DINA])),
        ["O4 add-owner rosa dina manual", "O4 passed over ana: already-owner"]
    );
}

#[test]
fn o4_import_adds_owners_and_keeps_the_conversation() {
    let mut story = Story::after(ROSA, &[own(&[ANA]), ContactMessage]);
    assert_eq!(
        story.ask(ROSA, map(&[BETO, ANA, BETO, CARO])),
        ["O4 add-owner rosa beto import", "O4 add-owner rosa caro import", "O4 passed over ana: already-owner"]
    );
    assert_eq!((story.owners(ROSA), story.assigned(ROSA)), (vec![ANA, BETO, CARO], vec![ANA]));
    assert_eq!(story.rules(ROSA, &map(&[])), [RuleId::O4]);
    assert_eq!(story.ask(ROSA, map(&[])), NOTHING);
}

#[test]
fn o4_replacing_import_removes_unlisted_owners_with_exceptions() {
    let mut story = Story::after(ROSA, &[own(&[ANA, BETO, DINA])]);
    assert_eq!(
        story.ask(ROSA, map_only(&[CARO, ANA], &[BETO])),
        ["O4 add-owner rosa caro import", "O4 remove-owner rosa dina import", "O4 passed over ana: already-owner"]
    );
    assert_eq!(
        story.ask(ROSA, map_only(&[], &[])),
        ["O4 remove-owner rosa ana import", "O4 remove-owner rosa beto import", "O4 remove-owner rosa caro import"]
    );
    assert_eq!(story.ask(ROSA, map_only(&[], &[])), NOTHING);
}

#[test]
fn o4_import_accepts_inactive_owners_only_on_request() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    story.order(deactivate(ANA));
    story.order(deactivate(BETO));
    assert_eq!(story.ask(ROSA, map(&[ANA, BETO, CARO])), ["O4 refused: inactive-member"]);
    assert_eq!(story.ask(ROSA, map(&[ANA])), ["O4 passed over ana: already-owner"]);
    // An inactive member can be removed as owner.
    assert_eq!(story.ask(ROSA, map_only(&[], &[])), ["O4 remove-owner rosa ana import"]);
    let restore = Request::MapOwners {
        members: vec![BETO],
        pinned: vec![],
        unlisted: UnlistedOwners::Keep,
        allow_inactive: true,
    };
    assert_eq!(story.ask(ROSA, restore), ["O4 add-owner rosa beto import"]);
}

#[test]
fn o5_inactive_owners_are_passed_over_and_remain_owners() {
    let mut story = Story::after(ROSA, &[own(&[ANA, BETO])]);
    story.order(deactivate(ANA));
    assert_eq!(
        story.ask(ROSA, ContactMessage),
        [
            "O1 open-conversation #1 rosa new",
            "O1 mark-contact-wrote #1",
            "O1 assign-member #1 beto contact-owner",
            "O5 passed over ana: inactive-member",
        ]
    );
    assert_eq!(story.order(activate(ANA)), ["O5 activate-member ana"]);
    assert_eq!(story.order(activate(ANA)), NOTHING);
    story.ask(ROSA, Close);
    story.ask(ROSA, ContactMessage);
    assert_eq!(story.assigned(ROSA), [ANA, BETO]);
}

#[test]
fn o4_setting_owners_adds_and_removes() {
    let mut story = Story::after(ROSA, &[own(&[ANA, BETO]), ContactMessage]);
    assert_eq!(
        story.ask(ROSA, own_only(&[CARO, ANA, CARO])),
        ["O4 add-owner rosa caro manual", "O4 remove-owner rosa beto replaced", "O4 passed over ana: already-owner",]
    );
    assert_eq!(story.owners(ROSA), [ANA, CARO]);
    assert_eq!(story.assigned(ROSA), [ANA, BETO]);
    assert_eq!(
        story.ask(ROSA, own_only(&[])),
        ["O4 remove-owner rosa ana replaced", "O4 remove-owner rosa caro replaced"]
    );
    assert_eq!(story.ask(ROSA, own_only(&[])), NOTHING);
    assert_eq!(story.rules(ROSA, &own_only(&[])), [RuleId::O4]);
}

#[test]
fn o4_setting_owners_keeps_inactive_ones_and_refuses_new_ones() {
    let mut story = Story::after(ROSA, &[own(&[ANA])]);
    story.order(deactivate(ANA));
    story.order(deactivate(BETO));
    assert_eq!(story.ask(ROSA, own_only(&[CARO, BETO])), ["O4 refused: inactive-member"]);
    assert_eq!(story.owners(ROSA), [ANA]);
    assert_eq!(
        story.ask(ROSA, own_only(&[CARO, ANA])),
        ["O4 add-owner rosa caro manual", "O4 passed over ana: already-owner"]
    );
}
