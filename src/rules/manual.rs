//! Assigning, unassigning, closing and reopening by hand: A1 to A5, S1.

use super::decision_builder::{DecisionBuilder, distinct};
use crate::model::{
    AssignReason, CurrentConversation, Effect, MemberId, PassOverReason, Refusal, RemovalReason, RuleId, TeamId,
    Unassign,
};

/// A1, A2, A3.
pub(super) fn assign(
    builder: &mut DecisionBuilder<'_>,
    members: &[MemberId],
    team: Option<TeamId>,
    replace: bool,
) -> Result<(), Refusal> {
    let open = builder.require_open()?;
    builder.require_active(members, RuleId::A3)?;
    if replace && members.is_empty() {
        return Err(Refusal::ReplaceWithoutMembers);
    }
    if replace {
        for member in open.assigned.members().filter(|member| !members.contains(member)) {
            let effect = Effect::UnassignMember { conversation: open.id, member, reason: RemovalReason::Replaced };
            builder.push(effect, RuleId::A1);
        }
    }
    for member in members {
        builder.assign_by_hand(*member, AssignReason::Manual, RuleId::A1);
    }
    match team {
        Some(team) if open.team == Some(team) => {
            builder.pass_over_none(Some(team), PassOverReason::AlreadyAssigned, RuleId::A2);
        }
        Some(team) => builder.push(Effect::SetTeam { conversation: open.id, team }, RuleId::A2),
        None => {}
    }
    Ok(())
}

/// A4.
pub(super) fn unassign(builder: &mut DecisionBuilder<'_>, what: &Unassign<MemberId>) -> Result<(), Refusal> {
    let open = builder.require_open()?;
    let conversation = open.id;
    builder.cite(RuleId::A4);
    let (members, team) = match what {
        Unassign::Named { members, team } => (distinct(members).collect(), *team),
        Unassign::All => (open.assigned.members().collect::<Vec<_>>(), open.team.is_some()),
    };
    for member in members {
        if open.assigned.contains(member) {
            builder.push(Effect::UnassignMember { conversation, member, reason: RemovalReason::Manual }, RuleId::A4);
        } else {
            builder.pass_over(member, PassOverReason::NotAssigned, RuleId::A4);
        }
    }
    match open.team {
        Some(set) if team => builder.push(Effect::ClearTeam { conversation, team: set }, RuleId::A4),
        None if team => builder.pass_over_none(None, PassOverReason::NotAssigned, RuleId::A4),
        Some(_) | None => {}
    }
    Ok(())
}

/// S1: every open status becomes `closed`.
pub(super) fn close(builder: &mut DecisionBuilder<'_>) -> Result<(), Refusal> {
    let conversation = builder.require_open()?.id;
    builder.push(Effect::CloseConversation { conversation }, RuleId::S1);
    Ok(())
}

/// S1: the contact's latest conversation becomes as it was when it was closed, without members who have become
/// inactive since (D1).
pub(super) fn reopen(builder: &mut DecisionBuilder<'_>) -> Result<(), Refusal> {
    builder.cite(RuleId::S1);
    let closed = match &builder.situation.state.current {
        CurrentConversation::Open(_) => return Ok(()),
        CurrentConversation::None | CurrentConversation::OnlyClosed => return Err(Refusal::NoConversation),
        CurrentConversation::Closed(closed) => closed,
    };
    let conversation = closed.conversation.id;
    if let Some(obstacle) = closed.obstacle {
        return Err(Refusal::NotReopenable { conversation, obstacle });
    }
    let directory = builder.situation.directory;
    for member in closed.conversation.assigned.members().filter(|member| !directory.is_active(*member)) {
        let reason = RemovalReason::MemberDeactivated;
        builder.push(Effect::UnassignMember { conversation, member, reason }, RuleId::D1);
    }
    builder.push(Effect::ReopenConversation { conversation, status: closed.closed_in }, RuleId::S1);
    Ok(())
}
