//! The inverse of each effect.

use rusqlite::{Connection, OptionalExtension};

use super::conflict_reason::ConflictReason;
use super::done_effect::DoneEffect;
use super::inverse::{Inverse, InverseError};
use super::undo_states::UndoStates;
use super::updates::Updates;
use crate::model::{Before, ChangeId, Effect, Setting};
use crate::store::{StoreResult, settings};

/// The undo of a change.
pub(crate) struct UndoPlan<'a> {
    pub(super) connection: &'a Connection,
    pub(super) change: ChangeId,
    /// The first entry that has been read.
    pub(super) looked_at: i64,
    /// The later updates of members and teams, read on demand.
    pub(super) updates: Option<Updates>,
    pub(crate) states: UndoStates<'a>,
}

impl<'a> UndoPlan<'a> {
    pub(crate) fn of(connection: &'a Connection, change: ChangeId) -> Self {
        Self { connection, change, looked_at: i64::MAX, updates: None, states: UndoStates::new(connection) }
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
        Ok(match &done.record.effect {
            Effect::AddMember { member } => self.remove_member(*member, done)?.into(),
            Effect::RemoveMember { member } => self.member_back(*member, done)?.into(),
            Effect::UpdateMember { member, set } => self.update_member(*member, set, done)?,
            Effect::ActivateMember { member } => self.deactivate(*member)?.into(),
            Effect::DeactivateMember { member } => self.activate(*member)?.into(),
            Effect::AddTeam { team } => self.remove_team(*team, done)?.into(),
            Effect::RemoveTeam { team } => self.team_back(*team, done)?.into(),
            Effect::UpdateTeam { team, set } => self.update_team(*team, set, done)?,
            Effect::JoinTeam { team, member } => self.leave_team(*team, *member)?.into(),
            Effect::LeaveTeam { team, member, turn } => self.membership_back(*team, *member, *turn, done)?.into(),
            Effect::AdvanceTurn { team, turn, picked } => self.turn_back(*team, (*turn, *picked), done)?,
            Effect::AddContact { contact } => self.remove_contact(*contact, done)?.into(),
            Effect::RemoveContact { contact } => self.contact_back(*contact, done)?.into(),
            Effect::UpdateContact { contact, set } => self.update_contact(*contact, set, done)?,
            Effect::AddOwner { contact, member, .. } => self.remove_owner(*contact, *member, done)?.into(),
            Effect::RemoveOwner { contact, member, .. } => self.owner_back(*contact, *member, done)?.into(),
            Effect::SetSetting { setting } => self.setting_back(*setting, done)?.into(),
            Effect::OpenConversation { conversation, contact, status } => {
                self.remove_conversation(*conversation, *contact, *status)?.into()
            }
            Effect::RemoveConversation { conversation, contact } => {
                self.conversation_back(*conversation, *contact, done)?.into()
            }
            Effect::CloseConversation { conversation } => self.reopen(*conversation, done)?.into(),
            Effect::ReopenConversation { conversation, status } => {
                self.close_again(*conversation, *status, done)?.into()
            }
            Effect::SetStatus { conversation, status } => self.status_back(*conversation, *status, done)?.into(),
            Effect::AssignMember { conversation, member, .. } => self.unassign(*conversation, *member, done)?.into(),
            Effect::UnassignMember { conversation, member, .. } => {
                self.assignment_back(*conversation, *member, done)?.into()
            }
            Effect::SetTeam { conversation, team } => {
                self.team_of_conversation_back(*conversation, Some(*team), done)?.into()
            }
            Effect::ClearTeam { conversation, .. } => self.team_of_conversation_back(*conversation, None, done)?.into(),
            Effect::MarkContactWrote { conversation } => {
                self.require_wrote(*conversation, true)?;
                Effect::ClearContactWrote { conversation: *conversation }.into()
            }
            Effect::ClearContactWrote { conversation } => {
                self.require_wrote(*conversation, false)?;
                Effect::MarkContactWrote { conversation: *conversation }.into()
            }
            Effect::MarkHandedOver { conversation } => {
                self.require_handed_over(*conversation, true)?;
                Effect::ClearHandedOver { conversation: *conversation }.into()
            }
            Effect::ClearHandedOver { conversation } => {
                self.require_handed_over(*conversation, false)?;
                Effect::MarkHandedOver { conversation: *conversation }.into()
            }
            Effect::SetFirstResponder { conversation, member } => {
                self.require_first_responder(*conversation, Some(*member))?;
                Effect::ClearFirstResponder { conversation: *conversation, member: *member }.into()
            }
            Effect::ClearFirstResponder { conversation, member } => {
                self.require_first_responder(*conversation, None)?;
                self.require_member(*member)?;
                Effect::SetFirstResponder { conversation: *conversation, member: *member }.into()
            }
        })
    }

    fn setting_back(&self, set: Setting, done: &DoneEffect) -> Result<Effect, InverseError> {
        let Some(Before::Setting(was)) = done.record.was else { return Err(done.missing_before_image()) };
        let now = settings::settings(self.connection)?.get(set.key());
        if now == set { Ok(Effect::SetSetting { setting: was }) } else { Err(ConflictReason::Setting(now).into()) }
    }

    pub(super) fn any(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<bool> {
        Ok(self.connection.prepare_cached(sql)?.exists(values)?)
    }

    pub(super) fn number(&self, sql: &str, values: impl rusqlite::Params) -> StoreResult<Option<i64>> {
        Ok(self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?)
    }
}
