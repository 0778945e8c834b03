//! What schemas of scenario files are made of: values as the reader takes them, and how keys go together.

use serde_json::{Map, Value, json};

/// The keys of a map with their schemas, in the order in which an editor offers them.
pub(super) struct Keys {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Keys {
    pub(super) fn new() -> Self {
        Self { properties: Map::new(), required: Vec::new() }
    }

    /// One that has to be there.
    pub(super) fn required(mut self, key: &'static str, schema: Value) -> Self {
        self.required.push(key);
        self.optional(key, schema)
    }

    /// One that may be left out, but not be null.
    pub(super) fn optional(mut self, key: &'static str, schema: Value) -> Self {
        self.properties.insert(key.to_owned(), schema);
        self
    }

    /// One that may be left out or null, which is the same.
    pub(super) fn nullable(self, key: &'static str, description: &str, schema: &Value) -> Self {
        self.optional(key, described(description, or_null(schema)))
    }
}

/// A map with no other keys, and at least one.
pub(super) fn object(description: &str, keys: Keys) -> Map<String, Value> {
    let Keys { properties, required } = keys;
    let mut object = Map::from_iter([
        ("description".to_owned(), description.into()),
        ("type".to_owned(), "object".into()),
        ("properties".to_owned(), properties.into()),
    ]);
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object.insert("minProperties".to_owned(), 1.into());
    object.insert("additionalProperties".to_owned(), false.into());
    object
}

/// A map whose keys go together in some ways.
pub(super) fn object_of(description: &str, keys: Keys, together: &[Value]) -> Value {
    let mut object = object(description, keys);
    object.insert("allOf".to_owned(), together.into());
    object.into()
}

/// What is described by a name.
pub(super) fn definition(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A schema with what it means here.
pub(super) fn described(description: &str, schema: Value) -> Value {
    let mut described = Map::from_iter([("description".to_owned(), description.into())]);
    if let Value::Object(schema) = schema {
        described.extend(schema);
    }
    described.into()
}

pub(super) fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// A list of one or more, or one without the brackets.
pub(super) fn one_or_several(item: &Value) -> Value {
    list(item, 1)
}

/// A list that may be empty, or one item without the brackets.
pub(super) fn any_number(item: &Value) -> Value {
    list(item, 0)
}

fn list(item: &Value, least: u64) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item, "minItems": least }] })
}

/// Text, or a number or `true` that is meant as text.
pub(super) fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// Text that isn't blank.
pub(super) fn word() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": r"\S" })
}

/// An email address, roughly.
pub(super) fn email() -> Value {
    json!({ "type": "string", "pattern": r#"^\s*[^\s@;,|"]+@[^\s@;,|"]+\s*$"# })
}

/// A time.
fn time() -> Value {
    let pattern = r"^\s*\d{4}-\d{2}-\d{2}[Tt ]\d{2}(:\d{2}){0,2}([.,]\d+)?([Zz]|[+-]\d{2}(:?\d{2})?)\s*$";
    json!({ "type": "string", "pattern": pattern })
}

/// The keys with `at`, that of all actions.
pub(super) fn timed(keys: Keys) -> Keys {
    keys.nullable("at", "When, RFC 3339.", &time())
}

/// The number of a conversation.
pub(super) fn number() -> Value {
    json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^0*[1-9][0-9]*$" }] })
}

/// How yes is written.
pub(super) const YES: [&str; 3] = ["on", "yes", "true"];

/// How no is written.
pub(super) const NO: [&str; 3] = ["off", "no", "false"];

/// Yes or no.
pub(super) fn flag() -> Value {
    let words = [YES, NO].concat();
    json!({ "anyOf": [{ "type": "boolean" }, { "enum": words }] })
}

/// The values of a flag that is raised.
pub(super) fn yes() -> Value {
    let [on, yes, word] = YES;
    json!({ "enum": [true, on, yes, word] })
}

/// That a key has a value.
pub(super) fn named(key: &str) -> Value {
    only(key, &json!({ "not": { "type": "null" } }))
}

/// That a flag is raised.
pub(super) fn raised(key: &str) -> Value {
    only(key, &yes())
}

/// That a key is there with such a value.
pub(super) fn only(key: &str, value: &Value) -> Value {
    json!({ "properties": { key: value }, "required": [key] })
}

/// That one of these keys is there, whatever its value.
pub(super) fn any_of(keys: &[&str]) -> Value {
    json!({ "anyOf": keys.iter().map(|key| json!({ "required": [key] })).collect::<Vec<_>>() })
}

/// That none of these holds.
pub(super) fn none_of(schemas: &[Value]) -> Value {
    json!({ "not": { "anyOf": schemas } })
}
