//! What of the rules the scenarios have made happen, and what never.

use std::borrow::Cow;
use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::step::Played;
use crate::model::code::{Codes as _, one_of};
use crate::model::{AssignReason, OwnerReason, PassOverReason, RemovalReason, RuleId};

/// Reasons that no step can bring about: a mapping is imported before the first step, and no step
/// takes a change back.
const OUT_OF_REACH: [&str; 2] = [OwnerReason::Import.code(), RemovalReason::Undone.code()];

/// What the steps of scenarios made happen. What makes their worlds doesn't count: every given owner
/// would cover a rule that nobody has tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// The rules that spoke, and those that never did.
    pub rules: Fired<RuleId>,
    /// The reason codes that were given, and those that never were.
    pub reasons: Reasons,
    /// How many percent of the rules had to speak; null if nothing was asked for.
    pub threshold: Option<u8>,
    /// Whether as many did.
    pub ok: bool,
}

/// What happened and what never did, in the order of the rules' page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fired<T> {
    /// What happened.
    pub fired: Vec<T>,
    /// What never did.
    pub never: Vec<T>,
}

/// The reason codes: of assignments, of ownerships, of removals and of passing over. One that is a
/// reason of several of them is there once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reasons {
    /// Which were given and which never were.
    #[serde(flatten)]
    #[schemars(with = "Fired<AnyReason>")]
    pub reached: Fired<&'static str>,
    /// Those that steps of scenarios can't bring about.
    #[schemars(with = "Vec<AnyReason>")]
    pub out_of_reach: Vec<&'static str>,
}

/// The code of a reason of any kind.
struct AnyReason;

impl JsonSchema for AnyReason {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyReason".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(&[AssignReason::codes(), OwnerReason::codes(), RemovalReason::codes(), PassOverReason::codes()])
    }
}

impl Coverage {
    /// Compares it with a threshold in percent, if there is one.
    #[must_use]
    pub fn measured(self, threshold: Option<u8>) -> Self {
        let (fired, all) = (self.rules.fired.len(), RuleId::ALL.len());
        let ok = threshold.is_none_or(|least| fired * 100 >= usize::from(least) * all);
        Self { threshold, ok, ..self }
    }
}

/// What has happened so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rules: BTreeSet<RuleId>,
    reasons: BTreeSet<&'static str>,
}

impl Tally {
    /// Takes note of what a step came to.
    pub(super) fn count(&mut self, played: &Played) {
        match played {
            Played::Nothing => {}
            Played::Refused { rule, .. } => self.rules.extend(rule),
            Played::Done(answer) => {
                self.rules.extend(&answer.rules);
                self.rules.extend(answer.effects.iter().filter_map(|effect| effect.rule));
                self.rules.extend(answer.passed_over.iter().map(|entry| entry.rule));
                self.reasons.extend(answer.effects.iter().filter_map(|effect| effect.reason));
                self.reasons.extend(answer.passed_over.iter().map(|entry| entry.reason.code()));
            }
        }
    }

    /// Takes over what others have noted.
    pub(super) fn add(&mut self, other: Self) {
        self.rules.extend(other.rules);
        self.reasons.extend(other.reasons);
    }

    /// What that comes to.
    pub(super) fn coverage(&self) -> Coverage {
        let rules = RuleId::ALL.iter().copied().partition(|rule| self.rules.contains(rule));
        let within_reach = reasons().into_iter().filter(|code| !OUT_OF_REACH.contains(code));
        let reasons = within_reach.partition(|code| self.reasons.contains(code));
        Coverage {
            rules: Fired::of(rules),
            reasons: Reasons { reached: Fired::of(reasons), out_of_reach: OUT_OF_REACH.to_vec() },
            threshold: None,
            ok: true,
        }
    }
}

impl<T> Fired<T> {
    fn of((fired, never): (Vec<T>, Vec<T>)) -> Self {
        Self { fired, never }
    }
}

/// Every reason code once.
fn reasons() -> Vec<&'static str> {
    let assigned = AssignReason::ALL.iter().map(|reason| reason.code());
    let owned = OwnerReason::ALL.iter().map(|reason| reason.code());
    let removed = RemovalReason::ALL.iter().map(|reason| reason.code());
    let passed = PassOverReason::ALL.iter().map(|reason| reason.code());
    let mut codes = Vec::new();
    for code in assigned.chain(owned).chain(removed).chain(passed) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}
