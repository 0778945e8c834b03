//! Flows (automations): F1 to F6.

use super::decision_builder::DecisionBuilder;
use super::teams;
use crate::model::{AssignReason, Effect, MemberId, PassOverReason, Refusal, RuleId, Status, TeamId};

/// F6, and F4 for messages after a handover.
pub(super) fn message(builder: &mut DecisionBuilder<'_>) {
    let Some(open) = builder.open() else {
        return builder.open_conversation(Status::Flow, RuleId::F6);
    };
    builder.cite(RuleId::F6);
    match open.status {
        Status::Created | Status::New if open.handed_over => builder.cite(RuleId::F4),
        Status::Created | Status::New => builder.set_status(Status::Flow, RuleId::F6),
        Status::Flow | Status::InProgress | Status::Closed => {}
    }
}

/// F6: opens a conversation, and nothing else.
pub(super) fn system_message(builder: &mut DecisionBuilder<'_>) {
    if builder.open().is_none() {
        builder.open_conversation(Status::Created, RuleId::F6);
    }
    builder.cite(RuleId::F6);
}

/// F1: the step's members and the contact's owners, together.
pub(super) fn assign(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) {
    for member in members {
        builder.assign_present(*member, AssignReason::FlowAssign, RuleId::F1, RuleId::F5);
    }
    if !members.iter().any(|member| builder.can_come(*member)) {
        builder.pass_over_none(None, PassOverReason::NoEligibleMember, RuleId::F5);
    }
    builder.cite(RuleId::F1);
    builder.assign_owners(RuleId::F1);
    hand_over(builder);
}

/// F2: the team, the member it picks, and the contact's owners, together.
pub(super) fn assign_team(builder: &mut DecisionBuilder<'_>, team: TeamId) {
    builder.cite(RuleId::F2);
    teams::assign(builder, team, RuleId::F2, RuleId::F5);
    hand_over(builder);
}

/// F4: a flow that ends in status `flow` has not handed over, and closes the conversation.
pub(super) fn end(builder: &mut DecisionBuilder<'_>) -> Result<(), Refusal> {
    let open = builder.require_open()?;
    let conversation = open.id;
    builder.cite(RuleId::F4);
    if open.status == Status::Flow {
        builder.push(Effect::CloseConversation { conversation }, RuleId::F4);
    } else if open.handed_over {
        builder.push(Effect::ClearHandedOver { conversation }, RuleId::F4);
    }
    Ok(())
}

/// F3 and F4: after a step the conversation waits for a member, and the flow's end won't close it.
fn hand_over(builder: &mut DecisionBuilder<'_>) {
    let conversation = builder.conversation();
    match builder.open() {
        None => builder.open_conversation(Status::New, RuleId::F3),
        Some(open) if matches!(open.status, Status::Created | Status::Flow) => {
            builder.set_status(Status::New, RuleId::F3);
        }
        Some(_) => builder.cite(RuleId::F3),
    }
    if !builder.open().is_some_and(|open| open.handed_over) {
        builder.push(Effect::MarkHandedOver { conversation }, RuleId::F4);
    }
}
