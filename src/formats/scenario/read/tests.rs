//! Whole files: what is read, and each fault with its place, its words and its hint.

use std::fs;
use std::path::Path;

use super::{plain, read, tree};
use crate::formats::fault::{Fault, Located, Place};
use crate::formats::scenario::{Action, Expected, File, Given, Scenario, Step, Target, World};
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{Assigned, ConversationId, Email, ErrorCode, Passed, Setting, Status, Strategy};

/// A scenario with most of what one can say.
const EXAMPLE: &str = r#"scenarios:
  - name: an owner joins the flow's users
    given:
      settings: { assign-first-responder: on }
      members: [ana@acme.example, luis@acme.example, { email: eva@acme.example, active: false }]
      teams:
        - { name: Sales, strategy: round-robin, members: [ana@acme.example, luis@acme.example] }
      contacts:
        - { phone: "+525512345678", account: Acme, owners: [ana@acme.example] }
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect:
          status: new
          assigned: [ana@acme.example]
          because: { ana@acme.example: contact-owner }
      - message: { contact: "+525512345678", from: flow, assign_team: Sales }
        expect:
          team: Sales
          assigned: [ana@acme.example]
          passed_over: { ana@acme.example: already-assigned }
      - assign: { contact: "+525512345678", member: [luis@acme.example] }
      - close: { contact: "+525512345678" }
      - expect: { contact: "+525512345678", status: closed, owners: [ana@acme.example] }
"#;

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

fn ana() -> Email {
    email("ana@acme.example")
}

#[track_caller]
fn read_file(text: &str) -> File {
    read(text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[track_caller]
fn only_scenario(text: &str) -> Scenario {
    let mut scenarios = read_file(text).scenarios;
    assert_eq!(scenarios.len(), 1);
    scenarios.remove(0)
}

/// A file of one scenario whose first step, in line 4, is the given one.
fn with_step(step: &str) -> String {
    format!("scenarios:\n  - name: a\n    steps:\n      - {step}\n      - expect: {{ contact: x, status: new }}\n")
}

#[track_caller]
fn only_step(step: &str) -> Step {
    only_scenario(&with_step(step)).steps.remove(0)
}

#[track_caller]
fn action(step: &str) -> Action {
    only_step(step).action.unwrap()
}

#[track_caller]
fn expected(step: &str) -> Vec<Expected> {
    only_step(step).expect.unwrap().checks.into_iter().map(|check| check.expected).collect()
}

#[track_caller]
fn given(given: &str) -> Given {
    let scenario = only_scenario(&with_given(given));
    match scenario.world {
        World::Given(given) => *given,
        World::CurrentStore => panic!("not given"),
    }
}

/// A file of one scenario whose `given` stands in line 3.
fn with_given(given: &str) -> String {
    format!("scenarios:\n  - name: a\n    given: {given}\n    steps: [{{ expect: {{ contact: x, status: new }} }}]\n")
}

/// Each fault as `LINE:COLUMN: MESSAGE`, its hint behind it in brackets.
#[track_caller]
fn check_faults(text: &str, expected: &[&str]) {
    let shown = |fault: &Fault| match &fault.hint {
        Some(hint) => format!("{fault} ({hint})"),
        None => fault.to_string(),
    };
    let faults: Vec<String> = read(text).expect_err("the file is taken").iter().map(shown).collect();
    assert_eq!(faults, expected, "{text}");
}

#[track_caller]
fn check_step(step: &str, expected: &[&str]) {
    check_faults(&with_step(step), expected);
}

#[track_caller]
fn check_given(given: &str, expected: &[&str]) {
    check_faults(&with_given(given), expected);
}

#[test]
fn the_example_of_the_documentation_is_read() {
    let scenario = only_scenario(EXAMPLE);
    assert_eq!((scenario.name.value.as_str(), scenario.place.line), ("an owner joins the flow's users", 2));
    let lines: Vec<u64> = scenario.steps.iter().map(|step| step.place.line).collect();
    assert_eq!(lines, [11, 16, 21, 22, 23]);
    let expect = scenario.steps[0].expect.as_ref().unwrap();
    let checks: Vec<(u64, &Expected)> = expect.checks.iter().map(|check| (check.place.line, &check.expected)).collect();
    let reason = Assigned::ContactOwner;
    assert_eq!(
        checks,
        [
            (13, &Expected::Status(Status::New)),
            (14, &Expected::Assigned([ana()].into())),
            (15, &Expected::Because { member: ana(), reason }),
        ]
    );
}

#[test]
fn all_fixtures_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        read(&text).unwrap_or_else(|faults| panic!("{}: {faults:#?}", path.display()));
        files += 1;
    }
    assert!(files > 0);
}

#[test]
fn json_is_yaml() {
    let text = r#"{"scenarios": [{"name": "a", "steps": [{"expect": {"contact": "+52", "owners": []}}]}]}"#;
    assert_eq!(only_scenario(text).name.value, "a");
    assert_eq!(only_scenario(&format!("\u{feff}{}", text.replace(' ', "\r\n"))).steps.len(), 1);
}

#[test]
fn a_scenario_is_in_its_own_world_or_in_the_current_store() {
    let text = "scenarios: [{ name: a, store: current, steps: [{ expect: { contact: x, status: new } }] }]";
    assert_eq!(only_scenario(text).world, World::CurrentStore);
    let bare = text.replace("store: current, ", "");
    assert_eq!(only_scenario(&bare).world, World::Given(Box::default()));
    let both = text.replace("store: current", "store: current, given: { members: [] }");
    let message = "a scenario has `given` or `store`, not both: what is given fills a store of its own";
    check_faults(&both, &[&format!("1:24: {message}")]);
    check_faults(&text.replace("current", "other"), &["1:31: `store` takes `current`, not `other`"]);
}

#[test]
fn members_are_given_by_email_or_with_more() {
    let given =
        given("{ members: [Ana@acme.example, { email: eva@acme.example, name: null, active: no, external_id: 007 }] }");
    let members: Vec<_> = given.members.into_iter().map(|member| member.value).collect();
    assert_eq!((&members[0].email, members[0].active), (&ana(), true));
    assert_eq!((members[1].active, members[1].name.as_deref()), (false, None));
    assert_eq!(members[1].external_id.as_deref(), Some("007"));
}

#[test]
fn teams_and_contacts_are_given() {
    let given = given(
        "{ teams: [{ name: Sales, strategy: least-busy, default_agent: null, members: ana@acme.example }, \
         { name: Care, default_agent: ana@acme.example }], \
         contacts: [+525512345678, { phone: 5587654321, first_name: null, account: Acme, owners: ana@acme.example }] }",
    );
    let [sales, care] = [&given.teams[0].value, &given.teams[1].value];
    assert_eq!((sales.strategy, sales.members[0].value.clone()), (Some(Strategy::LeastBusy), ana()));
    assert_eq!((care.strategy, care.default_agent.as_ref().map(|agent| &agent.value)), (None, Some(&ana())));
    assert_eq!(given.contacts[0].value.phone.value, "+525512345678");
    let contact = &given.contacts[1].value;
    assert_eq!((contact.phone.value.as_str(), contact.first_name.as_deref()), ("5587654321", None));
    assert_eq!((contact.account.as_deref(), &contact.owners[0].value), (Some("Acme"), &ana()));
}

#[test]
fn settings_are_given_in_any_spelling() {
    for (text, on) in [("on", true), ("\"on\"", true), ("true", true), ("1", true), ("no", false), ("0", false)] {
        let given = given(&format!("{{ settings: {{ assign-first-responder: {text} }} }}"));
        assert_eq!(given.settings[0].value, Setting::AssignFirstResponder(on), "{text}");
    }
    for (text, country) in [("NO", Some("NO")), ("mx", Some("MX")), ("null", None), ("none", None), ("", None)] {
        let given = given(&format!("{{ settings: {{ default-country: {text} }} }}"));
        assert_eq!(given.settings[0].value.value().as_deref(), country, "{text}");
    }
}

#[test]
fn files_are_given_by_path() {
    let given = given("{ members_csv: people.csv, owners_csv: ../kam.csv }");
    assert_eq!(given.members_csv.unwrap().value, "people.csv");
    assert_eq!(given.owners_csv.unwrap().value, "../kam.csv");
    assert_eq!(given.teams_csv, None);
}

#[test]
fn each_action_is_read() {
    let send = |fields: &str| match action(&format!("message: {{ contact: x, {fields} }}")) {
        Action::Message { message, .. } => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(send("from: contact"), Message::Contact);
    assert_eq!(send("from: member, member: ana@acme.example, note: false"), Message::Member { member: ana() });
    assert_eq!(send("from: member, member: ana@acme.example, note: yes"), Message::Note { member: ana() });
    assert_eq!(send("from: flow, assign: ana@acme.example"), Message::FlowAssign { members: vec![ana()] });
    assert_eq!(send("from: flow, assign_team: Sales"), Message::FlowAssignTeam { team: "Sales".parse().unwrap() });
    assert_eq!(send("from: flow, end_flow: true"), Message::FlowEnd);
    assert_eq!(send("from: flow"), Message::Flow);
    assert_eq!(send("from: system"), Message::System);

    let conversation = Target::Conversation(ConversationId(7));
    let assign = Assign { members: vec![ana()], team: None, replace: true };
    assert_eq!(
        action("assign: { conversation: 7, member: ana@acme.example, replace: true }"),
        Action::Assign { conversation: conversation.clone(), assign }
    );
    assert_eq!(
        action("unassign: { conversation: \"7\", all: true }"),
        Action::Unassign { conversation: conversation.clone(), unassign: Unassign::All }
    );
    assert_eq!(action("close: { conversation: 7 }"), Action::Close { conversation });
    assert!(matches!(
        action("owner_add: { contact: +52, member: [ana@acme.example], assign_open: true, create_contacts: true }"),
        Action::OwnerAdd { contact, assign_open: true, create_contacts: true, .. } if contact.value == "+52"
    ));
    assert!(matches!(action("owner_remove: { contact: x, member: [ana@acme.example] }"), Action::OwnerRemove { .. }));
    let settings = vec![Setting::AssignFirstResponder(true)];
    assert_eq!(action("settings: { assign-first-responder: on }"), Action::Settings(settings));
    let hand_over_to = vec![email("luis@acme.example")];
    assert_eq!(
        action("deactivate: { member: ana@acme.example, hand_over_to: luis@acme.example }"),
        Action::Deactivate { member: ana(), hand_over_to }
    );
    assert_eq!(action("activate: { member: ana@acme.example }"), Action::Activate { member: ana() });
    assert_eq!(action("member_remove: { member: ana@acme.example }"), Action::MemberRemove { member: ana() });
    assert_eq!(action("team_remove: { team: Sales }"), Action::TeamRemove { team: "Sales".parse().unwrap() });
    assert!(matches!(action("contact_remove: { contact: x }"), Action::ContactRemove { .. }));
}

#[test]
fn every_action_can_have_its_time() {
    let time = "2026-01-01T09:00:00Z".parse().ok();
    for step in [
        "message: { contact: x, from: contact, at: 2026-01-01T09:00:00Z }",
        "settings: { default-country: MX, at: \"2026-01-01T09:00:00Z\" }",
        "team_remove: { team: Sales, at: 2026-01-01T09:00:00Z }",
    ] {
        assert_eq!(only_step(step).at, time, "{step}");
    }
}

#[test]
fn each_expectation_is_read() {
    let refused = only_step("close: { contact: x }\n        expect: { refused: unknown-contact }").expect.unwrap();
    assert_eq!(refused.refused(), Some(ErrorCode::UnknownContact));
    let step = "close: { contact: x }
        expect:
          team: null
          not_assigned: ana@acme.example
          unassigned: true
          owners: []
          first_responder: ~
          passed_over: { ana@acme.example: [setting-off, has-owner], nobody: [] }
          effects: [{ effect: set-status, conversation: 1, set: {} }]";
    let effect = serde_json::json!({"effect": "set-status", "conversation": 1, "set": {}});
    let reasons = [Passed::HasOwner, Passed::SettingOff].into();
    assert_eq!(
        expected(step),
        [
            Expected::Team(None),
            Expected::NotAssigned([ana()].into()),
            Expected::Unassigned,
            Expected::Owners([].into()),
            Expected::FirstResponder(None),
            Expected::PassedOver { member: Some(ana()), reasons },
            Expected::PassedOver { member: None, reasons: [].into() },
            Expected::Effects(vec![Located {
                value: effect.as_object().unwrap().clone(),
                place: Place { line: 12, column: 21 },
            }]),
        ]
    );
}

#[test]
fn a_check_stands_where_its_key_stands() {
    let step = only_step("expect:\n          contact: x\n          assigned:\n            - ana@acme.example");
    let expect = step.expect.unwrap();
    assert_eq!((expect.place.line, expect.checks[0].place.line, expect.contact.unwrap().value.as_str()), (4, 6, "x"));
}

#[test]
fn an_alias_stands_where_it_is_used() {
    let text = with_step("expect: &new { contact: x, status: new }\n      - expect: *new");
    let lines: Vec<u64> =
        only_scenario(&text).steps.iter().map(|step| step.expect.as_ref().unwrap().checks[0].place.line).collect();
    assert_eq!(lines, [4, 5, 6]);
}

#[test]
fn what_is_no_yaml_is_told_with_its_place() {
    check_faults("scenarios: [", &["1:12: unclosed bracket '['"]);
    check_faults("scenarios: &all [*all]", &["1:18: Recursive reference not allowed here"]);
    check_faults("scenarios: !all []", &["1:17: unsupported tag `!all`"]);
    check_faults("a: 1\n---\nb: 2", &["3:1: a file holds one document: a second one starts with `---`"]);
    check_faults("scenarios: 1e999", &["1:12: `1e999` is no number: to use it as text, put it in quotes"]);
}

/// The parser's words alone would not tell what to write.
#[test]
fn what_is_no_yaml_comes_with_what_to_write() {
    for (text, place, hint) in [
        ("scenarios:\n  - name: O1: the owner", "2:13", "a text with `: ` in it goes in quotes"),
        ("scenarios:\n  - name:a\n    steps: []", "3:10", "look for a missing colon or blank"),
        ("scenarios:\n  - name: a\n    steps\n", "3:5", "a colon and a blank belong after a key"),
        ("scenarios:\n  - name: a\n   - name: b", "3:4", "begins in the same column"),
        ("scenarios:\n  - a:\n      - b: c\n     - b: c", "4:6", "begins in the same column"),
        ("scenarios:\n  - name: \"a\n    b: \"c\"", "3:9", "a quote may have been left open before"),
        ("scenarios:\n  - name: 'it's'", "2:15", "a quote may have been left open before"),
        ("scenarios:\n  - name: 'a", "2:11", "close the quote"),
        ("scenarios:\n  - { a: b c: d }", "2:13", "a comma is missing"),
        ("scenarios:\n  - { a: \"b\"\n  - c: {}", "3:3", "a bracket may have been left open"),
        ("scenarios: []]", "1:14", "only once"),
        ("scenarios:\n\t- a", "2:2", "indent with blanks"),
        ("scenarios: @all", "1:12", "goes in quotes"),
        ("scenarios: \"\\d\"", "1:12", "write a backslash as"),
        ("scenarios: a\u{1}", "1:12", "take it out"),
        ("// mine\n{\"scenarios\": []}", "2:13", "a comment begins with `#`"),
    ] {
        let faults = read(text).unwrap_err();
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        let told = fault.hint.as_deref().unwrap_or_default();
        assert!(told.contains(hint) && fault.place.to_string() == place, "{text:?}: {fault} ({told})");
    }
}

#[test]
fn an_alias_of_nothing_is_named() {
    let message = "`*all` stands for `&all`, which is nowhere before it";
    let hint = "a text that begins with such a sign goes in quotes";
    check_faults("scenarios: *all", &[&format!("1:12: {message} ({hint})")]);
    check_faults("scenarios: [*all]", &[&format!("1:13: {message} ({hint})")]);
}

#[test]
fn a_file_that_is_too_much_is_told_in_words() {
    let deep = format!("a: {}{}", "[".repeat(3000), "]".repeat(3000));
    check_faults(&deep, &["1:259: lists and maps are nested too deep"]);
    let level = |level: usize| format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(10));
    let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned() + &(1..8).map(level).collect::<String>();
    let faults = read(&bomb).unwrap_err();
    assert_eq!(faults[0].message, "the file is too large, or its aliases (`*`) make it so");
}

#[test]
fn a_blank_is_missing_behind_a_colon() {
    check_step(
        "expect: { contact: x, because: {ana@acme.example:replied} }",
        &["4:41: `ana@acme.example:replied` is a key without a value (a blank belongs after the colon: \
           `ana@acme.example: replied`)"],
    );
    check_step(
        "close: {contact:x}",
        &["4:17: `contact:x` is a key without a value (a blank belongs after the colon: `contact: x`)"],
    );
}

#[test]
fn what_is_no_scenario_file_is_told_in_one_fault() {
    let hint =
        "a scenario file has a list under `scenarios:`; name scenario files, or a folder with nothing else in it";
    let message = "it has no `scenarios`, so it is no scenario file";
    for text in ["version: '3'\nservices:\n  web: { image: x }\nvolumes: {}", "{}", "{\"a\": 1, \"b\": {}}"] {
        check_faults(text, &[&format!("1:1: {message} ({hint})")]);
    }
    let report = r#"{"passed": 1, "failed": 0, "scenarios": [{"file": "a", "line": 2, "name": "b", "failures": []}]}"#;
    check_faults(report, &[&format!("1:1: this is a report of `scenario test`, no scenario file ({hint})")]);
    check_faults("// mine\n", &["1:1: the file has to be a map, not `// mine` (a comment begins with `#`)"]);
    check_faults("- a", &[&format!("1:1: the file has to be a map, not a list ({hint})")]);
}

#[test]
fn of_a_long_value_the_beginning_is_echoed() {
    let long = "x".repeat(100_000);
    for text in [
        long.clone(),
        with_given(&format!("{{ members: [{long}] }}")),
        with_given(&format!("{{ {long}: 1 }}")),
        with_given(&format!("{{ settings: {{ assign-first-responder: {long} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, status: {long} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, because: {{ {long}: manual }} }} }}")),
        with_step(&format!("{{ expect: {{ contact: x, passed_over: {{ {long}: [] }} }} }}")),
        with_step(&format!("{{ close: {{ contact: x, at: {long} }} }}")),
        with_step(&format!("{{ close: {{ contact: x, {long}: 1, {long}: 2 }} }}")),
        with_step(&format!("{{ close: {{ contact: x, {long}:2 }} }}")),
        format!("scenarios: *{long}"),
        format!("scenarios: 1e{}", "9".repeat(100_000)),
        format!("scenarios: [{{ name: {long} }}, {{ name: {long} }}]"),
    ] {
        for fault in read(&text).unwrap_err() {
            let told = format!("{fault} {}", fault.hint.clone().unwrap_or_default());
            assert!(told.len() < 400, "{} …: {} letters", &told[..100], told.len());
        }
    }
}

#[test]
fn a_file_holds_scenarios() {
    for (text, fault) in [
        ("", "1:1: the file is empty"),
        ("scenarios: []", "1:12: `scenarios` is empty"),
        ("scenarios:", "1:10: `scenarios` takes a list, not nothing"),
        ("scenarios: [a]", "1:13: a scenario has to be a map, not `a`"),
        ("scenarios: [{}]", "1:13: a scenario is empty"),
        ("scenarios: [{ name: a }]", "1:13: a scenario needs `steps`"),
        ("scenarios: [{ name: a, steps: [] }]", "1:31: `steps` is empty"),
        ("scenarios: [{ name: '', steps: [{ expect: { contact: x, status: new } }] }]", "1:21: `name` is empty"),
    ] {
        check_faults(text, &[fault]);
    }
    check_faults(
        "scenario: []",
        &["1:1: unknown key `scenario`: the file takes scenarios (did you mean `scenarios`?)"],
    );
}

#[test]
fn two_scenarios_have_two_names() {
    let one = "  - name: a\n    steps: [{ expect: { contact: x, status: new } }]\n";
    check_faults(&format!("scenarios:\n{one}{one}"), &["4:11: `a` is the name of the scenario in line 2 already"]);
}

#[test]
fn a_scenario_expects_something() {
    let message = "the scenario expects nothing, so that nothing could fail: give a step an `expect`";
    let text = "scenarios:\n  - name: a\n    steps: [{ close: { contact: x } }]";
    check_faults(text, &[&format!("2:5: {message}")]);
}

#[test]
fn unknown_keys_are_named_with_the_known_ones() {
    check_step(
        "mesage: { contact: x, from: contact }",
        &[
            "4:9: unknown key `mesage`: a step takes message, assign, unassign, close, owner_add, owner_remove, settings, \
           deactivate, activate, member_remove, team_remove, contact_remove, expect (did you mean `message`?)",
        ],
    );
    check_step(
        "close: { contct: x }",
        &["4:18: unknown key `contct`: `close` takes contact, conversation, at (did you mean `contact`?)"],
    );
    check_step(
        "message: { contact: x, fron: contact, banana: 1 }",
        &[
            "4:32: unknown key `fron`: `message` takes contact, from, member, note, assign, assign_team, end_flow, \
             create_contacts, at (did you mean `from`?)",
            "4:47: unknown key `banana`: `message` takes contact, from, member, note, assign, assign_team, end_flow, \
             create_contacts, at",
        ],
    );
    check_given(
        "{ settings: { assign-first-responders: on } }",
        &["3:26: unknown key `assign-first-responders`: `settings` takes assign-first-responder, default-country \
           (did you mean `assign-first-responder`?)"],
    );
}

#[test]
fn a_key_stands_once() {
    check_step("close: { contact: x, contact: y }", &["4:30: the key `contact` stands twice, first in line 4"]);
    check_step(
        "close: { contact: x }\n        expect: { effects: [{ effect: set-team, set: { b: 1, b: 2 } }] }",
        &["5:62: the key `b` stands twice, first in line 5"],
    );
}

#[test]
fn a_step_does_one_thing() {
    check_step(
        "close: { contact: x }\n        activate: { member: ana@acme.example }",
        &["5:9: a step does one thing: `activate` needs a step of its own, after `close`"],
    );
    check_step("{}", &["4:9: a step is empty"]);
    check_step("close:", &["4:14: `close` is empty"]);
    check_step("settings: { at: 2026-01-01T00:00:00Z }", &["4:19: `settings` sets nothing"]);
}

#[test]
fn fields_that_do_not_go_together_are_faults_where_they_stand() {
    check_step("message: { contact: x }", &["4:18: `from` is missing: contact, member, flow or system"]);
    check_step("message: { from: contact }", &["4:18: `message` needs `contact`"]);
    check_step(
        "message: { contact: x, from: contact, member: ana@acme.example, note: true }",
        &[
            "4:55: `member` goes with `from: member`, not with `from: contact`",
            "4:73: `note` goes with `from: member`, not with `from: contact`",
        ],
    );
    check_step(
        "message: { contact: x, from: flow, assign: ana@acme.example, end_flow: true }",
        &["4:70: a flow does one thing at a time: `assign`, `assign_team` or `end_flow`"],
    );
    check_step(
        "assign: { contact: x, team: Sales, replace: true }",
        &["4:44: `replace` needs `member`: who is to stay alone"],
    );
    check_step(
        "unassign: { contact: x }",
        &["4:19: nothing to unassign: name a `member`, `team: true`, or `all: true`"],
    );
    check_step(
        "close: { contact: x, conversation: 1 }",
        &["4:44: a conversation is named by `contact` or by `conversation`, not by both"],
    );
    check_step(
        "close: { at: 2026-01-01T00:00:00Z }",
        &["4:16: which conversation? name its `contact`, or its number with `conversation`"],
    );
}

#[test]
fn values_that_cannot_be_read_are_faults() {
    check_step(
        "activate: { member: a b }",
        &["4:29: `a b` is not an email address: it has a blank, a quote, or a separator in it"],
    );
    check_step("activate: { member: [ana@acme.example] }", &["4:29: `member` takes text, not a list"]);
    check_step("activate: { member: }", &["4:27: `member` takes text, not nothing"]);
    check_step("owner_add: { contact: x, member: [] }", &["4:42: `member` is empty"]);
    check_step("team_remove: { team: ' ' }", &["4:30: a team needs a name that is not blank"]);
    check_step("close: { conversation: +52 }", &["4:32: `conversation` takes the number of a conversation, not `+52`"]);
    check_step("close: { conversation: 0 }", &["4:32: `conversation` takes the number of a conversation, not `0`"]);
    check_step("unassign: { contact: x, team: Sales }", &["4:39: `team` takes `true` or `false`, not `Sales`"]);
    check_step(
        "close: { contact: x, at: yesterday }",
        &["4:34: `yesterday` is not a time: write it as RFC 3339, for example 2026-01-31T09:00:00Z"],
    );
    check_step(
        "message: { contact: x, from: contacts }",
        &["4:38: `contacts` is none of contact, member, flow, system (did you mean `contact`?)"],
    );
    check_step(
        "settings: { assign-first-responder: maybe }",
        &["4:45: `maybe` is not a value of `assign-first-responder`: it takes `on` or `off`"],
    );
    check_step("close: { contact: !!int \"5\" }", &["4:33: put the value of `contact` in quotes"]);
}

#[test]
fn an_expectation_checks_something() {
    check_step("expect: {}", &["4:17: `expect` is empty"]);
    check_step("expect: { contact: x }", &["4:17: `expect` names a contact and expects nothing of it"]);
    let because = "say who is on the conversation and why: `because: { ana@acme.example: contact-owner }`; that nobody \
                   is on it is `assigned: []`";
    check_step("expect: { contact: x, because: {} }", &[&format!("4:40: `because` is empty ({because})")]);
    let passed_over = "`passed_over: { ana@acme.example: [] }` expects that Ana wasn't passed over, `effects: []` that \
                       nothing changed";
    let fault = format!("5:32: `passed_over` is empty ({passed_over})");
    check_step("close: { contact: x }\n        expect: { passed_over: {} }", &[&fault]);
    let nobody = "to expect that nobody is on the conversation, write `assigned: []`";
    check_step("expect: { contact: x, not_assigned: [] }", &[&format!("4:45: `not_assigned` is empty ({nobody})")]);
    check_step(
        "expect: { contact: x, unassigned: false }",
        &["4:43: `unassigned` can only be `true`: name who is expected with `assigned`"],
    );
    check_step("close: { contact: x }\n        expect: { effects: [{}] }", &["5:29: an entry of `effects` is empty"]);
}

#[test]
fn an_expectation_has_something_to_look_at() {
    check_step(
        "activate: { member: ana@acme.example }\n        expect: { effects: [], status: new }",
        &["5:32: `status` looks at a contact, and the step has none: name it with `contact`"],
    );
    check_step(
        "expect: { contact: x, status: new, refused: unknown-contact }",
        &["4:44: `refused` looks at what the step does, which is nothing"],
    );
}

#[test]
fn reasons_and_codes_are_those_of_the_model() {
    check_step(
        "expect: { contact: x, status: in_progress, because: { a b: contact_owner } }",
        &[
            "4:39: `in_progress` is none of created, flow, new, in-progress, closed (did you mean `in-progress`?)",
            "4:63: `a b` is not an email address: it has a blank, a quote, or a separator in it",
            "4:68: `contact_owner` is none of manual, replied, contact-owner, flow-assign, team-round-robin, \
             team-least-busy, team-default-agent, handed-over (did you mean `contact-owner`?)",
        ],
    );
}

#[test]
fn nobody_is_written_small() {
    for slip in ["Nobody", "NOBODY", "nobdy"] {
        let fault =
            format!("5:34: `{slip}` is not an email address: missing separator character '@' (did you mean `nobody`?)");
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ passed_over: {{ {slip}: [] }} }}"), &[&fault]);
    }
}

#[test]
fn a_refusal_that_a_step_can_meet_with_is_suggested() {
    let refusals = "unknown-member, unknown-team, unknown-contact, unknown-conversation, inactive-member, \
                    conversation-closed, still-referenced, invalid-phone, invalid-value";
    for (written, hint) in [
        ("inactive", " (did you mean `inactive-member`?)"),
        ("UNKNOWN_TEAM", " (did you mean `unknown-team`?)"),
        ("closed", " (did you mean `conversation-closed`?)"),
        ("member", " (did you mean `unknown-member` or `inactive-member`?)"),
        ("banana", ""),
    ] {
        let fault = format!("5:28: `{written}` is none of {refusals}{hint}");
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ refused: {written} }}"), &[&fault]);
    }
    // It never comes, but it is a code.
    let busy = only_step("close: { contact: x }\n        expect: { refused: store-busy }").expect.unwrap();
    assert_eq!(busy.refused(), Some(ErrorCode::StoreBusy));
}

#[test]
fn an_effect_has_the_keys_and_codes_of_effects() {
    let check = |effect: &str, faults: &[&str]| {
        check_step(&format!("close: {{ contact: x }}\n        expect: {{ effects: [{effect}] }}"), faults);
    };
    let keys = "an entry of `effects` takes effect, conversation, contact, team, member, status, reason, key, value, \
                set, was, rule";
    check("{ effect: set-teem }", &["5:39: `set-teem` is nothing that `effect` takes (did you mean `set-team`?)"]);
    check(
        "{ effect: set-team, conversatoin: 1 }",
        &[&format!("5:49: unknown key `conversatoin`: {keys} (did you mean `conversation`?)")],
    );
    check("{ team: Sales }", &["5:29: an entry of `effects` needs `effect`"]);
    check(
        "{ effect: add-owner, reason: manul, rule: o4 }",
        &[
            "5:58: `manul` is none of contact-owner, first-responder, flow-assign, handed-over, import, manual, \
             member-deactivated, replaced, replied, team-default-agent, team-least-busy, team-round-robin, undone \
             (did you mean `manual`?)",
            "5:71: `o4` is nothing that `rule` takes (did you mean `O4`?)",
        ],
    );
    check(
        "{ effect: set-setting, key: default-land, status: open }",
        &[
            "5:57: `default-land` is none of assign-first-responder, default-country",
            "5:79: `open` is none of created, flow, new, in-progress, closed",
        ],
    );
    check(
        "{ effect: add-owner, conversation: '1', member: 7, set: [] }",
        &[
            "5:64: `conversation` takes a number, not `1`",
            "5:77: `member` takes text in quotes, not `7`",
            "5:85: `set` takes a map, not a list",
        ],
    );
    let faults =
        read(&with_step("close: { contact: x }\n        expect: { effects: [{ effect: banana }] }")).unwrap_err();
    let hint = faults[0].hint.as_deref().unwrap();
    assert!(hint.contains("assign-member") && !hint.contains("join-team"), "{hint}");
}

#[test]
fn a_member_has_one_place_in_a_team() {
    check_given(
        "{ teams: [{ name: Sales, members: [ana@acme.example, eva@acme.example, ANA@acme.example] }] }",
        &["3:83: `ana@acme.example` stands twice in the team: a member has one place in its order"],
    );
}

#[test]
fn several_addresses_are_a_list() {
    check_given(
        "{ contacts: [{ phone: x, owners: 'ana@acme.example; eva@acme.example' }] }",
        &[
            "3:45: `ana@acme.example; eva@acme.example` is not an email address: it has a blank, a quote, or a separator \
           in it (several are a list: `[ana@acme.example, eva@acme.example]`)",
        ],
    );
}

/// A map that is `null` says nothing, as one that is empty; any other key that may be left out may be
/// `null` as well; and what is expected is stated.
#[test]
fn null_is_left_out_where_that_checks_nothing_less() {
    let given = given(
        "{ members: null, teams: [{ name: A, strategy: null, default_agent: null, members: ~ }], members_csv: null, \
           contacts: [{ phone: x, email: null, owners: null }], teams_csv: , owners_csv: }",
    );
    assert_eq!((given.members.len(), given.teams[0].value.strategy, given.members_csv), (0, None, None));
    for step in [
        "message: { contact: x, from: contact, member: null, note: null, assign: null, assign_team: null, \
         end_flow: null, create_contacts: null, at: null }",
        "assign: { contact: x, conversation: null, member: ana@acme.example, team: null, replace: null }",
        "unassign: { contact: null, conversation: 1, member: null, team: null, all: true }",
        "deactivate: { member: ana@acme.example, hand_over_to: null }",
        "settings: { default-country: null, at: }",
        "close: { contact: x }\n        expect: { contact: null, effects: [{ effect: set-team, rule: null }] }",
    ] {
        only_step(step);
    }
    read_file(&with_given("{ settings: { default-country: null } }\n    store: null"));
    check_given("", &["3:10: `given` is empty"]);
    check_given("{ settings: null }", &["3:24: `settings` is empty"]);
    check_step("close: { contact: x }\n        expect: null", &["5:17: `expect` is empty"]);
    let fault = "4:45: `assign-first-responder` takes `on` or `off`, not nothing";
    check_step("settings: { assign-first-responder: null }", &[fault]);
    for key in ["status", "assigned", "not_assigned", "unassigned", "because", "owners"] {
        assert!(read(&with_step(&format!("expect: {{ contact: x, {key}: null }}"))).is_err(), "{key}");
    }
}

#[test]
fn a_number_in_an_effect_is_what_json_has() {
    check_step(
        "close: { contact: x }\n        expect: { effects: [{ effect: add-owner, contact: +525512345678 }] }",
        &["5:59: `+525512345678` would be read as the number 525512345678: put it in quotes"],
    );
}

#[test]
fn all_faults_of_a_file_are_told_in_its_order() {
    let text = "scenarios:
  - name: a
    given:
      members: [a b, { email: eva@acme.example, activ: false }]
      teams: [{ strategy: robin }]
      contacts: [{ phone: [] }]
    steps:
      - close: { contact: }
      - expect: { status: open }
  - name: a
";
    check_faults(
        text,
        &[
            "4:17: `a b` is not an email address: it has a blank, a quote, or a separator in it",
            "4:49: unknown key `activ`: a member takes email, name, active, external_id (did you mean `active`?)",
            "5:15: a team needs `name`",
            "5:27: `robin` is none of round-robin, least-busy, default-agent (did you mean `round-robin`?)",
            "6:27: `phone` takes text, not a list",
            "8:16: which conversation? name its `contact`, or its number with `conversation`",
            "9:27: `open` is none of created, flow, new, in-progress, closed",
            "10:5: a scenario needs `steps`",
            "10:11: `a` is the name of the scenario in line 2 already",
        ],
    );
}

#[test]
fn a_torn_file_is_read_whole_or_has_faults() {
    for (cut, _) in EXAMPLE.char_indices() {
        if let Err(faults) = read(&EXAMPLE[..cut]) {
            assert!(!faults.is_empty(), "cut at {cut}");
        }
    }
}

#[test]
fn a_large_file_is_no_attack() {
    let numbers = vec!["1"; 300_000].join(",");
    only_step(&format!(
        "close: {{ contact: x }}\n        expect: {{ effects: [{{ effect: set-team, set: {{ n: [{numbers}] }} }}] }}"
    ));
    let again = "\n      - expect: *same".repeat(2_000);
    only_step(&format!("expect: &same {{ contact: x, status: new }}{again}"));
}

/// What the short way makes of a text has to be what the long way makes of it.
#[track_caller]
/// A whole document, the short way.
fn short_way(text: &str) -> Option<tree::Node<'_>> {
    let mut events = plain::Events::of(text)?;
    let (event, span) = events.next()?;
    let root = events.node(event, &span, 0)?;
    events.is_over().then_some(root)
}

fn check_both_ways(text: &str) -> bool {
    let Some(short) = short_way(text) else { return false };
    assert_eq!(tree::parse(text).as_ref().map_err(ToString::to_string), Ok(&short), "{text:?}");
    true
}

#[test]
fn the_short_way_ends_where_the_long_one_does() {
    assert!(check_both_ways(EXAMPLE));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let taken = check_both_ways(&text);
        assert!(taken || text.contains(['&', '!']), "{} goes the long way", path.display());
    }
}

#[test]
fn a_scalar_is_the_same_both_ways() {
    let plain = "a on NO y null Null NULL ~ true True FALSE 0 7 007 +7 -7 -0 +0 0x1f 0o17 0b1 1_000 1.5 1. .5 +.5 1e3 \
                 1e999 .inf -.Inf +.INF .nan inf nan Infinity iNF 999999999999999999 9999999999999999999 \
                 99999999999999999999999 +525512345678 5587654321 2026-01-01 2026-01-01T09:00:00Z 12:30 12:30:45 1@b \
                 + - -- --- ... << = .. a:b a#b é +T 0T 1T5 0xT ?x -x 'q' '' \"\" \"7\" \"null\" '~' \"a\\tb\" 1__0 1d";
    for scalar in plain.split_whitespace().chain([
        "",
        " ",
        "a b",
        "a # b",
        "'it''s'",
        "\"a\n  b\"",
        "a\n  b",
        "7 8",
        "1 : 2",
        "1 e3",
        "-1 a",
        ".5 T",
    ]) {
        for around in ["S", "a: S", "- S", "[S]", "[S, S]", "{a: S}", "{a: [{b: S}]}", "S: 1", "{S: 1}", "? S\n: S"] {
            check_both_ways(&around.replace('S', scalar));
        }
    }
    for taken in
        ["a: on", "a: 7", "a: +525512345678", "a: 2026-01-01T09:00:00Z", "a:", "[~, null, true, ana@b.example]"]
    {
        assert!(check_both_ways(taken), "{taken}");
    }
}

#[test]
fn a_layout_is_the_same_both_ways() {
    for text in [
        "a: |\n  one\n  two\nb: >-\n  one\n  two\n",
        "# first\na: 1 # one\n# between\nb:\n# below\n- c\n# last",
        "---\na: 1\n...\n",
        "a: 1\n---\nb: 2",
        "a: 1\n...\nb: 2",
        "%YAML 1.2\n---\na: 1",
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "a: {<<: {b: 1}}",
        "a:\r\n  - b\r\n  - c: [d,\r\n e]\r\n",
        "é: [ñ, 'ü', \"\\u00e9\"]",
        "\u{feff}a: 1",
        "{a, b: , c: d}",
        "[a: b, c]",
        "a: [1, 2",
        "a: b: c",
        "\ta: 1",
        "- - - a\n    - b\n  - c\n",
        "? - a\n: b\n",
        "a: 1\na: 2",
        "\n\n  a:   1   \n\n",
        "{\"a\": [1, -2, 0.5, null, true, \"x\"]}",
    ] {
        check_both_ways(text);
    }
    let deep = format!("{}{}", "[".repeat(80), "]".repeat(80));
    assert!(!check_both_ways(&deep));
}
