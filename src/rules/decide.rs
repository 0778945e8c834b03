//! One pure, total function from a situation and a request to a decision.

use super::decision_builder::DecisionBuilder;
use super::{absences, backlog, flow, manual, offboarding, owners, portfolio, reply};
use crate::model::{Decision, Effect, Refusal, Request, RuleId, Setting, Situation};

/// Decides what a request does in a situation, or why it is refused. A granted distribution or rebalance has no
/// effects yet: [`Distribution`](super::Distribution) and [`Rebalance`](super::Rebalance) decide them one by one, in
/// flat memory.
pub fn decide(situation: &Situation<'_>, request: &Request) -> Result<Decision, Refusal> {
    let mut builder = DecisionBuilder::new(situation);
    match request {
        Request::ContactMessage => owners::contact_message(&mut builder),
        Request::MemberMessage { member } => reply::message(&mut builder, *member)?,
        Request::MemberNote { member } => reply::note(&mut builder, *member)?,
        Request::FlowMessage => flow::message(&mut builder),
        Request::FlowAssign { members } => flow::assign(&mut builder, members),
        Request::FlowAssignTeam { team } => flow::assign_team(&mut builder, *team),
        Request::FlowEnd => flow::end(&mut builder)?,
        Request::SystemMessage => flow::system_message(&mut builder),
        Request::Assign { members, team, replace } => manual::assign(&mut builder, members, *team, *replace)?,
        Request::Unassign(what) => manual::unassign(&mut builder, what)?,
        Request::Close => manual::close(&mut builder)?,
        Request::Reopen => manual::reopen(&mut builder)?,
        Request::AddOwners { members, assign_open, pin } => {
            owners::add(&mut builder, members, *assign_open)?;
            if *pin {
                owners::pin_new(&mut builder, members);
            }
        }
        Request::SetOwners { members } => owners::set(&mut builder, members)?,
        Request::RemoveOwners { members } => owners::remove(&mut builder, members),
        Request::PinOwners { members } => owners::pin(&mut builder, members),
        Request::UnpinOwners { members } => owners::unpin(&mut builder, members),
        Request::MapOwners { members, pinned, unlisted, allow_inactive } => {
            owners::map(&mut builder, members, unlisted, *allow_inactive)?;
            owners::pin_mapped(&mut builder, (members, pinned), unlisted);
        }
        Request::TransferOwners { member, successors, limit, .. } => {
            offboarding::transfer(&mut builder, *member, successors, *limit)?;
        }
        Request::TransferConversations { member, successors, limit, .. } => {
            backlog::transfer(&mut builder, *member, successors, *limit)?;
        }
        Request::DistributeConversations { team, limit, .. } => backlog::distribute(&mut builder, *team, *limit),
        Request::ReassignOverdue { .. } => backlog::reassign_overdue(&mut builder),
        Request::Away { member, from, until, cover, hand_over_open } => {
            absences::away(&mut builder, *member, (*from, *until), cover, *hand_over_open)?;
        }
        Request::Back { member, from } => absences::back(&mut builder, *member, *from),
        Request::DistributeOwners(request) => portfolio::check_distribution(&mut builder, request)?,
        Request::RebalanceOwners(request) => portfolio::check_rebalance(&mut builder, request)?,
        Request::Deactivate { member, successors } => offboarding::deactivate(&mut builder, *member, successors)?,
        Request::Activate { member } => offboarding::activate(&mut builder, *member),
        Request::Set(setting) => set(&mut builder, *setting),
        Request::RemoveMember { member } => offboarding::remove_member(&mut builder, *member)?,
        Request::RemoveTeam { team } => offboarding::remove_team(&mut builder, *team)?,
        Request::RemoveContact => offboarding::remove_contact(&mut builder)?,
    }
    Ok(builder.finish())
}

/// R3: a setting applies from now on; past events are not decided again.
fn set(builder: &mut DecisionBuilder<'_>, setting: Setting) {
    builder.cite(RuleId::R3);
    if builder.situation.settings.get(setting.key()) != setting {
        builder.push(Effect::SetSetting { setting }, RuleId::R3);
    }
}
