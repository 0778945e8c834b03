//! What an import did, for people and for scripts.

use std::fmt::Write as _;

use super::effects::{EffectStream, Summary};
use super::heading::Heading;
use super::table::Table;
use super::text::grouped;
use super::ui::{Error, Ui};
use crate::inbox::ImportReport;

impl Ui {
    /// What an import answers, behind its effects where they are printed one by one.
    pub fn import(&self, import: &ImportReport, effects: EffectStream<'_>) -> Result<(), Error> {
        effects.finish()?;
        self.summary(import, |width| text(import, width))
    }
}

fn text(import: &ImportReport, width: Option<u16>) -> String {
    let heading =
        Heading { change: import.change, undoes: None, effects: import.effect_count, rejected: import.rows.rejected };
    let mut text = heading.line();
    if import.refused {
        let valid = grouped(import.rows.read - import.rows.rejected - import.rows.skipped);
        let invalid = grouped(import.rows.rejected);
        let _ = writeln!(text, "   rows  {valid} valid, {invalid} invalid, nothing imported");
        return text;
    }
    let mut table = Table::whole(width);
    for (label, figures) in figures(import) {
        let figures = figures.iter().map(|(what, number)| format!("{} {what}", grouped(*number)));
        table.row([String::new(), label.to_owned(), figures.collect::<Vec<_>>().join(", ")]);
    }
    let _ = write!(text, "{table}");
    let summary = Summary {
        effects: &import.effects,
        count: import.effect_count,
        kinds: None,
        by_member: &import.by_member,
        change: import.change,
    };
    text + &summary.text(width)
}

/// What is counted, by what it is of.
fn figures(import: &ImportReport) -> Vec<(&'static str, Vec<(&'static str, u64)>)> {
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
        let figures = vec![
            ("created", members.created),
            ("updated", members.updated),
            ("activated", members.activated),
            ("deactivated", members.deactivated),
        ];
        all.push(("members", figures));
    }
    if let Some(teams) = &import.teams {
        all.push(("teams", vec![("created", teams.created), ("updated", teams.updated)]));
    }
    all
}
