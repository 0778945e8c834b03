//! The same day as a log, as commands, and as the steps of a scenario: the resulting stores have equal rows.

use std::fmt::Write as _;
use std::path::Path;

use inboxctl::testing::formats::scenario;
use inboxctl::testing::inbox::{Inbox, LockWait};
use inboxctl::testing::scenario::run_on;
use tempfile::TempDir;

use super::Test;
use crate::rows::{assert_sound, open, state};

/// A day after `Test::acme`, in which the first responder becomes an owner: time, log line (also the fields
/// of the step), step kind, and command.
const DAY: [(&str, &str, &str, &str); 18] = [
    ("08:00", r#""contact": "ROSA", "from": "system""#, "message", "simulate-message --contact ROSA --from system"),
    ("09:00", r#""contact": "ROSA", "from": "contact""#, "message", "simulate-message --contact ROSA --from contact"),
    (
        "09:01",
        r#""contact": "ROSA", "from": "member", "member": "eva@acme.example", "note": true"#,
        "message",
        "simulate-message --contact ROSA --from member --member eva@acme.example --note",
    ),
    (
        "09:05",
        r#""contact": "ROSA", "from": "member", "member": "luis@acme.example""#,
        "message",
        "simulate-message --contact ROSA --from member --member luis@acme.example",
    ),
    (
        "09:06",
        r#""contact": "ROSA", "from": "flow", "assign_team": "Sales""#,
        "message",
        "simulate-message --contact ROSA --from flow --assign-team Sales",
    ),
    (
        "09:07",
        r#""contact": "ROSA", "from": "flow", "assign": ["eva@acme.example", "luis@acme.example"]"#,
        "message",
        "simulate-message --contact ROSA --from flow --assign eva@acme.example --assign luis@acme.example",
    ),
    (
        "09:08",
        r#""contact": "ROSA", "from": "flow", "end_flow": true"#,
        "message",
        "simulate-message --contact ROSA --from flow --end-flow",
    ),
    (
        "09:30",
        r#""contact": "ROSA", "action": "assign", "member": ["luis@acme.example"], "replace": true"#,
        "assign",
        "assign ROSA --member luis@acme.example --replace",
    ),
    (
        "09:31",
        r#""contact": "ROSA", "action": "unassign", "member": ["luis@acme.example"], "team": true"#,
        "unassign",
        "unassign ROSA --member luis@acme.example --team",
    ),
    (
        "09:32",
        r#""contact": "ROSA", "action": "assign", "member": ["eva@acme.example", "ana@acme.example"], "team": "Sales""#,
        "assign",
        "assign ROSA --member eva@acme.example --member ana@acme.example --team Sales",
    ),
    ("10:00", r#""contact": "ROSA", "action": "close""#, "close", "conversation close ROSA"),
    ("11:00", r#""contact": "ROSA", "from": "flow""#, "message", "simulate-message --contact ROSA --from flow"),
    ("11:01", r#""contact": "ROSA", "from": "contact""#, "message", "simulate-message --contact ROSA --from contact"),
    ("11:02", r#""contact": "ROSA", "action": "unassign", "all": true"#, "unassign", "unassign ROSA --all"),
    (
        "11:03",
        r#""contact": "ROSA", "from": "flow", "end_flow": true"#,
        "message",
        "simulate-message --contact ROSA --from flow --end-flow",
    ),
    ("11:30", r#""contact": "SAUL", "from": "contact""#, "message", "simulate-message --contact SAUL --from contact"),
    (
        "11:31",
        r#""contact": "SAUL", "from": "member", "member": "luis@acme.example""#,
        "message",
        "simulate-message --contact SAUL --from member --member luis@acme.example",
    ),
    ("12:00", r#""contact": "ROSA", "from": "contact""#, "message", "simulate-message --contact ROSA --from contact"),
];

const ROSA: &str = "+525512345678";
const SAUL: &str = "+525587654321";

const GIVEN: &str = r#"scenarios:
  - name: a day
    given:
      settings: { assign-first-responder: on }
      members: [{ email: ana@acme.example, name: Ana }, luis@acme.example, eva@acme.example]
      teams: [{ name: Sales, members: [ana@acme.example, luis@acme.example] }]
      contacts: [{ phone: "+525512345678", first_name: Rosa, account: Acme, owners: [ana@acme.example] }, "+525587654321"]
    steps:
"#;

/// Rosa has an owner, Saúl has none.
fn world() -> Test {
    Test::acme().given(&format!("settings set assign-first-responder on\ncontact add {SAUL}"))
}

fn named(text: &str) -> String {
    text.replace("ROSA", ROSA).replace("SAUL", SAUL)
}

fn fields(time: &str, fields: &str) -> String {
    format!(r#"{{ "at": "2026-01-02T{time}:00Z", {} }}"#, named(fields))
}

fn as_log() -> TempDir {
    let log: Vec<_> = DAY.iter().map(|(time, line, ..)| fields(time, line)).collect();
    world()
        .file("day.ndjson", log.join("\n"))
        .run("simulate-message --batch day.ndjson --json")
        .part("/owners_added", 1)
        .part("/conversations", serde_json::json!({ "opened": 4, "closed": 2 }))
        .done()
}

fn as_commands() -> TempDir {
    let commands: Vec<_> =
        DAY.iter().map(|(time, .., command)| format!("{} --at 2026-01-02T{time}:00Z", named(command))).collect();
    let at_their_times = world().at(None).given(&commands.join("\n"));
    at_their_times.run("conversation list --all --json").column("id", serde_json::json!([4, 3, 2, 1])).done()
}

/// Runs the scenario on an empty store and keeps the result.
fn as_scenario() -> TempDir {
    let mut text = GIVEN.to_owned();
    for (time, line, kind, _) in DAY {
        // The kind of a step is its action.
        let fields = fields(time, line).replace(&format!(r#", "action": "{kind}""#), "");
        writeln!(text, "      - {kind}: {fields}").unwrap();
    }
    writeln!(text, "      - expect: {{ contact: \"{ROSA}\", status: new }}").unwrap();
    let folder = Test::new().run("status --json").part("/changes", 0).done();
    let mut inbox = Inbox::open(&folder.path().join("inbox.db"), LockWait::ZERO).unwrap();
    let file = scenario::read(&text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    let failures = run_on(Path::new("day.yaml"), &file[0], &mut inbox).unwrap();
    assert!(failures.is_empty(), "{failures:#?}");
    folder
}

#[test]
fn log_commands_and_scenario_agree() {
    let [log, commands, scenario] = [as_log(), as_commands(), as_scenario()].map(|folder| {
        let store = folder.path().join("inbox.db");
        assert_sound(&open(&store));
        state(&store)
    });
    assert_eq!(log, commands);
    assert_eq!(scenario, commands);
}
