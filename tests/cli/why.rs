//! `why`

use serde_json::{Value, json};

use super::{START, Test};

/// Rosa writes and her owner Ana is assigned; a flow assigns Sales, where Ana is next; Eva is assigned and
/// the team unassigned; Luis replies; the conversation is closed.
fn story() -> Test {
    Test::acme().given(
        "simulate-message --contact +525512345678 --from contact
         simulate-message --contact +525512345678 --from flow --assign-team Sales
         assign 1 --member eva@acme.example --replace
         unassign 1 --team --member ana@acme.example
         simulate-message --contact +525512345678 --from member --member luis@acme.example
         conversation close 1",
    )
}

#[test]
fn why_lists_events_in_order_with_rules() {
    story()
        .run("why 1 --format csv")
        .stdout(
            r#"
            at,change,actor,what,member,team,status,reason,rule,text
            2026-01-01T00:00:00Z,6,tester,opened,,,new,,O1,"opened, status new: the contact started the conversation"
            2026-01-01T00:00:00Z,6,tester,assigned,ana@acme.example,,,contact-owner,O1,assigned ana@acme.example: owns the contact
            2026-01-01T00:00:00Z,7,tester,team-set,,Sales,,,F2,assigned to team Sales: a flow's Assign Team step
            2026-01-01T00:00:00Z,7,tester,passed-over,ana@acme.example,,,already-assigned,F2,passed over: ana@acme.example is already assigned
            2026-01-01T00:00:00Z,8,tester,unassigned,ana@acme.example,,,replaced,A1,unassigned ana@acme.example: replaced by other members
            2026-01-01T00:00:00Z,8,tester,assigned,eva@acme.example,,,manual,A1,assigned eva@acme.example: by hand
            2026-01-01T00:00:00Z,9,tester,team-cleared,,Sales,,,A4,unassigned from team Sales: by hand
            2026-01-01T00:00:00Z,9,tester,passed-over,ana@acme.example,,,not-assigned,A4,passed over: ana@acme.example is not assigned
            2026-01-01T00:00:00Z,10,tester,assigned,luis@acme.example,,,replied,M1,assigned luis@acme.example: sent a message
            2026-01-01T00:00:00Z,10,tester,first-responder,luis@acme.example,,,,R1,first responder luis@acme.example: the first member to reply to the contact
            2026-01-01T00:00:00Z,10,tester,status,,,in-progress,,M2,status in-progress: a member has sent a message
            2026-01-01T00:00:00Z,10,tester,passed-over,luis@acme.example,,,setting-off,R2,passed over: luis@acme.example is not made an owner: `assign-first-responder` is off
            2026-01-01T00:00:00Z,11,tester,closed,,,,,S1,closed: by hand
            "#,
        )
        .done();
}

#[test]
fn why_prints_conversation_and_events_in_json() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from flow --assign-team Sales")
        .run("why 1 --json")
        .json(json!({
            "conversation": {
                "id": 1,
                "contact": "+525512345678",
                "name": "Rosa",
                "account": "Acme",
                "status": "new",
                "team": "Sales",
                "assigned": [{ "member": "ana@acme.example", "reason": "team-round-robin", "since": START }],
                "first_responder": null,
                "opened_at": START,
                "closed_at": null,
            },
            "events": [
                {
                    "at": START,
                    "change": 6,
                    "actor": "tester",
                    "what": "opened",
                    "member": null,
                    "status": "new",
                    "reason": null,
                    "rule": "F3",
                    "text": "opened, status new: after a flow's step the conversation waits for a member",
                },
                {
                    "at": START,
                    "change": 6,
                    "actor": "tester",
                    "what": "team-set",
                    "member": null,
                    "team": "Sales",
                    "reason": null,
                    "rule": "F2",
                    "text": "assigned to team Sales: a flow's Assign Team step",
                },
                {
                    "at": START,
                    "change": 6,
                    "actor": "tester",
                    "what": "assigned",
                    "member": "ana@acme.example",
                    "reason": "team-round-robin",
                    "rule": "F2",
                    "text": "assigned ana@acme.example: next in the rotation of the flow's team",
                },
            ],
        }))
        .done();
}

#[test]
fn why_prints_table() {
    Test::acme()
        .given("simulate-message --contact +525512345678 --from contact")
        .run("why '+52 55 1234 5678'")
        .stdout(
            "
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

            AT (UTC)     CHANGE  BY      WHAT HAPPENED                                             RULE
            1 Jan 00:00  6       tester  opened, status new: the contact started the conversation  O1
            1 Jan 00:00  6       tester  assigned ana@acme.example: owns the contact               O1
            ",
        )
        .done();
}

#[test]
fn why_filters_by_member() {
    story()
        .run("why 1 --member EVA@acme.example --format csv")
        .stdout(
            "
            at,change,actor,what,member,team,status,reason,rule,text
            2026-01-01T00:00:00Z,8,tester,assigned,eva@acme.example,,,manual,A1,assigned eva@acme.example: by hand
            ",
        )
        .done();
}

#[test]
fn why_lists_passed_over_members_and_teams() {
    Test::acme()
        .given(
            "team add Night
             simulate-message --contact +525512345678 --from flow --assign-team Night
             assign 1 --member luis@acme.example --team Night",
        )
        .run("why 1 --json")
        .part("/events/3/text", "team Night has no active member to pick")
        .part("/events/3/member", Value::Null)
        .part("/events/3/team", "Night")
        .part("/events/3/rule", "F5")
        .part("/events/5/text", "team Night is already assigned")
        .done();
}

#[test]
fn why_explains_past_changes_later() {
    story()
        .given(
            "member deactivate ana@acme.example
             member update ana@acme.example --email anna@acme.example
             team remove Sales",
        )
        .run("why 1 --member anna@acme.example --json")
        .part("/events/0/text", "assigned anna@acme.example: owns the contact")
        .run("why 1 --json")
        .part("/events/2/team", "Sales")
        .done();
}

#[test]
fn why_of_unknown_conversation_fails() {
    Test::acme()
        .run("why +525512345678")
        .refused(
            "unknown-conversation",
            "`+525512345678` has no conversation",
            "see `inboxctl contact show +525512345678`",
        )
        .done();
}
