//! The effects of a change: all of them as NDJSON or CSV, and for people the first ones with sums.

use std::collections::BTreeMap;

use super::document::Document;
use super::error::OutputError;
use super::list::ListWriter;
use super::table::{Cell, Table};
use super::text::{count, grouped};
use super::ui::Ui;
use crate::inbox::{Effects, MemberSums, view};
use crate::model::{ChangeId, EffectKind};

/// The number of effects shown of a change with more than twice as many.
pub(super) const FIRST: usize = 10;

/// The number of members with sums.
const MEMBERS: usize = 20;

/// The indent of tables below a line.
pub(super) const INDENT: usize = 3;

/// The effects of a change, printed one by one in the formats that show all of them.
pub struct EffectStream<'s> {
    list: Option<ListWriter<'s, view::EffectView>>,
}

impl Ui {
    /// Begins to print effects, with `--format ndjson` or `csv`; other formats show the first ones.
    pub fn effects(&self) -> EffectStream<'_> {
        EffectStream { list: self.begin_stream::<_, view::EffectView>() }
    }

    /// The same for a message log, which has its effects with each line in NDJSON.
    pub fn effects_of_log(&self) -> EffectStream<'_> {
        if self.lists_decisions() { EffectStream { list: None } } else { self.effects() }
    }
}

impl EffectStream<'_> {
    /// Whether effects are printed one by one.
    pub fn is_on(&self) -> bool {
        self.list.is_some()
    }

    /// Lets some work print effects, if they are printed one by one.
    pub fn lend<T>(&mut self, work: impl FnOnce(Effects<'_>) -> T) -> T {
        match &mut self.list {
            Some(list) => work(Some(&mut |effect| list.row(&effect))),
            None => work(None),
        }
    }

    /// Prints the rest.
    pub(super) fn finish(self) -> Result<(), OutputError> {
        self.list.map_or(Ok(()), |list| list.finish(None))
    }
}

/// The effects of a change for people.
pub(super) struct Summary<'a> {
    pub(super) effects: &'a [view::EffectView],
    /// The number of all effects.
    pub(super) count: i64,
    pub(super) kinds: Option<&'a BTreeMap<EffectKind, i64>>,
    pub(super) by_member: &'a [MemberSums],
    /// The number of the change, unless it is a dry run.
    pub(super) change: Option<ChangeId>,
}

impl Summary<'_> {
    /// All effects where they are few, else the first ones and the sums.
    pub(super) fn document(&self) -> Document {
        let sentence = sentence_of(self.change);
        let compares = self.by_member.iter().any(|sums| sums.before.is_some());
        if self.count <= 2 * as_i64(FIRST) {
            let mut document = effects_table(self.effects, sentence).into();
            if compares {
                add_members(&mut document, self.by_member);
            }
            return document;
        }
        let mut document = effects_table(self.effects.get(..FIRST).unwrap_or(self.effects), sentence).into();
        self.add_more(&mut document);
        if let Some(kinds) = self.kinds {
            document.line("totals");
            let mut table = Table::without_headings(&["number", "effect"]).indented(INDENT);
            for (kind, number) in kinds {
                let plural = if *number == 1 { "" } else { "s" };
                table.row([number_cell(*number), Cell::word(&format!("{}{plural}", kind.sentence()))]);
            }
            document.table(table);
        }
        add_members(&mut document, self.by_member);
        document
    }

    fn add_more(&self, document: &mut Document) {
        let more = count(self.count - as_i64(FIRST), "more effect");
        document.line(match self.change {
            Some(change) => format!("   … and {more}; `inboxctl history show {change} --format ndjson` shows all"),
            None => format!("   … and {more}; `--format ndjson` shows all"),
        });
    }
}

/// The wording of effects: done by a change, or planned by a dry run.
pub(super) fn sentence_of(change: Option<ChangeId>) -> fn(&view::EffectView) -> String {
    if change.is_some() { view::EffectView::sentence } else { view::EffectView::intention }
}

/// Effects in the words of `sentence`.
pub(super) fn effects_table(effects: &[view::EffectView], sentence: fn(&view::EffectView) -> String) -> Table {
    let mut table = Table::without_headings(&["effect", "rule"]).indented(INDENT);
    for effect in effects {
        table.row([sentence(effect).into(), Cell::word(&effect.rule.map(|rule| rule.to_string()).unwrap_or_default())]);
    }
    table
}

/// A column of the sums: its heading, and its value for a member.
type Column = (&'static str, fn(&MemberSums) -> Option<i64>);

/// The sums of members; those that are zero for all are left out.
const COLUMNS: [Column; 6] = [
    ("owners added", |sums| Some(sums.owners_added).filter(|sum| *sum != 0)),
    ("owners removed", |sums| Some(sums.owners_removed).filter(|sum| *sum != 0)),
    ("assigned", |sums| Some(sums.assigned).filter(|sum| *sum != 0)),
    ("unassigned", |sums| Some(sums.unassigned).filter(|sum| *sum != 0)),
    ("before", |sums| sums.before),
    ("after", |sums| sums.after),
];

/// The sums of members; of many, those with the most effects.
fn add_members(document: &mut Document, members: &[MemberSums]) {
    let columns: Vec<_> =
        COLUMNS.iter().filter(|(_, value)| members.iter().any(|sums| value(sums).is_some())).collect();
    if columns.is_empty() {
        return;
    }
    let mut shown: Vec<_> = members.iter().collect();
    shown.sort_by_key(|sums| std::cmp::Reverse(sums.effects()));
    shown.truncate(MEMBERS);
    shown.sort_by(|one, other| one.member.cmp(&other.member));
    let headings: Vec<_> = std::iter::once("member").chain(columns.iter().map(|(heading, _)| *heading)).collect();
    let mut table = Table::details(&headings).indented(INDENT);
    for sums in &shown {
        let values = columns.iter().map(|(_, value)| number_cell(value(sums).unwrap_or_default()));
        table.row(std::iter::once(Cell::name(&sums.member)).chain(values));
    }
    document.table(table);
    if members.len() > MEMBERS {
        let more = count(as_i64(members.len() - MEMBERS), "more member");
        document.line(format!("   … and {more}; `--json` shows all"));
    }
}

/// The members passed over; of many, the first ones.
pub(super) fn passed_over(entries: &[view::PassedOverView], all: i64) -> Document {
    let mut document = Document::default();
    if entries.is_empty() {
        return document;
    }
    let few = all <= 2 * as_i64(FIRST);
    let shown = if few { entries } else { entries.get(..FIRST).unwrap_or(entries) };
    let mut table = Table::without_headings(&["passed over", "reason", "rule"]).indented(INDENT);
    for entry in shown {
        table.row([entry.sentence().into(), Cell::word(&entry.reason), Cell::word(&entry.rule)]);
    }
    document.line("passed over");
    document.table(table);
    let more = all - as_i64(shown.len());
    if more > 0 {
        document.line(format!("   … and {} more", grouped(more.unsigned_abs())));
    }
    document
}

fn number_cell(number: i64) -> Cell {
    Cell::Number(number.unsigned_abs())
}

pub(super) fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
