//! What an update did, for people.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::effects::as_i64;
use super::super::text::{count, escaped};
use super::failure::update_diff;
use crate::scenario::{ExpectEntry, NotUpdated, Rewritten, UpdateReport};

pub(super) fn update_text(update: &UpdateReport) -> String {
    let mut text = String::new();
    let (updated, left) = if update.dry_run { ("would update", "leave") } else { ("updated", "left") };
    for one in &update.updated {
        let _ = writeln!(text, "{}:{}: {updated} {}", escaped(&one.file), one.line, one.key);
        text.push_str(&update_diff(&one.expected, new_value(one).as_ref()));
    }
    for NotUpdated { file, line, key, why } in &update.left {
        let _ = writeln!(text, "{}:{line}: {left} {key} unchanged: {why}", escaped(file));
    }
    let number = count(as_i64(update.updated.len()), "expectation");
    let _ = writeln!(text, "{updated} {number}, {left} {} unchanged", update.left.len());
    text
}

/// The new value, with its key if that differs; none if the entry was removed.
fn new_value(one: &Rewritten) -> Option<Value> {
    let ExpectEntry { key, value } = one.instead.as_ref()?;
    Some(if *key == one.key { value.clone() } else { json!({ key: value }) })
}
