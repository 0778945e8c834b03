//! Assigning, unassigning and closing by hand: A1 to A5, and S1's last two lines.

use super::draft::{Draft, distinct};
use crate::model::{Assigned, Effect, MemberId, Passed, Refusal, Removed, RuleId, TeamId, Unassign};

/// A1, A2, A3.
pub(super) fn assign(
    draft: &mut Draft<'_>,
    members: &[MemberId],
    team: Option<TeamId>,
    replace: bool,
) -> Result<(), Refusal> {
    let open = draft.need_open()?;
    draft.need_active(members, RuleId::A3)?;
    if replace && members.is_empty() {
        return Err(Refusal::ReplaceWithNobody);
    }
    if replace {
        for member in open.assigned.iter().filter(|member| !members.contains(member)) {
            let effect = Effect::UnassignMember { conversation: open.id, member: *member, reason: Removed::Replaced };
            draft.push(effect, RuleId::A1);
        }
    }
    for member in members {
        draft.assign(*member, Assigned::Manual, RuleId::A1);
    }
    match team {
        Some(team) if open.team == Some(team) => draft.pass_nobody(Some(team), Passed::AlreadyAssigned, RuleId::A2),
        Some(team) => draft.push(Effect::SetTeam { conversation: open.id, team }, RuleId::A2),
        None => {}
    }
    Ok(())
}

/// A4.
pub(super) fn unassign(draft: &mut Draft<'_>, what: &Unassign) -> Result<(), Refusal> {
    let open = draft.need_open()?;
    let conversation = open.id;
    draft.speak(RuleId::A4);
    let (members, team) = match what {
        Unassign::Named { members, team } => (members, *team),
        Unassign::All => (&open.assigned, open.team.is_some()),
    };
    for member in distinct(members) {
        if open.assigned.contains(&member) {
            draft.push(Effect::UnassignMember { conversation, member, reason: Removed::Manual }, RuleId::A4);
        } else {
            draft.pass(member, Passed::NotAssigned, RuleId::A4);
        }
    }
    match open.team {
        Some(set) if team => draft.push(Effect::ClearTeam { conversation, team: set }, RuleId::A4),
        None if team => draft.pass_nobody(None, Passed::NotAssigned, RuleId::A4),
        Some(_) | None => {}
    }
    Ok(())
}

/// S1: every open status becomes `closed`.
pub(super) fn close(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let conversation = draft.need_open()?.id;
    draft.push(Effect::CloseConversation { conversation }, RuleId::S1);
    Ok(())
}
