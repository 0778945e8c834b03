//! Who takes part in a distribution or a rebalance, and with which weight: P1, P2.

use crate::model::{
    Directory, MemberId, MemberWeight, OwnerDistribution, OwnerRebalance, Participants, Refusal, RuleId,
};
use crate::rules::decision_builder::{DecisionBuilder, distinct};

/// The participants in their order, each once, with their weights. Of two weights of a member the last one counts.
pub fn participants(directory: &Directory, who: &Participants, weights: &[MemberWeight]) -> Vec<(MemberId, u64)> {
    let members: Vec<_> = match who {
        Participants::Members(members) => distinct(members).collect(),
        Participants::Team(team) => {
            let members = directory.teams.get(team).into_iter().flat_map(|team| &team.members).copied();
            members.filter(|member| directory.is_active(*member)).collect()
        }
    };
    let weight_of = |member| {
        let own = weights.iter().rev().find(|weight| weight.member == member);
        own.and_then(|weight| u64::try_from(weight.weight).ok()).unwrap_or(1).max(1)
    };
    members.into_iter().map(|member| (member, weight_of(member))).collect()
}

/// P1: whether contacts can be distributed like this; which contacts go where is decided by
/// [`Distribution`](super::Distribution), one after another.
pub(in crate::rules) fn check_distribution(
    builder: &mut DecisionBuilder<'_>,
    request: &OwnerDistribution,
) -> Result<(), Refusal> {
    let takers = check(builder, &request.to, &request.weights, RuleId::P1)?;
    match request.from {
        Some(from) if takers.contains(&from) => Err(Refusal::GiverTakes(from)),
        Some(_) | None => Ok(()),
    }
}

/// P2: whether contacts can be rebalanced like this; how many go where is decided by
/// [`Rebalance`](super::Rebalance), one move after another.
pub(in crate::rules) fn check_rebalance(
    builder: &mut DecisionBuilder<'_>,
    request: &OwnerRebalance,
) -> Result<(), Refusal> {
    check(builder, &request.among, &request.weights, RuleId::P2).map(drop)
}

fn check(
    builder: &mut DecisionBuilder<'_>,
    who: &Participants,
    weights: &[MemberWeight],
    rule: RuleId,
) -> Result<Vec<MemberId>, Refusal> {
    builder.cite(rule);
    if let Participants::Members(members) = who {
        builder.require_active(members, rule)?;
    }
    let members = participants(builder.situation.directory, who, weights).into_iter().map(|(member, _)| member);
    let members: Vec<_> = members.collect();
    for weight in weights {
        if weight.weight < 1 {
            return Err(Refusal::InvalidWeight { weight: weight.clone(), rule });
        }
        if !members.contains(&weight.member) {
            return Err(Refusal::WeightOfOther { member: weight.member, rule });
        }
    }
    Ok(members)
}
