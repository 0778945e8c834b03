//! The effects of a change: all of them as NDJSON or CSV, and for people the first ones with sums.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::table::Table;
use super::text::{count, grouped};
use super::ui::{Error, Format, Page, Ui};
use crate::inbox::{Effects, MemberSums, view};
use crate::model::{ChangeId, EffectKind};

/// How many effects are shown of a change with more than twice as many.
pub(super) const FIRST: usize = 10;

/// How many members the sums name on a screen.
const MEMBERS: usize = 20;

/// The effects of a change on their way out, one by one, in the formats that show all of them.
pub struct EffectStream<'s> {
    page: Option<Page<'s, view::Effect>>,
}

impl Ui {
    /// Begins to print effects, with `--format ndjson` or `csv`; other formats show the first ones.
    pub fn effects(&self) -> EffectStream<'_> {
        let streams = matches!(self.format, Format::Ndjson | Format::Csv);
        EffectStream { page: streams.then(|| self.page(None)) }
    }

    /// The same for a message log, which has its effects with each line in NDJSON.
    pub fn effects_of_log(&self) -> EffectStream<'_> {
        let streams = self.format == Format::Csv;
        EffectStream { page: streams.then(|| self.page(None)) }
    }
}

impl EffectStream<'_> {
    /// Whether effects are printed one by one.
    pub fn is_on(&self) -> bool {
        self.page.is_some()
    }

    /// Lets some work print effects, if they are printed one by one; a reader that went away wants no
    /// more of them.
    pub fn lend<T>(&mut self, work: impl FnOnce(Effects<'_>) -> T) -> T {
        match &mut self.page {
            Some(page) => work(Some(&mut |effect| page.row(effect))),
            None => work(None),
        }
    }

    /// Prints what is left.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.page.map_or(Ok(()), Page::finish)
    }
}

/// What a person sees of a change's effects.
pub(super) struct Summary<'a> {
    /// The first effects, in order.
    pub(super) effects: &'a [view::Effect],
    /// How many there are.
    pub(super) count: i64,
    /// How many there are of each kind.
    pub(super) kinds: Option<&'a BTreeMap<EffectKind, i64>>,
    /// What they do to each member.
    pub(super) by_member: &'a [MemberSums],
    /// The change that was made; none of a dry run.
    pub(super) change: Option<ChangeId>,
}

impl Summary<'_> {
    /// All effects where they are few, else the first ones and the sums.
    pub(super) fn text(&self, width: Option<u16>) -> String {
        let sentence = sentence_of(self.change);
        let few = self.count <= 2 * as_i64(FIRST);
        let compares = self.by_member.iter().any(|sums| sums.before.is_some());
        let mut text = if few {
            effects_text(self.effects, sentence, width)
        } else {
            effects_text(self.effects.get(..FIRST).unwrap_or(self.effects), sentence, width) + &self.more_text()
        };
        if !few && let Some(kinds) = self.kinds {
            text.push_str(&kinds_text(kinds, width));
        }
        if !few || compares {
            text.push_str(&members_text(self.by_member, width));
        }
        text
    }

    fn more_text(&self) -> String {
        let more = count(self.count - as_i64(FIRST), "more effect");
        match self.change {
            Some(change) => format!("   … and {more}; `inboxctl history show {change} --format ndjson` shows all\n"),
            None => format!("   … and {more}; `--format ndjson` shows all\n"),
        }
    }
}

/// How effects are worded: as done by a change, or as planned by a dry run.
pub(super) fn sentence_of(change: Option<ChangeId>) -> fn(&view::Effect) -> String {
    if change.is_some() { view::Effect::sentence } else { view::Effect::intention }
}

/// Effects in the words of `sentence`.
pub(super) fn effects_text(
    effects: &[view::Effect],
    sentence: fn(&view::Effect) -> String,
    width: Option<u16>,
) -> String {
    if effects.is_empty() {
        return String::new();
    }
    let mut table = Table::whole(width);
    for effect in effects {
        let rule = effect.rule.map(|rule| rule.to_string()).unwrap_or_default();
        table.row([String::new(), sentence(effect), rule]);
    }
    table.to_string()
}

fn kinds_text(kinds: &BTreeMap<EffectKind, i64>, width: Option<u16>) -> String {
    let mut table = Table::whole(width);
    for (kind, number) in kinds {
        table.row([String::new(), number.to_string(), kind.to_string()]);
    }
    format!("totals\n{table}")
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

/// What a change does to each member; of very many, to those whom it touches most.
fn members_text(members: &[MemberSums], width: Option<u16>) -> String {
    let columns: Vec<_> =
        COLUMNS.iter().filter(|(_, value)| members.iter().any(|sums| value(sums).is_some())).collect();
    if columns.is_empty() {
        return String::new();
    }
    let mut shown: Vec<_> = members.iter().collect();
    shown.sort_by_key(|sums| std::cmp::Reverse(sums.effects()));
    shown.truncate(MEMBERS);
    shown.sort_by(|one, other| one.member.cmp(&other.member));
    let mut table = Table::whole(width);
    let headings: Vec<_> = ["", "member"].into_iter().chain(columns.iter().map(|(heading, _)| *heading)).collect();
    table.heading(&headings);
    for sums in &shown {
        let values = columns.iter().map(|(_, value)| value(sums).unwrap_or_default().to_string());
        table.row([String::new(), sums.member.clone()].into_iter().chain(values));
    }
    let mut text = table.to_string();
    if members.len() > MEMBERS {
        let more = count(as_i64(members.len() - MEMBERS), "more member");
        let _ = writeln!(text, "   … and {more}; `--json` shows all");
    }
    text
}

/// Who was passed over; of many, the first ones.
pub(super) fn passed_over_text(passed_over: &[view::PassedOver], all: i64, width: Option<u16>) -> String {
    if passed_over.is_empty() {
        return String::new();
    }
    let few = all <= 2 * as_i64(FIRST);
    let shown = if few { passed_over } else { passed_over.get(..FIRST).unwrap_or(passed_over) };
    let mut table = Table::whole(width);
    for entry in shown {
        table.row([String::new(), entry.sentence(), entry.reason.to_string(), entry.rule.to_string()]);
    }
    let more = all - as_i64(shown.len());
    let more = if more > 0 { format!("   … and {} more\n", grouped(more.unsigned_abs())) } else { String::new() };
    format!("passed over\n{table}{more}")
}

pub(super) fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
