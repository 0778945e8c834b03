//! Changes and undos.

use super::csv::CsvRecords;
use super::document::Document;
use super::effects::{EffectStream, FIRST, INDENT, Summary, as_i64, effects_table, passed_over, sentence_of};
use super::error::OutputError;
use super::format::Shape;
use super::heading::Heading;
use super::printable::Printable;
use super::row::fields_table;
use super::table::{Cell, Table};
use super::text::{count, grouped};
use super::ui::Ui;
use crate::inbox::{Answer, OffboardingAnswer};

impl Ui {
    /// Prints a change, after its effects where they are printed one by one.
    pub fn print_change(&self, answer: &impl Printable, effects: EffectStream<'_>) -> Result<(), OutputError> {
        effects.finish()?;
        if self.is_silent() {
            return Ok(());
        }
        self.print_without_effects(answer)
    }

    /// Notes what was refused where the format has no place for it.
    pub fn note_refused(&self, answer: &Answer) {
        if let Some(refused) = answer.refused_count.filter(|count| *count > 0 && self.format.shape() == Shape::Rows) {
            self.note(&format!("{} refused; `--format json` lists them", grouped(refused)));
        }
    }

    /// Prints an undo with its conflicts.
    pub fn print_undo(&self, answer: &Answer, effects: EffectStream<'_>) -> Result<(), OutputError> {
        let Some(undo) = answer.conflicting_undo().filter(|_| self.format.shape() == Shape::Rows) else {
            return self.print_change(answer, effects);
        };
        let (conflicts, all) = (&undo.conflicts, undo.conflict_count);
        if !answer.effects.is_empty() {
            self.note(&format!("{} can't be undone; `--format json` lists them", count(all, "effect")));
            return effects.finish();
        }
        if all > as_i64(conflicts.len()) {
            self.note(&format!("showing {} of {}", conflicts.len(), count(all, "conflict")));
        }
        self.print_records(CsvRecords::of(conflicts)?)
    }
}

impl Printable for Answer {
    fn document(&self) -> Document {
        let effects = self.effect_count();
        let mut document = Document::default();
        let undoes = self.undo.as_ref();
        document
            .line(Heading { change: self.change, undoes, effects, digest: self.digest.as_deref(), rejected: 0 }.line());
        if effects == 0 && self.conversation.is_some() {
            add_rules(&mut document, self);
        }
        document.append(match self.by_member.as_deref() {
            Some(by_member) => {
                let (effects, kinds) = (&self.effects, Some(&self.kinds));
                Summary { effects, count: self.effect_count(), kinds, by_member, change: self.change }.document()
            }
            None => effects_table(&self.effects, sentence_of(self.change)).into(),
        });
        document.append(passed_over(&self.passed_over, self.passed_over_count()));
        add_refused(&mut document, self);
        self.left.iter().flat_map(left_lines).for_each(|line| document.line(line));
        add_conflicts(&mut document, self);
        add_erasure(&mut document, self);
        match &self.conversation {
            Some(Some(conversation)) => {
                document.gap();
                document.table(fields_table(conversation));
            }
            Some(None) => document.line("no open conversation"),
            None => {}
        }
        document
    }
}

/// Adds the rules by which a conversation stays unchanged.
fn add_rules(document: &mut Document, answer: &Answer) {
    let mut table = Table::without_headings(&["decision", "rule"]).indented(INDENT);
    answer.rules.iter().for_each(|rule| table.row([rule.sentence(), rule.code()]));
    document.table(table);
}

/// Adds what was refused; of many, the first ones.
fn add_refused(document: &mut Document, answer: &Answer) {
    let (Some(refused), true) = (&answer.refused, answer.has_refused()) else { return };
    let all = answer.refused_count.unwrap_or_default();
    let mut table = Table::without_headings(&["refused", "code"]).indented(INDENT);
    for one in refused.iter().take(FIRST) {
        table.row([one.message.clone().into(), Cell::word(&one.code)]);
    }
    document.line(format!("{} refused", grouped(all)));
    document.table(table);
    let more = all.saturating_sub(FIRST as u64);
    if more > 0 {
        document.line(format!("   … and {} more", grouped(more)));
    }
}

/// The contacts, conversations and teams that a deactivation affects.
pub(super) fn left_lines(left: &OffboardingAnswer) -> Vec<String> {
    let unassigned = left.left_unassigned.iter().map(ToString::to_string).collect();
    let roles = left.roles.iter().map(|role| format!("{} ({})", role.team, role.role)).collect();
    let lists = [
        ("contacts without an active owner", left.left_unowned.clone()),
        ("conversations without a member", unassigned),
        ("still listed in teams", roles),
    ];
    lists.into_iter().filter(|(_, items)| !items.is_empty()).map(|(what, items)| left_line(what, items)).collect()
}

fn left_line(what: &str, mut items: Vec<String>) -> String {
    if items.len() > FIRST + 1 {
        let more = items.len() - FIRST;
        items.truncate(FIRST);
        items.push(format!("and {more} more"));
    }
    format!("{what}: {}", items.join(", "))
}

/// Adds which contacts were erased, and what that means.
fn add_erasure(document: &mut Document, answer: &Answer) {
    let Some(erasure) = answer.erasure.as_ref().filter(|erasure| !erasure.erased.is_empty()) else { return };
    let mut table = Table::without_headings(&["contact", "name"]).indented(INDENT);
    for erased in erasure.erased.iter().take(FIRST) {
        table.row([
            erased.phone.clone(),
            format!("{} {}", if answer.dry_run { "becomes" } else { "is now" }, erased.contact),
        ]);
    }
    document.line(format!(
        "{} for good, in {} and {} too: neither undo nor --as-of brings it back",
        if answer.dry_run { "data would be erased" } else { "data erased" },
        count(as_i64(erasure.erased_entries), "history record"),
        count(as_i64(erasure.erased_commands), "recorded command"),
    ));
    document.table(table);
}

/// Adds the conflicts of an undo.
fn add_conflicts(document: &mut Document, answer: &Answer) {
    let Some(undo) = answer.conflicting_undo() else { return };
    let (conflicts, all) = (&undo.conflicts, undo.conflict_count);
    let mut table = Table::without_headings(&["effect", "why"]).indented(INDENT);
    for conflict in conflicts.iter().take(FIRST) {
        table.row([conflict.effect.sentence(), conflict.why.clone()]);
    }
    document.line(format!("{} can't be undone", count(all, "effect")));
    document.table(table);
    let more = all - as_i64(conflicts.len().min(FIRST));
    if more > 0 {
        document.line(format!("   … and {}", count(more, "more conflict")));
    }
}
