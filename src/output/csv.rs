//! Any list as CSV: the keys of its JSON as headers, lists joined by `;`.

use serde_json::Value;

use crate::formats::csv::escape_formula;

/// The cells of a JSON object, in the order of the keys.
pub(super) fn cells(object: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| escape_formula(&cell(object.get(*key).unwrap_or(&Value::Null))).into_owned()).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().join(";"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Of a list of members with their reasons, the members.
fn item(value: &Value) -> String {
    value.get("member").map_or_else(|| cell(value), cell)
}
