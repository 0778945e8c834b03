//! Fields that later changes overwrote: the first before-image in the history is the old value.

use super::conflict_reason::{ConflictReason, EntityRef};
use super::done_effect::EffectPosition;
use super::inverse::InverseError;
use super::undo_plan::UndoPlan;
use super::updates::{Overwritten, Updates};
use crate::model::{Before, ContactId, Effect, Fields};
use crate::store::StoreResult;
use crate::store::history::read_steps;

impl UndoPlan<'_> {
    /// The fields must be as they were when added.
    pub(super) fn require_unchanged(
        &mut self,
        thing: EntityRef,
        place: EffectPosition,
        now: &Fields,
    ) -> Result<(), InverseError> {
        let later = match thing {
            EntityRef::Contact(contact) => self.overwritten_of_contact(contact, place)?,
            EntityRef::Member(member) => self.updates()?.members.get(&member.0).cloned().unwrap_or_default(),
            EntityRef::Team(team) => self.updates()?.teams.get(&team.0).cloned().unwrap_or_default(),
            EntityRef::Conversation(_) => Vec::new(),
        };
        let mut added = Fields::new();
        for (_, field, was) in later.into_iter().filter(|(at, ..)| *at > place) {
            added.entry(field).or_insert(was);
        }
        match added.into_iter().find(|(field, was)| now.get(field) != Some(was)) {
            Some((field, _)) => Err(ConflictReason::Changed(field, now.get(&field).cloned().flatten()).into()),
            None => Ok(()),
        }
    }

    fn overwritten_of_contact(&self, contact: ContactId, place: EffectPosition) -> StoreResult<Overwritten> {
        let sql = "SELECT id, steps FROM entries WHERE contact_id = ?1 AND id >= ?2 AND contact_count IS NULL
                   AND instr(steps, '\"update-contact\"') > 0 ORDER BY id";
        let mut found = Vec::new();
        self.for_each_overwritten(sql, (contact.0, place.entry), |place, effect, fields| {
            if *effect == EntityRef::Contact(contact) {
                found.extend(fields.into_iter().map(|(field, was)| (place, field, was)));
            }
        })?;
        Ok(found)
    }

    /// Those of members and teams stand in entries about no contact and no conversation.
    fn updates(&mut self) -> StoreResult<&Updates> {
        if self.updates.is_none() {
            let sql = "SELECT entries.id, steps FROM changes JOIN entries ON entries.id >= first_entry
                       WHERE changes.id = ?1 AND contact_id IS NULL AND conversation_id IS NULL
                         AND (instr(steps, '\"update-member\"') > 0 OR instr(steps, '\"update-team\"') > 0)
                       ORDER BY entries.id";
            let mut updates = Updates::default();
            self.for_each_overwritten(sql, [self.change.0], |place, thing, fields| {
                let of_thing = match thing {
                    EntityRef::Member(member) => updates.members.entry(member.0).or_default(),
                    EntityRef::Team(team) => updates.teams.entry(team.0).or_default(),
                    EntityRef::Contact(_) | EntityRef::Conversation(_) => return,
                };
                of_thing.extend(fields.into_iter().map(|(field, was)| (place, field, was)));
            })?;
            self.updates = Some(updates);
        }
        Ok(self.updates.get_or_insert_default())
    }

    fn for_each_overwritten(
        &self,
        sql: &str,
        values: impl rusqlite::Params,
        mut visit: impl FnMut(EffectPosition, &EntityRef, Fields),
    ) -> StoreResult<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let entry = row.get("id")?;
            let records = read_steps(row)?.into_iter().flat_map(|step| step.did);
            for (index, record) in records.enumerate() {
                if let (Some(thing), Some(Before::Fields(was))) = (updated(&record.effect), record.was) {
                    visit(EffectPosition { entry, index }, &thing, was);
                }
            }
        }
        Ok(())
    }
}

/// What an effect sets fields of.
fn updated(effect: &Effect) -> Option<EntityRef> {
    if let Effect::UpdateMember { member, .. } = effect {
        return Some(EntityRef::Member(*member));
    }
    if let Effect::UpdateTeam { team, .. } = effect {
        return Some(EntityRef::Team(*team));
    }
    if let Effect::UpdateContact { contact, .. } = effect {
        return Some(EntityRef::Contact(*contact));
    }
    None
}
