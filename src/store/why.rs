//! The events of a conversation, from the history.

use std::ops::ControlFlow;

use rusqlite::Connection;

use super::effect_record::EffectRecord;
use super::history::{DecisionRecord, entries_of_conversation};
use super::view::{self, ConversationEvent, EventKind};
use super::{NameResolver, StoreResult};
use crate::model::{ConversationId, DecidedEffect, Effect, EffectKind, MemberId, PassedOver, RuleId, Status};

/// The events of a conversation in order; of one member only, if one is named.
pub(crate) fn events(
    connection: &Connection,
    conversation: ConversationId,
    member: Option<MemberId>,
) -> StoreResult<Vec<ConversationEvent>> {
    let mut entries = Vec::new();
    entries_of_conversation(connection, conversation, &mut |entry| {
        entries.push(entry);
        ControlFlow::Continue(())
    })?;
    let mut lister = EventLister { connection, names: NameResolver::default(), conversation, events: Vec::new() };
    for entry in &entries {
        for record in &entry.effects {
            if member.is_none() || member == record.effect.member() {
                lister.event(entry, &DecidedEffect { effect: record.effect.clone(), rule: record.rule })?;
            }
        }
        for passed in &entry.passed_over {
            if member.is_none() || member == passed.member {
                lister.passed_over_event(entry, passed)?;
            }
        }
    }
    Ok(lister.events)
}

struct EventLister<'a> {
    connection: &'a Connection,
    names: NameResolver,
    conversation: ConversationId,
    events: Vec<ConversationEvent>,
}

impl EventLister<'_> {
    fn event(&mut self, entry: &DecisionRecord, ruled: &DecidedEffect) -> StoreResult<()> {
        let Some(what) = what(ruled.effect.kind()) else { return Ok(()) };
        if ruled.effect.subject().1.is_some_and(|subject| subject != self.conversation) {
            return Ok(());
        }
        let shown = self.names.effect(self.connection, ruled, None)?;
        let mut text = text(what, &shown, &ruled.effect, ruled.rule);
        if what == EventKind::Opened && is_without_owners(entry, ruled.rule) {
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
            rule: ruled.rule,
            text,
        });
        Ok(())
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

/// The kind of event, for effects that a conversation has.
fn what(effect: EffectKind) -> Option<EventKind> {
    match effect {
        EffectKind::OpenConversation => Some(EventKind::Opened),
        EffectKind::CloseConversation | EffectKind::RemoveConversation => Some(EventKind::Closed),
        EffectKind::AssignMember => Some(EventKind::Assigned),
        EffectKind::UnassignMember => Some(EventKind::Unassigned),
        EffectKind::SetTeam => Some(EventKind::TeamSet),
        EffectKind::ClearTeam => Some(EventKind::TeamCleared),
        EffectKind::SetStatus | EffectKind::ReopenConversation => Some(EventKind::Status),
        EffectKind::SetFirstResponder | EffectKind::ClearFirstResponder => Some(EventKind::FirstResponder),
        _ => None,
    }
}

/// The event as a sentence.
fn text(what: EventKind, shown: &view::EffectView, effect: &Effect, rule: Option<RuleId>) -> String {
    let (member, team) = (shown.member.as_deref().unwrap_or_default(), shown.team.as_deref().unwrap_or_default());
    let status = shown.status.map_or("", Status::code);
    let text = match what {
        EventKind::Status if shown.effect == EffectKind::ReopenConversation => format!("reopened, status {status}"),
        EventKind::FirstResponder if shown.effect == EffectKind::ClearFirstResponder => {
            format!("removed first responder {member}")
        }
        EventKind::Closed if shown.effect == EffectKind::RemoveConversation => "removed".to_owned(),
        EventKind::Opened => format!("opened, status {status}"),
        EventKind::Assigned => format!("assigned {member}"),
        EventKind::Unassigned => format!("unassigned {member}"),
        EventKind::TeamSet => format!("assigned to team {team}"),
        EventKind::TeamCleared => format!("unassigned from team {team}"),
        EventKind::Status => format!("status {status}"),
        EventKind::FirstResponder => format!("first responder {member}"),
        EventKind::Closed => "closed".to_owned(),
        EventKind::PassedOver => format!("passed over {member}"),
    };
    match because(effect, rule) {
        Some(why) => format!("{text}: {why}"),
        None => text,
    }
}

/// The reason as a short phrase, or the rule. Effects without a rule come from an undo.
fn because(effect: &Effect, rule: Option<RuleId>) -> Option<&'static str> {
    match effect {
        _ if rule.is_none() => Some("a change was undone"),
        Effect::AssignMember { reason, .. } => Some(reason.sentence()),
        Effect::UnassignMember { reason, .. } => Some(reason.sentence()),
        Effect::CloseConversation { .. } if rule == Some(RuleId::S1) => Some("by hand"),
        Effect::SetTeam { .. } if rule == Some(RuleId::A2) => Some("by hand"),
        Effect::SetTeam { .. } => Some("a flow's Assign Team step"),
        Effect::ClearTeam { .. } => Some("by hand"),
        _ => rule.map(RuleId::sentence),
    }
}
