//! The member that a team picks: T1 to T4.

use super::decision_builder::DecisionBuilder;
use crate::model::{AssignReason, Effect, MemberId, PassOverReason, RuleId, Strategy, Team, TeamId};

/// Sets the team, and assigns the member it picks together with the contact's owners (F2, P3); `none` is the
/// rule that reports a team without an eligible member.
pub(super) fn assign(builder: &mut DecisionBuilder<'_>, team: TeamId, rule: RuleId, none: RuleId) {
    if builder.open().and_then(|open| open.team) != Some(team) {
        builder.push(Effect::SetTeam { conversation: builder.conversation(), team }, rule);
    }
    match pick(builder, team) {
        Some((member, reason)) => builder.assign(member, reason, rule),
        None => builder.pass_over_none(Some(team), PassOverReason::NoEligibleMember, none),
    }
    builder.assign_owners(rule);
}

/// Picks a member by the team's strategy and advances the rotation. Assigned members can be picked
/// (T4).
fn pick(builder: &mut DecisionBuilder<'_>, team: TeamId) -> Option<(MemberId, AssignReason)> {
    let team = builder.situation.directory.teams.get(&team)?;
    let picked = match team.strategy {
        Strategy::RoundRobin => next_in_turn(builder, team).map(|member| (member, AssignReason::TeamRoundRobin)),
        Strategy::LeastBusy => least_busy(builder, team).map(|member| (member, AssignReason::TeamLeastBusy)),
        Strategy::DefaultAgent => default_agent(builder, team).map(|member| (member, AssignReason::TeamDefaultAgent)),
    };
    if picked.is_some_and(|(member, _)| is_assigned(builder, member)) {
        builder.cite(RuleId::T4);
    }
    picked
}

/// T1: the rotation after a member has left the team; it keeps pointing at the same member.
pub fn turn_after_leaving(team: &Team, member: MemberId) -> usize {
    let before = team.members.iter().take(team.turn).any(|other| *other == member);
    team.turn - usize::from(before)
}

/// T1: the next active member in rotation.
fn next_in_turn<'a>(builder: &mut DecisionBuilder<'a>, team: &'a Team) -> Option<MemberId> {
    builder.cite(RuleId::T1);
    let place = in_turn(builder, team).find(|place| is_active(builder, team, *place))?;
    take_turn(builder, team, place, RuleId::T1)
}

/// T2: the active member with the fewest active conversations, not counting this one. The next in
/// rotation wins a tie, since `min_by_key` keeps the first of equals.
fn least_busy<'a>(builder: &mut DecisionBuilder<'a>, team: &'a Team) -> Option<MemberId> {
    builder.cite(RuleId::T2);
    let load = |place: &usize| {
        let member = team.members.get(*place).copied()?;
        let active = builder.situation.directory.members.get(&member)?.active_conversations;
        Some(active + builder.added_load(member) - builder.open().map_or(0, |this| this.load_of(member)))
    };
    let place = in_turn(builder, team).filter(|place| is_active(builder, team, *place)).min_by_key(load)?;
    take_turn(builder, team, place, RuleId::T2)
}

/// T3: the default agent, if active.
fn default_agent(builder: &mut DecisionBuilder<'_>, team: &Team) -> Option<MemberId> {
    builder.cite(RuleId::T3);
    team.default_agent.filter(|agent| builder.situation.directory.is_active(*agent))
}

/// The positions of the team in the order of the rotation.
fn in_turn(builder: &DecisionBuilder<'_>, team: &Team) -> impl Iterator<Item = usize> + use<> {
    let (turn, members) = (builder.turn(team), team.members.len());
    let turn = turn.min(members);
    (turn..members).chain(0..turn)
}

/// Advances the rotation behind the picked position.
fn take_turn<'a>(builder: &mut DecisionBuilder<'a>, team: &'a Team, place: usize, rule: RuleId) -> Option<MemberId> {
    let picked = *team.members.get(place)?;
    builder.advance(team, place + 1, picked, rule);
    Some(picked)
}

fn is_active(builder: &DecisionBuilder<'_>, team: &Team, place: usize) -> bool {
    team.members.get(place).is_some_and(|member| builder.situation.directory.is_active(*member))
}

fn is_assigned(builder: &DecisionBuilder<'_>, member: MemberId) -> bool {
    builder.open().is_some_and(|open| open.assigned.contains(member))
}
