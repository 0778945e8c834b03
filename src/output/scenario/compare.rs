//! What would be different, for people and for scripts. What may be long goes out as it comes: a
//! person sees the first ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::{Load, OtherOwners, OtherTalk, Visit, view};
use crate::model::{AssignReason, ConversationId};
use crate::output::bars::bar;
use crate::output::document::Document;
use crate::output::effects::INDENT;
use crate::output::error::OutputError;
use crate::output::format::Format;
use crate::output::list::ListWriter;
use crate::output::row::Row;
use crate::output::table::{Cell, Table};
use crate::output::text::{count, escaped, grouped};
use crate::output::ui::Ui;
use crate::scenario::Sides;

/// How many conversations, contacts and members a person sees.
const SHOWN: usize = 20;

/// How wide the screen is where nobody knows, and the widest that bars are drawn for.
const WIDTH: u16 = 80;

/// A difference in a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Difference {
    what: &'static str,
    name: String,
    before: String,
    after: String,
}

impl Row for Difference {
    const PLURAL: &'static str = "differences";
    const HEADINGS: &'static [&'static str] = &["what", "name", "before", "after"];

    fn cells(&self) -> Vec<Cell> {
        let Self { what, name, before, after } = self;
        vec![what.to_string().into(), name.clone().into(), before.clone().into(), after.clone().into()]
    }
}

/// Something that may differ many times.
trait Differs: Serialize {
    /// The key of its JSON.
    const KEY: &'static str;

    fn in_a_line(&self, between: &str) -> Difference;

    /// The number of the conversation, if it is one.
    fn conversation(&self) -> Option<ConversationId> {
        None
    }
}

impl Differs for OtherTalk {
    const KEY: &'static str = "conversations";

    fn in_a_line(&self, between: &str) -> Difference {
        let members = |talk: &Option<view::ConversationView>| match talk {
            Some(talk) => talk.assigned.iter().map(|one| one.member.as_str()).collect::<Vec<_>>().join(between),
            None => "no conversation".to_owned(),
        };
        let (before, after) = (members(&self.before), members(&self.after));
        Difference { what: "conversation", name: self.contact.clone(), before, after }
    }

    fn conversation(&self) -> Option<ConversationId> {
        self.after.as_ref().or(self.before.as_ref()).map(|talk| talk.id)
    }
}

impl Differs for OtherOwners {
    const KEY: &'static str = "owners";

    fn in_a_line(&self, between: &str) -> Difference {
        let (before, after) = (self.before.join(between), self.after.join(between));
        Difference { what: "owners", name: self.contact.clone(), before, after }
    }
}

/// What a comparison prints as JSON, piece by piece.
#[derive(Debug, JsonSchema)]
#[schemars(rename = "Comparison")]
#[expect(dead_code, reason = "the shape of what is printed, never whole in memory")]
pub struct Compared {
    /// The conversations that others would be on, by phone.
    conversations: Vec<OtherTalk>,
    /// The contacts that would have other owners, by phone.
    owners: Vec<OtherOwners>,
    /// On how many open conversations members are after the log, by email.
    load: Vec<Load>,
    /// How often members were assigned by the log, by reason.
    assigned: Sides<BTreeMap<AssignReason, u64>>,
}

/// A comparison on its way out.
pub struct Comparing<'a> {
    ui: &'a Ui,
    sink: Sink<'a>,
    failed: Option<OutputError>,
}

/// What differences are written to.
enum Sink<'a> {
    /// The conversations, and the owners.
    Text([Kept; 2]),
    Json(Box<dyn Write>),
    Csv(ListWriter<'a, Difference>),
}

/// The first differences, and how many there are.
#[derive(Debug, Default)]
struct Kept {
    first: Vec<(Option<ConversationId>, Difference)>,
    number: u64,
}

impl Ui {
    /// Begins to print a comparison.
    pub fn comparing(&self) -> Comparing<'_> {
        let sink = match self.format {
            Format::Table | Format::Markdown => Sink::Text(Default::default()),
            Format::Json | Format::Ndjson => Sink::Json(Box::new(self.data_out())),
            Format::Csv => Sink::Csv(self.begin_list(None)),
        };
        Comparing { ui: self, sink, failed: None }
    }
}

impl Comparing<'_> {
    /// Prints the conversations that others would be on.
    pub fn conversations<E>(&mut self, walk: impl FnOnce(Visit<'_, OtherTalk>) -> Result<(), E>) -> Result<(), E> {
        self.list(walk)
    }

    /// Prints the contacts that would have other owners.
    pub fn owners<E>(&mut self, walk: impl FnOnce(Visit<'_, OtherOwners>) -> Result<(), E>) -> Result<(), E> {
        self.list(walk)
    }

    fn list<T: Differs, E>(&mut self, walk: impl FnOnce(Visit<'_, T>) -> Result<(), E>) -> Result<(), E> {
        if self.failed.is_some() {
            return Ok(());
        }
        let mut number = 0;
        walk(&mut |one| {
            let written = self.one(&one, number);
            number += 1;
            self.or_fail(written)
        })?;
        if self.failed.is_none() {
            let ended = self.end::<T>(number);
            let _ = self.or_fail(ended);
        }
        Ok(())
    }

    fn or_fail(&mut self, written: Result<ControlFlow<()>, OutputError>) -> ControlFlow<()> {
        written.unwrap_or_else(|error| {
            self.failed = Some(error);
            ControlFlow::Break(())
        })
    }

    fn one<T: Differs>(&mut self, one: &T, number: u64) -> Result<ControlFlow<()>, OutputError> {
        match &mut self.sink {
            Sink::Text([talks, owners]) => {
                let kept = if T::KEY == OtherTalk::KEY { talks } else { owners };
                kept.number += 1;
                if kept.first.len() < SHOWN {
                    kept.first.push((one.conversation(), one.in_a_line(", ")));
                }
            }
            Sink::Json(out) => {
                if number == 0 {
                    begin::<T>(out, self.ui.format)?;
                }
                let comma = if number == 0 { "" } else { "," };
                write!(out, "{comma}{}", line(self.ui.format, 4))?;
                serde_json::to_writer(out, one)?;
            }
            Sink::Csv(page) => return Ok(page.row(&one.in_a_line(";"))),
        }
        Ok(ControlFlow::Continue(()))
    }

    fn end<T: Differs>(&mut self, number: u64) -> Result<ControlFlow<()>, OutputError> {
        if let Sink::Json(out) = &mut self.sink {
            if number == 0 {
                begin::<T>(out, self.ui.format)?;
            } else {
                write!(out, "{}", line(self.ui.format, 2))?;
            }
            write!(out, "]")?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Prints the rest: what members have to do, and why they were assigned.
    pub fn finish(self, load: &[Load], assigned: &Sides<BTreeMap<AssignReason, u64>>) -> Result<(), OutputError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.sink {
            Sink::Text(kept) => {
                let mut document = Document::default();
                document.verbatim(text(&kept, load, assigned, self.ui.width));
                self.ui.print_document(&document)
            }
            Sink::Json(mut out) => {
                let format = self.ui.format;
                write!(out, ",{}[", key("load", format))?;
                for (place, one) in load.iter().enumerate() {
                    write!(out, "{}{}", if place == 0 { "" } else { "," }, line(format, 4))?;
                    serde_json::to_writer(&mut out, one)?;
                }
                let end = if load.is_empty() { String::new() } else { line(format, 2) };
                write!(out, "{end}],{}", key("assigned", format))?;
                serde_json::to_writer(&mut out, assigned)?;
                writeln!(out, "{}}}", line(format, 0))?;
                Ok(out.flush()?)
            }
            Sink::Csv(mut page) => {
                let _ = figures(load, assigned).into_iter().try_for_each(|figure| page.row(&figure));
                page.finish(None)
            }
        }
    }
}

/// The key of a list, and its bracket.
fn begin<T: Differs>(out: &mut impl Write, format: Format) -> Result<(), OutputError> {
    let before = if T::KEY == OtherTalk::KEY { "{" } else { "," };
    Ok(write!(out, "{before}{}[", key(T::KEY, format))?)
}

fn key(name: &str, format: Format) -> String {
    let space = if format == Format::Json { " " } else { "" };
    format!("{}\"{name}\":{space}", line(format, 2))
}

/// A new line, unless everything stands in one.
fn line(format: Format, indent: usize) -> String {
    if format == Format::Json { format!("\n{:indent$}", "") } else { String::new() }
}

/// Every reason, with how often somebody was assigned by it.
fn reasons(assigned: &Sides<BTreeMap<AssignReason, u64>>) -> BTreeMap<AssignReason, [u64; 2]> {
    let keys = assigned.before.keys().chain(assigned.after.keys());
    let number = |side: &BTreeMap<AssignReason, u64>, reason| side.get(reason).copied().unwrap_or_default();
    keys.map(|reason| (*reason, [number(&assigned.before, reason), number(&assigned.after, reason)])).collect()
}

fn figures(load: &[Load], assigned: &Sides<BTreeMap<AssignReason, u64>>) -> Vec<Difference> {
    let figure = |what, name: &str, [before, after]: [u64; 2]| {
        let (before, after) = (before.to_string(), after.to_string());
        Difference { what, name: name.to_owned(), before, after }
    };
    let load = load.iter().map(|one| figure("load", &one.member, [one.before, one.after]));
    let reasons = reasons(assigned);
    load.chain(reasons.iter().map(|(reason, numbers)| figure("assigned", reason.code(), *numbers))).collect()
}

fn text(kept: &[Kept; 2], load: &[Load], assigned: &Sides<BTreeMap<AssignReason, u64>>, width: Option<u16>) -> String {
    let [talks, owners] = kept;
    let same_load = load.iter().all(|one| one.before == one.after);
    if talks.number == 0 && owners.number == 0 && same_load && assigned.before == assigned.after {
        return "no differences: every conversation and contact keeps its members and owners\n".to_owned();
    }
    let mut text = kept_text(talks, ("conversation", "assigned differently", "unassigned"), width);
    text.push_str(&kept_text(owners, ("contact", "with different owners", "no owner"), width));
    text.push_str(&load_text(load, width));
    text.push_str(&reasons_text(assigned));
    text
}

fn kept_text(kept: &Kept, (what, how, none): (&str, &str, &str), width: Option<u16>) -> String {
    if kept.number == 0 {
        return format!("no {what}s {how}\n");
    }
    let mut text = format!("{} {how}\n", count(i64::try_from(kept.number).unwrap_or(i64::MAX), what));
    let has_ids = kept.first.iter().any(|(id, _)| id.is_some());
    let headings: &[_] = if has_ids { &["id", "contact", "before", "after"] } else { &["contact", "before", "after"] };
    let mut table = Table::details(headings).indented(if has_ids { 0 } else { INDENT });
    let shown = |members: &str| if members.is_empty() { none } else { members }.to_owned();
    for (id, Difference { name, before, after, .. }) in &kept.first {
        let cells = [name.clone(), shown(before), shown(after)];
        table.row(id.map(|id| id.to_string()).into_iter().chain(cells));
    }
    text.push_str(&table.to_text(width));
    let more = kept.number - kept.first.len() as u64;
    if more > 0 {
        let _ = writeln!(text, "   … and {} more (`--json` lists all)", grouped(more));
    }
    text
}

/// Two bars a member; those whose load changes most come first.
fn load_text(load: &[Load], width: Option<u16>) -> String {
    let mut sorted: Vec<_> = load.iter().collect();
    sorted.sort_by_key(|one| std::cmp::Reverse(one.before.abs_diff(one.after)));
    let shown = sorted.get(..SHOWN).unwrap_or(&sorted);
    let Some(greatest) = shown.iter().map(|one| one.before.max(one.after)).max() else { return String::new() };
    let names: Vec<_> = shown.iter().map(|one| escaped(&one.member)).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let numbers = grouped(greatest).len();
    let room = usize::from(width.unwrap_or(WIDTH).min(WIDTH)).saturating_sub(longest + numbers + 15);
    let cells = room.clamp(8, 40);
    let mut text = "open conversations by member\n".to_owned();
    for (name, one) in names.iter().zip(shown) {
        for (name, side, number) in [(&**name, "before", one.before), ("", "after", one.after)] {
            let line = format!("   {name:<longest$}  {side:<6}  {:>numbers$}  ", grouped(number));
            let _ = writeln!(text, "{}", (line + &bar(number, greatest, cells)).trim_end());
        }
    }
    let more = i64::try_from(sorted.len() - shown.len()).unwrap_or(i64::MAX);
    if more > 0 {
        let _ = writeln!(text, "   … and {} (`--json` lists all)", count(more, "more member"));
    }
    text
}

fn reasons_text(assigned: &Sides<BTreeMap<AssignReason, u64>>) -> String {
    let reasons = reasons(assigned);
    if reasons.is_empty() {
        return String::new();
    }
    let mut text = format!("{:<21}{:>12}{:>12}\n", "assigned", "before", "after");
    for (reason, [before, after]) in reasons {
        let _ = writeln!(text, "   {:<18}{:>12}{:>12}", reason.code(), grouped(before), grouped(after));
    }
    text
}
