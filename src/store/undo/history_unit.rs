//! The effects of a change, latest first, one entry of the history at a time.

use rusqlite::Row;

use super::done_effect::{DoneEffect, EffectPosition};
use super::runs::{GoneRun, MadeRun};
use super::undo_plan::UndoPlan;
use crate::model::{ChangeId, ContactId, ConversationId};
use crate::store::StoreResult;
use crate::store::effect_record::{EntrySubject, StoredDecision};
use crate::store::history::read_steps;

/// An entry of the history.
pub(crate) enum HistoryUnit {
    /// Effects on one contact or conversation, latest first.
    Single(EntrySubject, Vec<DoneEffect>),
    /// A batch of contacts was created.
    Made(MadeRun),
    /// A batch of contacts was removed.
    Gone(GoneRun),
}

impl UndoPlan<'_> {
    /// The entry before the one that was looked at last; the change's last one at first.
    pub(crate) fn previous(&mut self) -> StoreResult<Option<HistoryUnit>> {
        let sql = "SELECT entries.id, contact_id, contact_count, conversation_id, steps FROM changes
                   JOIN entries ON entries.id BETWEEN first_entry AND min(last_entry, ?2 - 1)
                   WHERE changes.id = ?1 ORDER BY entries.id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((self.change.0, self.looked_at))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let entry = row.get("id")?;
        let past = read(self.change, entry, row)?;
        self.looked_at = entry;
        Ok(Some(past))
    }

    /// Whether its batches hold more than half of all contacts.
    pub(crate) fn is_about_most_contacts(&self) -> StoreResult<bool> {
        let sql = "SELECT total(contact_count) > (SELECT count(*) FROM contacts) / 2 FROM changes
                   JOIN entries ON entries.id BETWEEN first_entry AND last_entry WHERE changes.id = ?1";
        Ok(self.connection.query_row(sql, [self.change.0], |row| row.get(0))?)
    }
}

fn read(change: ChangeId, entry: i64, row: &Row<'_>) -> StoreResult<HistoryUnit> {
    let contact = row.get::<_, Option<i64>>("contact_id")?.map(ContactId);
    let count: Option<i64> = row.get("contact_count")?;
    let steps = read_steps(row)?;
    let Some((first, count)) = contact.zip(count) else {
        let conversation = row.get::<_, Option<i64>>("conversation_id")?.map(ConversationId);
        return Ok(HistoryUnit::Single((contact, conversation), latest_first(change, entry, steps)));
    };
    let step = steps.into_iter().next().unwrap_or_default();
    Ok(match step.made {
        Some(owners) => HistoryUnit::Made(MadeRun { entry, change, first, owners, back: step.back }),
        None => HistoryUnit::Gone(GoneRun { entry, change, first, count }),
    })
}

fn latest_first(change: ChangeId, entry: i64, steps: Vec<StoredDecision>) -> Vec<DoneEffect> {
    let records = steps.into_iter().flat_map(|step| step.did).enumerate();
    let mut done: Vec<_> = records
        .map(|(index, record)| DoneEffect { record, place: EffectPosition { entry, index }, made_by: change })
        .collect();
    done.reverse();
    done
}
