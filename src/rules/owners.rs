//! The contact and its owners: O1 to O5.

use super::draft::{Draft, distinct};
use crate::model::{
    Assigned, Current, Effect, MemberId, Owned, Passed, Refusal, Removed, RuleId, Status, UnlistedOwners,
};

/// The contact writes. Its first message in a conversation brings its owners, if no member has
/// sent one before (O1); every later one assigns nobody (O2).
pub(super) fn contact_message(draft: &mut Draft<'_>) {
    let Some(open) = draft.open() else {
        if matches!(draft.situation.chat.current, Current::Past) {
            draft.open_conversation(Status::New, RuleId::O3);
        } else {
            draft.open_conversation(Status::New, RuleId::O1);
        }
        mark_contact_wrote(draft);
        draft.assign_owners(RuleId::O1);
        return;
    };
    if open.contact_wrote {
        draft.speak(RuleId::O2);
    } else {
        mark_contact_wrote(draft);
        // `in-progress` says that a member has sent a message (M2): the contact only answers.
        if open.status != Status::InProgress {
            draft.assign_owners(RuleId::O1);
        }
    }
    if open.status == Status::Created {
        draft.set_status(Status::New, RuleId::S1);
    }
}

fn mark_contact_wrote(draft: &mut Draft<'_>) {
    draft.push(Effect::MarkContactWrote { conversation: draft.conversation() }, RuleId::O1);
}

/// O4: new owners count from the next chat on, unless they are asked onto the open one.
pub(super) fn add(draft: &mut Draft<'_>, members: &[MemberId], assign_open: bool) -> Result<(), Refusal> {
    let owners = &draft.situation.chat.owners;
    let new: Vec<_> = distinct(members).filter(|member| !owners.contains(member)).collect();
    draft.need_active(&new, RuleId::O4)?;
    let contact = draft.situation.chat.contact;
    for member in distinct(members) {
        if owners.contains(&member) {
            draft.pass(member, Passed::AlreadyOwner, RuleId::O4);
        } else {
            draft.push(Effect::AddOwner { contact, member, reason: Owned::Manual }, RuleId::O4);
        }
    }
    if assign_open && draft.open().is_some() {
        for member in distinct(members) {
            draft.assign_active(member, Assigned::ContactOwner, RuleId::O4, RuleId::O5);
        }
    }
    Ok(())
}

/// O4: a former owner stays on the open conversation.
pub(super) fn remove(draft: &mut Draft<'_>, members: &[MemberId]) {
    let contact = draft.situation.chat.contact;
    for member in distinct(members) {
        if draft.situation.chat.owners.contains(&member) {
            draft.push(Effect::RemoveOwner { contact, member, reason: Removed::Manual }, RuleId::O4);
        } else {
            draft.pass(member, Passed::NotOwner, RuleId::O4);
        }
    }
}

/// O4: what a key-account mapping says of one contact. Who owns it already keeps the first reason.
pub(super) fn map(
    draft: &mut Draft<'_>,
    members: &[MemberId],
    unlisted: &UnlistedOwners,
    allow_inactive: bool,
) -> Result<(), Refusal> {
    let (contact, owners) = (draft.situation.chat.contact, &draft.situation.chat.owners);
    if !allow_inactive {
        let new: Vec<_> = distinct(members).filter(|member| !owners.contains(member)).collect();
        draft.need_active(&new, RuleId::O4)?;
    }
    draft.speak(RuleId::O4);
    for member in distinct(members) {
        if owners.contains(&member) {
            draft.pass(member, Passed::AlreadyOwner, RuleId::O4);
        } else {
            draft.push(Effect::AddOwner { contact, member, reason: Owned::Import }, Owned::IMPORT_RULE);
        }
    }
    if let UnlistedOwners::Remove { except } = unlisted {
        for member in owners.iter().filter(|owner| !members.contains(owner) && !except.contains(owner)) {
            draft.push(Effect::RemoveOwner { contact, member: *member, reason: Removed::Import }, RuleId::O4);
        }
    }
    Ok(())
}
