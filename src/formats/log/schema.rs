//! The JSON Schema of a line of the log: the keys, and which go together. The reader reports what a schema
//! can't say (the order of times, unknown contacts); a test compares both.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use super::object::KEYS;
use crate::formats::event::{Action, Sender};
use crate::model::code::Codes as _;

/// The JSON Schema of a line of the log.
pub fn schema() -> Schema {
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": "A line of a message log, NDJSON: one event of an inbox. \
            `inboxctl simulate-message --batch` replays it. A null counts as missing.",
        "type": "object",
        "properties": properties(),
        "required": ["at", "contact"],
        "additionalProperties": false,
        "oneOf": [
            event("The contact sends a message.", "from", "contact", &[], &[]),
            event("A broadcast, the API or an auto-reply sends a message.", "from", "system", &[], &[]),
            member(),
            flow(),
            assign(),
            unassign(),
            event("The conversation is closed manually.", "action", "close", &[], &[])
        ]
    })
}

fn properties() -> Value {
    json!({
        "at": {
            "description": "Time of the event, RFC 3339; lines are in chronological order.",
            "type": "string",
            "format": "date-time"
        },
        "contact": { "description": "The contact's phone, in any spelling.", "type": "string" },
        "from": {
            "description": "Sender of a message; `action` takes its place for a manual action.",
            "enum": or_null(Sender::codes())
        },
        "action": { "description": "The manual action.", "enum": or_null(Action::codes()) },
        "member": members("Email of the author, or of the members to assign or unassign, one or several."),
        "note": flag("With `from: member`: an internal note, not visible to the contact."),
        "assign": members("With `from: flow`: the Assign step; emails of its members, one or several."),
        "assign_team": {
            "description": "With `from: flow`: the Assign Team step; its team.",
            "type": ["string", "null"]
        },
        "end_flow": flag("With `from: flow`: the flow ends."),
        "team": {
            "description": "With `action: assign` the team to set; with `action: unassign` true to clear it.",
            "type": ["string", "boolean", "null"]
        },
        "replace": flag("With `action: assign`: replace the assigned members instead of adding to them."),
        "all": flag("With `action: unassign`: unassign all members and the team.")
    })
}

fn member() -> Value {
    let who = json!({ "properties": { "member": { "type": "string" } }, "required": ["member"] });
    event("A member sends a message, or writes a note.", "from", "member", &["member", "note"], &[who])
}

fn flow() -> Value {
    let both = json!({ "not": { "allOf": [named("assign"), named("assign_team")] } });
    let ends = json!({ "if": flag_position("end_flow"), "then": left_out(&["assign", "assign_team"]) });
    let takes = ["assign", "assign_team", "end_flow"];
    event("A flow sends a message, takes a step, or ends.", "from", "flow", &takes, &[both, ends])
}

fn assign() -> Value {
    let something = json!({ "anyOf": [named("member"), named("team")] });
    let team = json!({ "properties": { "team": { "type": ["string", "null"] } } });
    let alone = json!({ "if": flag_position("replace"), "then": named("member") });
    let takes = ["member", "team", "replace"];
    event("Members or a team are assigned manually.", "action", "assign", &takes, &[something, team, alone])
}

fn unassign() -> Value {
    let team = json!({ "properties": { "team": { "type": ["boolean", "null"] } } });
    let all = json!({
        "if": flag_position("all"),
        "then": { "allOf": [left_out(&["member"]), { "not": flag_position("team") }] },
        "else": { "anyOf": [named("member"), flag_position("team")] }
    });
    event(
        "Members or the team are unassigned manually.",
        "action",
        "unassign",
        &["member", "team", "all"],
        &[team, all],
    )
}

/// An event: its word, the keys it takes, and how they go together. A flag of a message may be present
/// without being set.
fn event(description: &str, key: &str, word: &str, takes: &[&str], together: &[Value]) -> Value {
    let mut properties = Map::new();
    for other in KEYS.iter().filter(|other| !takes.contains(other) && !["at", "contact"].contains(other)) {
        let lowered = key == "from" && ["note", "end_flow"].contains(other);
        properties.insert((*other).to_owned(), if lowered { json!({ "enum": [false, null] }) } else { null() });
    }
    properties.insert(key.to_owned(), json!({ "const": word }));
    let mut schema = Map::from_iter([
        ("description".to_owned(), description.into()),
        ("properties".to_owned(), properties.into()),
        ("required".to_owned(), json!([key])),
    ]);
    if !together.is_empty() {
        schema.insert("allOf".to_owned(), together.into());
    }
    schema.into()
}

fn null() -> Value {
    json!({ "type": "null" })
}

fn or_null(codes: Vec<&'static str>) -> Value {
    codes.into_iter().map(Some).chain([None]).collect()
}

fn flag(description: &str) -> Value {
    json!({ "description": description, "type": ["boolean", "null"] })
}

fn members(description: &str) -> Value {
    json!({
        "description": description,
        "type": ["string", "array", "null"],
        "items": { "type": "string" },
        "minItems": 1
    })
}

fn named(key: &str) -> Value {
    json!({ "properties": { key: { "not": { "type": "null" } } }, "required": [key] })
}

fn flag_position(key: &str) -> Value {
    json!({ "properties": { key: { "const": true } }, "required": [key] })
}

fn left_out(keys: &[&str]) -> Value {
    let properties: Map<_, _> = keys.iter().map(|key| ((*key).to_owned(), null())).collect();
    json!({ "properties": properties })
}
