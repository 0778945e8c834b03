//! A member writes: M1 to M5, and the first responder, R1 to R3.

use super::draft::Draft;
use crate::model::{Assigned, Conversation, Effect, MemberId, Owned, Passed, Refusal, RuleId, Status};

/// A message that the contact sees.
pub(super) fn message(draft: &mut Draft<'_>, member: MemberId) -> Result<(), Refusal> {
    draft.need_active(&[member], RuleId::M4)?;
    match draft.open() {
        None => draft.open_conversation(Status::InProgress, RuleId::M5),
        Some(open) => {
            respond(draft, open, member);
            if open.status != Status::InProgress {
                draft.set_status(Status::InProgress, RuleId::M2);
            }
        }
    }
    draft.assign(member, Assigned::Replied, RuleId::M1);
    Ok(())
}

/// An internal note: changes nothing, opens nothing (M3).
pub(super) fn note(draft: &mut Draft<'_>, member: MemberId) -> Result<(), Refusal> {
    draft.need_active(&[member], RuleId::M4)?;
    draft.speak(RuleId::M3);
    Ok(())
}

/// R1: the first message of a member after one of the contact is the first response.
fn respond(draft: &mut Draft<'_>, open: &Conversation, member: MemberId) {
    if !open.contact_wrote {
        return;
    }
    if open.first_responder.is_some() {
        if draft.situation.settings.assign_first_responder {
            // The setting may have been turned on since: the response given before stays without effect.
            draft.speak(RuleId::R3);
        }
        return;
    }
    draft.push(Effect::SetFirstResponder { conversation: open.id, member }, RuleId::R1);
    own_as_first_responder(draft, member);
}

/// R2: a contact without an active owner gets the first responder as its owner.
fn own_as_first_responder(draft: &mut Draft<'_>, member: MemberId) {
    let situation = draft.situation;
    let owned = situation.chat.owners.iter().any(|owner| situation.directory.is_active(*owner));
    if !situation.settings.assign_first_responder {
        draft.speak(RuleId::R3);
        draft.pass(member, Passed::SettingOff, RuleId::R2);
    } else if owned {
        draft.pass(member, Passed::HasOwner, RuleId::R2);
    } else {
        let contact = situation.chat.contact;
        draft.push(Effect::AddOwner { contact, member, reason: Owned::FirstResponder }, RuleId::R2);
    }
}
