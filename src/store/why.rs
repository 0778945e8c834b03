//! The events of a conversation, from the history.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::effect_record::EffectRecord;
use super::history::{self, DecisionRecord, entries_of_conversation};
use super::ownership_origin::OwnershipOrigins;
use super::unassigned_cause::CauseFinder;
use super::view::{self, ConversationEvent, EventKind, OwnershipOrigin, UnassignedCause};
use super::{NameResolver, StoreResult, contact_state};
use crate::model::{
    AssignReason, Before, ContactId, ConversationId, Effect, EffectKind, MemberId, PassedOver, RuleId, SeatImage,
    Status,
};

/// The events of a conversation in order, of one member only if one is named; and why no member is assigned.
pub(crate) fn explain(
    connection: &Connection,
    id: ConversationId,
    member: Option<MemberId>,
) -> StoreResult<(Vec<ConversationEvent>, Option<UnassignedCause>)> {
    let conversation = contact_state::conversation(connection, id)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let mut lister = EventLister {
        connection,
        names: NameResolver::default(),
        conversation: id,
        contact: conversation.contact,
        origins: None,
        events: Vec::new(),
    };
    let mut cause = CauseFinder::new(id);
    let concerns = |named| member.is_none() || member == named;
    entries_of_conversation(connection, id, |entry| -> StoreResult<_> {
        cause.follow(&entry);
        let mut effects = entry.effects.iter().filter(|record| concerns(record.effect.member()));
        effects.try_for_each(|record| lister.event(&entry, record))?;
        let mut passed_over = entry.passed_over.iter().filter(|passed| concerns(passed.member));
        passed_over.try_for_each(|passed| lister.passed_over_event(&entry, passed))?;
        Ok(ControlFlow::Continue(()))
    })?;
    let cause = cause.finish(connection, &mut lister.names, &conversation)?;
    Ok((lister.events, cause))
}

struct EventLister<'a> {
    connection: &'a Connection,
    names: NameResolver,
    conversation: ConversationId,
    contact: ContactId,
    /// Read where an owner was assigned.
    origins: Option<OwnershipOrigins>,
    events: Vec<ConversationEvent>,
}

impl EventLister<'_> {
    fn event(&mut self, entry: &DecisionRecord, record: &EffectRecord) -> StoreResult<()> {
        let EffectRecord { effect, rule, .. } = record;
        if effect.subject().1.is_some_and(|subject| subject != self.conversation) {
            return Ok(());
        }
        if let (Some(contact), Some(_)) = effect.subject()
            && contact != self.contact
        {
            (self.contact, self.origins) = (contact, None);
        }
        let shown = self.names.effect(self.connection, effect, *rule, None)?;
        let Some((what, mut text)) = event(&shown) else { return Ok(()) };
        let ownership = self.origin(entry, record)?;
        let why = match (&ownership, because(effect, *rule)) {
            (Some(origin), _) if rule.is_some() => Some(self.owner_since(origin)?),
            (_, why) => why.map(str::to_owned),
        };
        if let Some(why) = why {
            text = format!("{text}: {why}");
        }
        if what == EventKind::Opened && is_without_owners(entry, *rule) {
            text.push_str("; no one assigned: the contact has no owner");
        }
        self.events.push(ConversationEvent {
            at: entry.at,
            change: entry.change,
            actor: entry.actor.clone(),
            what,
            member: shown.member,
            team: shown.team,
            status: shown.status,
            reason: shown.reason,
            rule: *rule,
            text,
            ownership,
        });
        Ok(())
    }

    /// The ownership behind an assignment; of one that an undo restored, that of its first change.
    fn origin(&mut self, entry: &DecisionRecord, record: &EffectRecord) -> StoreResult<Option<OwnershipOrigin>> {
        let Effect::AssignMember { member, reason: AssignReason::ContactOwner, .. } = record.effect else {
            return Ok(None);
        };
        let change = match record.was {
            Some(Before::Assignment(SeatImage { change, .. })) => change,
            Some(Before::UndonePick { seat, .. }) => seat.change,
            _ => entry.change,
        };
        let origins = match self.origins.take() {
            Some(origins) => origins,
            None => OwnershipOrigins::of(self.connection, self.contact)?,
        };
        let origin = origins.find(member, change).cloned();
        self.origins = Some(origins);
        Ok(origin)
    }

    /// `owner since change 4 (import, by eva)`
    fn owner_since(&self, OwnershipOrigin { reason, change, .. }: &OwnershipOrigin) -> StoreResult<String> {
        let by = history::change(self.connection, *change)?.map(|change| format!(", by {}", change.actor));
        Ok(format!("owner since change {change} ({reason}{})", by.unwrap_or_default()))
    }

    fn passed_over_event(&mut self, entry: &DecisionRecord, passed: &PassedOver) -> StoreResult<()> {
        let shown = self.names.passed_over(self.connection, passed)?;
        let text = match &shown.member {
            Some(_) => format!("passed over: {}", shown.sentence()),
            None => shown.sentence(),
        };
        self.events.push(ConversationEvent {
            at: entry.at,
            change: entry.change,
            actor: entry.actor.clone(),
            what: EventKind::PassedOver,
            member: shown.member,
            team: shown.team.flatten(),
            status: None,
            reason: Some(passed.reason.code()),
            rule: Some(passed.rule),
            text,
            ownership: None,
        });
        Ok(())
    }
}

/// Whether a contact's message opened a conversation (O1, O3) and the contact had no owner, active or not.
fn is_without_owners(entry: &DecisionRecord, rule: Option<RuleId>) -> bool {
    let is_assignment = |record: &EffectRecord| record.effect.kind() == EffectKind::AssignMember;
    matches!(rule, Some(RuleId::O1 | RuleId::O3))
        && entry.passed_over.is_empty()
        && !entry.effects.iter().any(is_assignment)
}

/// The kind of event with a sentence, for effects that a conversation has.
fn event(shown: &view::EffectView) -> Option<(EventKind, String)> {
    let (member, team) = (shown.member.as_deref().unwrap_or_default(), shown.team.as_deref().unwrap_or_default());
    let status = shown.status.map_or("", Status::code);
    Some(match shown.effect {
        EffectKind::OpenConversation => (EventKind::Opened, format!("opened, status {status}")),
        EffectKind::CloseConversation => (EventKind::Closed, "closed".to_owned()),
        EffectKind::RemoveConversation => (EventKind::Closed, "removed".to_owned()),
        EffectKind::AssignMember => (EventKind::Assigned, format!("assigned {member}")),
        EffectKind::UnassignMember => (EventKind::Unassigned, format!("unassigned {member}")),
        EffectKind::SetTeam => (EventKind::TeamSet, format!("assigned to team {team}")),
        EffectKind::ClearTeam => (EventKind::TeamCleared, format!("unassigned from team {team}")),
        EffectKind::SetStatus => (EventKind::Status, format!("status {status}")),
        EffectKind::ReopenConversation => (EventKind::Reopened, format!("reopened, status {status}")),
        EffectKind::SetFirstResponder => (EventKind::FirstResponder, format!("first responder {member}")),
        EffectKind::ClearFirstResponder => (EventKind::FirstResponder, format!("removed first responder {member}")),
        _ => return None,
    })
}

/// The reason as a short phrase, or the rule. Effects without a rule come from an undo.
fn because(effect: &Effect, rule: Option<RuleId>) -> Option<&'static str> {
    match effect {
        _ if rule.is_none() => Some("a change was undone"),
        Effect::AssignMember { reason, .. } => Some(reason.sentence()),
        Effect::UnassignMember { reason, .. } => Some(reason.sentence()),
        Effect::CloseConversation { .. } | Effect::ReopenConversation { .. } if rule == Some(RuleId::S1) => {
            Some("by hand")
        }
        Effect::SetTeam { .. } if rule == Some(RuleId::A2) => Some("by hand"),
        Effect::SetTeam { .. } if rule == Some(RuleId::F2) => Some("a flow's Assign Team step"),
        Effect::ClearTeam { .. } => Some("by hand"),
        _ => rule.map(RuleId::sentence),
    }
}
