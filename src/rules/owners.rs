//! The contact and its owners: O1 to O5.

use super::decision_builder::{DecisionBuilder, distinct};
use crate::model::{
    AssignReason, CurrentConversation, Effect, MemberId, OwnerReason, PassOverReason, Refusal, RemovalReason, RuleId,
    Status, UnlistedOwners,
};

/// The contact writes. The first message in a conversation assigns the owners, unless a member has
/// sent a message before (O1); later messages assign no one (O2).
pub(super) fn contact_message(builder: &mut DecisionBuilder<'_>) {
    let Some(open) = builder.open() else {
        if matches!(builder.situation.state.current, CurrentConversation::OnlyClosed) {
            builder.open_conversation(Status::New, RuleId::O3);
        } else {
            builder.open_conversation(Status::New, RuleId::O1);
        }
        mark_contact_wrote(builder);
        builder.assign_owners(RuleId::O1);
        return;
    };
    if open.contact_wrote {
        builder.cite(RuleId::O2);
    } else {
        mark_contact_wrote(builder);
        // `in-progress` says that a member has sent a message (M2): the contact only answers.
        if open.status != Status::InProgress {
            builder.assign_owners(RuleId::O1);
        }
    }
    if open.status == Status::Created {
        builder.set_status(Status::New, RuleId::S1);
    }
}

fn mark_contact_wrote(builder: &mut DecisionBuilder<'_>) {
    builder.push(Effect::MarkContactWrote { conversation: builder.conversation() }, RuleId::O1);
}

/// O4: new owners count from the next conversation on, unless `assign_open` adds them to the open one.
pub(super) fn add(builder: &mut DecisionBuilder<'_>, members: &[MemberId], assign_open: bool) -> Result<(), Refusal> {
    require_active_if_new(builder, members)?;
    add_new(builder, members, OwnerReason::Manual);
    if assign_open && builder.open().is_some() {
        for member in distinct(members) {
            builder.assign_active(member, AssignReason::ContactOwner, RuleId::O4, RuleId::O5);
        }
    }
    Ok(())
}

fn require_active_if_new(builder: &DecisionBuilder<'_>, members: &[MemberId]) -> Result<(), Refusal> {
    let owners = &builder.situation.state.owners;
    let new: Vec<_> = distinct(members).filter(|member| !owners.contains(*member)).collect();
    builder.require_active(&new, RuleId::O4)
}

/// O4: existing owners keep their first reason.
fn add_new(builder: &mut DecisionBuilder<'_>, members: &[MemberId], reason: OwnerReason) {
    let state = &builder.situation.state;
    for member in distinct(members) {
        if state.owners.contains(member) {
            builder.pass_over(member, PassOverReason::AlreadyOwner, RuleId::O4);
        } else {
            builder.push(Effect::AddOwner { contact: state.contact, member, reason }, RuleId::O4);
        }
    }
}

/// O4: a former owner stays assigned to the open conversation.
pub(super) fn remove(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) {
    let contact = builder.situation.state.contact;
    for member in distinct(members) {
        if builder.situation.state.owners.contains(member) {
            builder.push(Effect::RemoveOwner { contact, member, reason: RemovalReason::Manual }, RuleId::O4);
        } else {
            builder.pass_over(member, PassOverReason::NotOwner, RuleId::O4);
        }
    }
}

/// O4: the owners of one contact by an owner import.
pub(super) fn map(
    builder: &mut DecisionBuilder<'_>,
    members: &[MemberId],
    unlisted: &UnlistedOwners,
    allow_inactive: bool,
) -> Result<(), Refusal> {
    if !allow_inactive {
        require_active_if_new(builder, members)?;
    }
    builder.cite(RuleId::O4);
    add_new(builder, members, OwnerReason::Import);
    if let UnlistedOwners::Remove { except } = unlisted {
        remove_others(builder, |owner| members.contains(&owner) || except.contains(&owner), RemovalReason::Import);
    }
    Ok(())
}

/// O4: exactly these owners; those who stay keep their first reason.
pub(super) fn set(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) -> Result<(), Refusal> {
    require_active_if_new(builder, members)?;
    builder.cite(RuleId::O4);
    add_new(builder, members, OwnerReason::Manual);
    remove_others(builder, |owner| members.contains(&owner), RemovalReason::Replaced);
    Ok(())
}

fn remove_others(builder: &mut DecisionBuilder<'_>, stays: impl Fn(MemberId) -> bool, reason: RemovalReason) {
    let (contact, owners) = (builder.situation.state.contact, &builder.situation.state.owners);
    for member in owners.members().filter(|owner| !stays(*owner)) {
        builder.push(Effect::RemoveOwner { contact, member, reason }, RuleId::O4);
    }
}
