//! Automations: F1 to F6. A flow's step hands the conversation over to people.

use super::draft::Draft;
use super::teams;
use crate::model::{Assigned, Effect, MemberId, Passed, Refusal, RuleId, Status, TeamId};

/// F6, and F4 for what a flow says after it has handed over.
pub(super) fn message(draft: &mut Draft<'_>) {
    let Some(open) = draft.open() else {
        return draft.open_conversation(Status::Flow, RuleId::F6);
    };
    draft.speak(RuleId::F6);
    match open.status {
        Status::Created | Status::New if open.handed_over => draft.speak(RuleId::F4),
        Status::Created | Status::New => draft.set_status(Status::Flow, RuleId::F6),
        Status::Flow | Status::InProgress | Status::Closed => {}
    }
}

/// F6: opens a conversation, and nothing else.
pub(super) fn system_message(draft: &mut Draft<'_>) {
    if draft.open().is_none() {
        draft.open_conversation(Status::Created, RuleId::F6);
    }
    draft.speak(RuleId::F6);
}

/// F1: the step's members and the contact's owners, together.
pub(super) fn assign(draft: &mut Draft<'_>, members: &[MemberId]) {
    let directory = draft.situation.directory;
    for member in members {
        draft.assign_active(*member, Assigned::FlowAssign, RuleId::F1, RuleId::F5);
    }
    if !members.iter().any(|member| directory.is_active(*member)) {
        draft.pass_nobody(None, Passed::NoEligibleMember, RuleId::F5);
    }
    draft.speak(RuleId::F1);
    draft.assign_owners(RuleId::F1);
    hand_over(draft);
}

/// F2: the team, the one it picks, and the contact's owners, together.
pub(super) fn assign_team(draft: &mut Draft<'_>, team: TeamId) {
    draft.speak(RuleId::F2);
    if draft.open().and_then(|open| open.team) != Some(team) {
        draft.push(Effect::SetTeam { conversation: draft.conversation(), team }, RuleId::F2);
    }
    match teams::pick(draft, team) {
        Some((member, reason)) => draft.assign(member, reason, RuleId::F2),
        None => draft.pass_nobody(Some(team), Passed::NoEligibleMember, RuleId::F5),
    }
    draft.assign_owners(RuleId::F2);
    hand_over(draft);
}

/// F4: a flow that ends in status `flow` has handed nothing over, and closes.
pub(super) fn end(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let open = draft.need_open()?;
    let conversation = open.id;
    draft.speak(RuleId::F4);
    if open.status == Status::Flow {
        draft.push(Effect::CloseConversation { conversation }, RuleId::F4);
    } else if open.handed_over {
        draft.push(Effect::ClearHandedOver { conversation }, RuleId::F4);
    }
    Ok(())
}

/// F3 and F4: after a step the conversation waits for a member, and the flow's end won't close it.
fn hand_over(draft: &mut Draft<'_>) {
    let conversation = draft.conversation();
    match draft.open() {
        None => draft.open_conversation(Status::New, RuleId::F3),
        Some(open) if matches!(open.status, Status::Created | Status::Flow) => {
            draft.set_status(Status::New, RuleId::F3);
        }
        Some(_) => draft.speak(RuleId::F3),
    }
    if !draft.open().is_some_and(|open| open.handed_over) {
        draft.push(Effect::MarkHandedOver { conversation }, RuleId::F4);
    }
}
