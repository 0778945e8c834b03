//! Fields that later changes overwrote: the first before-image in the history is the old value.

use super::conflict_reason::ConflictReason;
use super::done_effect::{EffectPosition, Overwritten};
use super::inverse::InverseError;
use super::undo_plan::UndoPlan;
use crate::model::{Before, Fields};
use crate::store::StoreResult;
use crate::store::entity::EntityRef;
use crate::store::history::read_steps;

impl UndoPlan<'_> {
    /// The fields must be as they were when added.
    pub(super) fn require_unchanged(&mut self, thing: EntityRef, place: EffectPosition) -> Result<(), InverseError> {
        let now = self.fields(thing)?;
        let later = match thing {
            EntityRef::Contact(contact) => {
                let sql = "SELECT id, steps FROM entries WHERE contact_id = ?1 AND id >= ?2 AND contact_count IS NULL
                           AND instr(steps, '\"update-contact\"') > 0 ORDER BY id";
                self.overwritten(sql, (contact.0, place.entry))?.remove(&thing)
            }
            _ => self.overwritten_in_directory()?.get(&thing).cloned(),
        };
        let mut added = Fields::new();
        for (_, field, was) in later.into_iter().flatten().filter(|(at, ..)| *at > place) {
            added.entry(field).or_insert(was);
        }
        match added.into_iter().find(|(field, was)| now.get(field) != Some(was)) {
            Some((field, _)) => Err(ConflictReason::changed(field, now.get(&field).and_then(Option::as_deref)).into()),
            None => Ok(()),
        }
    }

    /// Those of members and teams stand in entries about no contact and no conversation.
    fn overwritten_in_directory(&mut self) -> StoreResult<&Overwritten> {
        if self.overwritten.is_none() {
            let sql = "SELECT entries.id, steps FROM changes JOIN entries ON entries.id >= first_entry
                       WHERE changes.id = ?1 AND contact_id IS NULL AND conversation_id IS NULL
                         AND (instr(steps, '\"update-member\"') > 0 OR instr(steps, '\"update-team\"') > 0)
                       ORDER BY entries.id";
            self.overwritten = Some(self.overwritten(sql, [self.change.0])?);
        }
        Ok(self.overwritten.get_or_insert_default())
    }

    fn overwritten(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<Overwritten> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut found = Overwritten::default();
        while let Some(row) = rows.next()? {
            let entry = row.get("id")?;
            let records = read_steps(row)?.into_iter().flat_map(|step| step.did);
            for (index, record) in records.enumerate() {
                if let (Some(thing), Some(Before::Fields(was))) = (EntityRef::updated_by(&record.effect), record.was) {
                    let fields = was.into_iter().map(|(field, was)| (EffectPosition { entry, index }, field, was));
                    found.entry(thing).or_default().extend(fields);
                }
            }
        }
        Ok(found)
    }
}
