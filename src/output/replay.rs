//! Message logs.

use super::document::Document;
use super::effects::{INDENT, as_i64};
use super::heading::Heading;
use super::printable::Printable;
use super::table::{Cell, Table};
use super::text::count;
use crate::inbox::{BusiestMember, ReplaySummary};

impl Printable for ReplaySummary {
    fn document(&self) -> Document {
        let heading = Heading {
            change: self.change,
            effects: self.effect_count,
            digest: self.digest.as_deref(),
            ..Heading::default()
        };
        let mut document = Document::default();
        document.line(heading.line());
        document.table(counts_table(self));
        add_busiest(&mut document, &self.busiest);
        let busy = self.by_member.iter().filter(|sums| sums.assigned > 0).count();
        if busy > self.busiest.len() {
            let more = count(as_i64(busy - self.busiest.len()), "more member");
            document.line(format!("      … and {more}; `--json` shows all"));
        }
        document
    }
}

/// A label with its number, and the numbers of its parts.
type Section = (&'static str, u64, Vec<(&'static str, u64)>);

fn sections(replayed: &ReplaySummary) -> Vec<Section> {
    let events = replayed.events.iter().map(|(kind, number)| (kind.code(), *number)).collect();
    let assigned = replayed.assigned.iter().map(|(reason, number)| (reason.code(), *number));
    let passed = replayed.passed_over.iter().map(|(reason, number)| (reason.code(), *number));
    let skipped = (replayed.skipped > 0).then(|| ("skipped", replayed.skipped, Vec::new()));
    let counted = vec![
        ("events", replayed.events.values().sum(), events),
        ("contacts created", replayed.contacts_created, Vec::new()),
        ("conversations opened", replayed.conversations.opened, Vec::new()),
        ("conversations closed", replayed.conversations.closed, Vec::new()),
        ("assigned", replayed.assigned.values().sum(), assigned.collect()),
        ("owners added", replayed.owners_added, Vec::new()),
        ("passed over", replayed.passed_over.values().sum(), passed.collect()),
    ];
    counted.into_iter().chain(skipped).collect()
}

fn counts_table(replayed: &ReplaySummary) -> Table {
    let mut table = Table::without_headings(&["", ""]).indented(INDENT);
    for (title, number, parts) in sections(replayed) {
        table.row([Cell::word(title), Cell::Number(number)]);
        for (part, number) in parts {
            table.row([Cell::word(&format!("   {part}")), Cell::Number(number)]);
        }
    }
    table
}

/// The members with the most assignments.
fn add_busiest(document: &mut Document, busiest: &[BusiestMember]) {
    let Some(greatest) = busiest.iter().map(|busy| busy.assigned).max() else { return };
    let mut table = Table::without_headings(&["member", "assigned", ""]).indented(2 * INDENT);
    for BusiestMember { member, assigned } in busiest {
        table.row([Cell::word(member), Cell::Number(*assigned), Cell::Bar { number: *assigned, greatest }]);
    }
    document.line("   busiest, by assignments");
    document.table(table);
}
