//! A summary of a store.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::csv::CsvRecords;
use super::document::Document;
use super::printable::Printable;
use super::row::Row;
use super::table::{Cell, Table};
use crate::inbox::view::StoreSummary;

impl Printable for StoreSummary {
    fn document(&self) -> Document {
        let (members, contacts, conversations) = (&self.members, &self.contacts, &self.conversations);
        let open = format!("{} open ({} without a member)", conversations.open, conversations.unassigned);
        let counts = [
            ("members", format!("{} active, {} inactive", members.active, members.inactive)),
            ("teams", self.teams.to_string()),
            ("contacts", format!("{}, {} without an active owner", contacts.total, contacts.unowned)),
            ("conversations", format!("{open}, {} closed", conversations.closed)),
            ("changes", self.changes.to_string()),
        ];
        let settings = self.settings.iter().map(|(key, value)| (*key, value.clone().unwrap_or_default()));
        let mut table = Table::without_headings(&["", ""]);
        counts.into_iter().chain(settings).for_each(|(label, value)| table.row([label.to_owned(), value]));
        table.into()
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of(&metrics("", &serde_json::to_value(self)?))
    }
}

/// A count or a setting of the store, for a list.
#[derive(Debug, Serialize, JsonSchema)]
struct Metric {
    key: String,
    value: Option<String>,
}

impl Row for Metric {
    const PLURAL: &'static str = "metrics";
    const HEADINGS: &'static [&'static str] = &["key", "value"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.key.clone().into(), self.value.clone().into()]
    }
}

/// The values below a key, each by the keys that lead to it.
fn metrics(key: &str, value: &Value) -> Vec<Metric> {
    let Value::Object(values) = value else {
        let text = match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        return vec![Metric { key: key.to_owned(), value: text }];
    };
    let path = |below: &str| if key.is_empty() { below.to_owned() } else { format!("{key}.{below}") };
    values.iter().flat_map(|(below, value)| metrics(&path(below), value)).collect()
}
