//! A member writes: M1 to M5, and the first responder, R1 to R3.

use super::decision_builder::DecisionBuilder;
use crate::model::{
    AssignReason, Conversation, Effect, MemberId, OwnerReason, PassOverReason, Refusal, RuleId, Status,
};

/// A message that the contact sees.
pub(super) fn message(builder: &mut DecisionBuilder<'_>, member: MemberId) -> Result<(), Refusal> {
    builder.require_active(&[member], RuleId::M4)?;
    match builder.open() {
        None => builder.open_conversation(Status::InProgress, RuleId::M5),
        Some(open) => {
            respond(builder, open, member);
            if open.status != Status::InProgress {
                builder.set_status(Status::InProgress, RuleId::M2);
            }
        }
    }
    builder.assign_by_hand(member, AssignReason::Replied, RuleId::M1);
    Ok(())
}

/// An internal note: changes nothing, opens nothing (M3).
pub(super) fn note(builder: &mut DecisionBuilder<'_>, member: MemberId) -> Result<(), Refusal> {
    builder.require_active(&[member], RuleId::M4)?;
    builder.cite(RuleId::M3);
    Ok(())
}

/// R1: the first message of a member after the contact has written is the first response.
fn respond(builder: &mut DecisionBuilder<'_>, open: &Conversation, member: MemberId) {
    if !open.contact_wrote {
        return;
    }
    if open.first_responder.is_some() {
        if builder.situation.settings.assign_first_responder {
            // The setting may be on since a later time; an earlier response has no effect.
            builder.cite(RuleId::R3);
        }
        return;
    }
    builder.push(Effect::SetFirstResponder { conversation: open.id, member }, RuleId::R1);
    own_as_first_responder(builder, member);
}

/// R2: the first responder becomes the owner of a contact without an active owner.
fn own_as_first_responder(builder: &mut DecisionBuilder<'_>, member: MemberId) {
    let situation = builder.situation;
    let owned = situation.state.owners.members().any(|owner| situation.directory.is_active(owner));
    if !situation.settings.assign_first_responder {
        builder.cite(RuleId::R3);
        builder.pass_over(member, PassOverReason::SettingOff, RuleId::R2);
    } else if owned {
        cite_absent_owners(builder);
        builder.pass_over(member, PassOverReason::HasOwner, RuleId::R2);
    } else {
        let contact = situation.state.contact;
        builder.push(Effect::AddOwner { contact, member, reason: OwnerReason::FirstResponder }, RuleId::R2);
    }
}

/// V4: owners who are away are still owners.
fn cite_absent_owners(builder: &mut DecisionBuilder<'_>) {
    let owners = builder.situation.state.owners.members();
    let mut active = owners.filter(|owner| builder.situation.directory.is_active(*owner));
    if active.all(|owner| builder.is_away(owner)) {
        builder.cite(RuleId::V4);
    }
}
