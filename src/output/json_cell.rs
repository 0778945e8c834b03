//! Cells of tables from the JSON of a row.

use serde_json::Value;

use super::csv::item;
use super::row::Row;
use super::table::Cell;
use crate::model::Time;

/// The cells of a row under these keys: as in its own table where that has a column of the name.
pub(super) fn cells_of<T: Row>(row: &T, keys: &[String]) -> Vec<Cell> {
    let (own, object) = (row.cells(), serde_json::to_value(row).unwrap_or_default());
    let cell = |key: &String| {
        let place = T::HEADINGS.iter().position(|heading| heading == key);
        let own = place.and_then(|place| own.get(place)).cloned();
        own.unwrap_or_else(|| json_cell(object.get(key).unwrap_or(&Value::Null)))
    };
    keys.iter().map(cell).collect()
}

fn json_cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::from(""),
        Value::Bool(value) => Cell::word(if *value { "yes" } else { "no" }),
        Value::Number(number) => number.as_u64().map_or_else(|| Cell::word(number), Cell::Number),
        Value::String(text) => match json_time(text) {
            Some(time) => time.into(),
            None if text.contains(char::is_whitespace) => text.as_str().into(),
            None => Cell::word(text),
        },
        Value::Array(items) => items.iter().map(item).collect::<Vec<_>>().into(),
        Value::Object(_) => value.to_string().into(),
    }
}

/// The time that a text of JSON is, if it is one.
pub(super) fn json_time(text: &str) -> Option<Time> {
    let is_time = text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    is_time.then(|| text.parse().ok()).flatten()
}
