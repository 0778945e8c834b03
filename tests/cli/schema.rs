//! `schema`

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use inboxctl::testing::formats::log::LogReader;
use inboxctl::testing::formats::scenario::{read, schema};
use serde_json::{Map, Value, json};

use super::{Test, shapes};
use crate::project_rules::project;

/// Commands that print every shape with every optional key.
const COMMANDS: &str = "init --json
    status --json
    member list --json
    member show ana@acme.example --json
    team show Sales --json
    contact list --format ndjson
    contact show +525512345678 --json
    owner list --json
    owner list --by member --json
    owner list --by account --json
    settings list --json
    settings get default-country --json
    settings set assign-first-responder on --json
    simulate-message --contact +525512345678 --from contact --json
    simulate-message --contact +525512345678 --from flow --assign-team Sales --json
    simulate-message --contact +525512345678 --from member --member luis@acme.example --json
    simulate-message --contact +525512345678 --from contact --json
    assign 1 --member eva@acme.example --member luis@acme.example --team Sales --json
    unassign 1 --member ana@acme.example --team --json
    conversation show 1 --json
    why 1 --json
    report --json
    report --since 2026-01-01 --format ndjson
    owner add +525512345678 ana@acme.example luis@acme.example --json
    member update eva@acme.example --name Eva --external-id 7 --json
    team update Sales --strategy default-agent --default-agent ana@acme.example --json
    contact update +525512345678 --account Beta --last-name Ruiz --json
    team show Sales --json
    member import members.csv --json
    team import teams.csv --json
    owner import owners.csv --json
    owner import faulty.csv --json
    scenario compare day.ndjson --with assign-first-responder=off --with-owners compared.csv --json
    simulate-message --batch day.ndjson --format ndjson --dry-run
    simulate-message --batch day.ndjson --json
    simulate-message --contact +525512345678 --from contact --json
    contact update +525512345678 --account Gamma --json
    contact update +525512345678 --account Delta --dry-run --format ndjson
    member deactivate ana@acme.example --hand-over-to luis@acme.example --json
    owner transfer --from luis@acme.example --to eva@acme.example --dry-run --json
    conversation transfer --from luis@acme.example --to eva@acme.example --dry-run --json
    conversation distribute --team Sales --dry-run --json
    member away eva@acme.example --until +2w --cover luis@acme.example --hand-over-open --dry-run --json
    conversation reassign-overdue --dry-run --json
    member deactivate luis@acme.example --json
    status --json
    history list --json
    history show 11 --json
    history show 12 --json
    history show 14 --json
    history show 13 --format ndjson
    undo 12 --dry-run --json
    undo 15 --json
    undo 1 --json
    member away eva@acme.example --until +2w --json
    member absences --json
    check --json
    backup copy.db --json
    restore copy.db --dry-run --json
    member show nobody@acme.example --json
    member list --frmat --json
    scenario test faulty.yaml --json
    scenario test failing.yaml --coverage --json
    scenario test failing.yaml --update --dry-run --json
    scenario test failing.yaml --list --json
    scenario explain failing.yaml --json
    version --json
    schema --json";

/// Optional keys, each with the name of its object.
const OPTIONAL: &str =
    "answer.effect_count answer.truncated answer.by_member answer.passed_over_count answer.conversation
    answer.digest import.digest import.owners replay.digest restore.digest undo.digest answer.left_unowned answer.left_unassigned answer.roles answer.effects import.effects undo.effects
    history-entry.effects by_member.before by_member.after effect.was
    effects.was conflicts.was history-line.was passed_over.team passed_over.contact passed_over.conversation
    events.team events.status error.faults error.fault_count error.faults_by_code
    scenario-report.coverage scenario-report.dry_run scenario-report.updated scenario-report.left
    rejected.hint replay-line.conversation";

/// Keys of counts by code, all optional.
const COUNTED: [&str; 9] = [
    "open",
    "events",
    "assigned",
    "passed_over",
    "effect_kinds",
    "before",
    "after",
    "rejected_by_code",
    "faults_by_code",
];

/// Keys whose values are codes.
const CODES: [&str; 10] =
    ["effect", "reason", "rule", "status", "strategy", "what", "code", "outcome", "role", "opened_at"];

/// A failing scenario with all kinds of values.
const FAILING: &str = "scenarios:
  - name: eva is assigned
    given: { members: [ana@acme.example, eva@acme.example], contacts: [{ phone: '+525512345678', owners: [ana@acme.example] }] }
    steps:
      - message: { contact: '+525512345678', from: contact }
        expect: { assigned: [eva@acme.example], because: { ana@acme.example: contact-owner } }
      - message: { contact: '+525512345678', from: member, member: nobody@acme.example }
";

fn stage() -> Test {
    let log = fs::read(project("fixtures/logs/day.ndjson")).unwrap();
    Test::acme()
        .file("members.csv", "email,name\nana@acme.example,Ana\nnew@acme.example,New\n")
        .file("teams.csv", "team,member\nSales,ana@acme.example\nSales,luis@acme.example\nHelp,eva@acme.example\n")
        .file("owners.csv", "phone,owner,Deal\n+525587654321,luis@acme.example,won\n")
        .file("faulty.csv", "phone,owner\n+525587654321,nobody@acme.example\n12,ana@acme.example\n")
        .file("compared.csv", "phone,owner\n+525512345678,eva@acme.example\n")
        .file("day.ndjson", log)
        .file("failing.yaml", FAILING)
        .file("faulty.yaml", "scenarios:\n  - nam: x\n    steps: 1\n")
}

/// The outputs of the commands, each with the name of its shape.
fn answers() -> Vec<shapes::Printed> {
    let test = stage();
    let mut answers: Vec<_> = COMMANDS.lines().flat_map(|typed| test.answers(typed)).collect();
    let coverage = answers.iter().find_map(|(_, value)| value.get("coverage").cloned());
    answers.push(("coverage", coverage.unwrap()));
    answers
}

#[test]
fn schemas_are_listed() {
    Test::bare()
        .run("schema")
        .stdout_starts(
            "
            NAME               DESCRIPTION
            member             A member: `member list`, `member show`
            absence            An absence of a member: `member absences`
            team               A team: `team list`, `team show`
            ",
        )
        .run("schema --format csv")
        .stdout_starts("name,description\nmember,\"A member: `member list`, `member show`\"\n")
        .run("schema --json")
        .part("/0", json!({ "name": "member", "description": "A member: `member list`, `member show`" }))
        .done();
}

#[test]
fn schema_is_json_in_any_format() {
    let start =
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"inboxctl scenario\",";
    Test::bare()
        .run("schema scenario")
        .stdout_starts(start)
        .run("schema scenario --format csv")
        .stdout_starts(start)
        .done();
}

#[test]
fn unknown_schema_is_wrong_usage() {
    Test::bare().run("schema senario").status(2).stderr_starts("error: invalid value `senario` for `[NAME]`").done();
}

#[test]
fn schemas_and_shapes_correspond() {
    let files = ["scenario", "profile", "log"];
    let printed: BTreeSet<_> = answers().into_iter().map(|(name, _)| name).chain(files).collect();
    assert_eq!(printed.into_iter().collect::<Vec<_>>(), shapes::names());
}

#[test]
fn schema_requires_keys() {
    let mut optional = BTreeSet::new();
    for (name, value) in answers() {
        assert!(shapes::fits(name, &value), "{name}: {value:#}");
        for (pointer, key, within) in keys(&value, "", name) {
            let mut changed = value.clone();
            changed.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().shift_remove(&key);
            if shapes::fits(name, &changed) {
                optional.insert(format!("{within}.{key}"));
            }
        }
    }
    assert_eq!(optional, OPTIONAL.split_whitespace().map(str::to_owned).collect());
}

#[test]
fn schema_rejects_unknown_codes() {
    let mut noticed = BTreeSet::new();
    for (name, value) in answers() {
        for (pointer, key, _) in keys(&value, "", name) {
            let place = format!("{pointer}/{key}");
            if CODES.contains(&key.as_str()) && value.pointer(&place).unwrap().is_string() && key_is_code(name, &key) {
                let mut changed = value.clone();
                *changed.pointer_mut(&place).unwrap() = "nonsense".into();
                assert!(!shapes::fits(name, &changed), "{name}{place}");
                noticed.insert(key);
            }
        }
    }
    assert_eq!(noticed.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(CODES));
}

/// `what` and `code` of a check and of scenario errors have closed sets of values too, except the `what`
/// of a problem, which is a sentence.
fn key_is_code(name: &str, key: &str) -> bool {
    (name, key) != ("check", "what")
}

/// The keys of all objects of a value, each with the pointer to its object and the object's key.
fn keys(value: &Value, pointer: &str, within: &str) -> Vec<(String, String, String)> {
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(at, item)| keys(item, &format!("{pointer}/{at}"), within)).collect()
        }
        Value::Object(map) => {
            let counted = COUNTED.contains(&within) && map.values().all(Value::is_number);
            let free = ["set", "was", "expected", "actual"].contains(&within);
            if counted || free {
                return Vec::new();
            }
            let own = map.keys().map(|key| (pointer.to_owned(), key.clone(), within.to_owned()));
            let below = map.iter().flat_map(|(key, value)| keys(value, &format!("{pointer}/{key}"), key));
            own.chain(below).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn unknown_keys_are_rejected_in_files_only() {
    for (name, value) in answers() {
        let mut changed = value.clone();
        changed.as_object_mut().unwrap().insert("something_new".to_owned(), Value::Null);
        assert!(shapes::fits(name, &changed), "{name}");
    }
    assert!(!shapes::fits("scenario", &json!({ "scenarios": [], "something_new": null })));
}

#[test]
fn profile_schema_accepts_what_is_read() {
    let fits = |text: &str| shapes::fits("profile", &serde_saphyr::from_str(text).unwrap());
    for text in [
        "columns: { phone: [Cell, Phone], owner: [[A, B], C], account: Company }\naliases: { N/A: none }",
        "match_owner: external-id\nencoding: latin1\ncountry: mexico\nphone_format: national\ndelimiter: tab",
        "strict_columns: yes\nskip_without_phone: false\nowner: ana@acme.example\nsheet: Cuentas",
    ] {
        assert!(fits(text), "{text}");
    }
    for text in ["{}", "mode: sync", "columns: {}", "columns: { phone: [] }", "match_owner: nome", "delimiter: x"] {
        assert!(!fits(text), "{text}");
    }
}

#[test]
fn scenario_fixtures_match_their_schema() {
    for entry in fs::read_dir(project("fixtures/scenarios")).unwrap() {
        let path = entry.unwrap().path();
        let file: Value = serde_saphyr::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(shapes::fits("scenario", &file), "{}", path.display());
        for place in ["/scenarios/0", "/scenarios/0/steps/0", "/scenarios/0/given"] {
            let mut changed = file.clone();
            changed.pointer_mut(place).unwrap().as_object_mut().unwrap().insert("x".to_owned(), Value::Null);
            assert!(!shapes::fits("scenario", &changed), "{}: {place}", path.display());
        }
    }
}

#[test]
fn log_fixtures_match_their_schema() {
    let mut kinds = BTreeSet::new();
    for entry in fs::read_dir(project("fixtures/logs")).unwrap() {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let mut event: Map<String, Value> = serde_json::from_str(line).unwrap();
            assert!(shapes::fits("log", &event.clone().into()), "{line}");
            kinds.insert(event.get("from").or(event.get("action")).unwrap().to_string());
            event.shift_remove("contact");
            assert!(!shapes::fits("log", &event.into()), "{line}");
        }
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

/// Fields of a log line, each with valid and invalid values.
const FIELDS: [(&str, &str); 9] = [
    ("member", r#""ana@acme.example" ["ana@acme.example","eva@acme.example"] [] [1] null 1"#),
    ("note", r#"true false null "true""#),
    ("assign", r#""ana@acme.example" ["ana@acme.example"] [] true"#),
    ("assign_team", r#""Sales" ["Sales"] null"#),
    ("end_flow", "true false 1"),
    ("team", r#""Sales" true false"#),
    ("replace", "true false null"),
    ("all", "true false []"),
    ("unknown", "1"),
];

/// Kinds of log lines, valid and invalid.
const KINDS: [&str; 11] = [
    r#""from":"contact""#,
    r#""from":"member""#,
    r#""from":"flow""#,
    r#""from":"system""#,
    r#""from":"unknown""#,
    r#""from":null"#,
    r#""action":"assign""#,
    r#""action":"unassign""#,
    r#""action":"close""#,
    r#""action":"open""#,
    r#""from":"contact","action":"close""#,
];

#[test]
fn log_schema_and_reader_agree() {
    let fields: Vec<String> = FIELDS
        .iter()
        .flat_map(|(key, values)| values.split(' ').map(move |value| format!(r#","{key}":{value}"#)))
        .chain([String::new()])
        .collect();
    let mut verdicts = BTreeMap::new();
    for kind in KINDS {
        for (at, one) in fields.iter().enumerate() {
            for other in &fields[at + 1..] {
                let line = format!(r#"{{"at":"2026-01-01T09:00:00Z","contact":"+525512345678",{kind}{one}{other}}}"#);
                let Ok(value) = serde_json::from_str::<Map<_, _>>(&line) else { continue };
                let mut log = LogReader::new(line.as_bytes());
                let is_valid = log.read().unwrap().unwrap().is_ok();
                let twice = one.split(':').next() == other.split(':').next() && !one.is_empty();
                if !twice {
                    assert_eq!(shapes::fits("log", &value.into()), is_valid, "{line}");
                    *verdicts.entry(is_valid).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(verdicts[&true] > 100 && verdicts[&false] > 1000, "{verdicts:?}");
}

#[test]
fn log_schema_and_reader_agree_on_times() {
    for (at, is_valid) in [
        (r#""2026-01-01T09:00:00Z""#, true),
        ("1767258000", true),
        ("1767258000.5", true),
        ("1767258000123", true),
        ("1.767258e9", true),
        ("0", true),
        ("9223372036", true),
        ("-1", false),
        ("9223372037", false),
        ("99999999999", false),
        ("100000000000", true),
        ("9223372036855", false),
        ("true", false),
        ("[1767258000]", false),
    ] {
        let line = format!(r#"{{"at":{at},"contact":"+525512345678","from":"contact"}}"#);
        assert_eq!(LogReader::new(line.as_bytes()).read().unwrap().unwrap().is_ok(), is_valid, "{at}");
        assert_eq!(shapes::fits("log", &serde_json::from_str(&line).unwrap()), is_valid, "{at}");
    }
}

/// Each object of a file with an unknown key, for which the reader lists the known ones.
const MAPS: [(&str, &str); 30] = [
    ("ScenarioFile", "{ scenarios: [], x: 1 }"),
    ("Scenario", "scenarios: [{ x: 1 }]"),
    ("Given", "scenarios: [{ given: { x: 1 } }]"),
    ("Settings", "scenarios: [{ given: { settings: { x: 1 } } }]"),
    ("Member", "scenarios: [{ given: { members: [{ x: 1 }] } }]"),
    ("Team", "scenarios: [{ given: { teams: [{ x: 1 }] } }]"),
    ("Contact", "scenarios: [{ given: { contacts: [{ x: 1 }] } }]"),
    ("Step", "scenarios: [{ steps: [{ x: 1 }] }]"),
    ("Message", "scenarios: [{ steps: [{ message: { x: 1 } }] }]"),
    ("Assign", "scenarios: [{ steps: [{ assign: { x: 1 } }] }]"),
    ("Unassign", "scenarios: [{ steps: [{ unassign: { x: 1 } }] }]"),
    ("Close", "scenarios: [{ steps: [{ close: { x: 1 } }] }]"),
    ("Reopen", "scenarios: [{ steps: [{ reopen: { x: 1 } }] }]"),
    ("OwnerSet", "scenarios: [{ steps: [{ owner_set: { x: 1 } }] }]"),
    ("OwnerTransfer", "scenarios: [{ steps: [{ owner_transfer: { x: 1 } }] }]"),
    ("ConversationTransfer", "scenarios: [{ steps: [{ conversation_transfer: { x: 1 } }] }]"),
    ("ConversationDistribute", "scenarios: [{ steps: [{ conversation_distribute: { x: 1 } }] }]"),
    ("ReassignOverdue", "scenarios: [{ steps: [{ reassign_overdue: { x: 1 } }] }]"),
    ("Away", "scenarios: [{ steps: [{ away: { x: 1 } }] }]"),
    ("Back", "scenarios: [{ steps: [{ back: { x: 1 } }] }]"),
    ("Absence", "scenarios: [{ given: { members: [{ away: { x: 1 } }] } }]"),
    ("OwnerPin", "scenarios: [{ steps: [{ owner_pin: { x: 1 } }] }]"),
    ("OwnerUnpin", "scenarios: [{ steps: [{ owner_unpin: { x: 1 } }] }]"),
    ("OwnerDistribute", "scenarios: [{ steps: [{ owner_distribute: { x: 1 } }] }]"),
    ("OwnerRebalance", "scenarios: [{ steps: [{ owner_rebalance: { x: 1 } }] }]"),
    ("OwnerAdd", "scenarios: [{ steps: [{ owner_add: { x: 1 } }] }]"),
    ("OwnerRemove", "scenarios: [{ steps: [{ owner_remove: { x: 1 } }] }]"),
    ("TimedSettings", "scenarios: [{ steps: [{ settings: { x: 1 } }] }]"),
    ("Deactivate", "scenarios: [{ steps: [{ deactivate: { x: 1 } }] }]"),
    ("Expect", "scenarios: [{ steps: [{ expect: { x: 1 } }] }]"),
];

#[test]
fn scenario_schema_has_the_keys_of_the_reader() {
    let schema = serde_json::to_value(schema()).unwrap();
    for (name, file) in MAPS {
        let map = if name == "ScenarioFile" { &schema } else { &schema["$defs"][name] };
        assert_eq!(map["additionalProperties"], Value::Bool(false), "{name}");
        let described: BTreeSet<_> = map["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(described, known_keys(file), "{name}");
    }
}

/// The keys that the reader lists for an unknown one.
fn known_keys(file: &str) -> BTreeSet<String> {
    let faults = read(file).unwrap_err();
    let named = faults.iter().find_map(|fault| fault.message.strip_prefix("unknown key `x` in "));
    let (_, keys) = named.unwrap_or_else(|| panic!("{file}: {faults:?}")).split_once(": expected ").unwrap();
    keys.split(", ").flat_map(|key| key.split(" or ")).map(str::to_owned).collect()
}
