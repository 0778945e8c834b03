//! `conversation …`

use serde_json::{Value, json};

use super::{START, Test};

/// Conversation 1 with Rosa, assigned to her owner; 2 with Beto, answered by Luis; 3 with Carla, closed.
fn three() -> Test {
    Test::acme().given(
        "simulate-message --contact +525512345678 --from contact
         simulate-message --contact +525587654321 --from contact --create-contacts
         simulate-message --contact +525587654321 --from member --member luis@acme.example
         assign 2 --team Sales
         simulate-message --contact +525500000001 --from system --create-contacts
         conversation close 3",
    )
}

fn with_rosa() -> Value {
    json!({
        "id": 1,
        "contact": "+525512345678",
        "name": "Rosa",
        "account": "Acme",
        "status": "new",
        "team": null,
        "assigned": [{ "member": "ana@acme.example", "reason": "contact-owner", "since": START }],
        "first_responder": null,
        "opened_at": START,
        "closed_at": null,
    })
}

fn with_beto() -> Value {
    json!({
        "id": 2,
        "contact": "+525587654321",
        "name": null,
        "account": null,
        "status": "in-progress",
        "team": "Sales",
        "assigned": [{ "member": "luis@acme.example", "reason": "replied", "since": START }],
        "first_responder": "luis@acme.example",
        "opened_at": START,
        "closed_at": null,
    })
}

fn with_carla() -> Value {
    json!({
        "id": 3,
        "contact": "+525500000001",
        "name": null,
        "account": null,
        "status": "closed",
        "team": null,
        "assigned": [],
        "first_responder": null,
        "opened_at": START,
        "closed_at": START,
    })
}

#[test]
fn conversation_is_found_by_number_or_contact() {
    three()
        .run("conversation show 1 --json")
        .json(with_rosa())
        .run("conversation show '+52 55 1234 5678' --json")
        .json(with_rosa())
        .run("conversation show 0052-55-8765-4321 --json")
        .json(with_beto())
        .run("conversation show 3 --json")
        .json(with_carla())
        .done();
}

#[test]
fn bare_digits_are_conversation_number() {
    three()
        .run("conversation show 5512345678 --country MX")
        .refused(
            "unknown-conversation",
            "unknown conversation `5512345678`",
            "see `inboxctl conversation list`; a phone number starts with `+`",
        )
        .done();
}

#[test]
fn conversation_show_labels_fields() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from contact
             assign 1 --member luis@acme.example",
        )
        .run("conversation show 1")
        .stdout(
            "
            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           new
            team
            assigned         ana@acme.example (contact-owner, since 1 Jan 00:00 UTC)
                             luis@acme.example (manual, since 1 Jan 00:00 UTC)
            first responder
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .done();
}

#[test]
fn conversation_list_shows_open_ones_newest_first() {
    three()
        .run("conversation list")
        .stdout(
            "
            ID  CONTACT        NAME  ACCOUNT  STATUS       TEAM   ASSIGNED           OPENED (UTC)
            2   +525587654321                 in-progress  Sales  luis@acme.example  1 Jan 00:00
            1   +525512345678  Rosa  Acme     new                 ana@acme.example   1 Jan 00:00
            ",
        )
        .run("conversation list --all --format csv")
        .stdout(
            "
            id,contact,name,account,status,team,assigned,first_responder,opened_at,closed_at
            3,+525500000001,,,closed,,,,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z
            2,+525587654321,,,in-progress,Sales,luis@acme.example,luis@acme.example,2026-01-01T00:00:00Z,
            1,+525512345678,Rosa,Acme,new,,ana@acme.example,,2026-01-01T00:00:00Z,
            ",
        )
        .done();
}

#[test]
fn conversation_filters_keep_matching_rows() {
    let mut test = three();
    for (filter, kept) in [
        ("", json!([with_beto(), with_rosa()])),
        ("--all", json!([with_carla(), with_beto(), with_rosa()])),
        ("--status new", json!([with_rosa()])),
        ("--status closed", json!([with_carla()])),
        ("--status flow", json!([])),
        ("--assigned-to LUIS@acme.example", json!([with_beto()])),
        ("--team sales", json!([with_beto()])),
        ("--contact '+52 1 55 1234 5678'", json!([with_rosa()])),
        ("--contact +525500000001", json!([])),
        ("--contact +525500000001 --all", json!([with_carla()])),
        ("--account ACME", json!([with_rosa()])),
        ("--account ''", json!([with_beto()])),
        ("--account '' --status closed", json!([with_carla()])),
        ("--unassigned", json!([])),
        ("--unassigned --all", json!([])),
        ("--open", json!([with_beto(), with_rosa()])),
        ("--open --team sales", json!([with_beto()])),
        ("--limit 3", json!([with_beto(), with_rosa()])),
        ("--team Sales --status new", json!([])),
    ] {
        test = test.run(&format!("conversation list {filter} --json")).json(kept);
    }
    test.run("conversation list --all --limit 2 --json")
        .json(json!([with_carla(), with_beto()]))
        .stderr("showing 2 of 3 conversations\n")
        .run("conversation list --limit 1 --json")
        .json(json!([with_beto()]))
        .stderr("showing 1 of 2 conversations\n")
        .done();
}

#[test]
fn opened_before_excludes_its_time() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .at("2026-01-02T00:00:00Z")
        .given("simulate-message --contact +525587654321 --from contact --create-contacts")
        .run("conversation list --opened-before 2026-01-02T00:00:00Z --json")
        .column("id", json!([1]))
        .run("conversation list --opened-before 2026-01-02T00:00:01Z --unassigned --json")
        .column("id", json!([2]))
        .run("conversation list --opened-before 2026-01-01T00:00:00Z --json")
        .json(json!([]))
        .done();
}

#[test]
fn unknown_account_is_noted() {
    three()
        .run("conversation list --account Acmee")
        .stderr("no conversations\nnote: no account has the name `Acmee`; did you mean `Acme`?\n")
        .done();
}

#[test]
fn open_option_conflicts_with_others() {
    three()
        .run("conversation list --open --status new")
        .usage("error: `--open` cannot be used with `--status <STATUS>`\n")
        .run("conversation list --open --all")
        .usage("error: `--open` cannot be used with `--all`\n")
        .done();
}

#[test]
fn conversation_list_joins_members_in_pipe() {
    three()
        .given("assign 1 --member luis@acme.example")
        .run("conversation list --status new")
        .stdout(
            "
            ID  CONTACT        NAME  ACCOUNT  STATUS  TEAM  ASSIGNED                             OPENED (UTC)
            1   +525512345678  Rosa  Acme     new           ana@acme.example, luis@acme.example  1 Jan 00:00
            ",
        )
        .done();
}

#[test]
fn unassigned_filter_ignores_team() {
    three()
        .given("unassign 2 --member luis@acme.example")
        .run("conversation list --unassigned --json")
        .part("/0/id", 2)
        .part("/0/team", "Sales")
        .part("/1", Value::Null)
        .done();
}

#[test]
fn unknown_status_is_wrong_usage() {
    Test::new()
        .run("conversation list --status open")
        .usage(
            "
            error: invalid value `open` for `--status <STATUS>`: expected created, flow, new, in-progress or closed
            ",
        )
        .done();
}

#[test]
fn conversation_close_prints_conversation() {
    let mut closed = with_rosa();
    closed["status"] = json!("closed");
    closed["closed_at"] = json!("2026-01-02T00:00:00Z");
    three()
        .at("2026-01-02T00:00:00Z")
        .run("conversation close +525512345678 --json")
        .json(json!({
            "dry_run": false,
            "change": 12,
            "effects": [{ "effect": "close-conversation", "conversation": 1, "rule": "S1" }],
            "passed_over": [],
            "conversation": closed,
        }))
        .done();
}

#[test]
fn closed_conversation_of_a_contact_is_shown_and_not_changed() {
    three()
        .run("conversation show +525500000001 --json")
        .part("/id", 3)
        .stderr("note: `+525500000001` has no open conversation; the latest is 3, closed\n")
        .run("conversation close +525500000001")
        .refused(
            "unknown-conversation",
            "`+525500000001` has no open conversation",
            "see `inboxctl conversation list --contact +525500000001 --all` for closed ones",
        )
        .run("conversation close 3")
        .refused("conversation-closed", "conversation `3` is closed", "a new message opens a new conversation")
        .done();
}
