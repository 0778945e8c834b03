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
        "closed_at": null, "overdue": false,
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
        "closed_at": null, "overdue": false,
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
        "closed_at": START, "overdue": false,
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
            id,contact,name,account,status,team,assigned,first_responder,opened_at,closed_at,overdue
            3,+525500000001,,,closed,,,,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,false
            2,+525587654321,,,in-progress,Sales,luis@acme.example,luis@acme.example,2026-01-01T00:00:00Z,,false
            1,+525512345678,Rosa,Acme,new,,ana@acme.example,,2026-01-01T00:00:00Z,,false
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
        .stderr("note: no account has the name `Acmee`; did you mean `Acme`?\nno conversations\n")
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
        .refused(
            "conversation-closed",
            "conversation `3` is closed",
            "reopen it with `inboxctl conversation reopen 3`; a new message opens a new one",
        )
        .done();
}

#[test]
fn conversation_reopen_prints_conversation_as_it_was() {
    three()
        .given(
            "assign 2 --member ana@acme.example,eva@acme.example
             conversation close 2
             member deactivate ana@acme.example",
        )
        .at("2026-01-02T00:00:00Z")
        .run("conversation reopen +525587654321 --json")
        .part("/change", 15)
        .part(
            "/effects",
            json!([
                { "effect": "unassign-member", "conversation": 2, "member": "ana@acme.example",
                  "reason": "member-deactivated", "rule": "D1" },
                { "effect": "reopen-conversation", "conversation": 2, "status": "in-progress", "rule": "S1" },
            ]),
        )
        .part("/conversation/status", "in-progress")
        .part("/conversation/team", "Sales")
        .part("/conversation/closed_at", Value::Null)
        .part(
            "/conversation/assigned",
            json!([
                { "member": "luis@acme.example", "reason": "replied", "since": START },
                { "member": "eva@acme.example", "reason": "manual", "since": START },
            ]),
        )
        .run("status --json")
        .part("/conversations", json!({ "open": 2, "unassigned": 1, "overdue": 0, "closed": 1 }))
        .run("why 2 --json")
        .part("/events/9/what", "unassigned")
        .part("/events/9/reason", "member-deactivated")
        .part("/events/9/text", "unassigned ana@acme.example: the member was deactivated")
        .part("/events/10/what", "reopened")
        .part("/events/10/status", "in-progress")
        .part("/events/10/rule", "S1")
        .part("/events/10/text", "reopened, status in-progress: by hand")
        .run("conversation reopen 2 --json")
        .part("/change", Value::Null)
        .part("/effects", json!([]))
        .part("/conversation/id", 2)
        .done();
}

#[test]
fn conversation_that_was_superseded_stays_closed() {
    three()
        .given("simulate-message --contact +525500000001 --from contact")
        .run("conversation reopen 3")
        .refused(
            "already-exists",
            "conversation `3` can't be reopened: `+525500000001` already has an open conversation, `4`",
            "see it with `inboxctl conversation show 4`",
        )
        .run("conversation reopen +525500000001 --json")
        .part("/change", Value::Null)
        .part("/conversation/id", 4)
        .given("conversation close 4")
        .run("conversation reopen 3")
        .refused(
            "conversation-closed",
            "conversation `3` can't be reopened: `+525500000001` has a later conversation, `4`",
            "reopen the latest with `inboxctl conversation reopen 4`",
        )
        .run("conversation reopen +525500000001 --json")
        .part("/conversation/id", 4)
        .part("/conversation/status", "new")
        .done();
}

#[test]
fn contact_without_conversation_has_none_to_reopen() {
    Test::acme()
        .run("conversation reopen +525512345678")
        .refused(
            "unknown-conversation",
            "`+525512345678` has no conversation",
            "see `inboxctl contact show +525512345678`",
        )
        .run("conversation reopen 9")
        .refused(
            "unknown-conversation",
            "unknown conversation `9`",
            "see `inboxctl conversation list`; a phone number starts with `+`",
        )
        .done();
}

#[test]
fn conversation_closed_by_a_flow_or_a_log_is_reopened_as_it_was() {
    Test::acme()
        .file(
            "day.ndjson",
            r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525500000002", "from": "contact"}
{"at": "2026-01-01T09:01:00Z", "contact": "+525500000002", "from": "member", "member": "ana@acme.example"}
{"at": "2026-01-01T09:02:00Z", "contact": "+525500000002", "action": "close"}
{"at": "2026-01-01T09:03:00Z", "contact": "+525500000003", "from": "system"}
{"at": "2026-01-01T09:04:00Z", "contact": "+525500000003", "action": "close"}
"#,
        )
        .given(
            "simulate-message --contact +525512345678 --from flow
             simulate-message --contact +525512345678 --from flow --end-flow
             simulate-message --batch day.ndjson --create-contacts",
        )
        .run("conversation reopen 1 2 3 --json")
        .part("/effects/0/status", "flow")
        .part("/effects/1/status", "in-progress")
        .part("/effects/2/status", "created")
        .part("/conversations/1/assigned/0/member", "ana@acme.example")
        .part("/conversation", Value::Null)
        .done();
}

/// The undo of the undo closes it again; and a close that was undone is not the last one.
#[test]
fn conversation_is_reopened_after_undone_changes() {
    Test::acme()
        .given(
            "simulate-message --contact +525512345678 --from flow
             conversation close 1
             undo 7
             undo 8",
        )
        .run("conversation reopen 1 --json")
        .part("/effects/0/status", "flow")
        .given(
            "undo 10
             conversation reopen 1
             simulate-message --contact +525512345678 --from contact
             simulate-message --contact +525512345678 --from member --member luis@acme.example
             conversation close 1
             undo 15
             conversation close 1",
        )
        .run("conversation reopen 1 --json")
        .part("/effects/0/status", "in-progress")
        .done();
}

/// Another program closed it.
#[test]
fn conversation_whose_closing_has_no_history_is_reopened() {
    let test = three();
    let closed = "UPDATE conversations SET status = 'closed', closed_at = 1; UPDATE assignments SET is_open = 0;
                  UPDATE members SET active_conversations = 0";
    crate::rows::open(&test.folder().join("inbox.db")).execute_batch(closed).unwrap();
    test.run("conversation reopen 1 2 --json")
        .part("/effects/0/status", "new")
        .part("/effects/1/status", "in-progress")
        .run("check --json")
        .part("/ok", true)
        .done();
}

#[test]
fn reopened_as_one_change_or_refused_for_some() {
    three()
        .given("conversation close 1 2")
        .run("conversation reopen 1 99 2 3 --skip-refused --json")
        .part("/effect_count", 3)
        .part(
            "/refused",
            json!([{ "conversation": 99, "code": "unknown-conversation", "message": "unknown conversation `99`" }]),
        )
        .part("/conversations/2/id", 3)
        .status(1)
        .run("undo 13 --json")
        .part("/effect_count", 3)
        .run("conversation list --status closed --json")
        .column("id", json!([3, 2, 1]))
        .stdin("1\n3\n")
        .run("conversation reopen - --dry-run --json")
        .part("/digest", Value::Null)
        .done();
}

#[test]
fn conversation_of_an_erased_contact_stays_closed() {
    three()
        .given("contact erase +525587654321 --confirm 1")
        .run("conversation reopen 2")
        .refused(
            "conversation-closed",
            "conversation `2` can't be reopened: the data of its contact `erased-2` was erased",
            "a new message from the same phone creates a new contact",
        )
        .run("check --json")
        .part("/ok", true)
        .done();
}
