//! Effects on absences.

use super::writer::Writer;
use crate::model::{Absence, AbsenceId, Before, MemberId, StateMismatch};
use crate::store::{StoreResult, absences};

impl Writer<'_> {
    pub(super) fn add_absence(&self, member: MemberId, absence: &Absence) -> StoreResult<()> {
        self.execute(
            "INSERT INTO absences (id, member_id, from_at, until_at) VALUES (?1, ?2, ?3, ?4)",
            (absence.id.0, member.0, absence.from, absence.until),
        )?;
        for (position, substitute) in absence.cover.iter().enumerate() {
            self.execute(
                "INSERT INTO absence_cover (absence_id, position, member_id) VALUES (?1, ?2, ?3)",
                (absence.id.0, position, substitute.0),
            )?;
        }
        Ok(())
    }

    /// Ends an absence at another time, or removes it.
    pub(super) fn end_absence(&self, id: AbsenceId, until: Option<i64>) -> StoreResult<Before> {
        let (_, was) = absences::absence(self.connection, id)?.ok_or(StateMismatch)?;
        if let Some(until) = until {
            self.execute("UPDATE absences SET until_at = ?2 WHERE id = ?1", (id.0, until))?;
        } else {
            self.execute("DELETE FROM absence_cover WHERE absence_id = ?1", [id.0])?;
            self.execute("DELETE FROM absences WHERE id = ?1", [id.0])?;
        }
        Ok(Before::Absence { from: was.from, until: was.until, cover: was.cover })
    }
}
