//! Applies an undo: restores rows exactly, and removes and restores batches of contacts.

use super::writer::Writer;
use crate::model::{ChangeId, ContactId, MemberId, TeamId};
use crate::store::effect_record::{EffectRecord, EntrySubject, StoredDecision};
use crate::store::{StoreResult, contact_row};

impl Writer<'_> {
    /// Writes what was put back of one thing as one entry.
    pub(crate) fn write_down(&mut self, subject: EntrySubject, did: Vec<EffectRecord>) -> StoreResult<()> {
        if did.is_empty() {
            return Ok(());
        }
        self.write_decision(subject, &StoredDecision { did, ..StoredDecision::default() })
    }

    /// Says that this change, if it did anything, took back that one; and which count again by that,
    /// since what was taken back may itself have taken back others.
    pub(crate) fn mark_undone(&self, undone: ChangeId) -> StoreResult<()> {
        let Some(change) = self.change else { return Ok(()) };
        self.execute("INSERT INTO undos (change_id, undoes) VALUES (?1, ?2)", (change.0, undone.0))?;
        let mut left = vec![(change, undone, true)];
        while let Some((by, undone, counts)) = left.pop() {
            let sql = if counts {
                "UPDATE changes SET undone_by = ?2 WHERE id = ?1 AND undone_by IS NULL"
            } else {
                "UPDATE changes SET undone_by = NULL WHERE id = ?1 AND undone_by = ?2"
            };
            self.execute(sql, (undone.0, by.0))?;
            let mut taken_back = self.undone_by(undone)?;
            // The last one is looked at first: what counts again was done newest first, and the other way round.
            if counts {
                taken_back.reverse();
            }
            left.extend(taken_back.into_iter().map(|earlier| (undone, earlier, !counts)));
        }
        Ok(())
    }

    /// What a change took back, oldest first.
    fn undone_by(&self, change: ChangeId) -> StoreResult<Vec<ChangeId>> {
        let mut statement = self.prepare("SELECT undoes FROM undos WHERE change_id = ?1 ORDER BY undoes")?;
        let undone = statement.query_map([change.0], |row| row.get::<_, ChangeId>(0))?;
        Ok(undone.collect::<Result<_, _>>()?)
    }

    pub(super) fn membership_back(
        &self,
        team: TeamId,
        member: MemberId,
        position: i64,
        turn: usize,
    ) -> StoreResult<()> {
        self.free_position(team, position)?;
        self.execute(
            "INSERT INTO team_members (team_id, member_id, position) VALUES (?1, ?2, ?3)",
            (team.0, member.0, position),
        )?;
        self.execute("UPDATE teams SET turn = ?2 WHERE id = ?1", (team.0, turn))
    }

    /// Frees a position in a team: a member who has taken it, and all behind, move back by one.
    fn free_position(&self, team: TeamId, position: i64) -> StoreResult<()> {
        let taken = "SELECT 1 FROM team_members WHERE team_id = ?1 AND position = ?2";
        if self.prepare(taken)?.exists((team.0, position))? {
            let shift = "UPDATE team_members SET position = position + 1 WHERE team_id = ?1 AND position >= ?2";
            self.execute(shift, (team.0, position))?;
        }
        Ok(())
    }

    /// Removes contacts with consecutive numbers, with their owners. Their rows are copied aside now, and
    /// deleted by [`Writer::delete_removed_runs`].
    pub(crate) fn remove_run(&mut self, first: ContactId, owners: &[Vec<MemberId>]) -> StoreResult<()> {
        let change = self.change()?;
        let count = i64::try_from(owners.len()).unwrap_or(i64::MAX);
        let (from, to, columns) = (first.0, first.0 + count - 1, &*contact_row::COLUMNS);
        self.execute(
            "INSERT INTO removed_owners (contact_id, member_id, removed_by, position, reason, since, change_id, pinned)
             SELECT contact_id, member_id, ?3, position, reason, since, change_id, pinned
             FROM contact_owners WHERE contact_id BETWEEN ?1 AND ?2",
            (from, to, change.0),
        )?;
        self.execute(
            &format!(
                "INSERT INTO removed_contacts (id, removed_by, {columns})
                 SELECT id, ?3, {columns} FROM contacts WHERE id BETWEEN ?1 AND ?2"
            ),
            (from, to, change.0),
        )?;
        self.removed.push((from, to));
        self.write_undone_run(first, owners, StoredDecision { gone: true, ..StoredDecision::default() })
    }

    /// Deletes the contacts of [`Writer::remove_run`]. If there are no others, SQLite frees whole pages.
    pub(crate) fn delete_removed_runs(&mut self) -> StoreResult<()> {
        let runs = std::mem::take(&mut self.removed);
        if runs.is_empty() {
            return Ok(());
        }
        let removed: i64 = runs.iter().map(|(from, to)| to - from + 1).sum();
        let count: i64 = self.prepare("SELECT count(*) FROM contacts")?.query_row([], |row| row.get(0))?;
        if removed == count {
            self.execute("DELETE FROM contact_owners", [])?;
            return self.execute("DELETE FROM contacts", []);
        }
        for run in runs {
            self.execute("DELETE FROM contact_owners WHERE contact_id BETWEEN ?1 AND ?2", run)?;
            self.execute("DELETE FROM contacts WHERE id BETWEEN ?1 AND ?2", run)?;
        }
        Ok(())
    }

    /// Contacts that went together come back together; `made_by` made their owners.
    pub(crate) fn run_back(
        &mut self,
        removed_by: ChangeId,
        first: ContactId,
        owners: &[Vec<MemberId>],
        made_by: ChangeId,
    ) -> StoreResult<()> {
        let count = i64::try_from(owners.len()).unwrap_or(i64::MAX);
        let (range, columns) = ((first.0, first.0 + count - 1, removed_by.0), &*contact_row::COLUMNS);
        self.execute(
            &format!(
                "INSERT INTO contacts (id, {columns})
                 SELECT id, {columns} FROM removed_contacts WHERE id BETWEEN ?1 AND ?2 AND removed_by = ?3"
            ),
            range,
        )?;
        self.execute(
            "INSERT INTO contact_owners (contact_id, member_id, position, reason, since, change_id, pinned)
             SELECT contact_id, member_id, position, reason, since, change_id, pinned
             FROM removed_owners WHERE contact_id BETWEEN ?1 AND ?2 AND removed_by = ?3",
            range,
        )?;
        let step = StoredDecision { made: Some(owners.to_vec()), back: Some(made_by), ..StoredDecision::default() };
        self.write_undone_run(first, owners, step)
    }

    fn write_undone_run(
        &mut self,
        first: ContactId,
        owners: &[Vec<MemberId>],
        step: StoredDecision,
    ) -> StoreResult<()> {
        self.members.extend(owners.iter().flatten());
        let effects = owners.len() + owners.iter().map(Vec::len).sum::<usize>();
        self.write_batch(first, owners.len(), effects, step)
    }
}
