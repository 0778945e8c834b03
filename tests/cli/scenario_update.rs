//! `scenario test --update`

use std::fs;
use std::io::Write as _;

use serde_json::{Value, json};

use super::Test;
use crate::project_rules::project;

/// A file with comments and many failing expectations, in both YAML styles.
const BEFORE: &str = r#"# How Rosa is routed.
scenarios:

  - name: "Rosa writes"   # the first one
    given:
      members: [ana@acme.example, luis@acme.example, { email: eva@acme.example, active: false }]
      teams: [{ name: Sales, members: [luis@acme.example] }]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
        # who comes
        expect:
          status:   "created"
          team: Sales
          assigned:
            - luis@acme.example
            - ana@acme.example

          because: { luis@acme.example: manual, ana@acme.example: manual }
          passed_over: { luis@acme.example: [already-assigned] }
          owners: ana@acme.example
          # and no other member

      - message: { contact: '+525512345678', from: flow, assign_team: Sales }
        expect: { unassigned: true, first_responder: ana@acme.example }
      - message: { contact: "+525512345678", from: member, member: eva@acme.example }   # she has left
      # on she goes
      - assign: { contact: "+525512345678", member: luis@acme.example }
        expect: { refused: conversation-closed, status: new }
      - expect: { contact: "+525512345678", owners: [] }
"#;

/// The same file after the update.
const AFTER: &str = r#"# How Rosa is routed.
scenarios:

  - name: "Rosa writes"   # the first one
    given:
      members: [ana@acme.example, luis@acme.example, { email: eva@acme.example, active: false }]
      teams: [{ name: Sales, members: [luis@acme.example] }]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
        # who comes
        expect:
          status: new
          team: null
          assigned: [ana@acme.example]
          because: { ana@acme.example: contact-owner }
          passed_over: { luis@acme.example: [] }
          owners: [ana@acme.example]
          # and no other member

      - message: { contact: '+525512345678', from: flow, assign_team: Sales }
        expect: { assigned: [ana@acme.example, luis@acme.example], first_responder: null }
      - message: { contact: "+525512345678", from: member, member: eva@acme.example }   # she has left
        expect: { refused: inactive-member }
      # on she goes
      - assign: { contact: "+525512345678", member: luis@acme.example }
        expect: { status: new }
      - expect: { contact: "+525512345678", owners: [ana@acme.example] }
"#;

fn updated(before: &str) -> String {
    let test = Test::bare().file("routing.yaml", before).run("scenario test routing.yaml --update --json");
    let folder = test.part("/left", json!([])).done();
    fs::read_to_string(folder.path().join("routing.yaml")).unwrap()
}

#[test]
fn update_writes_expectations_and_keeps_the_rest() {
    assert_eq!(updated(BEFORE), AFTER);
    assert_eq!(updated(&BEFORE.replace('\n', "\r\n")), AFTER.replace('\n', "\r\n"));
    assert_eq!(updated(AFTER), AFTER);
}

#[test]
fn updated_file_passes() {
    Test::bare()
        .file("routing.yaml", BEFORE)
        .run("scenario test routing.yaml --json")
        .part("/failed", 1)
        .status(1)
        .run("scenario test routing.yaml --update --json")
        .part("/failed", 0)
        .part("/dry_run", false)
        .part(
            "/updated/0",
            json!({ "file": "routing.yaml", "line": 13, "key": "status", "expected": "created", "actual": "new", "instead": { "key": "status", "value": "new" } }),
        )
        .part("/left", json!([]))
        .run("scenario test routing.yaml")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test routing.yaml --update")
        .stdout("updated 0 expectations, left 0 unchanged\n1 passed, 0 failed\n")
        .done();
}

/// A scenario with a step that assigns the conversation to Ana, and this expectation.
fn expecting(expectation: &str) -> String {
    format!(
        r#"scenarios:
  - name: one
    given: {{ members: [ana@acme.example], contacts: [{{ phone: "+525512345678", owners: [ana@acme.example] }}] }}
    steps:
      - message: {{ contact: "+525512345678", from: contact }}
        expect:{expectation}
"#
    )
}

/// A one-line block remains on one line if it fits; any other gets a line per key.
#[test]
fn update_writes_each_expectation_in_canonical_style() {
    let opened = r#"{ effect: open-conversation, conversation: 1, contact: "+525512345678", status: new, rule: O1 }"#;
    let wrote = "{ effect: mark-contact-wrote, conversation: 1, rule: O1 }";
    let assigned =
        "{ effect: assign-member, conversation: 1, member: ana@acme.example, reason: contact-owner, rule: O1 }";
    let effects =
        format!("\n          effects:\n            - {opened}\n            - {wrote}\n            - {assigned}");
    for (before, after) in [
        (" { status: 'flow' }", " { status: new }"),
        ("\n          status:\n            flow", "\n          status: new"),
        ("\n          status: >-\n            flow", "\n          status: new"),
        (" { status: flow,\n            team: null }", "\n          status: new\n          team: null"),
        (" { assigned: [ ] }", " { assigned: [ana@acme.example] }"),
        ("\n          owners: []", "\n          owners: [ana@acme.example]"),
        ("\n          unassigned: true", "\n          assigned: [ana@acme.example]"),
        (" { unassigned: true, assigned: [] }", " { assigned: [ana@acme.example] }"),
        (" { first_responder: ana@acme.example }", " { first_responder: null }"),
        (
            "\n          because:\n            luis@acme.example: manual\n            eva@acme.example: manual",
            "\n          because: { ana@acme.example: contact-owner }",
        ),
        (
            " { passed_over: { ana@acme.example: already-assigned, nobody: [] } }",
            " { passed_over: { ana@acme.example: [], nobody: [] } }",
        ),
        ("\n          refused: unknown-team\n          status: new", "\n          status: new"),
        ("\n          refused: unknown-team", &effects),
        (" { effects: [] }", &effects),
        (
            "\n          effects: []\n          contact: '+525512345678'\n          status: new",
            &format!("\n          contact: \"+525512345678\"{effects}\n          status: new"),
        ),
    ] {
        assert_eq!(updated(&expecting(before)), expecting(after), "{before}");
    }
    let long = "\n          because: { ana@acme.example: manual, luis@acme.example: manual }";
    let without_end = expecting(" { status: flow }");
    assert_eq!(updated(without_end.trim_end()), without_end.trim_end().replace("flow", "new"));
    assert_eq!(updated(&expecting(long)), expecting("\n          because: { ana@acme.example: contact-owner }"));
}

#[test]
fn update_leaves_what_is_not_safe_to_rewrite() {
    let shared = "`expect` has an anchor, an alias or a tag";
    let comment = "`expect` contains a comment";
    for (expectation, why) in [
        (" &same { status: flow }", shared),
        (" { status: &same flow }", shared),
        (" { status: !!str flow }", shared),
        (" { status: flow } # for now", comment),
        (" # for now\n          status: flow", comment),
        ("\n          status: flow # for now", comment),
        ("\n          # for now\n          status: flow", comment),
        ("\n          status: flow\n# for now\n          team: null", comment),
        (" { assigned: [luis@acme.example, # him\n            eva@acme.example] }", comment),
        (" { not_assigned: [ana@acme.example] }", "only a person can decide who must not be assigned"),
        (" { not_assigned: [luis@acme.example] }", "it refers to an unknown member"),
        (" { contact: \"+34612345678\", status: flow }", "it refers to an unknown contact"),
    ] {
        check_left(&expecting(expectation), why);
    }
    let in_braces = expecting(" { status: flow }")
        .replace("- message", "- { message")
        .replace("}\n        expect: {", "},\n          expect: {");
    check_left(&in_braces.replace("flow }", "flow } }"), "its step is not in block style, with one key per line");
}

/// Steps that share one `expect` can't be edited separately.
#[test]
fn update_leaves_steps_that_are_aliases() {
    let aliased = expecting(" { status: flow }").replace("- message", "- &step\n        message") + "      - *step\n";
    check_left(&aliased, "the file can't be updated safely");
}

#[track_caller]
fn check_left(before: &str, why: &str) {
    let folder = Test::bare()
        .file("routing.yaml", before)
        .run("scenario test routing.yaml --update --json")
        .part("/updated", json!([]))
        .part("/left/0/why", why)
        .part("/failed", 1)
        .status(1)
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("routing.yaml")).unwrap(), before);
}

#[test]
fn update_leaves_json_unchanged() {
    let json = r#"{"scenarios": [{"name": "one", "given": {"contacts": ["+525512345678"]}, "steps": [
{"message": {"contact": "+525512345678", "from": "contact"}, "expect": {"status": "flow"}}]}]}"#;
    Test::bare()
        .file("routing.json", json)
        .run("scenario test routing.json --update")
        .stdout_starts(
            "
            routing.json:2: left status unchanged: its step is not in block style, with one key per line
            updated 0 expectations, left 1 unchanged
            routing.json:1: FAILED: one
            ",
        )
        .status(1)
        .done();
}

#[test]
fn update_of_one_expectation_works_beside_one_left() {
    let before = expecting(" { not_assigned: [ana@acme.example], status: flow }");
    let folder = Test::bare()
        .file("routing.yaml", &before)
        .run("scenario test routing.yaml --update --json")
        .part("/updated/0/key", "status")
        .part("/left", json!([{ "file": "routing.yaml", "line": 6, "key": "not_assigned", "why": "only a person can decide who must not be assigned" }]))
        .status(1)
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("routing.yaml")).unwrap(), before.replace("flow", "new"));
}

#[test]
fn dry_run_writes_nothing() {
    let folder = Test::bare()
        .file("routing.yaml", expecting(" { status: flow }"))
        .run("scenario test routing.yaml --update --dry-run")
        .stdout(
            "
            routing.yaml:6: would update status
                - flow
                + new
            would update 1 expectation, leave 0 unchanged
            1 passed, 0 failed after the update
            ",
        )
        .run("scenario test routing.yaml --update --dry-run --detailed-exitcode --json")
        .part("/dry_run", true)
        .status(6)
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("routing.yaml")).unwrap(), expecting(" { status: flow }"));
}

#[test]
fn update_is_refused_in_ci() {
    let folder = Test::bare()
        .env("CI", "true")
        .file("routing.yaml", BEFORE)
        .run("scenario test routing.yaml --update")
        .usage("error: `--update` is disabled in CI (the variable CI is set)\nhint: update locally and commit the changes; to check in CI, add `--dry-run")
        .run("scenario test routing.yaml --update --dry-run --detailed-exitcode --json")
        .part("/dry_run", true)
        .status(6)
        .env("CI", "false")
        .run("scenario test - --update")
        .usage("error: `--update` can't rewrite stdin\n")
        .run("scenario test routing.yaml --update --fail-fast")
        .usage("error: `--update` cannot be used with `--fail-fast`\n")
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("routing.yaml")).unwrap(), BEFORE);
}

#[test]
fn update_is_limited_to_selected_scenarios() {
    let both = expecting(" { status: flow }")
        + &expecting(" { status: flow }").replace("scenarios:\n", "").replace("name: one", "name: two");
    let folder = Test::bare().file("routing.yaml", &both).run("scenario test routing.yaml --run two --update --json");
    let folder = folder.part("/passed", 1).done();
    let text = fs::read_to_string(folder.path().join("routing.yaml")).unwrap();
    assert_eq!(text.matches("flow").count(), 1);
    assert!(text.ends_with("{ status: new }\n"));
}

#[test]
#[cfg(unix)]
fn update_keeps_symlink_and_mode() {
    use std::os::unix::fs::PermissionsExt;
    let test = Test::bare().file("real.yaml", expecting(" { status: flow }"));
    let test = test.run("scenario test real.yaml --json").part("/failed", 1).status(1);
    let folder = test.done();
    let (real, link) = (folder.path().join("real.yaml"), folder.path().join("link.yaml"));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.yaml", &link).unwrap();
    let done = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "test", "link.yaml", "--update"])
        .current_dir(folder.path())
        .env_clear()
        .status()
        .unwrap();
    assert!(done.success());
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("status: new"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

/// A step with a misspelled name is refused; that must not become an expectation.
#[test]
fn update_leaves_step_with_typo_and_later_steps() {
    let given = "given: { members: [ana@acme.example, luis@acme.example], contacts: [\"+525512345678\"] }";
    let start = "message: { contact: \"+525512345678\", from: contact }";
    let after =
        "expect: { contact: \"+525512345678\", assigned: [luis@acme.example], not_assigned: [ana@acme.example] }";
    for (slip, code, why) in [
        (
            "assign: { contact: \"+525512345678\", member: lius@acme.example }",
            "unknown-member",
            "it refers to an unknown member",
        ),
        ("assign: { contact: \"+525512345678\", team: Sals }", "unknown-team", "it refers to an unknown team"),
        ("close: { contact: \"+525512345679\" }", "unknown-contact", "it refers to an unknown contact"),
        ("close: { contact: \"+52 55\" }", "invalid-phone", "it contains an invalid phone number"),
        ("close: { conversation: 77 }", "unknown-conversation", "it refers to an unknown conversation"),
    ] {
        for expect in ["", ", expect: { refused: inactive-member }"] {
            let steps = format!(
                "      - {start}\n        expect: {{ status: flow }}\n      - {{ {slip}{expect} }}\n      - {after}\n"
            );
            let before = format!("scenarios:\n  - name: one\n    {given}\n    steps:\n{steps}");
            let folder = Test::bare()
                .file("routing.yaml", &before)
                .run("scenario test routing.yaml --update --json")
                .part("/updated/0/line", 6)
                .part("/updated/1", Value::Null)
                .part("/left/0/line", 7)
                .part("/left/0/why", why)
                .part("/left/1/why", "its step, or one before it, refers to something unknown")
                .part("/left/2", Value::Null)
                .status(1)
                .done();
            let now = fs::read_to_string(folder.path().join("routing.yaml")).unwrap();
            assert_eq!(now, before.replace("flow", "new"));
        }
        // An expected refusal may change.
        let meant = format!(
            "scenarios:\n  - name: one\n    {given}\n    steps:\n      - {slip}\n        expect: {{ refused: {code} }}\n"
        );
        Test::bare()
            .file("routing.yaml", meant)
            .run("scenario test routing.yaml --update --json")
            .part("/passed", 1)
            .done();
    }
}

/// An unknown member can't be passed over, so no value would be right.
#[test]
fn update_leaves_unknown_member_in_passed_over() {
    let before = expecting(" { passed_over: { zoe@acme.example: has-owner } }");
    let folder = Test::bare()
        .file("routing.yaml", &before)
        .run("scenario test routing.yaml --update --json")
        .part("/updated", json!([]))
        .part("/left/0/why", "it refers to an unknown member")
        .part("/left/1", Value::Null)
        .status(1)
        .done();
    assert_eq!(fs::read_to_string(folder.path().join("routing.yaml")).unwrap(), before);
}

/// A line that is added before a step changes no reported line.
#[test]
fn update_reports_old_lines() {
    let steps = r#"scenarios:
  - name: one
    given: { members: [ana@acme.example, { email: eva@acme.example, active: false }], contacts: ["+525512345678"] }
    steps:
      - message: { contact: "+525512345678", from: contact }
      - message: { contact: "+525512345678", from: member, member: eva@acme.example }
      - message: { contact: "+525512345678", from: member, member: eva@acme.example }
        expect: { status: flow }
      - expect: { contact: "+525512345678", status: flow, not_assigned: [eva@acme.example], assigned: [ana@acme.example] }
      - expect: { contact: "+525512345678", not_assigned: [luis@acme.example] }
"#;
    let told = |mode: &str| {
        Test::bare()
            .file("routing.yaml", steps)
            .run(&format!("scenario test routing.yaml --update --json{mode}"))
            .part("/updated/0/line", 6)
            .part("/updated/1/line", 7)
            .part("/updated/2/line", 8)
            .part("/updated/2/key", "status")
            .part("/updated/3/line", 9)
            .part("/updated/4/line", 9)
            .part("/updated/5", Value::Null)
            .part("/left/0/line", 10)
            .part("/left/1", Value::Null)
            .status(1)
    };
    told(" --dry-run").part("/scenarios/0/failures/0/line", 10).done();
    told("").part("/scenarios/0/failures/0/line", 11).done();
}

#[test]
fn update_reports_new_entry() {
    let story = |expectation: &str| Test::bare().file("routing.yaml", expecting(expectation));
    for (expectation, instead) in [
        (" { because: { luis@acme.example: manual } }", "ana@acme.example: contact-owner"),
        (" { because: { ana@acme.example: manual } }", "ana@acme.example: contact-owner"),
        (" { unassigned: true }", "assigned: ana@acme.example"),
        (" { refused: unknown-team, status: new }", ""),
    ] {
        let instead = if instead.is_empty() { "    - unknown-team\n".to_owned() } else { format!("    + {instead}\n") };
        let instead = instead + "updated 1 expectation, left 0 unchanged\n1 passed, 0 failed\n";
        let folder = story(expectation)
            .run("scenario test routing.yaml")
            .status(1)
            .stdout_starts("routing.yaml:2: FAILED")
            .done();
        let mut command = std::process::Command::new(super::PROGRAM);
        let command = command.args(["scenario", "test", "routing.yaml", "--update"]).current_dir(folder.path());
        let told = String::from_utf8(command.env_clear().output().unwrap().stdout).unwrap();
        assert!(told.ends_with(&instead), "{told}");
    }
}

/// Undoes the effect of a change of the rules on all fixtures.
#[test]
fn update_restores_fixtures_to_the_letter() {
    let mut story = Test::bare();
    let mut originals = Vec::new();
    for entry in fs::read_dir(project("fixtures/scenarios")).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) = (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap());
        let wrong = text.replace("status: new", "status: created").replace("rule: O1", "rule: O2");
        let wrong = wrong.replace(" assigned: [ana@", " assigned: [zoe@acme.example, ana@");
        assert_ne!(wrong, text, "{name}");
        story = story.file(&name, wrong);
        originals.push((name, text));
    }
    let folder = story.run("scenario test . --update --json").part("/failed", 0).part("/left", json!([])).done();
    for (name, text) in originals {
        let now = fs::read_to_string(folder.path().join(&name)).unwrap();
        assert!(now == text, "{name} has changed");
    }
}

/// Runs an update of two files, of which the second comes from stdin.
fn updating_with(folder: &std::path::Path, say: impl FnOnce(&mut std::process::ChildStdin)) -> std::process::Output {
    std::os::unix::fs::symlink("/dev/stdin", folder.join("second.yaml")).unwrap();
    let mut child = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "test", "first.yaml", "second.yaml", "--update", "--json"])
        .current_dir(folder)
        .env_clear()
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    say(child.stdin.as_mut().unwrap());
    child.wait_with_output().unwrap()
}

#[test]
fn update_writes_no_file_if_one_is_unwritable() {
    let before = expecting(" { status: flow }");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("first.yaml"), &before).unwrap();
    // A pipe can't be replaced.
    let done = updating_with(folder.path(), |second| second.write_all(before.as_bytes()).unwrap());
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains("`second.yaml` can't be written"), "{told}");
    assert_eq!(done.status.code(), Some(3));
    assert_eq!(fs::read_to_string(folder.path().join("first.yaml")).unwrap(), before);
}

#[test]
fn update_keeps_file_saved_in_the_meantime() {
    let (before, saved) = (expecting(" { status: flow }"), expecting(" { status: created }"));
    let folder = tempfile::tempdir().unwrap();
    let first = folder.path().join("first.yaml");
    fs::write(&first, before).unwrap();
    let done = updating_with(folder.path(), |second| {
        // More than a pipe buffers: once it is written, the first file has been read.
        second.write_all("# more\n".repeat(40_000).as_bytes()).unwrap();
        fs::write(&first, &saved).unwrap();
        second.write_all(expecting(" { status: new }").as_bytes()).unwrap();
    });
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["updated"], json!([]));
    let why = "the file has changed in the meantime: run the command again";
    assert_eq!(report["left"], json!([{ "file": "first.yaml", "line": 6, "key": "status", "why": why }]));
    assert_eq!((&report["passed"], &report["failed"]), (&json!(1), &json!(1)));
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&first).unwrap(), saved);
}
