//! Deactivating and reactivating members, transfers, and removals: D1 to D4, O5.

use super::decision_builder::{DecisionBuilder, distinct};
use crate::model::{
    AssignReason, Effect, Holding, MemberId, OffboardingReport, OpenAssignment, OwnerReason, PassOverReason,
    PassedOver, Refusal, RemovalReason, RuleId, TeamId,
};

/// D1, D2, D4.
pub(super) fn deactivate(
    builder: &mut DecisionBuilder<'_>,
    member: MemberId,
    successors: &[MemberId],
) -> Result<(), Refusal> {
    if successors.contains(&member) {
        return Err(Refusal::SuccessorLeaves { member, rule: RuleId::D2 });
    }
    builder.require_active(successors, RuleId::D2)?;
    builder.cite(RuleId::D1);
    if successors.is_empty() {
        take_off(builder, member);
    } else {
        hand_over(builder, member, successors);
    }
    if builder.situation.directory.is_active(member) {
        builder.push(Effect::DeactivateMember { member }, RuleId::D1);
    }
    report(builder, member, successors);
    Ok(())
}

/// O5: ownerships count again.
pub(super) fn activate(builder: &mut DecisionBuilder<'_>, member: MemberId) {
    builder.cite(RuleId::O5);
    if !builder.situation.directory.is_active(member) {
        builder.push(Effect::ActivateMember { member }, RuleId::O5);
    }
}

/// D1: unassigns from every open conversation, by number.
fn take_off(builder: &mut DecisionBuilder<'_>, member: MemberId) {
    let mut open: Vec<_> = builder.situation.holdings.held.iter().filter_map(|holding| holding.open.as_ref()).collect();
    open.sort_by_key(|share| share.conversation);
    for share in open {
        let reason = RemovalReason::MemberDeactivated;
        builder.push(Effect::UnassignMember { conversation: share.conversation, member, reason }, RuleId::D1);
    }
}

/// D2: per contact, ownership and assignment go to the same successor; successors take turns, each
/// once a round.
fn hand_over(builder: &mut DecisionBuilder<'_>, leaver: MemberId, successors: &[MemberId]) {
    builder.cite(RuleId::D2);
    let situation = builder.situation;
    let successors: Vec<_> = distinct(successors).collect();
    for successor in &successors {
        builder.cite_by_hand(*successor);
    }
    let mut turns = successors.iter().copied().cycle();
    for holding in &situation.holdings.held {
        if holding.pinned {
            keep_pinned(builder, holding, leaver);
        }
        if holding.pinned && holding.open.is_none() {
            continue;
        }
        let Some(successor) = turns.next() else { return };
        if let Some(share) = &holding.open {
            hand_over_conversation(builder, share, leaver, successor);
        }
        if holding.owners.contains(&leaver) && !holding.pinned {
            hand_over_ownership(builder, holding, leaver, successor);
        }
    }
}

/// P4: a pinned owner stays; the conversation goes over all the same.
fn keep_pinned(builder: &mut DecisionBuilder<'_>, holding: &Holding, owner: MemberId) {
    let passed = PassedOver::new(Some(owner), None, PassOverReason::Pinned, RuleId::P4);
    builder.pass_over_entry(PassedOver { contact: Some(holding.contact), ..passed });
}

/// D2 for ownerships only: the same order and turns, without a deactivation. At the turn of the giver
/// nothing moves; a limit counts what does.
pub(super) fn transfer(
    builder: &mut DecisionBuilder<'_>,
    from: MemberId,
    successors: &[MemberId],
    limit: Option<u64>,
) -> Result<(), Refusal> {
    builder.require_takers(from, successors, RuleId::D2)?;
    builder.cite(RuleId::D2);
    let situation = builder.situation;
    let successors: Vec<_> = distinct(successors).collect();
    for successor in &successors {
        builder.cite_by_hand(*successor);
    }
    let owned = situation.holdings.held.iter().filter(|holding| holding.owners.contains(&from));
    let (mut left, mut turns) = (limit.unwrap_or(u64::MAX), successors.iter().copied().cycle());
    for holding in owned {
        if left == 0 {
            break;
        }
        if holding.pinned {
            keep_pinned(builder, holding, from);
            continue;
        }
        let Some(successor) = turns.next() else { break };
        if successor == from {
            pass_over_owner(builder, holding, from);
        } else {
            hand_over_ownership(builder, holding, from, successor);
            left -= 1;
        }
    }
    builder.set_offboarding(OffboardingReport::default());
    Ok(())
}

fn hand_over_conversation(
    builder: &mut DecisionBuilder<'_>,
    share: &OpenAssignment,
    leaver: MemberId,
    successor: MemberId,
) {
    let conversation = share.conversation;
    let reason = RemovalReason::HandedOver;
    builder.push(Effect::UnassignMember { conversation, member: leaver, reason }, RuleId::D2);
    if share.assigned.contains(&successor) {
        let passed = PassedOver::new(Some(successor), None, PassOverReason::AlreadyAssigned, RuleId::D2);
        builder.pass_over_entry(PassedOver { conversation: Some(conversation), ..passed });
    } else {
        let reason = AssignReason::HandedOver;
        builder.push(Effect::AssignMember { conversation, member: successor, reason }, RuleId::D2);
    }
}

fn hand_over_ownership(builder: &mut DecisionBuilder<'_>, holding: &Holding, leaver: MemberId, successor: MemberId) {
    let contact = holding.contact;
    if holding.owners.contains(&successor) {
        pass_over_owner(builder, holding, successor);
    } else {
        builder.push(Effect::AddOwner { contact, member: successor, reason: OwnerReason::HandedOver }, RuleId::D2);
    }
    builder.push(Effect::RemoveOwner { contact, member: leaver, reason: RemovalReason::HandedOver }, RuleId::D2);
}

/// D2: a successor who owns the contact already.
fn pass_over_owner(builder: &mut DecisionBuilder<'_>, holding: &Holding, owner: MemberId) {
    let passed = PassedOver::new(Some(owner), None, PassOverReason::AlreadyOwner, RuleId::D2);
    builder.pass_over_entry(PassedOver { contact: Some(holding.contact), ..passed });
}

/// D1, D4: contacts without an active owner, conversations without a member, and roles.
fn report(builder: &mut DecisionBuilder<'_>, leaver: MemberId, successors: &[MemberId]) {
    let situation = builder.situation;
    let mut left = OffboardingReport { roles: situation.holdings.roles.clone(), ..OffboardingReport::default() };
    if !left.roles.is_empty() {
        builder.cite(RuleId::D4);
    }
    let active = |owner: &MemberId| *owner != leaver && situation.directory.is_active(*owner);
    for holding in &situation.holdings.held {
        // With successors, only pinned ownerships stay with the leaver.
        let stays = holding.owners.contains(&leaver) && (holding.pinned || successors.is_empty());
        if stays && !holding.owners.iter().any(active) {
            left.unowned.push(holding.contact);
        }
        let open = holding.open.iter().filter(|share| successors.is_empty() && share.assigned == [leaver]);
        left.unassigned.extend(open.map(|share| share.conversation));
    }
    left.unassigned.sort_unstable();
    builder.set_offboarding(left);
}

/// D3, for a member: nothing may refer to it; its own absences go with it.
pub(super) fn remove_member(builder: &mut DecisionBuilder<'_>, member: MemberId) -> Result<(), Refusal> {
    require_unreferenced(builder)?;
    let absences = builder.situation.directory.members.get(&member).into_iter().flat_map(|known| &known.absences);
    for absence in absences {
        let (absence, from) = (absence.id, Some(absence.from));
        builder.push(Effect::EndAbsence { member, absence, from, until: None }, RuleId::V1);
    }
    builder.push_without_rule(Effect::RemoveMember { member });
    Ok(())
}

/// D3, for a team: its own memberships go with it.
pub(super) fn remove_team(builder: &mut DecisionBuilder<'_>, team: TeamId) -> Result<(), Refusal> {
    require_unreferenced(builder)?;
    let directory = builder.situation.directory;
    for member in directory.teams.get(&team).into_iter().flat_map(|team| &team.members) {
        builder.push_without_rule(Effect::LeaveTeam { team, member: *member, turn: 0 });
    }
    builder.push_without_rule(Effect::RemoveTeam { team });
    Ok(())
}

/// D3, for a contact: its own ownerships go with it.
pub(super) fn remove_contact(builder: &mut DecisionBuilder<'_>) -> Result<(), Refusal> {
    require_unreferenced(builder)?;
    let contact = builder.situation.state.contact;
    for member in builder.situation.state.owners.members() {
        builder.push(Effect::RemoveOwner { contact, member, reason: RemovalReason::Manual }, RuleId::O4);
    }
    builder.push_without_rule(Effect::RemoveContact { contact });
    Ok(())
}

fn require_unreferenced(builder: &mut DecisionBuilder<'_>) -> Result<(), Refusal> {
    builder.cite(RuleId::D3);
    let references = &builder.situation.references;
    if references.is_empty() { Ok(()) } else { Err(Refusal::StillReferenced(references.clone())) }
}
