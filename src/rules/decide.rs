//! One pure, total function from a situation and a request to a decision.

use super::draft::Draft;
use super::{flow, leaving, manual, owners, reply};
use crate::model::{Decision, Effect, Refusal, Request, RuleId, Setting, Situation};

/// Decides what a request does in a situation: effects in order, who was passed over, which rules
/// spoke; or why the request is refused, in which case nothing changes.
pub fn decide(situation: &Situation<'_>, request: &Request) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(situation);
    match request {
        Request::ContactMessage => owners::contact_message(&mut draft),
        Request::MemberMessage { member } => reply::message(&mut draft, *member)?,
        Request::MemberNote { member } => reply::note(&mut draft, *member)?,
        Request::FlowMessage => flow::message(&mut draft),
        Request::FlowAssign { members } => flow::assign(&mut draft, members),
        Request::FlowAssignTeam { team } => flow::assign_team(&mut draft, *team),
        Request::FlowEnd => flow::end(&mut draft)?,
        Request::SystemMessage => flow::system_message(&mut draft),
        Request::Assign { members, team, replace } => manual::assign(&mut draft, members, *team, *replace)?,
        Request::Unassign(what) => manual::unassign(&mut draft, what)?,
        Request::Close => manual::close(&mut draft)?,
        Request::AddOwners { members, assign_open } => owners::add(&mut draft, members, *assign_open)?,
        Request::RemoveOwners { members } => owners::remove(&mut draft, members),
        Request::MapOwners { members, unlisted, allow_inactive } => {
            owners::map(&mut draft, members, unlisted, *allow_inactive)?;
        }
        Request::TransferOwners { member, successors } => leaving::transfer(&mut draft, *member, successors)?,
        Request::Deactivate { member, successors } => leaving::deactivate(&mut draft, *member, successors)?,
        Request::Activate { member } => leaving::activate(&mut draft, *member),
        Request::Set(setting) => set(&mut draft, *setting),
        Request::RemoveMember { member } => leaving::remove_member(&mut draft, *member)?,
        Request::RemoveTeam { team } => leaving::remove_team(&mut draft, *team)?,
        Request::RemoveContact => leaving::remove_contact(&mut draft)?,
    }
    Ok(draft.finish())
}

/// R3: a setting looks forward; nothing that has happened is decided again.
fn set(draft: &mut Draft<'_>, setting: Setting) {
    draft.speak(RuleId::R3);
    if draft.situation.settings.get(setting.key()) != setting {
        draft.push(Effect::SetSetting { setting }, RuleId::R3);
    }
}
