//! What a log came to, counted on the way.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::inbox::answer::{Answer, with_effects};
use crate::inbox::error::Result;
use crate::inbox::{MemberSums, view};
use crate::model::code::codes;
use crate::model::named::{Event, Message};
use crate::model::{AssignReason, ChangeId, Decision, Effect, MemberId, PassOverReason};
use crate::store::NameResolver;

/// How many of the busiest members are told.
const BUSIEST: usize = 10;

/// What a log did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ReplaySummary {
    /// Whether it was only shown.
    pub dry_run: bool,
    /// Its number in the history; none for a dry run, and when nothing changed.
    pub change: Option<ChangeId>,
    /// How many lines were left out because they have no phone (`--skip-without-phone`).
    pub skipped: u64,
    /// The events by who sent a message, or by what was done by hand.
    pub events: BTreeMap<LogEventKind, u64>,
    /// What became of conversations.
    pub conversations: ConversationCounts,
    /// How often a member was put on a conversation, by reason.
    pub assigned: BTreeMap<AssignReason, u64>,
    /// How many ownerships were added.
    pub owners_added: u64,
    /// How many contacts were made.
    pub contacts_created: u64,
    /// Who was put on the most conversations.
    pub busiest: Vec<BusiestMember>,
    /// How often somebody was passed over, by reason.
    pub passed_over: BTreeMap<PassOverReason, u64>,
    /// What changed, in order; the first 100.
    pub effects: Vec<view::EffectView>,
    /// How many effects there were.
    pub effect_count: i64,
    /// Whether there are more effects than are listed.
    pub truncated: bool,
    /// What was done to each member, by email.
    pub by_member: Vec<MemberSums>,
}

codes! {
    /// By whom a message was sent, or what was done by hand, as the log says it.
    pub enum LogEventKind {
        /// Conversations assigned by hand.
        Assign = "assign",
        /// Conversations closed by hand.
        Close = "close",
        /// Messages of contacts.
        Contact = "contact",
        /// Messages, steps and ends of flows.
        Flow = "flow",
        /// Messages and notes of members.
        Member = "member",
        /// Messages of the system.
        System = "system",
        /// Conversations unassigned by hand.
        Unassign = "unassign",
    }
}

/// How many conversations were opened and closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct ConversationCounts {
    /// How many were opened.
    pub opened: u64,
    /// How many were closed.
    pub closed: u64,
}

/// On how many conversations a member was put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BusiestMember {
    /// The member's email.
    pub member: String,
    /// On how many conversations it was put.
    pub assigned: u64,
}

/// What one line came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(transform = with_effects)]
pub struct LineDecision {
    /// The line.
    pub line: u64,
    /// What was decided, and the conversation as it was right after.
    #[serde(flatten)]
    pub answer: Answer,
}

impl ReplaySummary {
    /// Whether anything changed, or would.
    pub fn has_effects(&self) -> bool {
        self.effect_count > 0
    }
}

/// The counts of a log that is being played.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: ReplaySummary,
    assigned: HashMap<MemberId, u64>,
}

impl Tally {
    /// Counts an event, and what was decided about it.
    pub(super) fn count<N>(&mut self, event: &Event<N, N>, decision: &Decision) {
        *self.counts.events.entry(kind(event)).or_default() += 1;
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

    /// Counts a line that is left out.
    pub(super) fn count_skipped(&mut self) {
        self.counts.skipped += 1;
    }

    /// Counts contacts that were made.
    pub(super) fn count_contacts(&mut self, number: usize) {
        self.counts.contacts_created += number as u64;
    }

    /// All of it, with names; effects and the change are the answer's.
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

/// By whom a message was sent, or what was done by hand, as the log says it.
fn kind<N>(event: &Event<N, N>) -> LogEventKind {
    match event {
        Event::Message(Message::Contact) => LogEventKind::Contact,
        Event::Message(Message::Member { .. } | Message::Note { .. }) => LogEventKind::Member,
        Event::Message(
            Message::Flow | Message::FlowAssign { .. } | Message::FlowAssignTeam { .. } | Message::FlowEnd,
        ) => LogEventKind::Flow,
        Event::Message(Message::System) => LogEventKind::System,
        Event::Assign(_) => LogEventKind::Assign,
        Event::Unassign(_) => LogEventKind::Unassign,
        Event::Close => LogEventKind::Close,
    }
}
