//! `unassign`

use serde_json::json;

use super::{START, Test};

/// Conversation 1 with Rosa, assigned to Ana, Luis and Sales.
fn talking() -> Test {
    Test::acme().given(
        "simulate-message --contact +525512345678 --from contact
         assign 1 --member luis@acme.example --team Sales",
    )
}

#[test]
fn unassign_affects_only_named_members() {
    talking()
        .run("unassign 1 --member eva@acme.example --member ana@acme.example --json")
        .json(json!({
            "dry_run": false,
            "change": 8,
            "effects": [{ "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
                          "reason": "manual", "rule": "A4" }],
            "passed_over": [{ "member": "eva@acme.example", "reason": "not-assigned", "rule": "A4" }],
            "conversation": {
                "id": 1,
                "contact": "+525512345678",
                "name": "Rosa",
                "account": "Acme",
                "status": "new",
                "team": "Sales",
                "assigned": [{ "member": "luis@acme.example", "reason": "manual", "since": START }],
                "first_responder": null,
                "opened_at": START,
                "closed_at": null, "overdue": false,
            },
        }))
        .run("unassign +525512345678 --team --json")
        .part("/effects", json!([{ "effect": "clear-team", "conversation": 1, "team": "Sales", "rule": "A4" }]))
        .done();
}

#[test]
fn all_unassigns_members_and_team() {
    talking()
        .run("unassign 1 --all")
        .stdout(
            "
            change 8: 3 effects
               unassigned ana@acme.example from conversation 1 (manual)   A4
               unassigned luis@acme.example from conversation 1 (manual)  A4
               unassigned team Sales from conversation 1                  A4

            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           new
            team
            assigned
            first responder
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .run("unassign 1 --all --json")
        .part("/change", json!(null))
        .part("/passed_over", json!([]))
        .leaves_the_store()
        .done();
}

#[test]
fn unset_team_is_reported() {
    talking()
        .given("unassign 1 --team")
        .run("unassign 1 --team --json")
        .part("/change", json!(null))
        .part("/passed_over", json!([{ "member": null, "team": null, "reason": "not-assigned", "rule": "A4" }]))
        .leaves_the_store()
        .run("unassign 1 --team")
        .stdout_starts(
            "
            no changes
               unassigning removes exactly the named members, and the team if named  A4
            passed over
               no team is assigned  not-assigned  A4

            conversation     1
            ",
        )
        .done();
}

#[test]
fn unassign_without_targets_is_wrong_usage() {
    talking()
        .run("unassign 1")
        .usage(
            "
            error: missing required argument `<--member <MEMBER>|--team|--all>`
            ",
        )
        .run("unassign 1 --all --team")
        .usage("error: `--all` cannot be used with `--team`\n")
        .done();
}

#[test]
fn unassign_refuses_closed_conversations() {
    talking()
        .given("conversation close 1")
        .run("unassign 1 --all")
        .refused(
            "conversation-closed",
            "conversation `1` is closed",
            "reopen it with `inboxctl conversation reopen 1`; a new message opens a new one",
        )
        .done();
}
