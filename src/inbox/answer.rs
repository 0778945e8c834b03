//! The answer of a change: the one shape of every command that writes.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::change_options::RunMode;
use super::erasure_report::ErasureReport;
use super::refusals::RefusedTarget;
use super::sums::MemberSums;
use super::undo_report::{UndoReport, UndoneChanges};
use super::view;
use crate::model::{ChangeId, ConversationId, EffectKind, RuleId};
use crate::store::Visit;

/// Receives every effect of a change: of a dry run before it is rolled back, of a real run after the
/// commit.
pub type Effects<'a> = Option<Visit<'a, view::EffectView>>;

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(transform = without_effects)]
pub struct Answer {
    /// Whether it is a dry run.
    pub dry_run: bool,
    /// The number in the history; null for a dry run and when nothing changed.
    pub change: Option<ChangeId>,
    /// The digest of the effects, for `--expect`: that of a dry run is that of a real run that does the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub digest: Option<String>,
    /// The effects in order; the first 100 where `effect_count` is given. With `--format ndjson` each is a
    /// line of its own, and this key is left out of the last line.
    pub effects: Vec<view::EffectView>,
    /// The number of effects, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub effect_count: Option<i64>,
    /// Whether there are more effects than listed, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub truncated: Option<bool>,
    /// The totals by member, ordered by email, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<MemberSums>")]
    pub by_member: Option<Vec<MemberSums>>,
    /// Members passed over; the first 100 where `passed_over_count` is given.
    pub passed_over: Vec<view::PassedOverView>,
    /// The number of members passed over, for changes that can touch thousands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub passed_over_count: Option<i64>,
    /// The conversation after the change; null if none is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Option<view::ConversationView>>,
    /// With several: the conversations after the change; the first 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<view::ConversationView>")]
    pub conversations: Option<Vec<view::ConversationView>>,
    /// With `--skip-refused`: what was refused; the first 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<RefusedTarget>")]
    pub refused: Option<Vec<RefusedTarget>>,
    /// With `--skip-refused`: the number of those refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    pub refused_count: Option<u64>,
    /// For a deactivation: what it left behind.
    #[serde(flatten)]
    pub left: Option<OffboardingAnswer>,
    /// For an erasure: what was erased.
    #[serde(flatten)]
    pub erasure: Option<ErasureReport>,
    /// For an undo: what it undoes, and its conflicts.
    #[serde(flatten)]
    pub undo: Option<UndoReport>,
    /// The rules of the decisions.
    #[serde(skip)]
    pub rules: Vec<RuleId>,
    /// The number of effects by kind, for changes that can touch thousands.
    #[serde(skip)]
    pub kinds: BTreeMap<EffectKind, i64>,
}

/// Removes `effects` from the required keys: in NDJSON they are lines of their own.
pub(super) fn without_effects(schema: &mut Schema) {
    if let Some(required) = schema.get_mut("required").and_then(|required| required.as_array_mut()) {
        required.retain(|key| key != "effects");
    }
}

/// Adds `effects` to the required keys: a line of a log always has them.
pub(super) fn with_effects(schema: &mut Schema) {
    if let Some(required) = schema.get_mut("required").and_then(|required| required.as_array_mut()) {
        required.push("effects".into());
    }
}

/// What a deactivation left behind (D1, D4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffboardingAnswer {
    /// Contacts now without an active owner.
    pub left_unowned: Vec<String>,
    /// Open conversations now without a member.
    pub left_unassigned: Vec<ConversationId>,
    /// Teams that still list the member.
    pub roles: Vec<view::RoleView>,
}

/// The result of an undo: that of every change, with the change it undoes and the conflicts.
#[derive(Debug, JsonSchema)]
#[schemars(extend("required" = [
    "undoes", "effect_count", "truncated", "by_member", "passed_over_count", "conflicts", "conflict_count"]))]
#[expect(dead_code, reason = "only described: the answer itself is written")]
pub struct UndoAnswer(Answer);

impl Answer {
    /// Creates the answer of a refused undo.
    pub fn of_refused_undo(run: RunMode, undo: UndoReport) -> Self {
        Self {
            dry_run: run == RunMode::DryRun,
            effect_count: Some(0),
            truncated: Some(false),
            by_member: Some(Vec::new()),
            passed_over_count: Some(0),
            undo: Some(undo),
            ..Self::default()
        }
    }

    /// The undo of a change that has conflicts.
    pub fn conflicting_undo(&self) -> Option<&UndoReport> {
        self.undo.as_ref().filter(|undo| undo.conflict_count > 0)
    }

    /// The change that was undone without being named, and its command.
    pub fn last_undone(&self) -> Option<(ChangeId, &str)> {
        let undo = self.undo.as_ref()?;
        let UndoneChanges::One(id) = undo.undoes else { return None };
        Some((id, undo.command.as_deref()?))
    }

    pub fn effect_count(&self) -> i64 {
        self.effect_count.unwrap_or_else(|| i64::try_from(self.effects.len()).unwrap_or(i64::MAX))
    }

    pub fn passed_over_count(&self) -> i64 {
        self.passed_over_count.unwrap_or_else(|| i64::try_from(self.passed_over.len()).unwrap_or(i64::MAX))
    }

    /// Whether something was refused, and the rest changed.
    pub fn has_refused(&self) -> bool {
        self.refused_count.is_some_and(|count| count > 0)
    }

    pub fn has_effects(&self) -> bool {
        !self.effects.is_empty()
    }
}
