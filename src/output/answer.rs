//! What a change did, for people and for scripts.

use std::fmt::Write as _;

use super::effects::{EffectStream, FIRST, Summary, as_i64, effects_text, passed_over_text, sentence_of};
use super::heading::Heading;
use super::rows::Row;
use super::table::{Cell, Table};
use super::text::{count, escaped};
use super::ui::{Error, Format, Ui};
use crate::inbox::{Answer, HistoryEntry, OffboardingAnswer, Why, view};

impl Ui {
    /// What a command that writes answers, behind its effects where they are printed one by one.
    pub fn answer(&self, answer: &Answer, effects: EffectStream<'_>) -> Result<(), Error> {
        if self.format == Format::Csv && answer.effects.is_empty() && answer.has_conflicts() {
            return self.conflicts(answer);
        }
        effects.finish()?;
        if self.format == Format::Csv && answer.has_conflicts() {
            let left = count(answer.conflict_count.unwrap_or_default(), "effect");
            self.note(&format!("{left} can't be undone; `--format json` lists them"));
        }
        self.summary(answer, |width| answer_text(answer, width))
    }

    /// What stands in the way of an undo.
    fn conflicts(&self, answer: &Answer) -> Result<(), Error> {
        let conflicts = answer.conflicts.as_deref().unwrap_or_default();
        let all = answer.conflict_count.unwrap_or_default();
        if all > as_i64(conflicts.len()) {
            self.note(&format!("showing {} of {}", conflicts.len(), count(all, "conflict")));
        }
        self.all(conflicts.iter().cloned())
    }

    /// What a change comes to; where its effects are printed one by one, it follows without them.
    pub(super) fn summary(
        &self,
        document: &impl serde::Serialize,
        text: impl FnOnce(Option<u16>) -> String,
    ) -> Result<(), Error> {
        match self.format {
            Format::Csv => Ok(()),
            Format::Ndjson => {
                let mut last = serde_json::to_value(document)?;
                if let Some(keys) = last.as_object_mut() {
                    keys.shift_remove("effects");
                }
                self.document(&last, text)
            }
            Format::Table | Format::Json => self.done(document, text),
        }
    }

    /// A list that is at hand.
    pub fn all<T: Row>(&self, rows: impl IntoIterator<Item = T>) -> Result<(), Error> {
        let mut page = self.page(None);
        for row in rows {
            if page.row(row).is_break() {
                break;
            }
        }
        page.finish()
    }

    /// A change of the history with what it did.
    pub fn history_entry(&self, entry: &HistoryEntry) -> Result<(), Error> {
        if matches!(self.format, Format::Ndjson | Format::Csv) {
            return self.summary(entry, |_| String::new());
        }
        self.document(entry, |width| {
            let mut text = format!("change {} by {} at {}\n", entry.id, escaped(&entry.actor), entry.at);
            let _ = writeln!(text, "   {}", escaped(&entry.command));
            if let Some(by) = entry.undone_by {
                let _ = writeln!(text, "undone by change {by}");
            }
            let summary = Summary {
                effects: &entry.effects,
                count: entry.effect_count,
                kinds: Some(&entry.effect_kinds),
                by_member: &entry.by_member,
                change: Some(entry.id),
            };
            text + &summary.text(width) + &passed_over_text(&entry.passed_over, entry.passed_over_count, width)
        })
    }

    /// Why a conversation belongs to whom it does.
    pub fn why(&self, why: &Why) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(why.events.iter().cloned());
        }
        self.document(why, |width| {
            let conversation = conversation_text(&why.conversation, width);
            if why.events.is_empty() {
                return format!("{conversation}\nthis member was never assigned or considered here\n");
            }
            let mut table = Table::whole(width);
            table.heading(view::Event::HEADINGS);
            for event in &why.events {
                table.row(event.cells());
            }
            format!("{conversation}\n{table}")
        })
    }

    /// What is in the store.
    pub fn counts(&self, counts: &view::Counts) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(figures(counts));
        }
        self.document(counts, |width| {
            let mut table = Table::whole(width);
            let mut row = |label: &str, value: String| table.row([label.to_owned(), value]);
            let (members, contacts, talks) = (&counts.members, &counts.contacts, &counts.conversations);
            row("members", format!("{} active, {} inactive", members.active, members.inactive));
            row("teams", counts.teams.to_string());
            row("contacts", format!("{}, {} without an active owner", contacts.total, contacts.unowned));
            let open = format!("{} open ({} without a member)", talks.open, talks.unassigned);
            row("conversations", format!("{open}, {} closed", talks.closed));
            row("changes", counts.changes.to_string());
            for (key, value) in &counts.settings {
                row(key, value.clone().unwrap_or_else(|| "none".to_owned()));
            }
            table.to_string()
        })
    }
}

/// A count or a setting of the store, for a list.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Figure {
    pub(super) key: String,
    pub(super) value: Option<String>,
}

impl Row for Figure {
    const PLURAL: &'static str = "figures";
    const KEYS: &'static [&'static str] = &["key", "value"];
    const HEADINGS: &'static [&'static str] = Self::KEYS;

    fn cells(&self) -> Vec<Cell> {
        vec![self.key.clone().into(), self.value.clone().unwrap_or_default().into()]
    }
}

fn figures(counts: &view::Counts) -> Vec<Figure> {
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
    let numbers = numbers.map(|(key, number)| Figure { key: key.to_owned(), value: Some(number.to_string()) });
    let settings = counts.settings.iter();
    let settings = settings.map(|(key, value)| Figure { key: format!("settings.{key}"), value: value.clone() });
    numbers.into_iter().chain(settings).collect()
}

fn answer_text(answer: &Answer, width: Option<u16>) -> String {
    let effects = answer.effect_count();
    let heading = Heading { change: answer.change, undoes: answer.undoes, effects, rejected: 0 };
    let mut text = heading.line();
    if effects == 0 {
        text.push_str(&rules_text(answer, width));
    }
    let by_member = answer.by_member.as_deref();
    text.push_str(&match by_member {
        Some(by_member) => {
            let (effects, kinds) = (&answer.effects, Some(&answer.kinds));
            let summary = Summary { effects, count: answer.effect_count(), kinds, by_member, change: answer.change };
            summary.text(width)
        }
        None => effects_text(&answer.effects, sentence_of(answer.change), width),
    });
    text.push_str(&passed_over_text(&answer.passed_over, answer.passed_over_count(), width));
    text.push_str(&left_text(answer));
    text.push_str(&conflicts_text(answer, width));
    match &answer.conversation {
        Some(Some(conversation)) => {
            let _ = write!(text, "\n{}", conversation_text(conversation, width));
        }
        Some(None) => text.push_str("no open conversation\n"),
        None => {}
    }
    text
}

/// Which rules decided that nothing happens to a conversation.
fn rules_text(answer: &Answer, width: Option<u16>) -> String {
    if answer.conversation.is_none() || answer.rules.is_empty() {
        return String::new();
    }
    let mut table = Table::whole(width);
    for rule in &answer.rules {
        table.row(["", rule.sentence(), rule.code()].map(str::to_owned));
    }
    table.to_string()
}

fn left_text(answer: &Answer) -> String {
    let lines = answer.left.iter().flat_map(left_lines);
    lines.fold(String::new(), |text, line| text + &escaped(&line) + "\n")
}

/// What a deactivated member left behind, where it left anything.
pub(super) fn left_lines(left: &OffboardingAnswer) -> Vec<String> {
    let unassigned = left.left_unassigned.iter().map(ToString::to_string).collect();
    let roles = left.roles.iter().map(|role| format!("{} ({})", role.team, role.role)).collect();
    let told = [
        ("contacts without an active owner", left.left_unowned.clone()),
        ("conversations without a member", unassigned),
        ("still listed in teams", roles),
    ];
    told.into_iter().filter(|(_, items)| !items.is_empty()).map(|(what, items)| left_line(what, items)).collect()
}

fn left_line(what: &str, mut items: Vec<String>) -> String {
    if items.len() > FIRST + 1 {
        let more = items.len() - FIRST;
        items.truncate(FIRST);
        items.push(format!("and {more} more"));
    }
    format!("{what}: {}", items.join(", "))
}

/// What an undo left, or would have to leave.
fn conflicts_text(answer: &Answer, width: Option<u16>) -> String {
    let conflicts = answer.conflicts.as_deref().unwrap_or_default();
    if conflicts.is_empty() {
        return String::new();
    }
    let mut table = Table::whole(width);
    for conflict in conflicts.iter().take(FIRST) {
        table.row([String::new(), conflict.effect.sentence(), conflict.why.clone()]);
    }
    let all = answer.conflict_count.unwrap_or_default();
    let more = all - as_i64(conflicts.len().min(FIRST));
    let more = if more > 0 { format!("   … and {}\n", count(more, "more conflict")) } else { String::new() };
    format!("{} can't be undone\n{table}{more}", count(all, "effect"))
}

fn conversation_text(conversation: &view::Conversation, width: Option<u16>) -> String {
    let mut table = Table::whole(width);
    for (label, value) in conversation.fields() {
        table.row([label.to_owned().into(), value]);
    }
    table.to_string()
}
