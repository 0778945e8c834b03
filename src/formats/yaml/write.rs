//! Writes values as YAML, in one canonical style.

use serde_json::{Map, Value};

/// How wide a line may be where its value can take lines of its own.
pub const WIDTH: usize = 120;

/// Words that YAML or the reader takes for something other than text.
const RESERVED: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// `key: value` on one line, with brackets and braces.
pub fn entry(key: &str, value: &Value) -> String {
    format!("{}: {}", scalar(key), flow(value))
}

/// A key and the map under it, with one line for each of its keys, or more for a long value.
pub fn block(prefix: &str, key: &str, map: &Map<String, Value>) -> Vec<String> {
    let indent = " ".repeat(prefix.len() + 2);
    let mut lines = vec![format!("{prefix}{key}:")];
    for (key, value) in map {
        let line = format!("{indent}{}", entry(key, value));
        let is_long = line.chars().count() > WIDTH;
        let items: Vec<_> = match value {
            Value::Array(items) if is_long || items.iter().any(Value::is_object) => {
                items.iter().map(|item| format!("- {}", flow(item))).collect()
            }
            Value::Object(map) if is_long => map.iter().map(|(key, value)| entry(key, value)).collect(),
            _ => Vec::new(),
        };
        lines.push(if items.is_empty() { line } else { format!("{indent}{}:", scalar(key)) });
        lines.extend(items.iter().map(|item| format!("{indent}  {item}")));
    }
    lines
}

fn flow(value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(flow).collect())),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            format!("{{ {} }}", joined(map.iter().map(|(key, value)| entry(key, value)).collect()))
        }
    }
}

/// A text, in double quotes if it needs them: what JSON quotes, YAML reads.
fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { Value::from(text).to_string() }
}

/// Whether a text needs no quotes anywhere. Cautious, since quotes are never wrong.
fn is_plain(text: &str) -> bool {
    let is_safe = |letter: char| letter.is_alphanumeric() || "_.@-+ /".contains(letter);
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(is_safe)
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_quoted_where_yaml_needs_it() {
        for (value, written) in [
            (json!("ana@acme.example"), "ana@acme.example"),
            (json!("Atención al cliente"), "Atención al cliente"),
            (json!("+525512345678"), "\"+525512345678\""),
            (json!("on"), "\"on\""),
            (json!("a: b"), "\"a: b\""),
            (json!("a #b"), "\"a #b\""),
            (json!(["a", 1, null]), "[a, 1, null]"),
            (json!({ "effect": "set-team", "team": "12" }), "{ effect: set-team, team: \"12\" }"),
        ] {
            assert_eq!(flow(&value), written);
        }
    }
}
