//! What an import did.

use super::document::Document;
use super::effects::{INDENT, Summary};
use super::heading::Heading;
use super::printable::Printable;
use super::table::Table;
use super::text::grouped;
use crate::inbox::ImportReport;

impl Printable for ImportReport {
    fn document(&self) -> Document {
        let rejected = self.rows.rejected;
        let mut document = Document::default();
        let heading = Heading { change: self.change, undoes: None, effects: self.effect_count, rejected };
        document.line(heading.line());
        let mut table = Table::without_headings(&["", ""]).indented(INDENT);
        if self.refused {
            let valid = grouped(self.rows.read - rejected - self.rows.skipped);
            table.row(["rows".to_owned(), format!("{valid} valid, {} invalid, nothing imported", grouped(rejected))]);
            document.table(table);
            return document;
        }
        for (label, counts) in counts(self) {
            let counts = counts.iter().map(|(what, number)| format!("{} {what}", grouped(*number)));
            table.row([label.to_owned(), counts.collect::<Vec<_>>().join(", ")]);
        }
        document.table(table);
        let (effects, by_member) = (&self.effects, &self.by_member);
        let summary = Summary { effects, count: self.effect_count, kinds: None, by_member, change: self.change };
        document.append(summary.document());
        document
    }
}

/// The counts of each kind of thing.
fn counts(import: &ImportReport) -> Vec<(&'static str, Vec<(&'static str, u64)>)> {
    let rows = &import.rows;
    let mut of_rows = vec![
        ("read", rows.read),
        ("changed", rows.changed),
        ("unchanged", rows.unchanged),
        ("rejected", rows.rejected),
    ];
    if rows.skipped > 0 {
        of_rows.push(("skipped", rows.skipped));
    }
    let mut all = vec![("rows", of_rows)];
    if let Some(contacts) = &import.contacts {
        all.push(("contacts", vec![("created", contacts.created), ("updated", contacts.updated)]));
    }
    if let Some(owners) = &import.owners {
        all.push(("owners", vec![("added", owners.added), ("removed", owners.removed)]));
    }
    if let Some(members) = &import.members {
        let counts = vec![
            ("created", members.created),
            ("updated", members.updated),
            ("activated", members.activated),
            ("deactivated", members.deactivated),
        ];
        all.push(("members", counts));
    }
    if let Some(teams) = &import.teams {
        all.push(("teams", vec![("created", teams.created), ("updated", teams.updated)]));
    }
    all
}
