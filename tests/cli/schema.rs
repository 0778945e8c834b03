//! `schema`

use std::collections::BTreeSet;

use inboxctl::formats::scenario::{read, schema};
use serde_json::Value;

use super::Test;

#[test]
fn what_there_is_a_schema_of_is_listed() {
    Test::bare().run("schema").stdout("scenario\n").done();
}

#[test]
fn a_schema_is_json_whatever_the_format() {
    Test::bare()
        .run("schema scenario")
        .stdout_starts(
            "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"ScenarioFile\",",
        )
        .run("schema scenario --format csv")
        .stdout_starts("{\n  \"$schema\"")
        .done();
}

#[test]
fn what_has_no_schema_is_wrong_usage() {
    Test::bare().run("schema senario").status(2).stderr_starts("error: invalid value 'senario' for '[NAME]'").done();
}

/// Each map of a file with a key that nobody knows: the reader names those that it takes.
const MAPS: [(&str, &str); 17] = [
    ("ScenarioFile", "x: 1"),
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
    ("OwnerAdd", "scenarios: [{ steps: [{ owner_add: { x: 1 } }] }]"),
    ("OwnerRemove", "scenarios: [{ steps: [{ owner_remove: { x: 1 } }] }]"),
    ("TimedSettings", "scenarios: [{ steps: [{ settings: { x: 1 } }] }]"),
    ("Deactivate", "scenarios: [{ steps: [{ deactivate: { x: 1 } }] }]"),
    ("Expect", "scenarios: [{ steps: [{ expect: { x: 1 } }] }]"),
];

#[test]
fn the_schema_has_the_keys_that_the_reader_takes() {
    let schema = serde_json::to_value(schema()).unwrap();
    for (name, file) in MAPS {
        let map = if name == "ScenarioFile" { &schema } else { &schema["$defs"][name] };
        assert_eq!(map["additionalProperties"], Value::Bool(false), "{name}");
        let described: BTreeSet<_> = map["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(described, taken(file), "{name}");
    }
}

/// The keys that the reader names when it meets one that nobody knows.
fn taken(file: &str) -> BTreeSet<String> {
    let faults = read(file).unwrap_err();
    let named = faults.iter().find_map(|fault| fault.message.strip_prefix("unknown key `x`: "));
    let (_, keys) = named.unwrap_or_else(|| panic!("{file}: {faults:?}")).split_once(" takes ").unwrap();
    keys.split(", ").map(str::to_owned).collect()
}
