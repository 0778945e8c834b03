//! Many conversations at once, one after the other: P3, P5, T5.

use super::decision_builder::{DecisionBuilder, distinct};
use super::teams;
use crate::model::{AssignReason, Effect, MemberId, PassOverReason, Refusal, RemovalReason, RuleId, TeamId};

/// P5: the conversations of a member go to others in turn. At the turn of the giver nothing moves; a limit counts
/// what does.
pub(super) fn transfer(
    builder: &mut DecisionBuilder<'_>,
    from: MemberId,
    successors: &[MemberId],
    limit: Option<u64>,
) -> Result<(), Refusal> {
    builder.require_takers(from, successors, RuleId::P5)?;
    builder.cite(RuleId::P5);
    let successors: Vec<_> = distinct(successors).collect();
    let mut left = limit.unwrap_or(u64::MAX);
    for (state, successor) in builder.situation.backlog.iter().zip(successors.iter().copied().cycle()) {
        if left == 0 {
            break;
        }
        builder.look_at(state);
        if successor == from {
            builder.pass_over(from, PassOverReason::AlreadyAssigned, RuleId::P5);
        } else {
            move_to(builder, from, successor, AssignReason::HandedOver, RuleId::P5);
            left -= 1;
        }
    }
    Ok(())
}

/// Unassigns a member from the conversation that is looked at, and assigns another, who may be assigned already.
pub(super) fn move_to(
    builder: &mut DecisionBuilder<'_>,
    from: MemberId,
    to: MemberId,
    reason: AssignReason,
    rule: RuleId,
) {
    let (conversation, handed_over) = (builder.conversation(), RemovalReason::HandedOver);
    builder.push(Effect::UnassignMember { conversation, member: from, reason: handed_over }, rule);
    builder.assign_by_hand(to, reason, rule);
}

/// P3: conversations without a member go to their own team, or to the one that is named. A limit counts those that
/// get a member.
pub(super) fn distribute(builder: &mut DecisionBuilder<'_>, team: Option<TeamId>, limit: Option<u64>) {
    builder.cite(RuleId::P3);
    let mut left = limit.unwrap_or(u64::MAX);
    for state in &builder.situation.backlog {
        if left == 0 {
            break;
        }
        builder.look_at(state);
        match team.or_else(|| builder.open().and_then(|open| open.team)) {
            Some(team) => teams::assign(builder, team, RuleId::P3, RuleId::P3),
            None => builder.pass_over_none(None, PassOverReason::NoEligibleMember, RuleId::P3),
        }
        left -= u64::from(builder.has_assigned());
    }
}

/// T5: the team picks again, without the pick that has not answered.
pub(super) fn reassign_overdue(builder: &mut DecisionBuilder<'_>) {
    builder.cite(RuleId::T5);
    for state in &builder.situation.backlog {
        builder.look_at(state);
        let Some((open, team)) = builder.open().and_then(|open| Some((open, open.team?))) else { continue };
        let (conversation, pick) = (open.id, open.pick);
        match (teams::pick(builder, team, pick), pick) {
            (Some((member, reason)), Some(pick)) => {
                let no_answer = RemovalReason::NoAnswer;
                builder.push(Effect::UnassignMember { conversation, member: pick, reason: no_answer }, RuleId::T5);
                builder.assign(member, reason, RuleId::T5);
            }
            _ => builder.pass_over_none(Some(team), PassOverReason::NoEligibleMember, RuleId::T5),
        }
    }
}
