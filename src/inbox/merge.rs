//! Merging a contact into another one.

use super::error::{InboxError, Result};
use super::session::Session;
use crate::model::{
    Before, ContactId, ContactState, Effect, Field, Fields, OwnerReason, RemovalReason, Roster, RuleId, SeatImage,
};
use crate::store::entity::EntityRef;
use crate::store::undo::{Restore, UndoStates};
use crate::store::{contact_state, contacts};

/// What is merged.
struct MergedContact {
    id: ContactId,
    fields: Fields,
    owners: Roster<OwnerReason>,
}

impl Session<'_> {
    /// Merges a contact into another one: its owners and conversations move with their reasons, times and changes,
    /// its fields fill empty ones, and it is removed.
    pub fn merge_contacts(&mut self, from: &str, into: &str) -> Result<()> {
        let (from, into) = (self.named_contact(from)?, self.named_contact(into)?);
        if from == into {
            let message = "a contact can't be merged into itself".to_owned();
            return Err(InboxError::Invalid { message, hint: Some("name two contacts".to_owned()) });
        }
        let (from, into) = (self.merged_contact(from)?, self.merged_contact(into)?);
        let mut plan = filled_fields(&from, &into);
        plan.extend(moved_owners(&from, &into));
        plan.extend(self.moved_conversations(from.id, into.id)?);
        let merged = Before::Merged { fields: Fields::new(), into: into.id };
        plan.push(Restore::new(Effect::RemoveContact { contact: from.id }, merged));
        self.apply_restoring(&plan)
    }

    /// Applies effects in order, with an entry for what is about one contact or conversation. No rule decides them, but
    /// that closing a conversation by hand closes it (S1).
    pub(super) fn apply_restoring(&mut self, plan: &[Restore]) -> Result<()> {
        let mut states = UndoStates::new(self.connection);
        for run in plan.chunk_by(|one, next| one.effect.subject() == next.effect.subject()) {
            let subject = run.first().map(|doing| doing.effect.subject()).unwrap_or_default();
            let mut done = Vec::with_capacity(run.len());
            for doing in run {
                let closes = matches!(doing.effect, Effect::CloseConversation { .. });
                done.push(self.put_back(&mut states, doing.clone(), closes.then_some(RuleId::S1))?);
            }
            states.write(&mut self.writer)?;
            self.writer.write_down(subject, done)?;
        }
        Ok(())
    }

    fn merged_contact(&self, id: ContactId) -> Result<MergedContact> {
        let ContactState { owners, .. } = contact_state::load(self.connection, id, self.next_conversation()?)?;
        let fields = EntityRef::Contact(id).fields(self.connection)?.unwrap_or_default();
        Ok(MergedContact { id, fields, owners })
    }

    /// All conversations move. Of two open ones, that of the contact which is removed is closed first.
    fn moved_conversations(&self, from: ContactId, into: ContactId) -> Result<Vec<Restore>> {
        let open = |contact| contact_state::open_conversation_id(self.connection, contact);
        let is_taken = open(into)?.is_some();
        let closed = open(from)?.filter(|_| is_taken);
        let closed = closed.map(|conversation| Effect::CloseConversation { conversation });
        let moved = contacts::conversations_of(self.connection, from)?.into_iter();
        let moved = moved.map(|conversation| Effect::MoveConversation { conversation, contact: into });
        Ok(closed.into_iter().chain(moved).map(|effect| Restore { effect, image: None }).collect())
    }
}

/// The fields that only the contact has which is removed.
fn filled_fields(from: &MergedContact, into: &MergedContact) -> Vec<Restore> {
    let is_empty = |field: &Field| into.fields.get(field).is_none_or(Option::is_none);
    let filled = from.fields.iter().filter(|(field, value)| value.is_some() && is_empty(field));
    let set: Fields = filled.map(|(field, value)| (*field, value.clone())).collect();
    let update = Restore { effect: Effect::UpdateContact { contact: into.id, set: set.clone() }, image: None };
    if set.is_empty() { Vec::new() } else { vec![update] }
}

/// Owners of both keep the ownership they have.
fn moved_owners(from: &MergedContact, into: &MergedContact) -> Vec<Restore> {
    let next = into.owners.seats().next_back().map_or(0, |seat| seat.position.saturating_add(1));
    let new = from.owners.seats().filter(|seat| !into.owners.contains(seat.member));
    let added = new.zip(next..).map(|(seat, position)| {
        let effect = Effect::AddOwner { contact: into.id, member: seat.member, reason: seat.reason };
        Restore::new(effect, Before::Ownership(SeatImage { position, ..SeatImage::from(*seat) }))
    });
    let removed = from.owners.members().map(|member| {
        let effect = Effect::RemoveOwner { contact: from.id, member, reason: RemovalReason::Merged };
        Restore { effect, image: None }
    });
    // A pin of either stays (P4).
    let pinned = from.owners.seats().filter(|seat| seat.pinned).filter_map(|seat| into.owners.seat(seat.member));
    let pinned = pinned
        .filter(|seat| !seat.pinned)
        .map(|seat| Restore { effect: Effect::PinOwner { contact: into.id, member: seat.member }, image: None });
    added.chain(removed).chain(pinned).collect()
}
