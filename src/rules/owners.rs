//! The contact and its owners: O1 to O5, P4.

use super::decision_builder::{DecisionBuilder, distinct};
use crate::model::{
    AssignReason, CurrentConversation, Effect, MemberId, OwnerReason, PassOverReason, PassedOver, Refusal,
    RemovalReason, RuleId, Seat, Status, UnlistedOwners,
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
    let contact = builder.situation.state.contact;
    for seat in builder.situation.state.owners.seats().filter(|seat| !stays(seat.member, members, unlisted)) {
        if seat.pinned {
            pass_over_by_pin(builder, seat.member, PassOverReason::Pinned);
        } else {
            let effect = Effect::RemoveOwner { contact, member: seat.member, reason: RemovalReason::Import };
            builder.push(effect, RuleId::O4);
        }
    }
    Ok(())
}

/// Whether an import that lists these members keeps another owner.
fn stays(owner: MemberId, members: &[MemberId], unlisted: &UnlistedOwners) -> bool {
    members.contains(&owner)
        || match unlisted {
            UnlistedOwners::Keep => true,
            UnlistedOwners::Remove { except } => except.contains(&owner),
        }
}

/// P4: pins new owners, and those who are owners already.
pub(super) fn pin_new(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) {
    for member in distinct(members) {
        push_pin(builder, member);
    }
}

/// P4: only owners are pinned.
pub(super) fn pin(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) {
    builder.cite(RuleId::P4);
    for member in distinct(members) {
        if builder.situation.state.owners.contains(member) {
            push_pin(builder, member);
        } else {
            pass_over_by_pin(builder, member, PassOverReason::NotOwner);
        }
    }
}

/// P4: the ownership stays.
pub(super) fn unpin(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) {
    builder.cite(RuleId::P4);
    let (contact, owners) = (builder.situation.state.contact, &builder.situation.state.owners);
    for member in distinct(members) {
        match owners.seat(member) {
            Some(seat) if seat.pinned => builder.push(Effect::UnpinOwner { contact, member }, RuleId::P4),
            Some(_) => {}
            None => pass_over_by_pin(builder, member, PassOverReason::NotOwner),
        }
    }
}

/// P4: an import pins members that are owners after it, and unpins none.
pub(super) fn pin_mapped(
    builder: &mut DecisionBuilder<'_>,
    (members, pinned): (&[MemberId], &[MemberId]),
    unlisted: &UnlistedOwners,
) {
    let owners = &builder.situation.state.owners;
    for member in distinct(pinned) {
        let is_kept = |seat: &Seat<OwnerReason>| seat.pinned || stays(member, members, unlisted);
        if members.contains(&member) || owners.seat(member).is_some_and(is_kept) {
            push_pin(builder, member);
        } else {
            pass_over_by_pin(builder, member, PassOverReason::NotOwner);
        }
    }
}

/// P4: with the contact, which files and lists have many of.
fn pass_over_by_pin(builder: &mut DecisionBuilder<'_>, member: MemberId, reason: PassOverReason) {
    let contact = Some(builder.situation.state.contact);
    builder.pass_over_entry(PassedOver { contact, ..PassedOver::new(Some(member), None, reason, RuleId::P4) });
}

fn push_pin(builder: &mut DecisionBuilder<'_>, member: MemberId) {
    let (contact, owners) = (builder.situation.state.contact, &builder.situation.state.owners);
    if !owners.seat(member).is_some_and(|seat| seat.pinned) {
        builder.push(Effect::PinOwner { contact, member }, RuleId::P4);
    }
}

/// O4: exactly these owners; those who stay keep their first reason.
pub(super) fn set(builder: &mut DecisionBuilder<'_>, members: &[MemberId]) -> Result<(), Refusal> {
    require_active_if_new(builder, members)?;
    builder.cite(RuleId::O4);
    add_new(builder, members, OwnerReason::Manual);
    let (contact, owners) = (builder.situation.state.contact, &builder.situation.state.owners);
    for member in owners.members().filter(|owner| !members.contains(owner)) {
        builder.push(Effect::RemoveOwner { contact, member, reason: RemovalReason::Replaced }, RuleId::O4);
    }
    Ok(())
}
