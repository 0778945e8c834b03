//! Entries of the history, and explanations of conversations.

use super::csv::CsvRecords;
use super::document::Document;
use super::effects::{Summary, passed_over};
use super::printable::Printable;
use super::row::{Row as _, labelled};
use super::table::{Piece, Table};
use super::text::{self, grouped};
use crate::inbox::{HistoryEntry, Why, view};

impl Printable for HistoryEntry {
    fn document(&self) -> Document {
        let mut document = Document::default();
        let view::Change { id, at, recorded_at, actor, user, command, effect_count, undone_by } = &self.change;
        document.line_of(vec![Piece::words(format!("change {id} by {actor} at ")), Piece::Time(*at)]);
        if let Some((recorded, user)) = recorded_at.zip(user.as_ref())
            && !(recorded.is_near(*at) && user == actor)
        {
            let by = Piece::words(format!(" by {user}"));
            document.line_of(vec![Piece::words("recorded "), Piece::Time(recorded), by]);
        }
        document.line(format!("   {command}"));
        if let Some(by) = undone_by {
            document.line(format!("undone by change {by}"));
        }
        let count: i64 = self.effect_kinds.values().sum();
        if count < *effect_count {
            document.line(format!(
                "showing {} of {}",
                grouped(count.unsigned_abs()),
                text::count(*effect_count, "effect")
            ));
        }
        let summary = Summary {
            effects: &self.effects,
            count,
            kinds: Some(&self.effect_kinds),
            by_member: &self.by_member,
            change: Some(*id),
        };
        document.append(summary.document());
        document.append(passed_over(&self.passed_over, self.passed_over_count));
        document
    }
}

impl Printable for Why {
    fn document(&self) -> Document {
        let mut fields = self.conversation.fields();
        if let Some(cause) = &self.nobody
            && let Some((_, assigned)) = fields.iter_mut().find(|(label, _)| *label == "assigned")
        {
            *assigned = format!("no one: {}", cause.text).into();
        }
        let mut document = Document::from(labelled(fields));
        document.gap();
        if self.events.is_empty() {
            document.line("this member was never assigned or considered here");
        }
        let mut table = Table::details(view::ConversationEvent::HEADINGS);
        self.events.iter().for_each(|event| table.row(event.cells()));
        document.table(table);
        document
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of(&self.events)
    }
}
