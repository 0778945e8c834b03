//! Absences of members.

use super::conflict_reason::ConflictReason;
use super::inverse::{InverseError, Restore};
use super::undo_plan::UndoPlan;
use crate::model::{Absence, Effect, MemberId};
use crate::store::absences;
use crate::store::entity::EntityRef;

impl UndoPlan<'_> {
    /// Removes an absence that is as it was added.
    pub(super) fn remove_absence(&self, member: MemberId, added: &Absence) -> Result<Effect, InverseError> {
        let (_, now) = self.absence(member, added)?;
        if now != *added {
            return Err(ConflictReason::member(member, "the absence of {} has ended at another time").into());
        }
        Ok(Effect::EndAbsence { member, absence: added.id, from: Some(added.from), until: None })
    }

    /// Restores an absence that was ended at another time, `left`, or removed.
    pub(super) fn absence_back(
        &self,
        member: MemberId,
        ended: Absence,
        left: Option<i64>,
    ) -> Result<Restore, InverseError> {
        self.require(EntityRef::Member(member))?;
        let Some(left) = left else {
            if absences::absence(self.connection, ended.id)?.is_some() {
                return Err(ConflictReason::member(member, "{} has this absence again").into());
            }
            self.require_free_time(member, &ended)?;
            ended.cover.iter().try_for_each(|substitute| self.require(EntityRef::Member(*substitute)))?;
            let Absence { id: absence, from, until, cover } = ended;
            return Ok(Restore { effect: Effect::AddAbsence { member, absence, from, until, cover }, image: None });
        };
        if self.absence(member, &ended)?.1.until != left {
            return Err(ConflictReason::member(member, "the absence of {} has ended at another time").into());
        }
        self.require_free_time(member, &ended)?;
        let effect = Effect::EndAbsence { member, absence: ended.id, from: None, until: Some(ended.until) };
        Ok(Restore { effect, image: None })
    }

    fn absence(&self, member: MemberId, wanted: &Absence) -> Result<(MemberId, Absence), InverseError> {
        let found = absences::absence(self.connection, wanted.id)?;
        found.ok_or_else(|| ConflictReason::member(member, "{} no longer has this absence").into())
    }

    /// No other absence of the member may overlap (V1).
    fn require_free_time(&self, member: MemberId, wanted: &Absence) -> Result<(), InverseError> {
        let sql = "SELECT 1 FROM absences WHERE member_id = ?1 AND id <> ?2 AND from_at < ?4 AND until_at > ?3";
        if self.any(sql, (member.0, wanted.id.0, wanted.from, wanted.until))? {
            return Err(ConflictReason::member(member, "{} has another absence at that time").into());
        }
        Ok(())
    }
}
