//! Batches of contacts: those unchanged since are undone together, the others one by one.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Params;

use super::done_effect::{DoneEffect, EffectPosition};
use super::undo_plan::UndoPlan;
use crate::model::{ChangeId, ContactId, MemberId};
use crate::store::contact_batches::ContactRange;
use crate::store::effect_record::EffectRecord;
use crate::store::{StoreError, StoreResult, contact_batches};

/// A batch of contacts that was created.
#[derive(Debug)]
pub(crate) struct MadeRun {
    pub(super) entry: i64,
    pub(super) change: ChangeId,
    pub(crate) first: ContactId,
    /// The owners of each.
    pub(crate) owners: Vec<Vec<MemberId>>,
    /// The change whose number the rows carry, if the run was only put back.
    pub(super) back: Option<ChangeId>,
}

/// A batch of contacts that was removed; their rows are kept.
#[derive(Debug)]
pub(crate) struct GoneRun {
    pub(super) entry: i64,
    pub(crate) change: ChangeId,
    pub(crate) first: ContactId,
    pub(crate) count: i64,
}

/// A part of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A number of contacts from the first one on, undone together.
    Whole(ContactId, i64),
    /// A contact that needs its own inverse.
    Single(ContactId),
}

impl MadeRun {
    /// The change whose number the rows carry.
    fn made_by(&self) -> ChangeId {
        self.back.unwrap_or(self.change)
    }

    fn count(&self) -> i64 {
        i64::try_from(self.owners.len()).unwrap_or(i64::MAX)
    }

    /// The owners of a part of it.
    pub(crate) fn owners_of(&self, first: ContactId, count: i64) -> &[Vec<MemberId>] {
        let from = usize::try_from(first.0 - self.first.0).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
        self.owners.get(from..to).unwrap_or_default()
    }

    /// What was done to one of its contacts, latest first.
    pub(crate) fn done(&self, contact: ContactId) -> Vec<DoneEffect> {
        let records = contact_batches::created_batch(contact, self.owners_of(contact, 1), self.back);
        latest_first(records, self.entry, self.made_by())
    }
}

impl GoneRun {
    /// What was done to one of its contacts, latest first.
    pub(crate) fn done(&self, undoing: &UndoPlan<'_>, contact: ContactId) -> StoreResult<Vec<DoneEffect>> {
        let records =
            contact_batches::deleted_batch(undoing.connection, ContactRange { first: contact, count: 1 }, self.change)?;
        Ok(latest_first(records, self.entry, self.change))
    }
}

fn latest_first(records: Vec<EffectRecord>, entry: i64, made_by: ChangeId) -> Vec<DoneEffect> {
    // Among themselves the effects of a run don't update anything: their places need not differ.
    let place = EffectPosition { entry, index: usize::MAX };
    records.into_iter().rev().map(|record| DoneEffect { record, place, made_by }).collect()
}

/// The parts of a run, latest first.
fn parts(first: ContactId, count: i64, singles: &BTreeSet<i64>) -> Vec<Part> {
    let (mut parts, mut from, end) = (Vec::new(), first.0, first.0 + count);
    for single in singles.iter().copied().chain([end]) {
        if from < single {
            parts.push(Part::Whole(ContactId(from), single - from));
        }
        if single < end {
            parts.push(Part::Single(ContactId(single)));
        }
        from = single + 1;
    }
    parts.reverse();
    parts
}

impl UndoPlan<'_> {
    /// The parts of a created batch; unchanged contacts together.
    pub(crate) fn parts_of_made(&self, run: &MadeRun) -> StoreResult<Vec<Part>> {
        let (first, last) = (run.first.0, run.first.0 + run.count() - 1);
        // Where foreign keys are not looked up, nothing else keeps a contact with a conversation.
        let touched = "SELECT contact_id FROM entries
                       WHERE contact_id BETWEEN ?1 AND ?2 AND contact_count IS NULL AND id > ?3
                       UNION SELECT contact_id FROM conversations WHERE contact_id BETWEEN ?1 AND ?2";
        let mut singles = self.numbers(touched, (first, last, run.entry))?;
        let there = self.number("SELECT count(*) FROM contacts WHERE id BETWEEN ?1 AND ?2", (first, last))?;
        if there != Some(run.count()) {
            let there = self.numbers("SELECT id FROM contacts WHERE id BETWEEN ?1 AND ?2", (first, last))?;
            singles.extend((first..=last).filter(|id| !there.contains(id)));
        }
        if !self.is_owned_as_made(run)? {
            singles.extend(self.owned_otherwise(run)?);
        }
        Ok(parts(run.first, run.count(), &singles))
    }

    fn is_owned_as_made(&self, run: &MadeRun) -> StoreResult<bool> {
        let sql = "SELECT count(*), count(CASE WHEN change_id = ?3 AND reason = 'import' THEN 1 END)
                   FROM contact_owners WHERE contact_id BETWEEN ?1 AND ?2";
        let values = (run.first.0, run.first.0 + run.count() - 1, run.made_by().0);
        let counts: (usize, usize) =
            self.connection.prepare_cached(sql)?.query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let made = run.owners.iter().map(Vec::len).sum();
        Ok(counts == (made, made))
    }

    /// The contacts that have other owners than those they were made with.
    fn owned_otherwise(&self, run: &MadeRun) -> StoreResult<Vec<i64>> {
        let sql = "SELECT contact_id, count(*), count(CASE WHEN change_id = ?3 AND reason = 'import' THEN 1 END)
                   FROM contact_owners WHERE contact_id BETWEEN ?1 AND ?2 GROUP BY contact_id";
        let values = (run.first.0, run.first.0 + run.count() - 1, run.made_by().0);
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        let now: BTreeMap<i64, (usize, usize)> = rows.collect::<Result<_, _>>()?;
        let made = (run.first.0..).zip(&run.owners);
        let otherwise =
            made.filter(|(id, owners)| now.get(id).copied().unwrap_or_default() != (owners.len(), owners.len()));
        Ok(otherwise.map(|(id, _)| id).collect())
    }

    /// The parts of a removed batch; restorable contacts together.
    pub(crate) fn parts_of_gone(&self, run: &GoneRun) -> StoreResult<Vec<Part>> {
        let (first, last) = (run.first.0, run.first.0 + run.count - 1);
        let hindered = "SELECT id FROM contacts WHERE id BETWEEN ?1 AND ?2
                        UNION SELECT removed_contacts.id FROM removed_contacts
                        JOIN contacts ON contacts.phone = removed_contacts.phone
                        WHERE removed_contacts.id BETWEEN ?1 AND ?2 AND removed_by = ?3
                        UNION SELECT id FROM removed_contacts
                        WHERE id BETWEEN ?1 AND ?2 AND removed_by = ?3 AND phone = 'erased-' || id
                        UNION SELECT contact_id FROM removed_owners
                        WHERE contact_id BETWEEN ?1 AND ?2 AND removed_by = ?3
                          AND (member_id NOT IN (SELECT id FROM members) OR reason <> 'import')";
        let singles = self.numbers(hindered, (first, last, run.change.0))?;
        Ok(parts(run.first, run.count, &singles))
    }

    /// The owners that the contacts of a run had, and the change that had made them owners.
    pub(crate) fn gone_owners(
        &self,
        run: &GoneRun,
        first: ContactId,
        count: i64,
    ) -> StoreResult<(Vec<Vec<MemberId>>, ChangeId)> {
        let sql = "SELECT contact_id, member_id, change_id FROM removed_owners
                   WHERE contact_id BETWEEN ?1 AND ?1 + ?2 - 1 AND removed_by = ?3 ORDER BY contact_id, position";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((first.0, count, run.change.0))?;
        let mut owners = vec![Vec::new(); usize::try_from(count).unwrap_or_default()];
        let mut made_by = run.change;
        while let Some(row) = rows.next()? {
            let contact: i64 = row.get(0)?;
            let place = usize::try_from(contact - first.0).unwrap_or(usize::MAX);
            let of_contact = owners.get_mut(place);
            of_contact
                .ok_or_else(|| StoreError::bad_row("removed_owners", contact, "it is outside of its run"))?
                .push(row.get::<_, MemberId>(1)?);
            made_by = row.get::<_, ChangeId>(2)?;
        }
        Ok((owners, made_by))
    }

    fn numbers(&self, sql: &str, values: impl Params) -> StoreResult<BTreeSet<i64>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(values, |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_is_split_around_single_effects() {
        let cut = |singles: &[i64]| parts(ContactId(10), 5, &singles.iter().copied().collect());
        let whole = |first, count| Part::Whole(ContactId(first), count);
        let single = |id| Part::Single(ContactId(id));
        assert_eq!(cut(&[]), [whole(10, 5)]);
        assert_eq!(cut(&[10]), [whole(11, 4), single(10)]);
        assert_eq!(cut(&[14]), [single(14), whole(10, 4)]);
        assert_eq!(cut(&[11, 12]), [whole(13, 2), single(12), single(11), whole(10, 1)]);
        assert_eq!(cut(&[10, 11, 12, 13, 14]), [14, 13, 12, 11, 10].map(single));
    }
}
