//! The JSON Schema of a line of the log: the keys, and which go together. The reader reports what a schema
//! can't say (the order of times, unknown contacts); a test compares both.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use crate::formats::event::{
    Action, EventField, EventFieldKind, EventKey, MESSAGE, Sender, action_rules, message_rules,
};
use crate::model::LEAST_MILLISECONDS;
use crate::model::code::Codes as _;

/// The JSON Schema of a line of the log.
pub fn schema() -> Schema {
    let messages = Sender::ALL.iter().map(|sender| {
        let own = |key| MESSAGE.iter().find(|field| field.key == key);
        let rules = message_rules(*sender, is_set).into_iter().chain([contact(true)]).collect();
        event(sent(*sender), ("from", sender.code()), own, rules)
    });
    let actions = Action::ALL.iter().map(|action| {
        let own = |key| action.fields().iter().find(|field| field.key == key);
        let rules = action_rules(*action, is_set).into_iter().chain([contact(action.has_contact())]).collect();
        event(done(*action), ("action", action.code()), own, rules)
    });
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": "A line of a message log, NDJSON: one event of an inbox. \
            `inboxctl simulate-message --batch` replays it. A null counts as missing.",
        "type": "object",
        "properties": properties(),
        "required": ["at"],
        "additionalProperties": false,
        "oneOf": messages.chain(actions).collect::<Vec<_>>()
    })
}

fn sent(sender: Sender) -> &'static str {
    match sender {
        Sender::Contact => "The contact sends a message.",
        Sender::Member => "A member sends a message, or writes a note.",
        Sender::Flow => "A flow sends a message, takes a step, or ends.",
        Sender::System => "A broadcast, the API or an auto-reply sends a message.",
    }
}

fn done(action: Action) -> &'static str {
    match action {
        Action::Assign => "Members or a team are assigned manually.",
        Action::Unassign => "Members or the team are unassigned manually.",
        Action::Close => "The conversation is closed manually.",
        Action::ReassignOverdue => "Conversations without an answer in time go to other members.",
    }
}

fn properties() -> Map<String, Value> {
    let properties = json!({
        "at": {
            "description": "Time of the event: RFC 3339, or Unix seconds, or Unix milliseconds from 100,000,000,000 \
                up. Lines are in chronological order.",
            "anyOf": [
                { "type": "string", "format": "date-time" },
                { "type": "number", "minimum": 0, "exclusiveMaximum": 9_223_372_037_i64 },
                { "type": "number", "minimum": LEAST_MILLISECONDS, "exclusiveMaximum": 9_223_372_036_855_i64 }
            ]
        },
        "contact": { "description": "The contact's phone, in any spelling.", "type": ["string", "null"] },
        "from": {
            "description": "Sender of a message; `action` takes its place for a manual action.",
            "enum": or_null(Sender::codes())
        },
        "action": { "description": "The manual action.", "enum": or_null(Action::codes()) }
    });
    let fields = EventKey::ALL.iter().map(|key| (key.code().to_owned(), json!({ "description": description(*key) })));
    properties.as_object().cloned().unwrap_or_default().into_iter().chain(fields).collect()
}

/// What a field means in each event that has it.
fn description(key: EventKey) -> String {
    let messages = MESSAGE.iter().filter(|field| field.key == key).map(|field| field.doc.to_owned());
    let actions = Action::ALL.iter().flat_map(|action| {
        let fields = action.fields().iter().filter(move |field| field.key == key);
        fields.map(move |field| format!("With `action: {action}`: {}", field.doc))
    });
    messages.chain(actions).collect::<Vec<_>>().join(" ")
}

/// An event: its word, the fields it takes, and how they go together. A flag of a message may be present
/// without being set.
fn event<'f>(
    description: &str,
    (key, word): (&str, &str),
    own: impl Fn(EventKey) -> Option<&'f EventField>,
    rules: Vec<Value>,
) -> Value {
    let value = |key: &EventKey| (key.code().to_owned(), own(*key).map_or_else(null, |field| value(field.kind)));
    let mut properties: Map<_, _> = EventKey::ALL.iter().map(value).collect();
    let other = if key == "from" { "action" } else { "from" };
    properties.extend([(other.to_owned(), null()), (key.to_owned(), json!({ "const": word }))]);
    json!({ "description": description, "properties": properties, "required": [key], "allOf": all(rules) })
}

/// Rules, of which there has to be one.
fn all(rules: Vec<Value>) -> Vec<Value> {
    if rules.is_empty() { vec![json!({})] } else { rules }
}

fn value(kind: EventFieldKind) -> Value {
    match kind {
        EventFieldKind::Member | EventFieldKind::Team => json!({ "type": ["string", "null"] }),
        EventFieldKind::Members => {
            json!({ "type": ["string", "array", "null"], "items": { "type": "string" }, "minItems": 1 })
        }
        EventFieldKind::Flag => json!({ "type": ["boolean", "null"] }),
        EventFieldKind::Count => json!({ "type": ["integer", "null"], "minimum": 0 }),
    }
}

fn is_set(field: &EventField) -> Value {
    let value = match field.kind {
        EventFieldKind::Flag => json!({ "const": true }),
        EventFieldKind::Member | EventFieldKind::Members | EventFieldKind::Team | EventFieldKind::Count => {
            json!({ "not": { "type": "null" } })
        }
    };
    json!({ "properties": { field.key.code(): value }, "required": [field.key.code()] })
}

/// That the line has a contact, or none.
fn contact(is_given: bool) -> Value {
    let kind = if is_given { "string" } else { "null" };
    let mut rule = json!({ "properties": { "contact": { "type": kind } } });
    if is_given && let Some(rule) = rule.as_object_mut() {
        rule.insert("required".to_owned(), json!(["contact"]));
    }
    rule
}

fn null() -> Value {
    json!({ "type": "null" })
}

fn or_null(codes: Vec<&'static str>) -> Value {
    codes.into_iter().map(Some).chain([None]).collect()
}
