//! `team --reassign-after`, `conversation reassign-overdue` and `conversation list --overdue`

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Test;
use crate::program::Program;
use crate::rows::{assert_sound, open, state};

/// Ana is picked at nine o'clock, and has a quarter of an hour.
fn picked() -> Test {
    let test = clock(Test::acme().given("team update Sales --reassign-after 15"), "2026-01-01T09:00:00Z");
    test.given("simulate-message --contact +525512345678 --from flow --assign-team Sales")
}

fn clock(test: Test, now: &str) -> Test {
    test.at(None).env("INBOXCTL_TEST_CLOCK", now)
}

#[test]
fn overdue_conversation_goes_to_another_member() {
    let early = clock(picked(), "2026-01-01T09:14:59Z")
        .run("conversation reassign-overdue --json")
        .part("/change", Value::Null)
        .part("/by_member", json!([]))
        .run("conversation list --overdue --json")
        .json(json!([]));
    let late = clock(early, "2026-01-01T09:15:00Z")
        .run("conversation list --overdue --json")
        .column("overdue", json!([true]))
        .run("status --json")
        .part("/conversations/overdue", 1)
        .run("conversation reassign-overdue --json")
        .part("/effect_count", 3)
        .part(
            "/effects/0",
            json!({ "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
            "reason": "no-answer", "rule": "T5" }),
        )
        .part("/effects/2/member", "luis@acme.example")
        .part("/effects/2/rule", "T5")
        .run("conversation show 1 --json")
        .part("/assigned/0/member", "luis@acme.example")
        .part("/overdue", false);
    clock(late, "2026-01-01T10:00:00Z")
        .run("conversation show 1 --json")
        .part("/overdue", true)
        .run("conversation show 1 --as-of 2026-01-01T09:20:00Z --json")
        .part("/overdue", false)
        .given("undo --last")
        .run("conversation show 1 --json")
        .part("/assigned/0/member", "ana@acme.example")
        .part("/overdue", true)
        .done();
}

#[test]
fn reassignment_needs_minutes_and_a_rotation() {
    Test::acme()
        .run("team add Night --reassign-after 0")
        .refused("invalid-value", "invalid number of minutes `0`: expected 1 to 10080", "use `none` for never")
        .run("team update Sales --reassign-after 10081")
        .refused("invalid-value", "invalid number of minutes `10081`: expected 1 to 10080", "use `none` for never")
        .run("team update Sales --reassign-after soon")
        .usage("error: invalid value `soon` for `--reassign-after <MINUTES>`: expected a number of minutes, e.g. 15, or none")
        .given("team update Sales --reassign-after 10080")
        .run("team update Sales --strategy default-agent")
        .refused(
            "invalid-value",
            "a team with the strategy `default-agent` can't reassign: it has one agent",
            "use another strategy, or `--reassign-after none`",
        )
        .run("team show Sales --json")
        .part("/reassign_after", 10080)
        .given("team update Sales --strategy default-agent --reassign-after none")
        .run("team update Sales --reassign-after 5")
        .refused(
            "invalid-value",
            "a team with the strategy `default-agent` can't reassign: it has one agent",
            "use another strategy, or `--reassign-after none`",
        )
        .done();
}

#[test]
fn team_file_has_the_minutes() {
    Test::acme()
        .file("teams.csv", "team,member,reassign_after\nSales,ana@acme.example,15\nNight,luis@acme.example,\n")
        .given("team import teams.csv")
        .run("team export")
        .stdout(
            "
            team,member,strategy,default_agent,reassign_after
            Night,luis@acme.example,round-robin,,
            Sales,ana@acme.example,round-robin,,15
            ",
        )
        .file("teams.csv", "team,member,reassign_after\nSales,ana@acme.example,none\n")
        .given("team import teams.csv")
        .run("team show Sales --json")
        .part("/reassign_after", Value::Null)
        .file("teams.csv", "team,member,reassign_after\nSales,ana@acme.example,0\n")
        .run("team import teams.csv --json")
        .part("/rejected/0/code", "invalid-value")
        .part("/rejected/0/column", "reassign_after")
        .status(3)
        .stderr_starts("{")
        .done();
}

/// The events of a day: the time, and the event as a command or as the fields of a line.
const DAY: [(&str, &str, &str); 11] = [
    (
        "09:00",
        "simulate-message --contact +525512345678 --from flow --assign-team Sales",
        r#""contact": "+525512345678", "from": "flow", "assign_team": "Sales""#,
    ),
    (
        "09:05",
        "simulate-message --contact +525500000001 --from flow --assign-team Sales",
        r#""contact": "+525500000001", "from": "flow", "assign_team": "Sales""#,
    ),
    ("09:10", "conversation reassign-overdue", r#""action": "reassign-overdue""#),
    ("09:15", "conversation reassign-overdue", r#""action": "reassign-overdue""#),
    (
        "09:16",
        "simulate-message --contact +525500000002 --from flow --assign-team Busy",
        r#""contact": "+525500000002", "from": "flow", "assign_team": "Busy""#,
    ),
    (
        "09:18",
        "simulate-message --contact +525500000001 --from member --member luis@acme.example",
        r#""contact": "+525500000001", "from": "member", "member": "luis@acme.example""#,
    ),
    ("09:40", "conversation reassign-overdue --limit 1", r#""action": "reassign-overdue", "limit": 1"#),
    ("09:41", "conversation reassign-overdue --team Sales", r#""action": "reassign-overdue", "team": "Sales""#),
    (
        "09:42",
        "simulate-message --contact +525512345678 --from member --member luis@acme.example",
        r#""contact": "+525512345678", "from": "member", "member": "luis@acme.example""#,
    ),
    ("10:30", "conversation reassign-overdue", r#""action": "reassign-overdue""#),
    ("11:30", "conversation reassign-overdue", r#""action": "reassign-overdue""#),
];

/// T5: the same day by commands and as a log leaves the same rows, histories apart.
#[test]
fn day_by_commands_and_as_a_log_is_the_same() {
    let [commands, log] = [(); 2].map(|()| {
        let program = Program::with_store();
        for line in [
            "member add ana@acme.example", "member add luis@acme.example", "member add eva@acme.example",
            "team add Sales --member ana@acme.example --member luis@acme.example --reassign-after 15",
            "team add Busy --strategy least-busy --member eva@acme.example --member ana@acme.example --reassign-after 20",
            "contact add +525512345678 --owner eva@acme.example", "contact add +525500000001", "contact add +525500000002",
        ] {
            program.done(&line.split(' ').collect::<Vec<_>>());
        }
        program
    });
    let mut lines = String::new();
    for (time, command, fields) in DAY {
        let at = format!("2026-01-31T{time}:00Z");
        let words: Vec<_> = command.split(' ').chain(["--json"]).collect();
        let ran = commands.run_at(&words, "", &at);
        assert_eq!(ran.code, Some(0), "{command}: {ran:?}");
        writeln!(lines, "{{\"at\": \"{at}\", {fields}}}").unwrap();
    }
    std::fs::write(log.home().join("day.ndjson"), lines).unwrap();
    let summary = log.done(&["simulate-message", "--batch", "day.ndjson", "--json"]);
    assert_eq!(summary["events"]["reassign-overdue"], 6);
    assert_eq!(state(log.store()), state(commands.store()));
    assert_sound(&open(log.store()));
    log.done(&["undo", "--last"]);
    assert_sound(&open(log.store()));
}

#[test]
fn log_line_about_overdue_conversations_has_no_contact() {
    picked()
        .file("day.ndjson", "{\"at\": \"2026-01-01T10:00:00Z\", \"action\": \"reassign-overdue\", \"contact\": \"+525512345678\", \"limit\": -1}\n")
        .run("simulate-message --batch day.ndjson --json")
        .status(3)
        .stdout("")
        .stderr_starts("{")
        .file("day.ndjson", "{\"at\": \"2026-01-01T10:00:00Z\", \"action\": \"reassign-overdue\", \"team\": \"sales\"}\n")
        .run("simulate-message --batch day.ndjson --dry-run --format ndjson")
        .stdout_starts("{\"line\":1,")
        .run("simulate-message --batch day.ndjson --json")
        .part("/events", json!({ "reassign-overdue": 1 }))
        .part("/assigned", json!({ "team-round-robin": 1 }))
        .part("/effect_count", 3)
        .done();
}
