//! `assign`

use serde_json::json;

use super::{START, Test};

/// Conversation 1 with Rosa, assigned to Ana as her owner.
fn talking() -> Test {
    Test::acme().given("simulate-message --contact +525512345678 --from contact")
}

#[test]
fn assign_adds_members() {
    talking()
        .run("assign 1 --member luis@acme.example --member ana@acme.example --team sales --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [
                { "effect": "set-team", "conversation": 1, "team": "Sales", "rule": "A2" },
                { "effect": "assign-member", "conversation": 1, "member": "luis@acme.example",
                  "reason": "manual", "rule": "A1" },
            ],
            "passed_over": [{ "member": "ana@acme.example", "reason": "already-assigned", "rule": "A1" }],
            "conversation": {
                "id": 1,
                "contact": "+525512345678",
                "name": "Rosa",
                "account": "Acme",
                "status": "new",
                "team": "Sales",
                "assigned": [
                    { "member": "ana@acme.example", "reason": "contact-owner", "since": START },
                    { "member": "luis@acme.example", "reason": "manual", "since": START },
                ],
                "first_responder": null,
                "opened_at": START,
                "closed_at": null, "overdue": false,
            },
        }))
        .done();
}

#[test]
fn replace_unassigns_other_members() {
    talking()
        .run("assign '+52 55 1234 5678' --member luis@acme.example --replace")
        .stdout(
            "
            change 7: 2 effects
               unassigned ana@acme.example from conversation 1 (replaced)  A1
               assigned luis@acme.example to conversation 1 (manual)       A1

            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           new
            team
            assigned         luis@acme.example (manual, since 1 Jan 00:00 UTC)
            first responder
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .done();
}

#[test]
fn assign_again_changes_nothing() {
    talking()
        .given("assign 1 --team Sales")
        .run("assign 1 --member ana@acme.example --team SALES --json")
        .part("/change", json!(null))
        .part("/effects", json!([]))
        .part(
            "/passed_over",
            json!([
                { "member": "ana@acme.example", "reason": "already-assigned", "rule": "A1" },
                { "member": null, "team": "Sales", "reason": "already-assigned", "rule": "A2" },
            ]),
        )
        .leaves_the_store()
        .run("assign 1 --team Sales")
        .stdout_starts(
            "
            no changes
               a conversation has one team  A2
            passed over
               team Sales is already assigned  already-assigned  A2

            conversation     1
            ",
        )
        .done();
}

#[test]
fn assign_without_targets_is_wrong_usage() {
    talking()
        .run("assign 1")
        .usage(
            "
            error: missing required argument `<--member <MEMBER>|--team <NAME>>`
            ",
        )
        .run("assign 1 --team Sales --replace")
        .usage(
            "
            error: missing required argument `--member <MEMBER>`
            ",
        )
        .done();
}

#[test]
fn assign_refuses_inactive_members() {
    talking()
        .given("member deactivate eva@acme.example")
        .run("assign 1 --member luis@acme.example --member eva@acme.example")
        .refused(
            "inactive-member",
            "`eva@acme.example` is inactive",
            "choose active members, or reactivate one with `inboxctl member activate eva@acme.example`",
        )
        .done();
}

#[test]
fn assign_refuses_closed_conversations() {
    talking()
        .given("conversation close 1")
        .run("assign 1 --member luis@acme.example")
        .refused(
            "conversation-closed",
            "conversation `1` is closed",
            "reopen it with `inboxctl conversation reopen 1`; a new message opens a new one",
        )
        .done();
}
