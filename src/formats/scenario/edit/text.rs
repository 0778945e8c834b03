//! How a value is written in YAML, on one line.

use granit_parser::ScalarStyle;
use serde_json::Value as Json;

/// Words that YAML or this program would read as something else than text.
const TAKEN: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// A value on one line, in brackets and braces where it needs them.
pub(super) fn flow(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => scalar(text, ScalarStyle::Plain),
        Json::Array(items) => list(items.iter().map(flow)),
        Json::Object(map) if map.is_empty() => "{}".to_owned(),
        Json::Object(map) => {
            let entries = map.iter().map(|(key, value)| entry(key, value));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// `key: value`.
pub(super) fn entry(key: &str, value: &Json) -> String {
    format!("{}: {}", scalar(key, ScalarStyle::Plain), flow(value))
}

/// Items in brackets.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A value in the place of a text that was written so.
pub(super) fn instead(value: &Json, style: ScalarStyle) -> String {
    match value {
        Json::String(text) => scalar(text, style),
        _ => flow(value),
    }
}

/// A text, in the quotes that it is to have, or that it needs.
fn scalar(text: &str, style: ScalarStyle) -> String {
    let plain = is_plain(text);
    match style {
        ScalarStyle::SingleQuoted if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        ScalarStyle::DoubleQuoted | ScalarStyle::SingleQuoted => quoted(text),
        _ if plain => text.to_owned(),
        _ => quoted(text),
    }
}

/// What JSON quotes, YAML reads.
fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// Whether a text needs no quotes anywhere: cautious, since quotes are never wrong.
fn is_plain(text: &str) -> bool {
    let fine = |letter: char| letter.is_alphanumeric() || "_.@-+ /".contains(letter);
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(fine)
        && !TAKEN.iter().any(|taken| text.eq_ignore_ascii_case(taken))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_stand_where_yaml_needs_them() {
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
        assert_eq!(instead(&json!("it's"), ScalarStyle::SingleQuoted), "'it''s'");
    }
}
