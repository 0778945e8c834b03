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
            at,change,actor,what,member,team,status,reason,rule,text,ownership
            2026-01-01T00:00:00Z,6,tester,opened,,,new,,O1,"opened, status new: the contact started the conversation",
            2026-01-01T00:00:00Z,6,tester,assigned,ana@acme.example,,,contact-owner,O1,"assigned ana@acme.example: owner since change 5 (manual, by tester)","{""reason"":""manual"",""change"":5,""since"":""2026-01-01T00:00:00Z""}"
            2026-01-01T00:00:00Z,7,tester,team-set,,Sales,,,F2,assigned to team Sales: a flow's Assign Team step,
            2026-01-01T00:00:00Z,7,tester,passed-over,ana@acme.example,,,already-assigned,F2,passed over: ana@acme.example is already assigned,
            2026-01-01T00:00:00Z,8,tester,unassigned,ana@acme.example,,,replaced,A1,unassigned ana@acme.example: replaced by other members,
            2026-01-01T00:00:00Z,8,tester,assigned,eva@acme.example,,,manual,A1,assigned eva@acme.example: by hand,
            2026-01-01T00:00:00Z,9,tester,team-cleared,,Sales,,,A4,unassigned from team Sales: by hand,
            2026-01-01T00:00:00Z,9,tester,passed-over,ana@acme.example,,,not-assigned,A4,passed over: ana@acme.example is not assigned,
            2026-01-01T00:00:00Z,10,tester,assigned,luis@acme.example,,,replied,M1,assigned luis@acme.example: sent a message,
            2026-01-01T00:00:00Z,10,tester,first-responder,luis@acme.example,,,,R1,first responder luis@acme.example: the first member to reply to the contact,
            2026-01-01T00:00:00Z,10,tester,status,,,in-progress,,M2,status in-progress: a member has sent a message,
            2026-01-01T00:00:00Z,10,tester,passed-over,luis@acme.example,,,setting-off,R2,passed over: luis@acme.example is not made an owner: `assign-first-responder` is off,
            2026-01-01T00:00:00Z,11,tester,closed,,,,,S1,closed: by hand,
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
                "closed_at": null, "overdue": false,
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
                    "ownership": null,
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
                    "ownership": null,
                },
                {
                    "at": START,
                    "change": 6,
                    "actor": "tester",
                    "what": "assigned",
                    "member": "ana@acme.example",
                    "reason": "team-round-robin",
                    "rule": "F2",
                    "text": "assigned ana@acme.example: next in the rotation of the team",
                    "ownership": null,
                },
            ],
            "nobody": null,
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

            AT (UTC)     CHANGE  BY      WHAT HAPPENED                                                        RULE
            1 Jan 00:00  6       tester  opened, status new: the contact started the conversation             O1
            1 Jan 00:00  6       tester  assigned ana@acme.example: owner since change 5 (manual, by tester)  O1
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
            at,change,actor,what,member,team,status,reason,rule,text,ownership
            2026-01-01T00:00:00Z,8,tester,assigned,eva@acme.example,,,manual,A1,assigned eva@acme.example: by hand,
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
        .part("/events/0/text", "assigned anna@acme.example: owner since change 5 (manual, by tester)")
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

const ROSA: &str = "+525512345678";

/// The origin of the owner in the only assignment.
fn origin(test: &Test) -> Value {
    let why = test.answer("why 1 --json", 0);
    let mut assigned = why["events"].as_array().unwrap().iter().filter(|event| event["what"] == "assigned");
    assigned.next().unwrap()["ownership"].clone()
}

#[test]
fn ownership_names_its_reason_change_and_time() {
    let message = format!("simulate-message --contact {ROSA} --from contact --create-contacts");
    let later = "2026-01-02T00:00:00Z";
    for (commands, reason, change, since) in [
        (format!("contact add {ROSA} --owner ana\n{message}"), "manual", 2, later),
        (format!("owner import book.csv --actor eva\n{message}"), "import", 2, later),
        (format!("{message}\nowner add {ROSA} ana --assign-open"), "manual", 3, later),
        // The history has it for former owners, and for those that an undo restored.
        (format!("owner import book.csv\n{message}\nowner remove {ROSA} ana"), "import", 2, later),
        (
            format!("owner import book.csv\nowner remove {ROSA} ana\nowner add {ROSA} ana\n{message}"),
            "manual",
            4,
            later,
        ),
        (format!("owner import book.csv\nowner remove {ROSA} ana\nundo 3\n{message}"), "import", 2, later),
        (format!("owner import book.csv\nundo 2\nundo 3\n{message}"), "import", 2, later),
        (
            format!("owner import book.csv\n{message}\nunassign 1 --all\nowner remove {ROSA} ana\nundo 4"),
            "import",
            2,
            later,
        ),
    ] {
        let test = Test::new()
            .file("book.csv", format!("phone,owner\n+525587654321,\n{ROSA},ana@acme.example\n"))
            .given("member add ana@acme.example")
            .at(later)
            .given(&commands);
        assert_eq!(origin(&test), json!({ "reason": reason, "change": change, "since": since }), "{commands}");
    }
}

/// Why no member is assigned to the newest conversation of Rosa.
fn cause(commands: &str) -> (Test, String) {
    let test = Test::acme()
        .given("team add Night\nteam join Night eva@acme.example\nowner remove +525512345678 ana@acme.example")
        .given(commands);
    let cause = test.answer(&format!("why {ROSA} --json"), 0)["nobody"].clone();
    let shown = format!("{}: {}", cause["reason"].as_str().unwrap(), cause["text"].as_str().unwrap());
    (test, shown)
}

#[test]
fn why_says_why_no_member_is_assigned() {
    let contact = format!("simulate-message --contact {ROSA} --from contact");
    let flow = format!("simulate-message --contact {ROSA} --from flow");
    let system = format!("simulate-message --contact {ROSA} --from system");
    let inactive = "member deactivate ana@acme.example";
    let not_started = "not-started: the contact has not written yet, and no flow has assigned a member";
    for (commands, expected) in [
        (contact.clone(), "no-owner: the contact had no owner when it first wrote (change 9)"),
        (format!("{flow}\n{contact}\n{contact}"), "no-owner: the contact had no owner when it first wrote (change 10)"),
        (
            format!("{contact}\nassign 1 --team Night\nowner add {ROSA} luis"),
            "no-owner: the contact had no owner when it first wrote (change 9); team Night was assigned by hand \
             (change 10), which picks no member; luis@acme.example is an owner now, assigned from the next \
             conversation on",
        ),
        (
            format!("owner add {ROSA} ana eva\n{inactive}\nmember deactivate eva\n{system}\n{contact}"),
            "inactive-member: no owner could be assigned when the contact first wrote (change 13): ana@acme.example \
             is inactive, eva@acme.example is inactive",
        ),
        (
            format!("{contact}\nmember deactivate eva\n{flow} --assign-team Night"),
            "no-eligible-member: a flow's step found no member to assign (change 11): team Night has no active member \
             to pick",
        ),
        (
            format!("{flow}\nassign 1 --team Night --member eva\nundo 10"),
            "undone: eva@acme.example unassigned in change 11 by tester: its change was undone",
        ),
        (
            format!("{contact}\nassign 1 --member eva,luis\nunassign 1 --member luis\nunassign 1 --all --actor bo"),
            "unassigned: eva@acme.example unassigned in change 12 by bo: by hand",
        ),
        (
            format!("{contact}\nassign 1 --member eva,luis\nunassign 1 --all\n{contact}"),
            "unassigned: eva@acme.example, luis@acme.example unassigned in change 11 by tester: by hand",
        ),
        (
            format!("{contact}\nassign 1 --member eva\nmember deactivate eva"),
            "member-deactivated: eva@acme.example unassigned in change 11 by tester: the member was deactivated",
        ),
        (
            // The contact answers a member, which assigns no owners.
            format!(
                "{system}\nsimulate-message --contact {ROSA} --from member --member eva\nunassign 1 --all\n{contact}"
            ),
            "unassigned: eva@acme.example unassigned in change 11 by tester: by hand",
        ),
        (system.clone(), not_started),
        (format!("{flow}\n{system}"), not_started),
        (format!("{contact}\nundo 9\n{system}"), not_started),
        (format!("{contact}\nundo 9\nundo 10"), "no-owner: the contact had no owner when it first wrote (change 9)"),
    ] {
        assert_eq!(cause(&commands).1, expected, "{commands}");
    }
}

#[test]
fn why_without_member_says_so_in_the_table() {
    cause(&format!("simulate-message --contact {ROSA} --from contact"))
        .0
        .run("why 1")
        .stdout_starts(
            "
            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           new
            team
            assigned         no one: the contact had no owner when it first wrote (change 9)
            ",
        )
        .given("conversation close 1")
        .run("why 1 --json")
        .part("/nobody", Value::Null)
        .done();
}
