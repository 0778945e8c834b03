//! A summary of a store.

use schemars::JsonSchema;
use serde::Serialize;

use super::csv::Records;
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

    fn records(&self) -> serde_json::Result<Records> {
        Records::of(&metrics(self))
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

fn metrics(counts: &StoreSummary) -> Vec<Metric> {
    let numbers = [
        ("members.active", counts.members.active),
        ("members.inactive", counts.members.inactive),
        ("teams", counts.teams),
        ("contacts.total", counts.contacts.total),
        ("contacts.unowned", counts.contacts.unowned),
        ("conversations.open", counts.conversations.open),
        ("conversations.unassigned", counts.conversations.unassigned),
        ("conversations.closed", counts.conversations.closed),
        ("changes", counts.changes),
    ];
    let numbers = numbers.map(|(key, number)| Metric { key: key.to_owned(), value: Some(number.to_string()) });
    let settings = counts.settings.iter();
    let settings = settings.map(|(key, value)| Metric { key: format!("settings.{key}"), value: value.clone() });
    numbers.into_iter().chain(settings).collect()
}
