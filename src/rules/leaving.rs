//! Members who leave and come back, and things that go for good: D1 to D4, O5.

use super::draft::{Draft, distinct};
use crate::model::{
    Assigned, Effect, Holding, Left, MemberId, OpenShare, Owned, Passed, PassedOver, Refusal, Removed, RuleId, TeamId,
};

/// D1, D2, D4.
pub(super) fn deactivate(draft: &mut Draft<'_>, member: MemberId, successors: &[MemberId]) -> Result<(), Refusal> {
    if successors.contains(&member) {
        return Err(Refusal::SuccessorLeaves(member));
    }
    draft.need_active(successors, RuleId::D2)?;
    draft.speak(RuleId::D1);
    if successors.is_empty() {
        take_off(draft, member);
    } else {
        hand_over(draft, member, successors);
    }
    if draft.situation.directory.is_active(member) {
        draft.push(Effect::DeactivateMember { member }, RuleId::D1);
    }
    report(draft, member, successors);
    Ok(())
}

/// O5: the owner counts again.
pub(super) fn activate(draft: &mut Draft<'_>, member: MemberId) {
    draft.speak(RuleId::O5);
    if !draft.situation.directory.is_active(member) {
        draft.push(Effect::ActivateMember { member }, RuleId::O5);
    }
}

/// D1: off every open conversation, by number.
fn take_off(draft: &mut Draft<'_>, member: MemberId) {
    let mut open: Vec<_> = draft.situation.holdings.held.iter().filter_map(|holding| holding.open.as_ref()).collect();
    open.sort_by_key(|share| share.conversation);
    for share in open {
        let reason = Removed::MemberDeactivated;
        draft.push(Effect::UnassignMember { conversation: share.conversation, member, reason }, RuleId::D1);
    }
}

/// D2: contact by contact, ownership and assignment go to the same successor; successors take
/// turns, each once a round however often named.
fn hand_over(draft: &mut Draft<'_>, leaver: MemberId, successors: &[MemberId]) {
    draft.speak(RuleId::D2);
    let situation = draft.situation;
    let successors: Vec<_> = distinct(successors).collect();
    for (holding, successor) in situation.holdings.held.iter().zip(successors.iter().copied().cycle()) {
        if let Some(share) = &holding.open {
            hand_over_conversation(draft, share, leaver, successor);
        }
        if holding.owners.contains(&leaver) {
            hand_over_ownership(draft, holding, leaver, successor);
        }
    }
}

/// D2, for ownerships alone: the same order and turns, and nobody leaves.
pub(super) fn transfer(draft: &mut Draft<'_>, from: MemberId, successors: &[MemberId]) -> Result<(), Refusal> {
    if successors.contains(&from) {
        return Err(Refusal::SuccessorLeaves(from));
    }
    draft.need_active(successors, RuleId::D2)?;
    draft.speak(RuleId::D2);
    let situation = draft.situation;
    let successors: Vec<_> = distinct(successors).collect();
    let owned = situation.holdings.held.iter().filter(|holding| holding.owners.contains(&from));
    for (holding, successor) in owned.zip(successors.iter().copied().cycle()) {
        hand_over_ownership(draft, holding, from, successor);
    }
    draft.leave(Left::default());
    Ok(())
}

fn hand_over_conversation(draft: &mut Draft<'_>, share: &OpenShare, leaver: MemberId, successor: MemberId) {
    let conversation = share.conversation;
    let reason = Removed::HandedOver;
    draft.push(Effect::UnassignMember { conversation, member: leaver, reason }, RuleId::D2);
    if share.assigned.contains(&successor) {
        let passed = PassedOver::new(Some(successor), None, Passed::AlreadyAssigned, RuleId::D2);
        draft.pass_entry(PassedOver { conversation: Some(conversation), ..passed });
    } else {
        let reason = Assigned::HandedOver;
        draft.push(Effect::AssignMember { conversation, member: successor, reason }, RuleId::D2);
    }
}

fn hand_over_ownership(draft: &mut Draft<'_>, holding: &Holding, leaver: MemberId, successor: MemberId) {
    let contact = holding.contact;
    if holding.owners.contains(&successor) {
        let passed = PassedOver::new(Some(successor), None, Passed::AlreadyOwner, RuleId::D2);
        draft.pass_entry(PassedOver { contact: Some(contact), ..passed });
    } else {
        draft.push(Effect::AddOwner { contact, member: successor, reason: Owned::HandedOver }, RuleId::D2);
    }
    draft.push(Effect::RemoveOwner { contact, member: leaver, reason: Removed::HandedOver }, RuleId::D2);
}

/// D1, D4: what nobody takes care of now.
fn report(draft: &mut Draft<'_>, leaver: MemberId, successors: &[MemberId]) {
    let situation = draft.situation;
    let mut left = Left { roles: situation.holdings.roles.clone(), ..Left::default() };
    if !left.roles.is_empty() {
        draft.speak(RuleId::D4);
    }
    if successors.is_empty() {
        let active = |owner: &MemberId| *owner != leaver && situation.directory.is_active(*owner);
        for holding in &situation.holdings.held {
            if holding.owners.contains(&leaver) && !holding.owners.iter().any(active) {
                left.unowned.push(holding.contact);
            }
            left.unassigned
                .extend(holding.open.iter().filter(|share| share.assigned == [leaver]).map(|s| s.conversation));
        }
        left.unassigned.sort_unstable();
    }
    draft.leave(left);
}

/// D3, for a member: nothing may refer to it.
pub(super) fn remove_member(draft: &mut Draft<'_>, member: MemberId) -> Result<(), Refusal> {
    need_unreferenced(draft)?;
    draft.push_unruled(Effect::RemoveMember { member });
    Ok(())
}

/// D3, for a team: its own memberships go with it.
pub(super) fn remove_team(draft: &mut Draft<'_>, team: TeamId) -> Result<(), Refusal> {
    need_unreferenced(draft)?;
    let directory = draft.situation.directory;
    for member in directory.team(team).into_iter().flat_map(|team| &team.members) {
        draft.push_unruled(Effect::LeaveTeam { team, member: *member, turn: 0 });
    }
    draft.push_unruled(Effect::RemoveTeam { team });
    Ok(())
}

/// D3, for a contact: its own ownerships go with it.
pub(super) fn remove_contact(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    need_unreferenced(draft)?;
    let contact = draft.situation.chat.contact;
    for member in &draft.situation.chat.owners {
        draft.push(Effect::RemoveOwner { contact, member: *member, reason: Removed::Manual }, RuleId::O4);
    }
    draft.push_unruled(Effect::RemoveContact { contact });
    Ok(())
}

fn need_unreferenced(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.speak(RuleId::D3);
    let references = &draft.situation.references;
    if references.is_empty() { Ok(()) } else { Err(Refusal::StillReferenced(references.clone())) }
}
