//! A summary of a store.

use serde_json::Value;

use super::csv::{CsvRecords, cell};
use super::document::Document;
use super::printable::Printable;
use super::table::Table;
use crate::inbox::view::StoreSummary;

impl Printable for StoreSummary {
    fn document(&self) -> Document {
        let (members, contacts, conversations) = (&self.members, &self.contacts, &self.conversations);
        let (unassigned, overdue) = (conversations.unassigned, conversations.overdue);
        let open = format!("{} open ({unassigned} without a member, {overdue} overdue)", conversations.open);
        let counts = [
            ("members", format!("{} active, {} inactive, {} away", members.active, members.inactive, members.away)),
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
        Ok(CsvRecords::of_texts(["key", "value"], metrics("", &serde_json::to_value(self)?)))
    }
}

/// The values below a key, each with the keys that lead to it.
fn metrics(key: &str, value: &Value) -> Vec<[String; 2]> {
    let Value::Object(values) = value else {
        return vec![[key.to_owned(), cell(value)]];
    };
    let path = |below: &str| if key.is_empty() { below.to_owned() } else { format!("{key}.{below}") };
    values.iter().flat_map(|(below, value)| metrics(&path(below), value)).collect()
}
