//! The JSON Schema of maps, made of their tables.

use serde_json::{Map, Value, json};

use super::map_spec::{FieldKind, FieldSpec, MapSpec, Presence};

/// A map that isn't empty.
pub fn map_of(keys: &Value, values: &Value) -> Value {
    json!({ "type": "object", "propertyNames": keys, "additionalProperties": values, "minProperties": 1 })
}

/// A map with no other keys, and at least one; `constraints` says how keys go together.
pub fn map(spec: &MapSpec, constraints: Vec<Value>) -> Map<String, Value> {
    let required = spec.fields.iter().filter(|field| field.presence == Presence::Required).map(|field| field.key);
    let properties = spec.fields.iter().map(|field| (field.key.to_owned(), property(field)));
    let mut map = Map::from_iter([
        ("description".to_owned(), spec.doc.trim().into()),
        ("type".to_owned(), "object".into()),
        ("properties".to_owned(), properties.collect::<Map<_, _>>().into()),
        ("required".to_owned(), required.collect()),
        ("minProperties".to_owned(), 1.into()),
        ("additionalProperties".to_owned(), false.into()),
    ]);
    if !constraints.is_empty() {
        map.insert("allOf".to_owned(), constraints.into());
    }
    map
}

fn property(field: &FieldSpec) -> Value {
    let schema = value(field.kind);
    let schema = if field.presence == Presence::Optional { or_null(&schema) } else { schema };
    let mut described = Map::from_iter([("description".to_owned(), field.doc.into())]);
    if let Value::Object(schema) = schema {
        described.extend(schema);
    }
    described.into()
}

pub fn value(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Text => json!({ "type": ["string", "number", "boolean"] }),
        FieldKind::NonemptyText => json!({ "type": ["string", "number", "boolean"], "pattern": r"\S" }),
        FieldKind::Email => json!({ "type": "string", "pattern": r#"^\s*[^\s@;,|"]+@[^\s@;,|"]+\s*$"# }),
        FieldKind::Flag => json!({ "anyOf": [{ "type": "boolean" }, { "enum": FLAG_WORDS }] }),
        FieldKind::ConversationNumber => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^0*[1-9][0-9]*$" }] })
        }
        FieldKind::Count => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^[0-9]+$" }] })
        }
        FieldKind::Time => {
            let pattern = r"^\s*\d{4}-\d{2}-\d{2}[Tt ]\d{2}(:\d{2}){0,2}([.,]\d+)?([Zz]|[+-]\d{2}(:?\d{2})?)\s*$";
            json!({ "type": "string", "pattern": pattern })
        }
        FieldKind::Part(name) => part(name),
        FieldKind::OneOrMany(kinds) => list(kinds, 1),
        FieldKind::AnyNumber(kinds) => list(kinds, 0),
        FieldKind::OrNull(kind) => or_null(&value(*kind)),
        FieldKind::JsonNumber => json!({ "type": "number" }),
        FieldKind::JsonText => json!({ "type": "string" }),
        FieldKind::JsonTextOrNull => json!({ "type": ["string", "null"] }),
        FieldKind::JsonMap => json!({ "type": "object" }),
        FieldKind::JsonTexts => json!({ "type": "array", "items": { "type": "string" } }),
    }
}

pub fn part(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// A list, or one item without the brackets.
fn list(kinds: &[FieldKind], least: u64) -> Value {
    let item = json!({ "anyOf": kinds.iter().map(|kind| value(*kind)).collect::<Vec<_>>() });
    json!({ "anyOf": [item, { "type": "array", "items": item, "minItems": least }] })
}

/// How `true` and `false` may be written too.
pub const FLAG_WORDS: [&str; 6] = ["on", "yes", "true", "off", "no", "false"];

pub fn yes() -> Value {
    json!({ "enum": [true, "on", "yes", "true"] })
}
