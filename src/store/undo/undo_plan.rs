//! The inverse of each effect.

use rusqlite::{Connection, OptionalExtension};

use super::conflict_reason::ConflictReason;
use super::done_effect::{DoneEffect, Overwritten};
use super::inverse::{Inverse, InverseError, Restore};
use super::undo_states::UndoStates;
use crate::model::{Absence, Before, ChangeId, Effect, SeatImage};
use crate::store::entity::EntityRef;
use crate::store::{StoreResult, settings};

/// The undo of a change.
pub(crate) struct UndoPlan<'a> {
    pub(super) connection: &'a Connection,
    pub(crate) change: ChangeId,
    /// The first entry that has been read.
    pub(super) looked_at: i64,
    /// What later changes overwrote of members and teams, read on demand.
    pub(super) overwritten: Option<Overwritten>,
    pub(crate) states: UndoStates<'a>,
}

impl<'a> UndoPlan<'a> {
    pub(crate) fn of(connection: &'a Connection, change: ChangeId) -> Self {
        Self { connection, change, looked_at: i64::MAX, overwritten: None, states: UndoStates::new(connection) }
    }

    pub(crate) fn inverse(&mut self, done: &DoneEffect) -> StoreResult<Inverse> {
        match self.invert(done) {
            Ok(inverse) => Ok(inverse),
            Err(InverseError::Conflict(obstacle)) => {
                Ok(Inverse { doing: None, left: vec![(done.record.clone(), obstacle)] })
            }
            Err(InverseError::Failed(error)) => Err(error),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one flat match: what takes each effect back")]
    fn invert(&mut self, done: &DoneEffect) -> Result<Inverse, InverseError> {
        Ok(match (&done.record.effect, &done.record.was) {
            (Effect::AddMember { member }, _) => self.remove_member(*member, done)?.into(),
            (Effect::RemoveMember { member }, Some(image @ Before::Member { fields, .. })) => {
                self.require_restorable(EntityRef::Member(*member), fields)?;
                Restore::new(Effect::AddMember { member: *member }, image.clone()).into()
            }
            (Effect::UpdateMember { member, set }, Some(Before::Fields(was))) => {
                let back = |set| Effect::UpdateMember { member: *member, set };
                self.update(EntityRef::Member(*member), (set, was), done, back)?
            }
            (Effect::ActivateMember { member }, _) => self.deactivate(*member)?.into(),
            (Effect::DeactivateMember { member }, _) => self.activate(*member)?.into(),
            (Effect::AddTeam { team }, _) => self.remove_team(*team, done)?.into(),
            (Effect::RemoveTeam { team }, Some(image @ Before::RemovedTeam { fields, .. })) => {
                self.require_restorable(EntityRef::Team(*team), fields)?;
                Restore::new(Effect::AddTeam { team: *team }, image.clone()).into()
            }
            (Effect::UpdateTeam { team, set }, Some(Before::Fields(was))) => {
                let back = |set| Effect::UpdateTeam { team: *team, set };
                self.update(EntityRef::Team(*team), (set, was), done, back)?
            }
            (Effect::JoinTeam { team, member }, _) => self.leave_team(*team, *member)?.into(),
            (Effect::LeaveTeam { team, member, turn: left }, Some(Before::Membership { position, turn })) => {
                self.membership_back(*team, *member, *left, (*position, *turn))?.into()
            }
            (Effect::AdvanceTurn { team, turn: left, picked }, Some(Before::Turn { turn, last_picked })) => {
                self.turn_back(*team, (*left, *picked), (*turn, *last_picked))?
            }
            (Effect::AddContact { contact }, image) => {
                let effect = self.remove_contact(*contact, done)?;
                let image = image.clone().filter(|image| matches!(image, Before::Merged { .. }));
                Restore { effect, image }.into()
            }
            (
                Effect::RemoveContact { contact },
                Some(image @ (Before::Fields(fields) | Before::Merged { fields, .. })),
            ) => {
                self.require_restorable(EntityRef::Contact(*contact), fields)?;
                Restore::new(Effect::AddContact { contact: *contact }, image.clone()).into()
            }
            (Effect::UpdateContact { contact, set }, Some(Before::Fields(was))) => {
                let back = |set| Effect::UpdateContact { contact: *contact, set };
                self.update(EntityRef::Contact(*contact), (set, was), done, back)?
            }
            (Effect::AddOwner { contact, member, .. }, _) => self.remove_owner(*contact, *member, done)?.into(),
            (
                Effect::RemoveOwner { contact, member, .. },
                Some(image @ Before::Ownership(SeatImage { reason, .. })),
            ) => {
                self.require_no_owner(*contact, *member)?;
                let back = Effect::AddOwner { contact: *contact, member: *member, reason: *reason };
                Restore::new(back, image.clone()).into()
            }
            (Effect::PinOwner { contact, member }, _) => {
                self.require_pinned(*contact, *member, true)?;
                Effect::UnpinOwner { contact: *contact, member: *member }.into()
            }
            (Effect::UnpinOwner { contact, member }, _) => {
                self.require_pinned(*contact, *member, false)?;
                Effect::PinOwner { contact: *contact, member: *member }.into()
            }
            (Effect::AddAbsence { member, absence, from, until, cover }, _) => {
                let added = Absence { id: *absence, from: *from, until: *until, cover: cover.clone() };
                self.remove_absence(*member, &added)?.into()
            }
            (Effect::EndAbsence { member, absence, until, .. }, Some(Before::Absence { from, until: was, cover })) => {
                let ended = Absence { id: *absence, from: *from, until: *was, cover: cover.clone() };
                self.absence_back(*member, ended, *until)?.into()
            }
            (Effect::SetSetting { setting }, Some(Before::Setting(was))) => {
                let now = settings::settings(self.connection)?.get(setting.key());
                if now != *setting {
                    let now = now.value().unwrap_or_else(|| "none".to_owned());
                    return Err(format!("it is now `{now}`").into());
                }
                Effect::SetSetting { setting: *was }.into()
            }
            (Effect::OpenConversation { conversation, contact, status }, _) => {
                self.remove_conversation(*conversation, *contact, *status)?.into()
            }
            (
                Effect::RemoveConversation { conversation, contact },
                Some(image @ Before::Conversation { status, .. }),
            ) => Restore::new(self.conversation_back(*conversation, *contact, *status)?, image.clone()).into(),
            (Effect::CloseConversation { conversation }, Some(Before::Status(status))) => {
                self.reopen(*conversation, *status)?.into()
            }
            (Effect::ReopenConversation { conversation, status }, Some(image @ Before::ClosedAt(_))) => {
                self.require_same(*conversation, |now| now.status, *status, ConflictReason::status)?;
                Restore::new(Effect::CloseConversation { conversation: *conversation }, image.clone()).into()
            }
            (Effect::EraseContact { contact }, _) => self.erased(*contact)?,
            (Effect::MoveConversation { conversation, contact }, Some(Before::Contact(was))) => {
                self.move_back(*conversation, *contact, *was)?.into()
            }
            (Effect::SetStatus { conversation, status }, Some(Before::Status(was))) => {
                self.require_same(*conversation, |now| now.status, *status, ConflictReason::status)?;
                Effect::SetStatus { conversation: *conversation, status: *was }.into()
            }
            (Effect::AssignMember { conversation, member, reason }, was) => {
                let effect = self.unassign(*conversation, *member, done)?;
                let pick = match was {
                    None if reason.is_pick() => Some(Before::Pick(None)),
                    Some(Before::Pick(pick) | Before::UndonePick { pick, .. }) => Some(Before::Pick(*pick)),
                    _ => None,
                };
                Restore { effect, image: pick }.into()
            }
            (
                Effect::UnassignMember { conversation, member, .. },
                Some(
                    image @ (Before::Assignment(SeatImage { reason, .. })
                    | Before::ClosedAssignment(SeatImage { reason, .. })
                    | Before::UndonePick { seat: SeatImage { reason, .. }, .. }),
                ),
            ) => {
                self.require_unassigned(*conversation, *member, image)?;
                let back = Effect::AssignMember { conversation: *conversation, member: *member, reason: *reason };
                Restore::new(back, image.clone()).into()
            }
            (Effect::SetTeam { conversation, team }, Some(was @ (Before::Team(_) | Before::TeamAndPick { .. }))) => {
                self.team_back(*conversation, Some(*team), was)?.into()
            }
            (Effect::ClearTeam { conversation, .. }, Some(was @ (Before::Team(_) | Before::TeamAndPick { .. }))) => {
                self.team_back(*conversation, None, was)?.into()
            }
            (Effect::MarkContactWrote { conversation }, _) => {
                self.require_same(*conversation, |now| now.contact_wrote, true, ConflictReason::wrote)?;
                Effect::ClearContactWrote { conversation: *conversation }.into()
            }
            (Effect::ClearContactWrote { conversation }, _) => {
                self.require_same(*conversation, |now| now.contact_wrote, false, ConflictReason::wrote)?;
                Effect::MarkContactWrote { conversation: *conversation }.into()
            }
            (Effect::MarkHandedOver { conversation }, _) => {
                self.require_same(*conversation, |now| now.handed_over, true, ConflictReason::handed_over)?;
                Effect::ClearHandedOver { conversation: *conversation }.into()
            }
            (Effect::ClearHandedOver { conversation }, _) => {
                self.require_same(*conversation, |now| now.handed_over, false, ConflictReason::handed_over)?;
                Effect::MarkHandedOver { conversation: *conversation }.into()
            }
            (Effect::SetFirstResponder { conversation, member }, _) => {
                let set = Some(*member);
                self.require_same(*conversation, |now| now.first_responder, set, ConflictReason::first_responder)?;
                Effect::ClearFirstResponder { conversation: *conversation, member: *member }.into()
            }
            (Effect::ClearFirstResponder { conversation, member }, _) => {
                self.require_same(*conversation, |now| now.first_responder, None, ConflictReason::first_responder)?;
                self.require(EntityRef::Member(*member))?;
                Effect::SetFirstResponder { conversation: *conversation, member: *member }.into()
            }
            _ => return Err(done.missing_before_image()),
        })
    }

    pub(super) fn any(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<bool> {
        Ok(self.connection.prepare_cached(sql)?.exists(values)?)
    }

    pub(super) fn number(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<Option<i64>> {
        Ok(self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?)
    }
}
