//! `scenario explain`

use serde_json::json;

use super::Test;

const FILE: &str = r#"scenarios:
  - name: Rosa writes
    given:
      members: [ana@acme.example, { email: luis@acme.example, active: false }]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example, luis@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect: { assigned: [luis@acme.example] }
      - message: { contact: "+525512345678", from: contact }
      - message: { contact: "+525512345678", from: member, member: luis@acme.example }
      - expect: { contact: "+525512345678", status: new }
  - name: settings only
    steps:
      - settings: { assign-first-responder: off, at: "2026-02-01T00:00:00Z" }
        expect: { effects: [] }
"#;

fn test() -> Test {
    Test::bare().file("routing.yaml", FILE)
}

#[test]
fn explain_shows_decisions_and_reasons() {
    test()
        .run("scenario explain routing.yaml")
        .stdout(
            "
            routing.yaml:2: Rosa writes

            1. message from +525512345678 (line 7, 2026-01-01 00:01)
               O1 the contact started the conversation
                  - opened conversation 1 with +525512345678, status new
                  - recorded the contact's first message in conversation 1
                  - assigned ana@acme.example to conversation 1 (contact-owner)
               O5 only active owners are assigned
                  - passed over: luis@acme.example is inactive (inactive-member)
               => conversation 1: new, no team, assigned to ana@acme.example (contact-owner)
               !! line 8: assigned: expected luis@acme.example, actual ana@acme.example

            2. message from +525512345678 (line 9, 2026-01-01 00:02)
               O2 only the contact's first message assigns its owners
               no changes
               => conversation 1: new, no team, assigned to ana@acme.example (contact-owner)

            3. message from luis@acme.example to +525512345678 (line 10, 2026-01-01 00:03)
               refused: inactive-member: `luis@acme.example` is inactive
               M4 only active members can send messages
               => conversation 1: new, no team, assigned to ana@acme.example (contact-owner)
               !! line 10: refused: expected none, actual inactive-member:
                  `luis@acme.example` is inactive
                  hint: name active members, or reactivate one with an `activate` step

            4. expectations only (line 11, 2026-01-01 00:04)
               => conversation 1: new, no team, assigned to ana@acme.example (contact-owner)

            routing.yaml:12: settings only

            1. set assign-first-responder to off (line 14, 2026-02-01 00:00)
               R3 settings apply from now on
               no changes
            ",
        )
        .done();
}

#[test]
fn json_lists_every_step() {
    test()
        .run("scenario explain routing.yaml --run Rosa --json")
        .part("/1", serde_json::Value::Null)
        .part("/0/line", 2)
        .part("/0/steps/0/asks", "message from +525512345678")
        .part("/0/steps/0/at", "2026-01-01T00:01:00Z")
        .part("/0/steps/0/because/1", json!({ "rule": "O5", "says": "only active owners are assigned" }))
        .part("/0/steps/0/decision/passed_over/0/reason", "inactive-member")
        .part("/0/steps/0/failures/0/key", "assigned")
        .part("/0/steps/1/decision/rules", json!(["O2"]))
        .part("/0/steps/2/decision/refused", "inactive-member: `luis@acme.example` is inactive")
        .part("/0/steps/2/decision/rules", json!(["M4"]))
        .part("/0/steps/3/asks", serde_json::Value::Null)
        .run("scenario explain routing.yaml --run settings --format csv")
        .stdout("file,line,name,asks,what,rule\n")
        .run("scenario explain routing.yaml --run Rosa --format csv")
        .stdout_starts(
            "
            file,line,name,asks,what,rule
            routing.yaml,7,Rosa writes,message from +525512345678,\"opened conversation 1 with +525512345678, status new\",O1
            ",
        )
        .done();
}

/// Steps and their descriptions.
const WORDS: &[(&str, &str)] = &[
    (r#"message: { contact: "+525512345678", from: flow }"#, "flow message to +525512345678"),
    (
        r#"message: { contact: "+525512345678", from: flow, assign: ana@acme.example }"#,
        "flow step with +525512345678: assign ana@acme.example",
    ),
    (
        r#"message: { contact: "+525512345678", from: flow, assign_team: Sales }"#,
        "flow step with +525512345678: assign team Sales",
    ),
    (r#"message: { contact: "+525512345678", from: flow, end_flow: true }"#, "flow with +525512345678 ends"),
    (r#"message: { contact: "+525512345678", from: system }"#, "system message to +525512345678"),
    (
        r#"message: { contact: "+525512345678", from: member, member: ana@acme.example }"#,
        "message from ana@acme.example to +525512345678",
    ),
    (
        r#"message: { contact: "+525512345678", from: member, member: ana@acme.example, note: true }"#,
        "note by ana@acme.example about +525512345678",
    ),
    (
        "assign: { conversation: 1, member: [ana@acme.example, luis@acme.example], team: Sales, replace: true }",
        "assign conversation 1 to ana@acme.example, luis@acme.example, team Sales, replacing the assigned members",
    ),
    (
        r#"unassign: { contact: "+525512345678", member: luis@acme.example, team: true }"#,
        "unassign luis@acme.example, the team from the conversation with +525512345678",
    ),
    (
        r#"unassign: { contact: "+525512345678", all: true }"#,
        "unassign all members and the team from the conversation with +525512345678",
    ),
    (r#"close: { contact: "+525512345678" }"#, "close the conversation with +525512345678"),
    (r#"reopen: { contact: "+525512345678" }"#, "reopen the conversation with +525512345678"),
    ("close: { conversation: 1 }", "close conversation 1"),
    (
        r#"owner_set: { contact: "+525512345678", member: [ana@acme.example, luis@acme.example] }"#,
        "set the owners of +525512345678 to ana@acme.example, luis@acme.example",
    ),
    (
        "owner_transfer: { from: luis@acme.example, to: ana@acme.example, account: Acme }",
        "transfer the contacts of luis@acme.example in account Acme to ana@acme.example",
    ),
    (
        "conversation_transfer: { from: luis@acme.example, to: ana@acme.example, team: Sales, status: new, limit: 2 }",
        "transfer the conversations of luis@acme.example in team Sales in status new to ana@acme.example, at most 2",
    ),
    (
        "conversation_transfer: { from: luis@acme.example, to: [ana@acme.example] }",
        "transfer the conversations of luis@acme.example to ana@acme.example",
    ),
    (
        "conversation_distribute: { team: Sales, status: new, limit: 2 }",
        "distribute the conversations without a member in status new to team Sales, at most 2",
    ),
    ("reassign_overdue: {}", "reassign overdue conversations"),
    ("reassign_overdue: { team: Sales, limit: 3 }", "reassign overdue conversations in team Sales, at most 3"),
    (
        "away: { member: ana@acme.example, until: 2026-01-08T00:00:00Z }",
        "ana@acme.example is away until 2026-01-08T00:00:00Z",
    ),
    (
        "away: { member: ana@acme.example, from: 2026-02-01T00:00:00Z, until: 2026-02-08T00:00:00Z, \
         cover: luis@acme.example, hand_over_open: true }",
        "ana@acme.example is away from 2026-02-01T00:00:00Z until 2026-02-08T00:00:00Z, covered by luis@acme.example, \
         who take over the open conversations",
    ),
    ("back: { member: ana@acme.example }", "ana@acme.example is back"),
    (
        "back: { member: ana@acme.example, from: 2026-02-01T00:00:00Z }",
        "remove the absence of ana@acme.example from 2026-02-01T00:00:00Z",
    ),
    ("conversation_distribute: { limit: 0 }", "distribute the conversations without a member, at most 0"),
    (r#"owner_set: { contact: "+525512345678" }"#, "remove all owners from +525512345678"),
    (
        r#"owner_add: { contact: "+525512345678", member: [ana@acme.example], assign_open: true }"#,
        "add owner ana@acme.example to +525512345678, assign the open conversation",
    ),
    (
        r#"owner_remove: { contact: "+525512345678", member: ana@acme.example }"#,
        "remove owner ana@acme.example from +525512345678",
    ),
    ("settings: { default-country: MX }", "set default-country to MX"),
    (
        "deactivate: { member: ana@acme.example, hand_over_to: luis@acme.example }",
        "deactivate ana@acme.example, hand over to luis@acme.example",
    ),
    ("deactivate: { member: luis@acme.example }", "deactivate luis@acme.example"),
    ("activate: { member: ana@acme.example }", "activate ana@acme.example"),
    ("member_remove: { member: ana@acme.example }", "remove member ana@acme.example"),
    ("team_remove: { team: Sales }", "remove team Sales"),
    (r#"contact_remove: { contact: "+525512345678" }"#, "remove contact +525512345678"),
];

#[test]
fn each_step_has_a_description() {
    let given =
        r#"{ members: [ana@acme.example, luis@acme.example], teams: [{ name: Sales }], contacts: ["+525512345678"] }"#;
    let steps: Vec<_> = WORDS.iter().map(|(step, _)| *step).collect();
    let steps = steps.join("\n      - ");
    let expect = "{ contact: \"+525512345678\", status: closed }";
    let file = format!(
        "scenarios:\n  - name: all\n    given: {given}\n    steps:\n      - {steps}\n      - expect: {expect}\n"
    );
    let folder =
        Test::bare().file("routing.yaml", file).run("scenario explain routing.yaml").stdout_starts("routing").done();
    let output = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "explain", "routing.yaml", "--json"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let explained: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps = explained[0]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), WORDS.len() + 1);
    for (step, (written, words)) in steps.iter().zip(WORDS) {
        assert_eq!(step["asks"], *words, "{written}");
    }
}

#[test]
fn filter_without_matches_explains_nothing() {
    test()
        .run("scenario explain routing.yaml --run ^T")
        .fails(
            5,
            "nothing-ran",
            "no scenario matches `--run`",
            "list the names with `inboxctl scenario test PATH --list`",
        )
        .run("scenario explain")
        .usage("error: missing required argument `<FILE>...`\n")
        .done();
}

#[test]
fn deactivation_shows_leftovers() {
    let file = r#"scenarios:
  - name: Ana leaves
    given:
      members: [ana@acme.example]
      teams: [{ name: Sales, members: [ana@acme.example] }]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
      - deactivate: { member: ana@acme.example }
        expect: { contact: "+525512345678", unassigned: true }
"#;
    Test::bare()
        .file("leaver.yaml", file)
        .run("scenario explain leaver.yaml")
        .stdout(
            "
            leaver.yaml:2: Ana leaves

            1. message from +525512345678 (line 8, 2026-01-01 00:01)
               O1 the contact started the conversation
                  - opened conversation 1 with +525512345678, status new
                  - recorded the contact's first message in conversation 1
                  - assigned ana@acme.example to conversation 1 (contact-owner)
               => conversation 1: new, no team, assigned to ana@acme.example (contact-owner)

            2. deactivate ana@acme.example (line 9, 2026-01-01 00:02)
               D1 a deactivated member is unassigned from open conversations
                  - unassigned ana@acme.example from conversation 1 (member-deactivated)
                  - deactivated member ana@acme.example
               D4 a deactivated member keeps their roles in teams
               => contacts without an active owner: +525512345678
               => conversations without a member: 1
               => still listed in teams: Sales (member)
               => conversation 1: new, no team, unassigned
            ",
        )
        .run("scenario explain leaver.yaml --json")
        .part("/0/steps/0/left", json!(null))
        .part("/0/steps/1/left/left_unassigned", json!([1]))
        .done();
}
