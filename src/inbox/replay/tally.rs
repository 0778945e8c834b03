//! The summary of a replay, counted line by line.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::answer::{Answer, with_effects};
use crate::inbox::{MemberSums, view};
use crate::model::{AssignReason, ChangeId, Decision, Effect, EffectKind, LogEventKind, PassOverReason, Request};

const BUSIEST: usize = 10;

/// The result of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ReplaySummary {
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The number in the history; null for a dry run, and when nothing changed.
    pub change: Option<ChangeId>,
    /// The digest of the effects, for `--expect`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub digest: Option<String>,
    /// Lines left out because they have no phone (`--skip-without-phone`).
    pub skipped: u64,
    /// Events by sender, or by manual action.
    pub events: BTreeMap<LogEventKind, u64>,
    /// Conversations opened and closed.
    pub conversations: ConversationCounts,
    /// Assignments by reason.
    pub assigned: BTreeMap<AssignReason, u64>,
    /// Owners added.
    pub owners_added: u64,
    /// Contacts added.
    pub contacts_created: u64,
    /// The members with the most assignments.
    pub busiest: Vec<BusiestMember>,
    /// Members passed over, by reason.
    pub passed_over: BTreeMap<PassOverReason, u64>,
    /// The effects in order; the first 100.
    pub effects: Vec<view::EffectView>,
    /// The number of effects.
    pub effect_count: i64,
    /// Whether there are more effects than listed.
    pub truncated: bool,
    /// The totals by member, ordered by email.
    pub by_member: Vec<MemberSums>,
}

/// Conversations opened and closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ConversationCounts {
    /// Conversations opened.
    pub opened: u64,
    /// Conversations closed.
    pub closed: u64,
}

/// The assignments of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BusiestMember {
    /// The email of the member.
    pub member: String,
    /// The number of assignments.
    pub assigned: u64,
}

/// The decision of one line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(transform = with_effects)]
pub struct LineDecision {
    /// The line.
    pub line: u64,
    /// The decision, and the conversation after it.
    #[serde(flatten)]
    pub answer: Answer,
}

impl ReplaySummary {
    /// Whether there are effects.
    pub fn has_effects(&self) -> bool {
        self.effect_count > 0
    }

    /// Counts what the answer does not: events, and reasons.
    pub(super) fn count(&mut self, request: &Request, decision: &Decision) {
        if let Some(kind) = request.event_kind() {
            *self.events.entry(kind).or_default() += 1;
        }
        for ruled in &decision.effects {
            if let Effect::AssignMember { reason, .. } = ruled.effect {
                *self.assigned.entry(reason).or_default() += 1;
            }
        }
        for passed in &decision.passed_over {
            *self.passed_over.entry(passed.reason).or_default() += 1;
        }
    }

    /// Adds the effects and the change.
    pub(super) fn with_answer(self, answer: Answer) -> Self {
        let count = |kind| answer.kinds.get(&kind).copied().unwrap_or_default().cast_unsigned();
        let by_member = answer.by_member.unwrap_or_default();
        Self {
            dry_run: answer.dry_run,
            change: answer.change,
            digest: answer.digest,
            conversations: ConversationCounts {
                opened: count(EffectKind::OpenConversation),
                closed: count(EffectKind::CloseConversation),
            },
            owners_added: count(EffectKind::AddOwner),
            contacts_created: count(EffectKind::AddContact),
            busiest: busiest(&by_member),
            effects: answer.effects,
            effect_count: answer.effect_count.unwrap_or_default(),
            truncated: answer.truncated.unwrap_or_default(),
            by_member,
            ..self
        }
    }
}

fn busiest(members: &[MemberSums]) -> Vec<BusiestMember> {
    let assigned = members.iter().filter(|sums| sums.assigned > 0);
    let mut busiest: Vec<_> = assigned
        .map(|sums| BusiestMember { member: sums.member.clone(), assigned: sums.assigned.cast_unsigned() })
        .collect();
    // The members are in the order of their emails, which the sorting keeps.
    busiest.sort_by_key(|member| Reverse(member.assigned));
    busiest.truncate(BUSIEST);
    busiest
}
