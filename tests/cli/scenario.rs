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
fn nul_in_text_is_rejected() {
    for (given, place, field) in [
        (r#"members: [{ email: ana@acme.example, name: "A\0na" }]"#, "4:17", "name"),
        (r#"members: [{ email: ana@acme.example, external_id: "7\0" }]"#, "4:17", "external_id"),
        (r#"contacts: [{ phone: "+525512345678", first_name: "R\0sa" }]"#, "4:27", "first_name"),
        (r#"contacts: [{ phone: "+525512345678", account: "Ac\0me" }]"#, "4:27", "account"),
    ] {
        let steps = "steps:\n      - message: { contact: \"+525500000001\", from: contact, create_contacts: true }\n        \
                     expect: { unassigned: true }\n";
        test(&format!("scenarios:\n  - name: NUL\n    given:\n      {given}\n    {steps}"))
            .run("scenario test routing.yaml")
            .stderr(&format!("error: routing.yaml:{place}: unexpected NUL byte in `{field}`\n"))
            .status(3)
            .done();
    }
}

#[test]
fn passing_scenarios_are_counted() {
    test(ROUTING)
        .run("scenario test routing.yaml --run owner")
        .stdout("1 passed, 0 failed\n")
        .run("scenario test routing.yaml --run owner --verbose")
        .stdout(
            "
            routing.yaml:2: passed: O1 an owner is assigned
            1 passed, 0 failed
            ",
        )
        .done();
}

#[test]
fn failure_shows_expected_actual_and_decision() {
    test(ROUTING)
        .run("scenario test routing.yaml")
        .stdout(
            "
            routing.yaml:7: FAILED: O1 luis is assigned
              routing.yaml:15: assigned
                expected: luis@acme.example
                actual:   ana@acme.example
              routing.yaml:16: because
                expected: ana@acme.example: manual
                actual:   ana@acme.example: contact-owner
              decision: 3 effects, rules O1
               opened conversation 1 with +525512345678, status new         O1
               recorded the contact's first message in conversation 1       O1
               assigned ana@acme.example to conversation 1 (contact-owner)  O1

            1 passed, 1 failed
            ",
        )
        .status(1)
        .done();
}

#[test]
fn unexpected_refusal_fails() {
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
            routing.yaml:2: FAILED: closing
              routing.yaml:5: refused
                expected: none
                actual:   unknown-conversation: `+525512345678` has no open conversation
                hint: open one with a `message` step first
              decision: refused: unknown-conversation: `+525512345678` has no open conversation

            0 passed, 1 failed
            ",
        )
        .status(1)
        .done();
}

#[test]
fn json_lists_every_scenario_and_failure() {
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
        "not_played": 0,
        "scenarios": [
            { "file": "routing.yaml", "line": 2, "name": "O1 an owner is assigned",
              "outcome": "passed", "failures": [] },
            { "file": "routing.yaml", "line": 7, "name": "O1 luis is assigned", "outcome": "failed", "failures": [
                { "line": 15, "key": "assigned", "expected": ["luis@acme.example"], "actual": ["ana@acme.example"],
                  "decision": decision, "hint": null },
                { "line": 16, "key": "because", "expected": { "ana@acme.example": "manual" },
                  "actual": { "ana@acme.example": "contact-owner" }, "decision": decision, "hint": null },
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
fn csv_has_a_row_per_scenario() {
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
fn not_assigned_with_unknown_member_is_rejected() {
    for (key, expectation) in [
        ("not_assigned", "not_assigned: [anna@acme.example]"),
        ("passed_over", "passed_over: { anna@acme.example: [] }"),
    ] {
        let slip = ROUTING.replacen("assigned: [ana@acme.example]", expectation, 1);
        test(&slip)
            .run("scenario test routing.yaml --run owner")
            .stdout(&format!(
                "
                routing.yaml:2: FAILED: O1 an owner is assigned
                  routing.yaml:6: {key}
                    expected: an existing member
                    actual:   unknown-member: unknown member `anna@acme.example`
                    hint: did you mean `ana@acme.example`?
                  decision: 3 effects, rules O1
                   opened conversation 1 with +525512345678, status new         O1
                   recorded the contact's first message in conversation 1       O1
                   assigned ana@acme.example to conversation 1 (contact-owner)  O1

                0 passed, 1 failed
                "
            ))
            .status(1)
            .done();
    }
}

#[test]
fn invalid_given_is_an_error() {
    let unknown = ROUTING.replacen("owners: [ana@", "owners: [anna@", 1);
    let message = "unknown member `anna@acme.example`";
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
            error: routing.yaml:3:63: `555-CALL` is not a phone number: it contains letters
            hint: use `+`, country code and number, for example +525512345678
            ",
        )
        .status(3)
        .done();
}

#[test]
fn fail_fast_stops_at_first_failure() {
    let twice = ROUTING.to_owned() + &ROUTING.replace("scenarios:\n", "").replace("name: O1", "name: again, O1");
    test(&twice)
        .run("scenario test routing.yaml --json")
        .part("/failed", 2)
        .status(1)
        .run("scenario test routing.yaml --fail-fast --json")
        .part("/passed", 1)
        .part("/failed", 1)
        .part("/not_played", 2)
        .status(1)
        .done();
}

#[test]
fn scenarios_not_run_are_counted() {
    let step = "{ settings: { default-country: none }, expect: { refused: inactive-member } }";
    let scenario = |name: &str| format!("  - name: {name}\n    steps: [{step}]\n");
    test(&format!("scenarios:\n{}{}{}", scenario("one"), scenario("two"), scenario("three")))
        .run("scenario test routing.yaml --fail-fast --run o")
        .stdout(
            "
            routing.yaml:2: FAILED: one
              routing.yaml:3: refused
                expected: inactive-member
                actual:   none
              decision: 0 effects, rules R3

            0 passed, 1 failed, 1 not run
            ",
        )
        .status(1)
        .run("scenario test routing.yaml --json")
        .part("/not_played", 0)
        .status(1)
        .done();
}

#[test]
fn list_runs_no_scenarios() {
    test(ROUTING)
        .run("scenario test routing.yaml --list")
        .stdout(
            "
            PLACE           NAME
            routing.yaml:2  O1 an owner is assigned
            routing.yaml:7  O1 luis is assigned
            ",
        )
        .run("scenario test routing.yaml --list --run luis --run none --json")
        .json(json!([{ "file": "routing.yaml", "line": 7, "name": "O1 luis is assigned" }]))
        .done();
}

#[test]
fn filter_without_matches_runs_nothing() {
    test(ROUTING)
        .run("scenario test routing.yaml --run ^T")
        .fails(
            5,
            "nothing-ran",
            "no scenario matches `--run`",
            "list the names with `inboxctl scenario test PATH --list`",
        )
        .run("scenario test routing.yaml --run ^T --list")
        .fails(
            5,
            "nothing-ran",
            "no scenario matches `--run`",
            "list the names with `inboxctl scenario test PATH --list`",
        )
        .run("scenario test routing.yaml --run (")
        .usage("error: invalid value `(` for `--run <REGEX>`: regex parse error: ")
        .done();
}

#[test]
fn folders_are_searched_recursively() {
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
            all/a/deep.yaml:2: passed: first
            all/b.yml:2: passed: second
            all/c.JSON:1: passed: third
            3 passed, 0 failed
            ",
        )
        .done();
}

#[test]
fn hidden_files_are_skipped_unless_named() {
    Test::bare()
        .file("all/a.yaml", ROUTING)
        .file("all/.git/x.json", "{}")
        .file("all/.ws.yaml", ROUTING)
        .file(".hidden/b.yaml", ROUTING)
        .run("scenario test all --run owner --verbose")
        .stdout("all/a.yaml:2: passed: O1 an owner is assigned\n1 passed, 0 failed\n")
        .run("scenario test .hidden all/.ws.yaml --run owner")
        .stdout("2 passed, 0 failed\n")
        .run("scenario explain all --run owner")
        .stdout_starts("all/a.yaml:2: O1 an owner is assigned\n")
        .done();
}

#[test]
fn file_named_twice_runs_once() {
    let test = Test::bare().file("a.yaml", ROUTING).file("below/b.yaml", ROUTING);
    test.run("scenario test ./a.yaml below . a.yaml below/../a.yaml --run owner --verbose")
        .stdout(
            "
            ./a.yaml:2: passed: O1 an owner is assigned
            below/b.yaml:2: passed: O1 an owner is assigned
            2 passed, 0 failed
            ",
        )
        .run("scenario test . a.yaml --run owner --list --format csv")
        .stdout_starts("file,line,name\n./a.yaml,2,O1 an owner is assigned\n./below/b.yaml,2,")
        .done();
}

#[test]
fn folder_without_scenarios_is_an_error() {
    test(ROUTING)
        .file("empty/notes.txt", "")
        .run("scenario test routing.yaml empty")
        .fails(
            5,
            "nothing-ran",
            "no scenarios found in `empty`",
            "pass a scenario file, or a folder with `.yaml`, `.yml` or `.json` files",
        )
        .run("scenario test")
        .usage("error: missing required argument `<PATH>...`\n")
        .done();
}

#[test]
fn missing_path_is_unreadable() {
    Test::bare()
        .run("scenario test nowhere.yaml")
        .stderr(
            "
            error: `nowhere.yaml` can't be read
              caused by: No such file or directory (os error 2)
            hint: check the path and its permissions
            ",
        )
        .status(3)
        .run("scenario test nowhere.yaml --json")
        .stderr_json(json!({ "error": {
            "code": "unreadable-file",
            "message": "`nowhere.yaml` can't be read",
            "hint": "check the path and its permissions",
            "file": "nowhere.yaml",
            "line": null,
            "column": null,
            "causes": ["No such file or directory (os error 2)"],
        }}))
        .status(3)
        .done();
}

/// An error in JSON, with its line and column in `routing.yaml` if it has a position.
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
fn error_has_position_and_suggestion() {
    let faulty = ROUTING.replace("given: {", "givne: {");
    let message = "unknown key `givne` in a scenario: expected name, given, store or steps";
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
fn errors_of_all_files_are_reported() {
    let faulty =
        ROUTING.replace("from: contact", "from: contacto").replace("O1 luis is assigned", "O1 an owner is assigned");
    let misspelled =
        ("invalid value `contacto`: expected contact, member, flow or system", Some("did you mean `contact`?"));
    let twice = "duplicate scenario name `O1 an owner is assigned` (first on line 2)";
    let mut told = error("invalid-file", misspelled.0, misspelled.1, Some((5, 52)));
    let mut broken = error("invalid-file", "unclosed bracket '['", None, Some((1, 12)));
    broken["error"]["file"] = json!("broken.yaml");
    told["faults"] = json!([
        error("invalid-file", twice, None, Some((7, 11)))["error"],
        error("invalid-file", misspelled.0, misspelled.1, Some((12, 52)))["error"],
        broken["error"],
    ]);
    told["fault_count"] = json!(4);
    told["faults_by_code"] = json!({ "invalid-file": 4 });
    test(&faulty)
        .file("broken.yaml", "scenarios: [")
        .run("scenario test routing.yaml broken.yaml")
        .stderr(
            "
            error: routing.yaml:5:52: invalid value `contacto`: expected contact, member, flow or system
            hint: did you mean `contact`?
            error: routing.yaml:7:11: duplicate scenario name `O1 an owner is assigned` (first on line 2)
            error: routing.yaml:12:52: invalid value `contacto`: expected contact, member, flow or system
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
fn non_utf8_file_is_reported_with_position() {
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
fn scenarios_without_store_create_none() {
    let folder = test(ROUTING).run("scenario test routing.yaml --run owner").stdout("1 passed, 0 failed\n").done();
    assert!(!folder.path().join("inbox.db").exists());
}

/// A scenario with one step, which assigns conversation 1 to Sales and Ana, and this expectation on line 10.
fn expecting(expectation: &str) -> String {
    format!(
        r#"scenarios:
  - name: one
    given:
      members: [ana@acme.example, luis@acme.example]
      teams: [{{ name: Sales, members: [ana@acme.example] }}]
      contacts: [{{ phone: "+525512345678", owners: [ana@acme.example] }}]
    steps:
      - message: {{ contact: "+525512345678", from: flow, assign_team: Sales }}
        expect:
          {expectation}
"#
    )
}

#[test]
fn failed_expectation_has_its_line() {
    for (expectation, key, expected, actual) in [
        ("status: flow", "status", "flow", "new"),
        ("team: null", "team", "none", "Sales"),
        ("assigned: []", "assigned", "none", "ana@acme.example"),
        ("not_assigned: [ana@acme.example]", "not_assigned", "without: ana@acme.example", "ana@acme.example"),
        ("unassigned: true", "unassigned", "none", "ana@acme.example"),
        (
            "because: { ana@acme.example: contact-owner }",
            "because",
            "ana@acme.example: contact-owner",
            "ana@acme.example: team-round-robin",
        ),
        ("because: { luis@acme.example: manual }", "because", "luis@acme.example: manual", "luis@acme.example: none"),
        ("passed_over: { nobody: no-eligible-member }", "passed_over", "nobody: no-eligible-member", "nobody: none"),
        ("owners: [luis@acme.example]", "owners", "luis@acme.example", "ana@acme.example"),
        ("first_responder: ana@acme.example", "first_responder", "ana@acme.example", "none"),
        ("refused: unknown-team", "refused", "unknown-team", "none"),
    ] {
        let told = format!(
            "routing.yaml:2: FAILED: one\n  routing.yaml:10: {key}\n    expected: {expected}\n    actual:   {actual}\n  \
             decision: "
        );
        test(&expecting(expectation)).run("scenario test routing.yaml").stdout_starts(&told).status(1).done();
    }
}

#[test]
fn failed_effects_are_shown_as_diff() {
    let effects = "effects:
            - { effect: open-conversation, conversation: 1, contact: \"+525512345678\", status: new, rule: F3 }
            - { effect: set-team, conversation: 1, team: Care, rule: F2 }
            - { effect: mark-handed-over, conversation: 1, rule: F4 }";
    test(&expecting(effects))
        .run("scenario test routing.yaml")
        .stdout_starts(
            r#"
            routing.yaml:2: FAILED: one
              routing.yaml:10: effects
                - expected, + actual
                  {"effect":"open-conversation","conversation":1,"contact":"+525512345678","status":"new","rule":"F3"}
                - {"effect":"set-team","conversation":1,"team":"Care","rule":"F2"}
                + {"effect":"set-team","conversation":1,"team":"Sales","rule":"F2"}
                + {"effect":"advance-turn","team":"Sales","rule":"T1"}
                + {"effect":"assign-member","conversation":1,"member":"ana@acme.example","reason":"team-round-robin","rule":"F2"}
                  {"effect":"mark-handed-over","conversation":1,"rule":"F4"}
            "#,
        )
        .status(1)
        .done();
}

#[test]
fn misspelled_key_has_position_and_suggestion() {
    let file = expecting("status: new");
    for (right, wrong, place, hint) in [
        ("scenarios:", "scenarois:", "1:1", Some("scenarios")),
        ("steps:", "stesp:", "7:5", Some("steps")),
        ("members: [ana@acme.example, l", "membres: [ana@acme.example, l", "4:7", Some("members")),
        ("members: [ana@acme.example] }]", "membres: [ana@acme.example] }]", "5:30", Some("members")),
        ("owners:", "owner:", "6:44", Some("owners")),
        ("- message:", "- mesage:", "8:9", Some("message")),
        ("assign_team:", "asign_team:", "8:58", Some("assign_team")),
        ("expect:", "expcet:", "9:9", Some("expect")),
        ("status:", "statsu:", "10:11", Some("status")),
        ("status:", "what:", "10:11", None),
    ] {
        let error = format!(
            "error: routing.yaml:{place}: unknown key `{}`",
            wrong.trim_start_matches("- ").split(':').next().unwrap()
        );
        let folder = test(&file.replacen(right, wrong, 1))
            .run("scenario test routing.yaml")
            .stderr_starts(&error)
            .status(3)
            .done();
        let told = std::process::Command::new(super::PROGRAM)
            .args(["scenario", "test", "routing.yaml"])
            .current_dir(folder.path())
            .env_clear()
            .output()
            .unwrap();
        let told = String::from_utf8(told.stderr).unwrap();
        let hinted = hint.is_some_and(|hint| told.contains(&format!("hint: did you mean `{hint}`?\n")));
        assert_eq!(hinted, hint.is_some(), "{told}");
    }
}

#[test]
fn colors_need_terminal_or_option() {
    let folder = test(&expecting("status: flow")).run("scenario test routing.yaml --color always").status(1);
    folder
        .stdout_starts("routing.yaml:2: FAILED: one\n  routing.yaml:10: status\n    \u{1b}[32mexpected: flow\u{1b}[0m\n    \u{1b}[31mactual:   new\u{1b}[0m\n")
        .run("scenario test routing.yaml --color auto")
        .stdout_starts("routing.yaml:2: FAILED: one\n  routing.yaml:10: status\n    expected: flow\n")
        .status(1)
        .done();
}

/// Enough scenarios to run on several threads.
#[test]
fn many_scenarios_are_reported_in_order() {
    let step = "{ settings: { default-country: none }, expect: { effects: [] } }";
    let wrong = "{ settings: { default-country: none }, expect: { refused: unknown-team } }";
    let names: Vec<_> = (0..1000).map(|number| format!("number {number}")).collect();
    let scenario = |(number, name): (usize, &String)| {
        format!("  - name: {name}\n    steps: [{}]\n", if number == 700 { wrong } else { step })
    };
    let file = format!("scenarios:\n{}", names.iter().enumerate().map(scenario).collect::<String>());
    let folder = test(&file).run("scenario test routing.yaml --json").part("/passed", 999).part("/failed", 1).status(1);
    let folder = folder.part("/scenarios/0/name", "number 0").part("/scenarios/700/outcome", "failed");
    let folder = folder.part("/scenarios/999/name", "number 999").run("scenario test routing.yaml --fail-fast --json");
    let folder = folder.part("/passed", 700).status(1).run("scenario test routing.yaml --coverage --json");
    folder.part("/coverage/rules/fired", json!(["R3"])).status(1).done();
    let faulty = file.replacen("number 3\n", "number 3\n    given: { contacts: [x] }\n", 1);
    let faulty = faulty.replacen("number 900\n", "number 900\n    given: { contacts: [y] }\n", 1);
    test(&faulty)
        .run("scenario test routing.yaml")
        .stderr_starts("error: routing.yaml:9:25: `x` is not a phone number: it contains letters\nhint: use `+`, country code and number, for example +525512345678\nerror: routing.yaml:1804:25: `y`")
        .status(3)
        .done();
}

/// Only the last scenario shows that the file must be read again, after others of it have run.
#[test]
fn duplicate_name_discards_early_runs() {
    let scenario = |name: &str| {
        format!(
            "  - name: {name}\n    steps: [{{ settings: {{ default-country: none }}, expect: {{ effects: [] }} }}]\n"
        )
    };
    let many = |last: &str| {
        let names = (0..300).map(|number| scenario(&format!("number {number}")));
        format!("scenarios:\n{}{}", names.collect::<String>(), scenario(last))
    };
    let folder = test(&many("&anchor the last")).file("also.yaml", many("the last"));
    let folder = folder.file("third.yaml", many("the last"));
    let folder = folder.run("scenario test also.yaml routing.yaml third.yaml --json").part("/passed", 903);
    let folder = folder.part("/scenarios/300/file", "also.yaml").part("/scenarios/300/name", "the last");
    let folder = folder.part("/scenarios/301/file", "routing.yaml").part("/scenarios/301/name", "number 0");
    folder.part("/scenarios/601/name", "the last").part("/scenarios/602/name", "number 0").done();
    test(&many("number 7"))
        .run("scenario test routing.yaml")
        .stderr("error: routing.yaml:602:11: duplicate scenario name `number 7` (first on line 16)\n")
        .status(3)
        .done();
}

/// Missing values are printed as `none` but written as `null` or `[]`.
#[test]
fn none_is_rejected_with_the_value_to_write() {
    test(&expecting("team: none"))
        .run("scenario test routing.yaml")
        .stdout_starts(
            "routing.yaml:2: FAILED: one\n  routing.yaml:10: team\n    expected: none\n    actual:   Sales\n    \
             hint: unknown team `none`: write `null` for no team\n",
        )
        .status(1)
        .done();
    for (expectation, message) in [
        (
            "assigned: none",
            "error: routing.yaml:10:21: `none` is not an email address: it has no `@`\n\
             hint: use `[]` for an empty list and `null` for no member\n",
        ),
        (
            "passed_over: []",
            "error: routing.yaml:10:24: `passed_over` must be a map, not a list\n\
             hint: use `passed_over: { ana@acme.example: [] }` to expect that Ana was not passed over, or \
             `effects: []` to expect no changes\n",
        ),
    ] {
        test(&expecting(expectation)).run("scenario test routing.yaml").stderr(message).status(3).done();
    }
}

#[cfg(unix)]
#[test]
fn recursive_link_is_skipped() {
    let folder = Test::bare()
        .file("tests/a.yaml", expecting("status: new"))
        .run("scenario test tests")
        .stdout("1 passed, 0 failed\n")
        .done();
    std::os::unix::fs::symlink(".", folder.path().join("tests/self")).unwrap();
    let output = std::process::Command::new(super::PROGRAM)
        .args(["scenario", "test", "tests"])
        .current_dir(folder.path())
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "1 passed, 0 failed\n", "{output:?}");
}

/// A member that never existed is reported as a typo.
#[test]
fn not_assigned_accepts_removed_member() {
    let file = r#"scenarios:
  - name: Eva is gone
    given:
      members: [ana@acme.example, eva@acme.example]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - member_remove: { member: eva@acme.example }
      - message: { contact: "+525512345678", from: contact }
        expect: { not_assigned: [eva@acme.example], passed_over: { eva@acme.example: [] } }
"#;
    test(file)
        .run("scenario test routing.yaml")
        .stdout("1 passed, 0 failed\n")
        .file("slip.yaml", file.replace("not_assigned: [eva@", "not_assigned: [evo@"))
        .run("scenario test slip.yaml")
        .stdout_starts("slip.yaml:2: FAILED: Eva is gone\n  slip.yaml:9: not_assigned\n")
        .status(1)
        .done();
}

/// The exit code, stdout and stderr of `scenario test` in a folder.
#[cfg(unix)]
fn ran(folder: &std::path::Path, path: &str) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(super::PROGRAM);
    let output = command.args(["scenario", "test", path]).current_dir(folder).env_clear().output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Editors lock files with broken links, which are skipped.
#[cfg(unix)]
#[test]
fn broken_link_with_scenario_extension_is_an_error() {
    let folder = Test::bare()
        .file("tests/a.yaml", expecting("status: new"))
        .run("scenario test tests")
        .stdout("1 passed, 0 failed\n")
        .done();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.path().join("tests").join(name)).unwrap();
    let passed = (Some(0), "1 passed, 0 failed\n".to_owned(), String::new());
    link("user@host.1234", ".#a.yaml");
    link("../gone.md", "notes.md");
    link("gone", "folder");
    assert_eq!(ran(folder.path(), "tests"), passed);
    link("../gone.yaml", "b.yaml");
    let error = "error: `tests/b.yaml` can't be read\n  caused by: it is a broken link to `../gone.yaml`\n\
                 hint: check the path and its permissions\n";
    for path in ["tests", "tests/b.yaml"] {
        assert_eq!(ran(folder.path(), path), (Some(3), String::new(), error.to_owned()));
    }
}
