//! The differences between two replays of a log.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::inbox::view;
use crate::model::AssignReason;
use crate::output::csv::CsvRecords;
use crate::output::document::Document;
use crate::output::effects::{INDENT, as_i64};
use crate::output::printable::Printable;
use crate::output::table::{Cell, Table};
use crate::output::text::{count, grouped};
use crate::scenario::ComparisonReport;

/// The number of conversations, contacts and members that people see.
const SHOWN: usize = 20;

impl Printable for ComparisonReport {
    fn document(&self) -> Document {
        let Self { conversations, owners, load, assigned } = self;
        let same_load = load.iter().all(|one| one.before == one.after);
        if conversations.is_empty() && owners.is_empty() && same_load && assigned.before == assigned.after {
            return Document::of_line("no differences: every conversation and contact keeps its members and owners");
        }
        let mut document = conversations_document(self);
        document.append(owners_document(self));
        document.append(load_document(self));
        document.append(reasons_document(self));
        document
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        let row =
            |what: &str, name: &str, [before, after]: [String; 2]| [what.to_owned(), name.to_owned(), before, after];
        let conversations = self.conversations.iter().map(|one| {
            let sides = [&one.before, &one.after].map(|side| assignees(side.as_ref(), ";"));
            row("conversation", &one.contact, sides)
        });
        let owners = self.owners.iter();
        let owners = owners.map(|one| row("owners", &one.contact, [one.before.join(";"), one.after.join(";")]));
        let load = self.load.iter();
        let load = load.map(|one| row("load", &one.member, [one.before, one.after].map(|side| side.to_string())));
        let reasons = reasons(self).into_iter();
        let reasons = reasons.map(|(reason, sides)| row("assigned", reason.code(), sides.map(|side| side.to_string())));
        let rows = conversations.chain(owners).chain(load).chain(reasons);
        Ok(CsvRecords::of_texts(["what", "name", "before", "after"], rows))
    }
}

pub(in crate::output) fn assignees(conversation: Option<&view::ConversationView>, between: &str) -> String {
    let Some(conversation) = conversation else { return "no conversation".to_owned() };
    conversation.assigned.iter().map(|one| one.member.as_str()).collect::<Vec<_>>().join(between)
}

/// How often members were assigned for each reason, before and after.
pub(in crate::output) fn reasons(report: &ComparisonReport) -> Vec<(AssignReason, [u64; 2])> {
    let sides = [&report.assigned.before, &report.assigned.after];
    let reasons: BTreeSet<_> = sides.iter().flat_map(|side| side.keys().copied()).collect();
    let numbers = |reason| sides.map(|side| side.get(&reason).copied().unwrap_or_default());
    reasons.into_iter().map(|reason| (reason, numbers(reason))).collect()
}

fn conversations_document(ComparisonReport { conversations, .. }: &ComparisonReport) -> Document {
    let mut table = Table::details(&["id", "contact", "before", "after"]);
    for one in conversations.iter().take(SHOWN) {
        let id = one.after.as_ref().or(one.before.as_ref()).map(|found| found.id.to_string()).unwrap_or_default();
        let [before, after] = [&one.before, &one.after].map(|side| or(assignees(side.as_ref(), ", "), "unassigned"));
        table.row([id, one.contact.clone(), before, after]);
    }
    with_heading(
        count(as_i64(conversations.len()), "conversation") + " assigned differently",
        table,
        conversations.len(),
    )
}

fn owners_document(ComparisonReport { owners, .. }: &ComparisonReport) -> Document {
    let mut table = Table::details(&["contact", "before", "after"]).indented(INDENT);
    for one in owners.iter().take(SHOWN) {
        let [before, after] = [&one.before, &one.after].map(|side| or(side.join(", "), "no owner"));
        table.row([one.contact.clone(), before, after]);
    }
    with_heading(count(as_i64(owners.len()), "contact") + " with different owners", table, owners.len())
}

/// Two bars for each member, those with the largest change first.
fn load_document(ComparisonReport { load, .. }: &ComparisonReport) -> Document {
    let mut sorted: Vec<_> = load.iter().collect();
    sorted.sort_by_key(|one| Reverse(one.before.abs_diff(one.after)));
    let shown = sorted.get(..SHOWN).unwrap_or(&sorted);
    let Some(greatest) = shown.iter().map(|one| one.before.max(one.after)).max() else { return Document::default() };
    let mut table = Table::without_headings(&["member", "", "open", ""]).indented(INDENT);
    for one in shown {
        for (name, side, number) in [(one.member.as_str(), "before", one.before), ("", "after", one.after)] {
            table.row([Cell::word(name), Cell::word(side), Cell::Number(number), Cell::Bar { number, greatest }]);
        }
    }
    with_heading("open conversations by member".to_owned(), table, load.len())
}

fn reasons_document(report: &ComparisonReport) -> Document {
    let mut table = Table::details(&["reason", "before", "after"]).indented(INDENT);
    for (reason, [before, after]) in reasons(report) {
        table.row([Cell::word(&reason), Cell::Number(before), Cell::Number(after)]);
    }
    if table.is_empty() { Document::default() } else { with_heading("assignments by reason".to_owned(), table, 0) }
}

fn or(text: String, none: &str) -> String {
    if text.is_empty() { none.to_owned() } else { text }
}

/// A heading, the first rows, and the number of others.
fn with_heading(heading: String, table: Table, number: usize) -> Document {
    let mut document = Document::of_line(heading);
    document.table(table);
    if number > SHOWN {
        document.line(format!("   … and {} more (`--json` lists all)", grouped((number - SHOWN) as u64)));
    }
    document
}
