//! The effects of a change, latest first, one entry of the history at a time.

use rusqlite::Row;

use super::done_effect::{DoneEffect, EffectPosition};
use super::runs::{GoneRun, MadeRun};
use super::undo_plan::UndoPlan;
use crate::model::{ChangeId, ContactId, ConversationId};
use crate::store::StoreResult;
use crate::store::contact_batches::ContactRange;
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

/// The number of entries, and of bytes, after which a page of the history ends.
const PAGE: (usize, usize) = (512, 1 << 20);

impl UndoPlan<'_> {
    /// The entries before those that were looked at last, latest first; none at the end.
    pub(crate) fn previous(&mut self) -> StoreResult<Vec<HistoryUnit>> {
        let sql = "SELECT entries.id, contact_id, contact_count, conversation_id, steps FROM changes
                   JOIN entries ON entries.id BETWEEN first_entry AND min(last_entry, ?2 - 1)
                   WHERE changes.id = ?1 ORDER BY entries.id DESC LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((self.change.0, self.looked_at, PAGE.0))?;
        let (mut units, mut length) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            self.looked_at = row.get("id")?;
            length += row.get_ref("steps")?.as_bytes().map_err(rusqlite::Error::from)?.len();
            units.push(read(self.change, self.looked_at, row)?);
            if length > PAGE.1 {
                break;
            }
        }
        let conversations = units.iter().filter_map(|unit| match unit {
            HistoryUnit::Single((_, conversation), _) => *conversation,
            HistoryUnit::Made(_) | HistoryUnit::Gone(_) => None,
        });
        self.states.load_conversations(conversations)?;
        Ok(units)
    }

    /// Whether its batches hold more than half of all contacts.
    pub(crate) fn is_about_most_contacts(&self) -> StoreResult<bool> {
        let sql = "SELECT total(contact_count) > (SELECT count(*) FROM contacts) / 2 FROM changes
                   JOIN entries ON entries.id BETWEEN first_entry AND last_entry WHERE changes.id = ?1";
        Ok(self.connection.query_row(sql, [self.change.0], |row| row.get(0))?)
    }

    /// Whether it has more entries than half of all conversations.
    pub(crate) fn is_about_most_conversations(&self) -> StoreResult<bool> {
        let sql = "SELECT last_entry - first_entry >= (SELECT count(*) FROM conversations) / 2
                   FROM changes WHERE changes.id = ?1";
        Ok(self.connection.query_row(sql, [self.change.0], |row| row.get::<_, Option<bool>>(0))?.unwrap_or(false))
    }
}

fn read(change: ChangeId, entry: i64, row: &Row<'_>) -> StoreResult<HistoryUnit> {
    let contact = row.get::<_, Option<ContactId>>("contact_id")?;
    let steps = read_steps(row)?;
    let Some(range) = ContactRange::read(row)? else {
        let conversation = row.get::<_, Option<ConversationId>>("conversation_id")?;
        return Ok(HistoryUnit::Single((contact, conversation), latest_first(change, entry, steps)));
    };
    let ContactRange { first, count } = range;
    let step = steps.into_iter().next().unwrap_or_default();
    Ok(match step.made {
        Some(owners) => {
            range.check_owners(entry, &owners)?;
            HistoryUnit::Made(MadeRun { entry, change, first, owners, back: step.back })
        }
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
