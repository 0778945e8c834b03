//! The rules and reasons that scenarios cover.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::step::StepOutcome;
use crate::inbox::InboxError;
use crate::model::code::{Codes as _, one_of};
use crate::model::{AssignReason, OwnerReason, PassOverReason, RemovalReason, RuleId};

/// The reasons that no step can cause: mappings are imported before the first step, and no step undoes
/// or merges.
const OUT_OF_REACH: [&str; 3] =
    [OwnerReason::Import.code(), RemovalReason::Undone.code(), RemovalReason::Merged.code()];

/// What the steps of scenarios cover. `given` does not count: each given owner would cover a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// The rules.
    pub rules: Covered<RuleId>,
    /// The reason codes.
    pub reasons: ReasonCoverage,
    /// The percentage of rules that had to be covered, if any.
    pub threshold: Option<u8>,
    /// Whether that was reached.
    pub ok: bool,
}

/// What is covered and what is not, in the order of the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Covered<T> {
    /// Covered.
    pub fired: Vec<T>,
    /// Not covered.
    pub never: Vec<T>,
}

/// The reasons of assignments, ownerships, removals and of passing over, each code once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReasonCoverage {
    /// Those that steps can cause.
    #[serde(flatten)]
    #[schemars(with = "Covered<AnyReason>")]
    pub reached: Covered<&'static str>,
    /// Those that steps can't cause.
    #[schemars(with = "Vec<AnyReason>")]
    pub out_of_reach: Vec<&'static str>,
}

/// The code of any reason.
struct AnyReason;

impl JsonSchema for AnyReason {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyReason".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(&reason_codes())
    }
}

fn reason_codes() -> [Vec<&'static str>; 4] {
    [AssignReason::codes(), OwnerReason::codes(), RemovalReason::codes(), PassOverReason::codes()]
}

impl Coverage {
    /// Compares the coverage with a threshold in percent.
    #[must_use]
    pub fn measured(self, threshold: Option<u8>) -> Self {
        let (covered, all) = (self.rules.fired.len(), RuleId::ALL.len());
        let ok = threshold.is_none_or(|least| covered * 100 >= usize::from(least) * all);
        Self { threshold, ok, ..self }
    }
}

/// The rules and reasons covered so far.
#[derive(Debug, Default)]
pub(super) struct CoverageTally {
    rules: BTreeSet<RuleId>,
    reasons: BTreeSet<&'static str>,
}

impl CoverageTally {
    pub(super) fn count(&mut self, outcome: &StepOutcome) {
        self.rules.extend(outcome.refusal().and_then(InboxError::rule));
        self.rules.extend(outcome.answer().into_iter().flat_map(|answer| &answer.rules));
        self.rules.extend(outcome.effects().iter().filter_map(|effect| effect.rule));
        self.rules.extend(outcome.passed_over().iter().map(|entry| entry.rule));
        self.reasons.extend(outcome.effects().iter().filter_map(|effect| effect.reason));
        self.reasons.extend(outcome.passed_over().iter().map(|entry| entry.reason.code()));
    }

    /// The covered rules, in the order of the documentation.
    pub(super) fn rules(&self) -> Vec<RuleId> {
        self.rules.iter().copied().collect()
    }

    pub(super) fn add(&mut self, other: Self) {
        self.rules.extend(other.rules);
        self.reasons.extend(other.reasons);
    }

    pub(super) fn coverage(&self) -> Coverage {
        let mut seen: BTreeSet<_> = OUT_OF_REACH.into();
        let reasons = reason_codes().concat().into_iter().filter(|code| seen.insert(code));
        let reached = Covered::of(reasons, |code| self.reasons.contains(code));
        Coverage {
            rules: Covered::of(RuleId::ALL.iter().copied(), |rule| self.rules.contains(rule)),
            reasons: ReasonCoverage { reached, out_of_reach: OUT_OF_REACH.to_vec() },
            threshold: None,
            ok: true,
        }
    }
}

impl<T> Covered<T> {
    fn of(all: impl Iterator<Item = T>, is_covered: impl FnMut(&T) -> bool) -> Self {
        let (fired, never) = all.partition(is_covered);
        Self { fired, never }
    }
}
