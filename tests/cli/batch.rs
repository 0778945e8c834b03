//! `simulate-message --batch`: a message log applied as one change.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Test;
use crate::program::Program;

/// A day with Rosa, owned by Ana: she writes, Luis replies, a flow assigns Sales, Luis replaces the other
/// members, the conversation is closed, and she writes again.
const DAY: &str = r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-01-01T09:05:00Z", "contact": "+52 1 55 1234 5678", "from": "member", "member": "Luis@ACME.example"}
{"at": "2026-01-01T09:06:00Z", "contact": "+525512345678", "from": "flow", "assign_team": "SALES"}
{"at": "2026-01-01T09:07:00Z", "contact": "+525512345678", "from": "contact"}
{"at": "2026-01-01T09:30:00Z", "contact": "+525512345678", "action": "assign", "member": ["luis@acme.example"], "replace": true}
{"at": "2026-01-01T10:00:00Z", "contact": "+525512345678", "action": "close"}
{"at": "2026-01-01T11:00:00+01:00", "contact": "whatsapp:+525512345678", "from": "contact"}
"#;

/// With Rosa's day in `day.ndjson`.
fn with_day() -> Test {
    Test::acme().file("day.ndjson", DAY)
}

/// A store and a log for it.
fn with_log(lines: &[&str]) -> Test {
    Test::acme().file("log.ndjson", lines.join("\n"))
}

const BATCH: &str = "simulate-message --batch log.ndjson";

#[test]
fn batch_is_one_change() {
    with_day()
        .run("simulate-message --batch day.ndjson --json")
        .part("/dry_run", false)
        .part("/change", 6)
        .part("/events", json!({ "contact": 3, "member": 1, "flow": 1, "assign": 1, "close": 1 }))
        .part("/conversations", json!({ "opened": 2, "closed": 1 }))
        .part("/assigned", json!({ "contact-owner": 2, "replied": 1 }))
        .part("/owners_added", 0)
        .part("/contacts_created", 0)
        .part(
            "/busiest",
            json!([
                { "member": "ana@acme.example", "assigned": 2 },
                { "member": "luis@acme.example", "assigned": 1 },
            ]),
        )
        .part("/passed_over", json!({ "already-assigned": 2, "setting-off": 1 }))
        .part("/effect_count", 14)
        .part("/effects/0/effect", "open-conversation")
        .run("history list --json")
        .column("id", json!([6, 5, 4, 3, 2, 1]))
        .run("history show 6 --json")
        .part("/command", "simulate-message --batch day.ndjson --json --at 2026-01-01T00:00:00Z")
        .part("/effect_count", 14)
        .run("check --json")
        .part("/ok", true)
        .done();
}

#[test]
fn rows_have_the_times_of_the_log() {
    with_day()
        .given("simulate-message --batch day.ndjson")
        .run("conversation show 1 --json")
        .json(json!({
            "id": 1, "contact": "+525512345678", "name": "Rosa", "account": "Acme", "status": "closed", "team": "Sales",
            "assigned": [{ "member": "luis@acme.example", "reason": "replied", "since": "2026-01-01T09:05:00Z" }],
            "first_responder": "luis@acme.example",
            "opened_at": "2026-01-01T09:00:00Z", "closed_at": "2026-01-01T10:00:00Z", "overdue": false,
        }))
        .run("conversation show +525512345678 --json")
        .part("/opened_at", "2026-01-01T10:00:00Z")
        .part("/assigned/0/since", "2026-01-01T10:00:00Z")
        .run("why 1 --member ana@acme.example")
        .stdout_starts(
            "
            conversation     1
            contact          +525512345678
            name             Rosa
            account          Acme
            status           closed
            team             Sales
            assigned         luis@acme.example (replied, since 1 Jan 09:05 UTC)
            first responder  luis@acme.example
            opened           1 Jan 09:00 UTC
            closed           1 Jan 10:00 UTC
            ",
        )
        .done();
}

#[test]
fn table_format_prints_a_summary() {
    with_day()
        .run("simulate-message --batch day.ndjson")
        .stdout(
            "
            change 6: 14 effects
               events                7
                  assign             1
                  close              1
                  contact            3
                  flow               1
                  member             1
               contacts created      0
               conversations opened  2
               conversations closed  1
               assigned              3
                  replied            1
                  contact-owner      2
               owners added          0
               passed over           3
                  already-assigned   2
                  setting-off        1
               busiest, by assignments
                  ana@acme.example   2  ████████████████████████████████████████
                  luis@acme.example  1  ████████████████████
            ",
        )
        .done();
}

#[test]
fn csv_lists_the_effects() {
    with_log(&[r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}"#])
        .run(&format!("{BATCH} --format csv"))
        .stdout(
            "
            effect,conversation,contact,team,member,status,reason,key,value,set,was,rule,from,until,cover
            open-conversation,1,+525512345678,,,new,,,,,,O1,,,
            mark-contact-wrote,1,,,,,,,,,,O1,,,
            assign-member,1,,,ana@acme.example,,contact-owner,,,,,O1,,,
            ",
        )
        .done();
}

#[test]
fn each_decision_is_streamed_with_its_line() {
    let conversation = |status: &str, assigned: Value| {
        json!({ "id": 1, "contact": "+525512345678", "name": "Rosa", "account": "Acme", "status": status, "team": null, "assigned": assigned,
                "first_responder": null, "opened_at": "2026-01-01T09:00:00Z", "closed_at": null, "overdue": false })
    };
    let ana = json!([{ "member": "ana@acme.example", "reason": "contact-owner", "since": "2026-01-01T09:00:00Z" }]);
    with_log(&[
        r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}"#,
        "",
        r#"{"at": "2026-01-01T09:01:00Z", "contact": "+525512345678", "from": "flow", "assign": ["ana@acme.example"]}"#,
        r#"{"at": "2026-01-01T09:02:00Z", "contact": "+525512345678", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:03:00Z", "contact": "+525512345678", "action": "unassign", "all": true}"#,
        r#"{"at": "2026-01-01T09:04:00Z", "contact": "+525512345678", "action": "close"}"#,
        r#"{"at": "2026-01-01T09:05:00Z", "contact": "+525512345678", "from": "member", "member": "ana@acme.example", "note": true}"#,
    ])
    .run(&format!("{BATCH} --format ndjson"))
    .ndjson([
        json!({ "line": 1, "dry_run": false, "change": 6,
                "effects": [
                    { "effect": "open-conversation", "conversation": 1, "contact": "+525512345678", "status": "new",
                      "rule": "O1" },
                    { "effect": "mark-contact-wrote", "conversation": 1, "rule": "O1" },
                    { "effect": "assign-member", "conversation": 1, "member": "ana@acme.example",
                      "reason": "contact-owner", "rule": "O1" },
                ],
                "passed_over": [], "conversation": conversation("new", ana.clone()) }),
        json!({ "line": 3, "dry_run": false, "change": 6,
                "effects": [{ "effect": "mark-handed-over", "conversation": 1, "rule": "F4" }],
                "passed_over": [{ "member": "ana@acme.example", "reason": "already-assigned", "rule": "F1" }],
                "conversation": conversation("new", ana.clone()) }),
        json!({ "line": 4, "dry_run": false, "change": null, "effects": [], "passed_over": [],
                "conversation": conversation("new", ana) }),
        json!({ "line": 5, "dry_run": false, "change": 6,
                "effects": [{ "effect": "unassign-member", "conversation": 1, "member": "ana@acme.example",
                              "reason": "manual", "rule": "A4" }],
                "passed_over": [], "conversation": conversation("new", json!([])) }),
        json!({ "line": 6, "dry_run": false, "change": 6,
                "effects": [{ "effect": "close-conversation", "conversation": 1, "rule": "S1" }],
                "passed_over": [],
                "conversation": { "id": 1, "contact": "+525512345678", "name": "Rosa", "account": "Acme", "status": "closed", "team": null,
                                  "assigned": [], "first_responder": null, "opened_at": "2026-01-01T09:00:00Z",
                                  "closed_at": "2026-01-01T09:04:00Z", "overdue": false } }),
        json!({ "line": 7, "dry_run": false, "change": null, "effects": [], "passed_over": [], "conversation": null }),
    ])
    .done();
}

#[test]
fn closed_pipe_keeps_the_change() {
    with_day()
        .run("simulate-message --batch day.ndjson --format ndjson")
        .unread()
        .run("history show 6 --json")
        .part("/effect_count", 14)
        .done();
}

#[test]
fn dry_run_shows_effects_and_changes_nothing() {
    with_day()
        .run("simulate-message --batch day.ndjson --dry-run --json --detailed-exitcode")
        .part("/dry_run", true)
        .part("/change", json!(null))
        .part("/conversations", json!({ "opened": 2, "closed": 1 }))
        .status(6)
        .leaves_the_store()
        .run("simulate-message --batch day.ndjson --dry-run")
        .stdout_starts("dry run: 14 effects, none applied\n")
        .leaves_the_store()
        .run("simulate-message --batch day.ndjson --json")
        .part("/change", 6)
        .done();
}

#[test]
fn log_without_changes_leaves_no_entry() {
    with_log(&[
        r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "member", "member": "ana@acme.example", "note": true}"#,
    ])
    .run(BATCH)
    .stdout_starts(
        "
        no changes
           events                1
              member             1
        ",
    )
    .leaves_the_store()
    .run(&format!("{BATCH} --dry-run --detailed-exitcode --json"))
    .part("/change", json!(null))
    .part("/effect_count", 0)
    .done();
    Test::acme().file("log.ndjson", "\n\n").run(&format!("{BATCH} --json")).part("/events", json!({})).done();
}

#[test]
fn batch_creates_contacts_if_asked_and_folds_spellings() {
    let lines = [
        r#"{"at": "2026-01-01T09:00:00Z", "contact": "+52 55 8765 4321", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:01:00Z", "contact": "+5215587654321", "from": "member", "member": "ana@acme.example"}"#,
        r#"{"at": "2026-01-01T09:02:00Z", "contact": "00525587654321", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:03:00Z", "contact": "+525500000001", "from": "member", "member": "ana@acme.example", "note": true}"#,
        r#"{"at": "2026-01-01T09:04:00Z", "contact": "+525500000001", "from": "contact"}"#,
    ];
    let hint = "see `inboxctl contact list --search TEXT`, or create it with `--create-contacts`";
    with_log(&lines)
        .run(&format!("{BATCH} --json"))
        .status(3)
        .stderr_json(json!({
            "error": { "code": "unknown-contact", "message": "unknown contact `+525587654321`", "hint": hint,
                       "file": "log.ndjson", "line": 1, "column": 43 },
            "faults": [
                { "code": "unknown-contact", "message": "unknown contact `+525587654321`", "hint": hint,
                  "file": "log.ndjson", "line": 2, "column": 43 },
                { "code": "unknown-contact", "message": "unknown contact `+525587654321`", "hint": hint,
                  "file": "log.ndjson", "line": 3, "column": 43 },
                { "code": "unknown-contact", "message": "unknown contact `+525500000001`",
                  "hint": hint.replace("+525587654321", "+525500000001"),
                  "file": "log.ndjson", "line": 4, "column": 43 },
                { "code": "unknown-contact", "message": "unknown contact `+525500000001`",
                  "hint": hint.replace("+525587654321", "+525500000001"),
                  "file": "log.ndjson", "line": 5, "column": 43 },
            ],
            "fault_count": 5, "faults_by_code": { "unknown-contact": 5 },
        }))
        .leaves_the_store()
        .run(&format!("{BATCH} --create-contacts --json"))
        .part("/contacts_created", 2)
        .part("/conversations", json!({ "opened": 2, "closed": 0 }))
        .part("/events", json!({ "contact": 3, "member": 2 }))
        .run("contact list --json")
        .column("phone", json!(["+525500000001", "+525512345678", "+525587654321"]))
        .run("check --json")
        .part("/ok", true)
        .run("undo 6 --json")
        .part("/conflict_count", 0)
        .run("contact list --json")
        .column("phone", json!(["+525512345678"]))
        .done();
}

#[test]
fn invalid_log_reports_every_error_and_changes_nothing() {
    with_log(&[
        r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:01:00Z", "contact": "+525512345678", "from": "member", "member": "ana@acme.exmaple"}"#,
        r#"{"at": "2026-01-01T08:00:00Z", "contact": "+525512345678", "form": "contact"}"#,
        r#"{"at": "2026-01-01T08:00:00Z", "contact": "+525512345678", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:02:00Z", "contact": "+525512345678", "from": "flow", "assign_team": "Salse"}"#,
        r#"{"at": "2026-01-01T09:03:00Z", "contact": "+525512345678", "from": "member", "member": "eva@acme.example"}"#,
        r#"{"at": "2026-01-01T09:03:00Z", "contact": "x", "from": "contact"}"#,
        r#"{"at": "2026-01-01T09:04:00Z", "contact": "+525512345678", "action": "close"}"#,
        r#"{"at": "2026-01-01T09:05:00Z", "contact": "+525512345678", "action": "close"}"#,
        "{",
    ])
    .given("member deactivate eva@acme.example")
    .run(BATCH)
    .status(3)
    .stderr(
        "
        error: log.ndjson:2:88: unknown member `ana@acme.exmaple`
        hint: did you mean `ana@acme.example`?
        error: log.ndjson:3:1: missing `from` (contact, member, flow, system) or `action` (assign, unassign, close, reassign-overdue)
        error: log.ndjson:3:61: unknown key `form`
        hint: did you mean `from`?
        error: log.ndjson:4:8: expected chronological order: an earlier line has 2026-01-01T09:01:00Z
        hint: sort the lines by `at`
        error: log.ndjson:5:91: unknown team `Salse`
        hint: did you mean `Sales`?
        error: log.ndjson:6:88: `eva@acme.example` is inactive
        hint: choose active members, or reactivate one with `inboxctl member activate eva@acme.example`
        error: log.ndjson:7:43: `x` is not a phone number: it contains letters
        hint: use `+`, country code and number, for example +525512345678
        error: log.ndjson:9:43: `+525512345678` has no open conversation
        hint: see `inboxctl conversation list --contact +525512345678 --all`; a new message opens one
        error: log.ndjson:10:1: invalid JSON: unexpected end of line
        error: 8 of 10 lines in `log.ndjson` are invalid; nothing was changed
        ",
    )
    .leaves_the_store()
    .done();
}

#[test]
fn log_errors_have_the_codes_of_commands() {
    for (line, code, column) in [
        (r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "form": "contact"}"#, "invalid-file", 1),
        (r#"{"at": "now", "contact": "+525512345678", "from": "contact"}"#, "invalid-value", 8),
        (
            r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "member", "member": "ana"}"#,
            "invalid-email",
            88,
        ),
        (
            r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "action": "close"}"#,
            "unknown-conversation",
            43,
        ),
        (
            r#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "flow", "end_flow": true}"#,
            "unknown-conversation",
            43,
        ),
        (r#"{"at": "2026-01-01T09:00:00Z", "contact": "55 1234 5678", "from": "contact"}"#, "invalid-phone", 43),
    ] {
        let folder = with_log(&[line]).run(&format!("{BATCH} --json")).status(3).stderr_starts("").done();
        let ran = at(&folder, &["simulate-message", "--batch", "log.ndjson", "--json"]);
        assert_eq!(
            (ran["code"].as_str(), ran["line"].as_u64(), ran["column"].as_u64()),
            (Some(code), Some(1), Some(column)),
            "{ran}"
        );
    }
}

/// The error of a command run in a folder.
fn at(folder: &TempDir, words: &[&str]) -> Value {
    let output = std::process::Command::new(super::PROGRAM)
        .args(words)
        .args(["--store", "inbox.db"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    let body: Value = serde_json::from_slice(&output.stderr).unwrap();
    body["error"].clone()
}

#[test]
fn numbers_without_country_code_need_a_country() {
    with_log(&[r#"{"at": "2026-01-01T09:00:00Z", "contact": "55 1234 5678", "from": "contact"}"#])
        .run(&format!("{BATCH} --country MX --json"))
        .part("/conversations/opened", 1)
        .done();
}

#[test]
fn unreadable_file_is_named() {
    Test::acme()
        .run("simulate-message --batch nowhere.ndjson")
        .status(3)
        .stderr(
            "error: `nowhere.ndjson` can't be read: No such file or directory (os error 2)\n\
             hint: check the path, or pass `-` to read stdin\n",
        )
        .leaves_the_store()
        .run("simulate-message --batch .")
        .status(3)
        .stderr("error: `.` can't be read: it is a folder\n")
        .done();
}

#[test]
fn batch_excludes_single_messages() {
    Test::acme()
        .run("simulate-message --batch log.ndjson --contact +525512345678")
        .usage("error: `--batch <FILE>` cannot be used with `--contact <PHONE>`\n")
        .run("simulate-message")
        .usage("error: missing required arguments `--contact <PHONE>`, `--from <FROM>`\n")
        .done();
}

#[test]
fn batch_can_be_undone() {
    let folder = with_day()
        .run("member list --json")
        .column("email", json!(["ana@acme.example", "eva@acme.example", "luis@acme.example"]))
        .done();
    let store = folder.path().join("inbox.db");
    let before = crate::rows::dump(&store).without_history();
    let run = |words: &str| {
        let words: Vec<_> = words.split(' ').collect();
        let status = std::process::Command::new(super::PROGRAM)
            .args(words)
            .args(["--store", "inbox.db"])
            .current_dir(folder.path())
            .env_clear()
            .stdout(Stdio::null())
            .status();
        assert!(status.unwrap().success());
    };
    run("simulate-message --batch day.ndjson");
    let after = crate::rows::dump(&store).without_history();
    run("undo 6");
    crate::rows::assert_same(&crate::rows::dump(&store).without_history(), &before, "undone");
    run("undo 7");
    crate::rows::assert_same(&crate::rows::dump(&store).without_history(), &after, "got back");
}

#[test]
fn undo_of_a_batch_conflicts_with_later_changes() {
    with_day()
        .given("simulate-message --batch day.ndjson")
        .given("conversation close +525512345678")
        .run("undo 6 --json")
        .status(3)
        .stderr_starts("{\"error\":{\"code\":\"undo-conflict\"")
        .part("/change", json!(null))
        .leaves_the_store()
        .done();
}

#[test]
fn batch_reads_stdin() {
    let program = Program::with_store();
    program.done(&["contact", "add", "+525512345678"]);
    let mut child =
        program.command(&["simulate-message", "--batch", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
    let line = br#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}"#;
    child.stdin.take().unwrap().write_all(line).unwrap();
    let ran: crate::program::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.json()["conversations"], json!({ "opened": 1, "closed": 0 }), "{ran:?}");
}

/// A decision is printed before the next line is available.
#[test]
fn errors_of_stdin_have_its_name() {
    let program = Program::with_store();
    let mut child = program.command(&["simulate-message", "--batch", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"{}").unwrap();
    let ran: crate::program::Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.starts_with("error: -:1:1: missing `at`"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn signal_cancels_a_waiting_batch() {
    let program = Program::with_store();
    program.done(&["contact", "add", "+525512345678"]);
    let before = crate::rows::dump(program.store());
    let mut child = program.command(&["simulate-message", "--batch", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let line = br#"{"at": "2026-01-01T09:00:00Z", "contact": "+525512345678", "from": "contact"}"#;
    stdin.write_all(line).unwrap();
    stdin.write_all(b"\n").unwrap();
    let status = format!("/proc/{}/status", child.id());
    let listens = |status: &str| {
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
        u64::from_str_radix(caught, 16).unwrap() >> 1 & 1 == 1
    };
    while !listens(&fs::read_to_string(&status).unwrap()) {
        std::thread::yield_now();
    }
    let kill = std::process::Command::new("/bin/sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
    assert!(kill.unwrap().success());
    let ran: crate::program::Ran = child.wait_with_output().unwrap().into();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(130), "error: interrupted; no changes were made\n"));
    drop(stdin);
    crate::rows::assert_same(&crate::rows::dump(program.store()), &before, "interrupted");
}
