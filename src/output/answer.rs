//! What a change did, for people and for scripts.

use std::fmt::Write as _;

use super::rows::Row;
use super::screen::{Error, Format, Screen};
use super::table::Table;
use super::text::{count, escaped};
use crate::inbox::{Answer, HistoryEntry, Why, view};

impl Screen {
    /// What a command that writes answers.
    pub fn answer(&self, answer: &Answer) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.effects_as_csv(&answer.effects);
        }
        self.document(answer, |width| answer_text(answer, width))
    }

    fn effects_as_csv(&self, effects: &[view::Effect]) -> Result<(), Error> {
        let mut page = self.page(None);
        for effect in effects {
            if page.row(effect.clone()).is_break() {
                break;
            }
        }
        page.finish()
    }

    /// A change of the history with what it did.
    pub fn history_entry(&self, entry: &HistoryEntry) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.effects_as_csv(&entry.effects);
        }
        self.document(entry, |width| {
            let by = format!("change {} by {} at {}: {}\n", entry.id, entry.actor, entry.at, entry.command);
            let undone = entry.undone_by.map(|by| format!("undone by change {by}\n")).unwrap_or_default();
            let effects = effects_text(&entry.effects, entry.effect_count, width);
            format!("{}{undone}{effects}{}", escaped_line(&by), passed_over_text(&entry.passed_over, width))
        })
    }

    /// Why a conversation belongs to whom it does.
    pub fn why(&self, why: &Why) -> Result<(), Error> {
        if self.format == Format::Csv {
            let mut page = self.page(None);
            for event in &why.events {
                if page.row(event.clone()).is_break() {
                    break;
                }
            }
            return page.finish();
        }
        self.document(why, |width| {
            let mut table = Table::new(width, view::Event::HEADINGS);
            for event in &why.events {
                table.row(event.cells());
            }
            format!("{}\n{table}", conversation_text(&why.conversation, width))
        })
    }

    /// What is in the store.
    pub fn counts(&self, counts: &view::Counts) -> Result<(), Error> {
        self.document(counts, |width| {
            let mut table = Table::bare(width);
            let (members, contacts, talks) = (&counts.members, &counts.contacts, &counts.conversations);
            table.row(["members", &format!("{} active, {} inactive", members.active, members.inactive)]);
            table.row(["teams", &counts.teams.to_string()]);
            table.row(["contacts", &format!("{}, {} without an active owner", contacts.total, contacts.unowned)]);
            let open = format!("{} open ({} without a member), {} closed", talks.open, talks.unassigned, talks.closed);
            table.row(["conversations", &open]);
            table.row(["changes", &counts.changes.to_string()]);
            for (key, value) in &counts.settings {
                table.row([*key, value.as_deref().unwrap_or("none")]);
            }
            table.to_string()
        })
    }
}

fn answer_text(answer: &Answer, width: Option<u16>) -> String {
    let effects = answer.effect_count.unwrap_or_else(|| i64::try_from(answer.effects.len()).unwrap_or(i64::MAX));
    let mut text = match (answer.change, answer.dry_run) {
        (Some(change), _) => format!("change {change}: {}\n", count(effects, "effect")),
        (None, true) if effects > 0 => format!("dry run, nothing is changed: {}\n", count(effects, "effect")),
        (None, _) => "nothing to change\n".to_owned(),
    };
    text.push_str(&effects_text(&answer.effects, effects, width));
    text.push_str(&passed_over_text(&answer.passed_over, width));
    text.push_str(&left_text(answer));
    match &answer.conversation {
        Some(Some(conversation)) => {
            let _ = write!(text, "\n{}", conversation_text(conversation, width));
        }
        Some(None) => text.push_str("no conversation is open\n"),
        None => {}
    }
    text
}

pub(super) fn effects_text(effects: &[view::Effect], all: i64, width: Option<u16>) -> String {
    if effects.is_empty() {
        return String::new();
    }
    let mut table = Table::bare(width);
    for effect in effects {
        let cells = effect.cells();
        table.row([String::new()].iter().chain(&cells));
    }
    let more = all - i64::try_from(effects.len()).unwrap_or(i64::MAX);
    if more > 0 { format!("{table}  … and {}\n", count(more, "more effect")) } else { table.to_string() }
}

pub(super) fn passed_over_text(passed_over: &[view::PassedOver], width: Option<u16>) -> String {
    if passed_over.is_empty() {
        return String::new();
    }
    let mut table = Table::bare(width);
    for entry in passed_over {
        let who = entry.member.clone().or_else(|| entry.team.clone().flatten()).unwrap_or_else(|| "nobody".to_owned());
        let about = entry.contact.as_ref().map(|contact| format!(" for {contact}"));
        let why = format!("{}{}", entry.reason.sentence(), about.unwrap_or_default());
        table.row(["", &who, entry.reason.code(), &why, entry.rule.code()]);
    }
    format!("passed over\n{table}")
}

fn left_text(answer: &Answer) -> String {
    let mut text = String::new();
    let mut line = |what: &str, items: Vec<String>| {
        if !items.is_empty() {
            let _ = writeln!(text, "{what}: {}", escaped(&items.join(", ")));
        }
    };
    line("now without an active owner", answer.left_unowned.clone().unwrap_or_default());
    let unassigned = answer.left_unassigned.iter().flatten().map(ToString::to_string).collect();
    line("open conversations now without a member", unassigned);
    let roles = answer.roles.iter().flatten().map(|role| format!("{} of {}", role.role, role.team)).collect();
    line("still", roles);
    text
}

fn conversation_text(conversation: &view::Conversation, width: Option<u16>) -> String {
    let mut table = Table::bare(width);
    for (label, value) in conversation.fields() {
        table.row([label, &value]);
    }
    table.to_string()
}

fn escaped_line(text: &str) -> String {
    format!("{}\n", escaped(text.trim_end()))
}
