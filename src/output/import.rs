//! Imports.

use super::document::Document;
use super::effects::{INDENT, Summary, passed_over};
use super::heading::Heading;
use super::printable::Printable;
use super::table::Table;
use super::text::grouped;
use crate::inbox::ImportReport;

impl Printable for ImportReport {
    fn document(&self) -> Document {
        let rejected = self.rows.rejected;
        let mut document = Document::default();
        let heading = Heading {
            change: self.change,
            undoes: None,
            effects: self.effect_count,
            digest: self.digest.as_deref(),
            rejected,
        };
        document.line(heading.line());
        let mut table = Table::without_headings(&["", ""]).indented(INDENT);
        if self.refused {
            let valid = grouped(self.rows.read - rejected - self.rows.skipped);
            let skipped = match self.rows.skipped {
                0 => String::new(),
                skipped => format!("{} skipped, ", grouped(skipped)),
            };
            let counts = format!("{valid} valid, {} invalid, {skipped}nothing imported", grouped(rejected));
            table.row(["rows".to_owned(), counts]);
            document.table(table);
            return document;
        }
        for (label, counts) in counts(self).unwrap_or_default() {
            table.row([label.to_owned(), counts]);
        }
        document.table(table);
        let (effects, by_member) = (&self.effects, &self.by_member);
        let summary = Summary { effects, count: self.effect_count, kinds: None, by_member, change: self.change };
        document.append(summary.document());
        let pinned = i64::try_from(self.passed_over_count).unwrap_or(i64::MAX);
        document.append(passed_over(&self.passed_over, pinned));
        document
    }
}

/// The counts of each kind of thing, by their keys in JSON; no row is skipped unless that is asked for.
fn counts(import: &ImportReport) -> serde_json::Result<Vec<(&'static str, String)>> {
    let report = serde_json::to_value(import)?;
    let counts = ["rows", "contacts", "owners", "members", "teams"].into_iter().filter_map(|label| {
        let counts = report.get(label)?.as_object()?.iter();
        let counts = counts.filter_map(|(what, number)| Some((what, number.as_u64()?)));
        let counts = counts.filter(|(what, number)| *what != "skipped" || *number > 0);
        let counts: Vec<_> = counts.map(|(what, number)| format!("{} {what}", grouped(number))).collect();
        Some((label, counts.join(", ")))
    });
    Ok(counts.collect())
}
