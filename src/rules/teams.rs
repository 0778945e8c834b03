//! The member that a team picks: T1 to T4.

use super::decision_builder::DecisionBuilder;
use crate::model::{AssignReason, Effect, MemberId, PassOverReason, RuleId, Strategy, Team, TeamId};

/// Sets the team, and assigns the member it picks together with the contact's owners (F2, P3); `none` is the
/// rule that reports a team without an eligible member.
pub(super) fn assign(builder: &mut DecisionBuilder<'_>, team: TeamId, rule: RuleId, none: RuleId) {
    if builder.open().and_then(|open| open.team) != Some(team) {
        builder.push(Effect::SetTeam { conversation: builder.conversation(), team }, rule);
    }
    let picked = pick(builder, team, None);
    if let Some((member, reason)) = picked {
        builder.assign_present(member, reason, rule, none);
    }
    if !picked.is_some_and(|(member, _)| builder.can_come(member)) {
        builder.pass_over_none(Some(team), PassOverReason::NoEligibleMember, none);
    }
    builder.assign_owners(rule);
}

/// Picks a member by the team's strategy, but not `except` (T5), and advances the rotation. Assigned members can be
/// picked (T4).
pub(super) fn pick(
    builder: &mut DecisionBuilder<'_>,
    team: TeamId,
    except: Option<MemberId>,
) -> Option<(MemberId, AssignReason)> {
    let team = builder.situation.directory.teams.get(&team)?;
    let picked = match team.strategy {
        Strategy::RoundRobin => {
            next_in_turn(builder, team, except).map(|member| (member, AssignReason::TeamRoundRobin))
        }
        Strategy::LeastBusy => least_busy(builder, team, except).map(|member| (member, AssignReason::TeamLeastBusy)),
        Strategy::DefaultAgent => default_agent(builder, team)
            .filter(|agent| Some(*agent) != except)
            .map(|member| (member, AssignReason::TeamDefaultAgent)),
    };
    if picked.is_some_and(|(member, _)| builder.is_assigned(member)) {
        builder.cite(RuleId::T4);
    }
    picked
}

/// T1: the rotation after a member has left the team; it keeps pointing at the same member.
pub fn turn_after_leaving(team: &Team, member: MemberId) -> usize {
    let before = team.members.iter().take(team.turn).any(|other| *other == member);
    team.turn - usize::from(before)
}

/// T1: the next active member in rotation who is not away.
fn next_in_turn<'a>(builder: &mut DecisionBuilder<'a>, team: &'a Team, except: Option<MemberId>) -> Option<MemberId> {
    builder.cite(RuleId::T1);
    let place = in_turn(builder, team).find(|place| can_be_picked(builder, team, *place, except))?;
    take_turn(builder, team, place, RuleId::T1)
}

/// T2: the active member who is not away with the fewest active conversations, not counting this one. The next in
/// rotation wins a tie, since `min_by_key` keeps the first of equals.
fn least_busy<'a>(builder: &mut DecisionBuilder<'a>, team: &'a Team, except: Option<MemberId>) -> Option<MemberId> {
    builder.cite(RuleId::T2);
    let load = |place: &usize| {
        let member = team.members.get(*place).copied()?;
        let active = builder.situation.directory.members.get(&member)?.active_conversations;
        Some(active + builder.added_load(member) - builder.open().map_or(0, |this| this.load_of(member)))
    };
    let place = in_turn(builder, team).filter(|place| can_be_picked(builder, team, *place, except)).min_by_key(load)?;
    take_turn(builder, team, place, RuleId::T2)
}

/// T3: the default agent, if active; one who is away is substituted as a named member is.
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

fn can_be_picked(builder: &DecisionBuilder<'_>, team: &Team, place: usize, except: Option<MemberId>) -> bool {
    team.members.get(place).is_some_and(|member| Some(*member) != except && builder.is_present(*member))
}
