//! `simulate-message`

use serde_json::{Value, json};

use super::{START, Test};

/// Rosa's conversation in JSON with its assignees and reasons.
fn with_rosa(status: &str, team: Option<&str>, assigned: &[(&str, &str)]) -> Value {
    let assigned =
        assigned.iter().map(|(member, reason)| json!({ "member": member, "reason": reason, "since": START }));
    json!({
        "id": 1,
        "contact": "+525512345678",
        "name": "Rosa",
        "account": "Acme",
        "status": status,
        "team": team,
        "assigned": assigned.collect::<Vec<_>>(),
        "first_responder": null,
        "opened_at": START,
        "closed_at": null, "overdue": false,
    })
}

#[test]
fn message_of_a_contact_assigns_its_owners() {
    Test::acme()
        .run("simulate-message --contact '+52 1 55 1234 5678' --from contact --json")
        .json(json!({
            "dry_run": false,
            "change": 6,
            "effects": [
                { "effect": "open-conversation", "conversation": 1, "contact": "+525512345678",
                  "status": "new", "rule": "O1" },
                { "effect": "mark-contact-wrote", "conversation": 1, "rule": "O1" },
                { "effect": "assign-member", "conversation": 1, "member": "ana@acme.example",
                  "reason": "contact-owner", "rule": "O1" },
            ],
            "passed_over": [],
            "conversation": with_rosa("new", None, &[("ana@acme.example", "contact-owner")]),
        }))
        .done();
}

#[test]
fn later_message_changes_nothing_and_shows_the_conversation() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("simulate-message --contact +525512345678 --from contact")
        .stdout(
            "
            no changes
               only the contact's first message assigns its owners  O2

            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           new
            team
            assigned         ana@acme.example (contact-owner, since 1 Jan 00:00 UTC)
            first responder
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .leaves_the_store()
        .done();
}

#[test]
fn first_responder_is_assigned_and_may_become_owner() {
    Test::acme()
        .given(
            "settings set assign-first-responder on
             owner remove +525512345678 ana@acme.example
             simulate-message --contact +525512345678 --from contact",
        )
        .run("simulate-message --contact +525512345678 --from member --member luis@acme.example --json")
        .part(
            "/effects",
            json!([
                { "effect": "assign-member", "conversation": 1, "member": "luis@acme.example",
                  "reason": "replied", "rule": "M1" },
                { "effect": "set-first-responder", "conversation": 1, "member": "luis@acme.example", "rule": "R1" },
                { "effect": "add-owner", "contact": "+525512345678", "member": "luis@acme.example",
                  "reason": "first-responder", "rule": "R2" },
                { "effect": "set-status", "conversation": 1, "status": "in-progress", "rule": "M2" },
            ]),
        )
        .part("/conversation/first_responder", "luis@acme.example")
        .done();
}

#[test]
fn disabled_first_responder_is_passed_over() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("simulate-message --contact +525512345678 --from member --member luis@acme.example -n --json")
        .part("/passed_over", json!([{ "member": "luis@acme.example", "reason": "setting-off", "rule": "R2" }]))
        .run("simulate-message --contact +525512345678 --from member --member luis@acme.example")
        .stdout(
            "
            change 7: 3 effects
               assigned luis@acme.example to conversation 1 (replied)        M1
               set the first responder of conversation 1: luis@acme.example  R1
               set the status of conversation 1: in-progress                 M2
            passed over
               luis@acme.example is not made an owner: `assign-first-responder` is off  setting-off  R2

            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           in-progress
            team
            assigned         ana@acme.example (contact-owner, since 1 Jan 00:00 UTC)
                             luis@acme.example (replied, since 1 Jan 00:00 UTC)
            first responder  luis@acme.example
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .done();
}

#[test]
fn first_responder_keeps_existing_owners() {
    Test::acme()
        .given("settings set assign-first-responder on")
        .given("simulate-message --contact +525512345678 --from contact")
        .run("simulate-message --contact +525512345678 --from member --member luis@acme.example")
        .stdout_starts(
            "
            change 8: 3 effects
               assigned luis@acme.example to conversation 1 (replied)        M1
               set the first responder of conversation 1: luis@acme.example  R1
               set the status of conversation 1: in-progress                 M2
            passed over
               luis@acme.example is not made an owner: the contact has an active owner  has-owner  R2

            conversation     1
            ",
        )
        .done();
}

#[test]
fn note_changes_nothing() {
    Test::acme()
        .run("simulate-message --contact +525512345678 --from member --member ana@acme.example --note")
        .stdout(
            "
            no changes
               a note is not a message  M3
            no open conversation
            ",
        )
        .run("simulate-message --contact +525512345678 --from member --member ana@acme.example --note --json")
        .json(json!({ "dry_run": false, "change": null, "effects": [], "passed_over": [], "conversation": null }))
        .leaves_the_store()
        .done();
}

#[test]
fn flow_assigns_a_team_and_the_owners() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from flow")
        .run("simulate-message --contact +525512345678 --from flow --assign-team SALES --json")
        .json(json!({
            "dry_run": false,
            "change": 7,
            "effects": [
                { "effect": "set-team", "conversation": 1, "team": "Sales", "rule": "F2" },
                { "effect": "advance-turn", "team": "Sales", "rule": "T1" },
                { "effect": "assign-member", "conversation": 1, "member": "ana@acme.example",
                  "reason": "team-round-robin", "rule": "F2" },
                { "effect": "mark-handed-over", "conversation": 1, "rule": "F4" },
                { "effect": "set-status", "conversation": 1, "status": "new", "rule": "F3" },
            ],
            "passed_over": [],
            "conversation": with_rosa("new", Some("Sales"), &[("ana@acme.example", "team-round-robin")]),
        }))
        .done();
}

#[test]
fn flow_assigns_members_and_owners() {
    Test::acme()
        .given("member deactivate eva@acme.example")
        .run(
            "simulate-message --contact +525512345678 --from flow --assign luis@acme.example --assign eva@acme.example \
             --json",
        )
        .part(
            "/conversation",
            with_rosa("new", None, &[("luis@acme.example", "flow-assign"), ("ana@acme.example", "contact-owner")]),
        )
        .part("/passed_over", json!([{ "member": "eva@acme.example", "reason": "inactive-member", "rule": "F5" }]))
        .done();
}

#[test]
fn step_without_eligible_member_has_no_member() {
    Test::acme()
        .given("team add Night")
        .run("simulate-message --contact +525512345678 --from flow --assign-team Night --json")
        .part(
            "/passed_over",
            json!([
                { "member": null, "team": "Night", "reason": "no-eligible-member", "rule": "F5" },
            ]),
        )
        .part("/conversation", with_rosa("new", Some("Night"), &[("ana@acme.example", "contact-owner")]))
        .run("simulate-message --contact +525512345678 --from flow --assign-team Night")
        .stdout_starts(
            "
            no changes
               a flow's Assign Team step adds a team, a member of it and the owners  F2
               the team assigns its members in rotation                              T1
               a flow's step assigns only active members                             F5
               after a flow's step the conversation waits for a member               F3
            passed over
               team Night has no active member to pick  no-eligible-member  F5
               ana@acme.example is already assigned     already-assigned    F2

            conversation     1
            ",
        )
        .done();
}

#[test]
fn flow_without_handover_closes() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from flow")
        .run("simulate-message --contact +525512345678 --from flow --end-flow --json")
        .part("/effects", json!([{ "effect": "close-conversation", "conversation": 1, "rule": "F4" }]))
        .part("/conversation/status", "closed")
        .part("/conversation/closed_at", START)
        .done();
}

#[test]
fn owner_add_creates_contacts_if_asked() {
    Test::acme()
        .run("simulate-message --contact '+52 55 8765 4321' --from system --create-contacts")
        .stdout(
            "
            change 6: 2 effects
               added contact +525587654321
               opened conversation 1 with +525587654321, status created  F6

            conversation     1
            contact          +525587654321
            name
            account
            status           created
            team
            assigned
            first responder
            opened           1 Jan 00:00 UTC
            closed
            ",
        )
        .done();
}

#[test]
fn dry_run_shows_effects_and_changes_nothing() {
    Test::acme()
        .run("simulate-message --contact +525512345678 --from contact --dry-run --json")
        .part("/dry_run", true)
        .part("/change", json!(null))
        .part("/conversation", with_rosa("new", None, &[("ana@acme.example", "contact-owner")]))
        .leaves_the_store()
        .done();
}

#[test]
fn options_of_another_sender_are_wrong_usage() {
    let mut test = Test::acme();
    for (options, error) in [
        ("--from contact --note", "`--note` requires `--from member`"),
        ("--from flow --member ana@acme.example", "`--member` requires `--from member`"),
        ("--from system --end-flow", "`--end-flow` requires `--from flow`"),
        ("--from contact --assign ana@acme.example", "`--assign` requires `--from flow`"),
        ("--from member --member ana@acme.example --assign-team Sales", "`--assign-team` requires `--from flow`"),
    ] {
        test = test.run(&format!("simulate-message --contact +525512345678 {options}")).fails(
            2,
            "wrong-usage",
            error,
            "see `inboxctl simulate-message --help`",
        );
    }
    test.done();
}

#[test]
fn flow_step_has_one_action() {
    Test::acme()
        .run("simulate-message --contact +525512345678 --from flow --assign ana@acme.example --end-flow")
        .usage("error: `--assign <MEMBER>` cannot be used with `--end-flow`\n")
        .run("simulate-message --contact +525512345678 --from flow --assign-team Sales --end-flow")
        .usage("error: `--assign-team <NAME>` cannot be used with `--end-flow`\n")
        .run("simulate-message --contact +525512345678 --from member")
        .usage("error: missing required argument `--member <MEMBER>`\n")
        .done();
}
