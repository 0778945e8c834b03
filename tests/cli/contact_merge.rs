//! `contact merge`: owners, conversations and fields of two contacts become those of one.

use serde_json::{Value, json};

use super::{START, Test};

const FROM: &str = "+525587654321";
const INTO: &str = "+525512345678";

/// Both contacts have Ana as an owner and an open conversation; the first one has Luis too, and a closed conversation.
fn two() -> Test {
    Test::acme().given(
        "contact add +525587654321 --first-name Eva --last-name Paz --account Other --external-id C-7 --owner ana --owner luis
         simulate-message --contact +525587654321 --from contact
         conversation close 1
         simulate-message --contact +525587654321 --from contact
         simulate-message --contact +525512345678 --from contact
         contact update +525512345678 --last-name Diaz",
    )
}

#[test]
fn merge_moves_owners_and_conversations() {
    two()
        .run("contact merge +525587654321 +525512345678")
        .stdout(
            "
            change 12: 8 effects
               updated contact +525512345678: external id = C-7 (was none)
               added owner luis@acme.example to +525512345678 (manual)
               removed owner ana@acme.example from +525587654321 (merged)
               removed owner luis@acme.example from +525587654321 (merged)
               closed conversation 2                                        S1
               moved conversation 1 to +525512345678
               moved conversation 2 to +525512345678
               removed contact +525587654321
            ",
        )
        .run("contact show +525512345678 --json")
        .part("/first_name", "Rosa")
        .part("/last_name", "Diaz")
        .part("/account", "Acme")
        .part("/external_id", "C-7")
        .part("/owners", json!(["ana@acme.example", "luis@acme.example"]))
        .part("/ownerships/0/change", 5)
        .part("/ownerships/1/change", 6)
        .part("/ownerships/1/since", START)
        .run("conversation list --all --contact +525512345678 --json")
        .column("id", json!([3, 2, 1]))
        .column("status", json!(["new", "closed", "closed"]))
        .run("check")
        .stdout("no problems found\n")
        .done();
}

#[test]
fn merged_contact_is_gone_and_leads_to_the_other() {
    two()
        .given("contact merge +525587654321 +525512345678")
        .run("contact show +525587654321")
        .refused("unknown-contact", "unknown contact `+525587654321`", "it was merged into `+525512345678`")
        .run("history list --contact +525512345678 --json --quiet")
        .column("id", json!([12, 11, 10, 9, 8, 7, 6, 5]))
        .run("history list --contact +525587654321 --json --quiet")
        .column("id", json!([12, 9, 8, 7, 6]))
        .run("simulate-message --contact +525587654321 --from contact --create-contacts --json")
        .part("/conversation/id", 4)
        .part("/conversation/assigned", json!([]))
        .run("contact show +525587654321 --json")
        .part("/account", Value::Null)
        .done();
}

#[test]
fn merge_is_undone_and_redone_exactly() {
    let test = two();
    let state =
        |test: &Test| [FROM, INTO].map(|phone| test.answer(&format!("contact show {phone} --json"), 0)).to_vec();
    let before = state(&test);
    let test = test.given("contact merge +525587654321 +525512345678");
    let merged = test.answer("contact show +525512345678 --json", 0);
    let test = test.given("undo 12");
    assert_eq!(state(&test), before);
    test.run("check")
        .stdout("no problems found\n")
        .run("contact show +525587654321 --as-of change:12")
        .refused("unknown-contact", "unknown contact `+525587654321`", "it was merged into `+525512345678`")
        .run("contact show +525587654321 --json --as-of change:11")
        .json(before[0].clone())
        .given("undo 13")
        .run("contact show +525512345678 --json")
        .json(merged)
        .run("contact show +525587654321")
        .refused("unknown-contact", "unknown contact `+525587654321`", "it was merged into `+525512345678`")
        .run("check")
        .stdout("no problems found\n")
        .done();
}

#[test]
fn undo_of_a_change_before_the_merge_conflicts() {
    two()
        .given("contact merge +525587654321 +525512345678")
        .run("undo 6 --json --quiet")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .part("/conflicts/0/why", "`+525587654321` no longer exists")
        .done();
}

/// The open conversation of the removed contact is kept where the other one has none, even if it is not the latest.
#[test]
fn open_conversation_moves() {
    Test::acme()
        .given(
            "contact add +525587654321
             simulate-message --contact +525587654321 --from contact
             simulate-message --contact +525512345678 --from contact
             conversation close 2
             contact merge +525587654321 +525512345678",
        )
        .run("simulate-message --contact +525512345678 --from member --member ana --json")
        .part("/conversation/id", 1)
        .part("/conversation/contact", INTO)
        .done();
}

#[test]
fn merge_needs_two_contacts() {
    Test::acme()
        .run("contact merge +525512345678 '+52 55 1234 5678'")
        .refused("invalid-value", "a contact can't be merged into itself", "name two contacts")
        .run("contact merge +525512345678 +525500000000")
        .refused(
            "unknown-contact",
            "unknown contact `+525500000000`",
            "see `inboxctl contact list --search TEXT`, or add it with `inboxctl contact add +525500000000`",
        )
        .run("contact merge +525512345678")
        .usage("error: missing required argument")
        .done();
}
