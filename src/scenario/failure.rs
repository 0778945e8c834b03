//! A failed expectation, as a value.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::inbox::view;
use crate::model::RuleId;

/// A failed expectation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Failure {
    /// The line of the expectation.
    pub line: u64,
    /// The column of the line; only for annotations.
    #[serde(skip)]
    pub column: u64,
    /// Its key.
    pub key: String,
    /// The expected value.
    pub expected: Value,
    /// The actual value.
    pub actual: Value,
    /// The decision of the step; null if the step has no action.
    pub decision: Option<StepDecision>,
    /// What may have been meant, or what to do.
    pub hint: Option<String>,
}

/// The decision of a step, which explains its result.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, Default)]
pub struct StepDecision {
    /// The effects.
    pub effects: Vec<view::EffectView>,
    /// The members passed over.
    pub passed_over: Vec<view::PassedOverView>,
    /// The rules that decided.
    pub rules: Vec<RuleId>,
    /// The refusal, if it was refused.
    pub refused: Option<String>,
}
