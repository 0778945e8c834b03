//! What a change answers: the one shape of every command that writes.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::change_options::RunMode;
use super::sums::MemberSums;
use super::view;
use crate::model::{ChangeId, ConversationId, EffectKind, RuleId};
use crate::store::Visit;

/// Receives every effect of a change, if anybody wants them all: of a dry run before it is rolled back,
/// of a real run once it is committed.
pub type Effects<'a> = Option<Visit<'a, view::EffectView>>;

/// What a change did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(transform = without_effects)]
pub struct Answer {
    /// Whether it was only shown.
    pub dry_run: bool,
    /// Its number in the history; none for a dry run and when nothing changed.
    pub change: Option<ChangeId>,
    /// What changed, in order; the first 100 where `effect_count` is given. With `--format ndjson` each is
    /// a line of its own, and this key is left out of the last line.
    pub effects: Vec<view::EffectView>,
    /// How many effects there were, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub effect_count: Option<i64>,
    /// Whether there are more effects than are listed, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub truncated: Option<bool>,
    /// What the change did to each member, by email, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<MemberSums>")]
    pub by_member: Option<Vec<MemberSums>>,
    /// Who was passed over; the first 100 where `passed_over_count` is given.
    pub passed_over: Vec<view::PassedOverView>,
    /// How many were passed over, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub passed_over_count: Option<i64>,
    /// The conversation as it is afterwards, for commands about one; null if none is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Option<view::ConversationView>>,
    /// Of a deactivation: what it left behind.
    #[serde(flatten)]
    pub left: Option<OffboardingAnswer>,
    /// Of an undo: the change that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ChangeId")]
    pub undoes: Option<ChangeId>,
    /// Of an undo: what it left as it is; the first 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<view::Conflict>")]
    pub conflicts: Option<Vec<view::Conflict>>,
    /// Of an undo: how much it left as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub conflict_count: Option<i64>,
    /// The rules that spoke.
    #[serde(skip)]
    pub rules: Vec<RuleId>,
    /// How many effects there were of each kind, for changes that can touch thousands.
    #[serde(skip)]
    pub kinds: BTreeMap<EffectKind, i64>,
}

/// The last line of an answer in NDJSON has no `effects`: they are the lines before it.
pub(super) fn without_effects(schema: &mut Schema) {
    if let Some(required) = schema.get_mut("required").and_then(|required| required.as_array_mut()) {
        required.retain(|key| key != "effects");
    }
}

/// A line of a log always has them.
pub(super) fn with_effects(schema: &mut Schema) {
    if let Some(required) = schema.get_mut("required").and_then(|required| required.as_array_mut()) {
        required.push("effects".into());
    }
}

/// What a deactivated member left behind (D1, D4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffboardingAnswer {
    /// Contacts now without an active owner.
    pub left_unowned: Vec<String>,
    /// Open conversations now without a member.
    pub left_unassigned: Vec<ConversationId>,
    /// Places in teams that the member keeps.
    pub roles: Vec<view::RoleView>,
}

/// What an undo answers: what every change answers, what it undoes, and what it left.
#[derive(Debug, JsonSchema)]
#[schemars(extend("required" = [
    "undoes", "effect_count", "truncated", "by_member", "passed_over_count", "conflicts", "conflict_count"]))]
#[expect(dead_code, reason = "only described: the answer itself is written")]
pub struct UndoAnswer(Answer);

impl Answer {
    /// An undo that was refused, since this stands in the way.
    pub fn of_refused_undo(run: RunMode, change: ChangeId, conflicts: &[view::Conflict], count: i64) -> Self {
        Self {
            dry_run: run == RunMode::DryRun,
            effect_count: Some(0),
            truncated: Some(false),
            by_member: Some(Vec::new()),
            passed_over_count: Some(0),
            undoes: Some(change),
            conflicts: Some(conflicts.to_vec()),
            conflict_count: Some(count),
            ..Self::default()
        }
    }

    /// Whether an undo left something as it is, or would.
    pub fn has_conflicts(&self) -> bool {
        self.conflict_count.is_some_and(|count| count > 0)
    }

    /// How many effects there are.
    pub fn effect_count(&self) -> i64 {
        self.effect_count.unwrap_or_else(|| i64::try_from(self.effects.len()).unwrap_or(i64::MAX))
    }

    /// How many were passed over.
    pub fn passed_over_count(&self) -> i64 {
        self.passed_over_count.unwrap_or_else(|| i64::try_from(self.passed_over.len()).unwrap_or(i64::MAX))
    }

    /// Whether anything changed, or would.
    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }
}
