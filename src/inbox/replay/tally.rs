//! The summary of a replay, counted line by line.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::answer::{Answer, with_effects};
use crate::inbox::error::Result;
use crate::inbox::{MemberSums, view};
use crate::model::{AssignReason, ChangeId, Decision, Effect, LogEventKind, MemberId, PassOverReason, Request};
use crate::store::NameResolver;

const BUSIEST: usize = 10;

/// The result of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ReplaySummary {
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The number in the history; null for a dry run, and when nothing changed.
    pub change: Option<ChangeId>,
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
}

/// The counts of a replay.
#[derive(Debug, Default)]
pub(super) struct ReplayTally {
    counts: ReplaySummary,
    assigned: HashMap<MemberId, u64>,
}

impl ReplayTally {
    pub(super) fn count(&mut self, request: &Request, decision: &Decision) {
        if let Some(kind) = request.event_kind() {
            *self.counts.events.entry(kind).or_default() += 1;
        }
        for ruled in &decision.effects {
            self.count_effect(&ruled.effect);
        }
        for passed in &decision.passed_over {
            *self.counts.passed_over.entry(passed.reason).or_default() += 1;
        }
    }

    fn count_effect(&mut self, effect: &Effect) {
        if let Effect::AssignMember { member, reason, .. } = effect {
            *self.counts.assigned.entry(*reason).or_default() += 1;
            *self.assigned.entry(*member).or_default() += 1;
        } else if let Effect::OpenConversation { .. } = effect {
            self.counts.conversations.opened += 1;
        } else if let Effect::CloseConversation { .. } = effect {
            self.counts.conversations.closed += 1;
        } else if let Effect::AddOwner { .. } = effect {
            self.counts.owners_added += 1;
        }
    }

    pub(super) fn count_skipped(&mut self) {
        self.counts.skipped += 1;
    }

    pub(super) fn count_contacts(&mut self, number: usize) {
        self.counts.contacts_created += number as u64;
    }

    /// Returns the summary with names; effects and the change are those of the answer.
    pub(super) fn finish(self, names: &mut NameResolver, connection: &rusqlite::Connection) -> Result<ReplaySummary> {
        let mut busiest = Vec::with_capacity(self.assigned.len());
        for (member, assigned) in self.assigned {
            busiest.push(BusiestMember { member: names.member(connection, member)?, assigned });
        }
        busiest.sort_by(|one, other| other.assigned.cmp(&one.assigned).then_with(|| one.member.cmp(&other.member)));
        busiest.truncate(BUSIEST);
        Ok(ReplaySummary { busiest, ..self.counts })
    }
}
