//! `scenario …`

use serde_json::{Value, json};

use super::Test;

/// A scenario that passes and one that fails.
const ROUTING: &str = r#"scenarios:
  - name: O1 an owner is assigned
    given: { members: [ana@acme.example], contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }] }
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect: { assigned: [ana@acme.example] }
  - name: O1 luis is assigned
    given:
      members: [ana@acme.example, luis@acme.example]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect:
          status: new
          assigned: [luis@acme.example]
          because: { ana@acme.example: manual }
"#;

fn test(contents: &str) -> Test {
    Test::bare().file("routing.yaml", contents)
}

#[test]
fn all_pass() {
    test(ROUTING)
        .run("scenario test routing.yaml --run owner")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test routing.yaml --run owner --verbose")
        .stdout(
            "
            passed  routing.yaml:2  O1 an owner is assigned
            1 passed, 0 failed
            ",
        )
        .done();
}

#[test]
fn a_failure_shows_what_was_expected_what_came_and_what_was_decided() {
    test(ROUTING)
        .run("scenario test routing.yaml")
        .stdout(
            "
            FAILED  routing.yaml:7  O1 luis is assigned
              routing.yaml:15: assigned
                expected  luis@acme.example
                actual    ana@acme.example
              routing.yaml:16: because
                expected  ana@acme.example: manual
                actual    ana@acme.example: contact-owner
              the step decided 3 effects; rules O1
               conversation 1 with +525512345678 was opened, status new         O1
               the contact wrote in conversation 1                              O1
               ana@acme.example was assigned to conversation 1 (contact-owner)  O1

            1 passed, 1 failed
            ",
        )
        .status(1)
        .done();
}

#[test]
fn a_refusal_that_was_not_expected_fails() {
    let closing = r#"scenarios:
  - name: closing
    given: { contacts: ["+525512345678"] }
    steps:
      - close: { contact: "+525512345678" }
        expect: { status: closed }
"#;
    test(closing)
        .run("scenario test routing.yaml")
        .stdout(
            "
            FAILED  routing.yaml:2  closing
              routing.yaml:5: refused
                expected  none
                actual    unknown-conversation: `+525512345678` has no open conversation
              the step was refused: unknown-conversation: `+525512345678` has no open conversation

            0 passed, 1 failed
            ",
        )
        .status(1)
        .done();
}

#[test]
fn a_script_gets_every_scenario_and_every_failure() {
    let decision = json!({
        "effects": [
            { "effect": "open-conversation", "conversation": 1, "contact": "+525512345678",
              "status": "new", "rule": "O1" },
            { "effect": "mark-contact-wrote", "conversation": 1, "rule": "O1" },
            { "effect": "assign-member", "conversation": 1, "member": "ana@acme.example",
              "reason": "contact-owner", "rule": "O1" },
        ],
        "passed_over": [],
        "rules": ["O1"],
        "refused": null,
    });
    let report = json!({
        "passed": 1,
        "failed": 1,
        "scenarios": [
            { "file": "routing.yaml", "line": 2, "name": "O1 an owner is assigned",
              "outcome": "passed", "failures": [] },
            { "file": "routing.yaml", "line": 7, "name": "O1 luis is assigned", "outcome": "failed", "failures": [
                { "line": 15, "key": "assigned", "expected": ["luis@acme.example"], "actual": ["ana@acme.example"],
                  "decision": decision },
                { "line": 16, "key": "because", "expected": { "ana@acme.example": "manual" },
                  "actual": { "ana@acme.example": "contact-owner" }, "decision": decision },
            ] },
        ],
    });
    test(ROUTING)
        .run("scenario test routing.yaml --json")
        .json(report.clone())
        .status(1)
        .run("scenario test routing.yaml --format ndjson")
        .ndjson([report])
        .status(1)
        .done();
}

#[test]
fn csv_is_a_row_for_each_scenario() {
    test(ROUTING)
        .run("scenario test routing.yaml --format csv")
        .stdout(
            "
            file,line,name,outcome
            routing.yaml,2,O1 an owner is assigned,passed
            routing.yaml,7,O1 luis is assigned,failed
            ",
        )
        .status(1)
        .done();
}

#[test]
fn who_is_kept_out_has_to_be_known() {
    for (key, expectation) in [
        ("not_assigned", "not_assigned: [anna@acme.example]"),
        ("passed_over", "passed_over: { anna@acme.example: [] }"),
    ] {
        let slip = ROUTING.replacen("assigned: [ana@acme.example]", expectation, 1);
        test(&slip)
            .run("scenario test routing.yaml --run owner")
            .stdout(&format!(
                "
                FAILED  routing.yaml:2  O1 an owner is assigned
                  routing.yaml:6: {key}
                    expected  a member of this world
                    actual    unknown-member: no member `anna@acme.example`
                  the step decided 3 effects; rules O1
                   conversation 1 with +525512345678 was opened, status new         O1
                   the contact wrote in conversation 1                              O1
                   ana@acme.example was assigned to conversation 1 (contact-owner)  O1

                0 passed, 1 failed
                "
            ))
            .status(1)
            .done();
    }
}

#[test]
fn a_world_that_cannot_be_is_a_fault_of_the_file() {
    let unknown = ROUTING.replacen("owners: [ana@", "owners: [anna@", 1);
    let message = "no member `anna@acme.example`";
    test(&unknown)
        .run("scenario test routing.yaml")
        .stderr(&format!("error: routing.yaml:3:89: {message}\nhint: did you mean `ana@acme.example`?\n"))
        .status(3)
        .run("scenario test routing.yaml --json")
        .stderr_json(error("invalid-file", message, Some("did you mean `ana@acme.example`?"), Some((3, 89))))
        .status(3)
        .done();
    let phone = ROUTING.replacen(r#"phone: "+525512345678""#, r#"phone: "555-CALL""#, 1);
    test(&phone)
        .run("scenario test routing.yaml")
        .stderr(
            "
            error: routing.yaml:3:63: `555-CALL` is not a phone number: it has letters in it
            hint: write it as `+`, country code, number, for example +525512345678
            ",
        )
        .status(3)
        .done();
}

#[test]
fn the_first_failure_can_be_the_last() {
    let twice = ROUTING.to_owned() + &ROUTING.replace("scenarios:\n", "").replace("name: O1", "name: again, O1");
    test(&twice)
        .run("scenario test routing.yaml --json")
        .part("/failed", 2)
        .status(1)
        .run("scenario test routing.yaml --fail-fast --json")
        .part("/passed", 1)
        .part("/failed", 1)
        .status(1)
        .done();
}

#[test]
fn a_list_plays_nothing() {
    test(ROUTING)
        .run("scenario test routing.yaml --list")
        .stdout(
            "
            PLACE           NAME
            routing.yaml:2  O1 an owner is assigned
            routing.yaml:7  O1 luis is assigned
            ",
        )
        .run("scenario test routing.yaml --list --run luis --run nobody --json")
        .json(json!([{ "file": "routing.yaml", "line": 7, "name": "O1 luis is assigned" }]))
        .done();
}

#[test]
fn a_filter_that_matches_nothing_runs_nothing() {
    test(ROUTING)
        .run("scenario test routing.yaml --run ^T")
        .fails(5, "nothing-ran", "no scenario's name matches", "see the names with `--list`")
        .run("scenario test routing.yaml --run ^T --list")
        .fails(5, "nothing-ran", "no scenario's name matches", "see the names with `--list`")
        .run("scenario test routing.yaml --run (")
        .usage("error: invalid value '(' for '--run <REGEX>': regex parse error:\n")
        .done();
}

#[test]
fn folders_are_searched_through() {
    let step = "{ settings: { default-country: none }, expect: { effects: [] } }";
    let scenario = |name: &str| format!("scenarios:\n  - name: {name}\n    steps: [{step}]\n");
    Test::bare()
        .file("all/b.yml", scenario("second"))
        .file("all/a/deep.yaml", scenario("first"))
        .file("all/c.JSON", format!(r#"{{"scenarios": [{{"name": "third", "steps": [{step}]}}]}}"#))
        .file("all/notes.txt", "not a scenario")
        .run("scenario test all --verbose")
        .stdout(
            "
            passed  all/a/deep.yaml:2  first
            passed  all/b.yml:2  second
            passed  all/c.JSON:1  third
            3 passed, 0 failed
            ",
        )
        .done();
}

#[test]
fn a_folder_without_scenarios_runs_nothing() {
    test(ROUTING)
        .file("empty/notes.txt", "")
        .run("scenario test routing.yaml empty")
        .fails(
            5,
            "nothing-ran",
            "no scenario found in `empty`",
            "scenario files end in `.yaml`, `.yml` or `.json`; name a file or a folder that has some",
        )
        .run("scenario test")
        .usage("error: the following required arguments were not provided:\n  <PATH>...\n")
        .done();
}

#[test]
fn a_path_that_is_not_there_cannot_be_read() {
    Test::bare()
        .run("scenario test nowhere.yaml")
        .stderr(
            "
            error: `nowhere.yaml` can't be read
              caused by: No such file or directory (os error 2)
            hint: look at the path and its permissions
            ",
        )
        .status(3)
        .run("scenario test nowhere.yaml --json")
        .stderr_json(json!({ "error": {
            "code": "unreadable-file",
            "message": "`nowhere.yaml` can't be read",
            "hint": "look at the path and its permissions",
            "file": "nowhere.yaml",
            "line": null,
            "column": null,
            "causes": ["No such file or directory (os error 2)"],
        }}))
        .status(3)
        .done();
}

/// An error as scripts see it, with its line and column in `routing.yaml` if it has a place.
fn error(code: &str, message: &str, hint: Option<&str>, place: Option<(u64, u64)>) -> Value {
    json!({ "error": {
        "code": code,
        "message": message,
        "hint": hint,
        "file": place.map(|_| "routing.yaml"),
        "line": place.map(|(line, _)| line),
        "column": place.map(|(_, column)| column),
    }})
}

#[test]
fn a_fault_has_its_place_and_a_suggestion() {
    let faulty = ROUTING.replace("given: {", "givne: {");
    let message = "unknown key `givne`: a scenario takes name, given, store, steps";
    test(&faulty)
        .run("scenario test routing.yaml")
        .stderr(&format!("error: routing.yaml:3:5: {message}\nhint: did you mean `given`?\n"))
        .status(3)
        .run("scenario test routing.yaml --json")
        .stderr_json(error("invalid-file", message, Some("did you mean `given`?"), Some((3, 5))))
        .status(3)
        .done();
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let faulty =
        ROUTING.replace("from: contact", "from: contacto").replace("O1 luis is assigned", "O1 an owner is assigned");
    let misspelled = ("`contacto` is none of contact, member, flow, system", Some("did you mean `contact`?"));
    let twice = "`O1 an owner is assigned` is the name of the scenario in line 2 already";
    let mut told = error("invalid-file", misspelled.0, misspelled.1, Some((5, 52)));
    let mut broken = error("invalid-file", "unclosed bracket '['", None, Some((1, 12)));
    broken["error"]["file"] = json!("broken.yaml");
    told["faults"] = json!([
        error("invalid-file", twice, None, Some((7, 11)))["error"],
        error("invalid-file", misspelled.0, misspelled.1, Some((12, 52)))["error"],
        broken["error"],
    ]);
    test(&faulty)
        .file("broken.yaml", "scenarios: [")
        .run("scenario test routing.yaml broken.yaml")
        .stderr(
            "
            error: routing.yaml:5:52: `contacto` is none of contact, member, flow, system
            hint: did you mean `contact`?
            error: routing.yaml:7:11: `O1 an owner is assigned` is the name of the scenario in line 2 already
            error: routing.yaml:12:52: `contacto` is none of contact, member, flow, system
            hint: did you mean `contact`?
            error: broken.yaml:1:12: unclosed bracket '['
            ",
        )
        .status(3)
        .run("scenario test routing.yaml broken.yaml --json")
        .stderr_json(told)
        .status(3)
        .done();
}

#[test]
fn a_file_that_is_not_utf8_says_where() {
    Test::bare()
        .file("routing.yaml", b"scenarios:\n  - name: Ra\xf3l\n")
        .run("scenario test routing.yaml")
        .stderr(
            "
            error: routing.yaml:2:13: the text is not UTF-8
            hint: save the file as UTF-8
            ",
        )
        .status(3)
        .done();
}

#[test]
fn no_store_is_read_or_touched() {
    let folder = test(ROUTING).run("scenario test routing.yaml --run owner").stdout("1 passed, 0 failed\n").done();
    assert!(!folder.path().join("inbox.db").exists());
}
