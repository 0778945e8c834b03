//! Explains scenarios step by step: the action, the decision and its reasons.

use schemars::JsonSchema;
use serde::Serialize;

use super::check::check;
use super::error::{FileFaults, ScenarioError, expectable};
use super::failure::{Failure, StepDecision};
use super::report::Listed;
use super::sandbox::Sandbox;
use super::selection::Selection;
use super::step::{StepOutcome, expected_target, moment, run_step, step_target};
use super::suite::Suite;
use crate::formats::scenario::{Scenario, ScenarioStep, World};
use crate::inbox::{ChangeBatch, OffboardingAnswer, view};
use crate::model::{RuleId, Target, Time};

/// A scenario with all its steps.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScenarioExplanation {
    #[serde(flatten)]
    pub scenario: Listed,
    /// Its steps.
    pub steps: Vec<StepExplanation>,
}

/// A step and its outcome.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepExplanation {
    /// Its first line.
    pub line: u64,
    /// Its time.
    pub at: Time,
    /// The action in words; null if the step has expectations only.
    pub asks: Option<String>,
    /// The decision; null without an action.
    pub decision: Option<StepDecision>,
    /// The rules that decided, in words.
    pub because: Vec<RuleNote>,
    /// What a deactivated member leaves; null if none was deactivated.
    pub left: Option<OffboardingAnswer>,
    /// The conversation of the step afterwards, if it has one.
    pub conversation: Option<view::ConversationView>,
    /// The failed expectations.
    pub failures: Vec<Failure>,
}

/// A rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RuleNote {
    /// Its id.
    pub rule: RuleId,
    /// The rule in a few words.
    #[serde(rename = "says")]
    pub text: &'static str,
}

/// Runs all steps of the selected scenarios, whether expectations fail or not.
pub fn explain(
    suites: &[Suite],
    selection: &Selection,
    sandbox: &mut Sandbox,
) -> Result<Vec<ScenarioExplanation>, ScenarioError> {
    let mut explanations = Vec::new();
    let mut faults = FileFaults::default();
    for (suite, scenario) in suites.iter().flat_map(|suite| suite.selected(selection)) {
        match sandbox.in_world(&suite.path, scenario, |batch| explain_steps(batch, scenario))? {
            Err(found) => faults.add(&suite.path, found),
            Ok(steps) => {
                explanations.push(ScenarioExplanation { scenario: Listed::of(&suite.path, scenario), steps });
            }
        }
    }
    faults.or_selected(explanations)
}

fn explain_steps(batch: &ChangeBatch<'_>, scenario: &Scenario) -> Result<Vec<StepExplanation>, ScenarioError> {
    let mut steps = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let outcome = run_step(batch, number, step)?;
        steps.push(explain_step(batch, &scenario.world, number, step, &outcome)?);
    }
    Ok(steps)
}

fn explain_step(
    batch: &ChangeBatch<'_>,
    world: &World,
    number: usize,
    step: &ScenarioStep,
    outcome: &StepOutcome,
) -> Result<StepExplanation, ScenarioError> {
    let decision = outcome.decision();
    let rules = decision.iter().flat_map(|decision| &decision.rules);
    Ok(StepExplanation {
        line: step.place.line,
        at: moment(number, step),
        asks: step.action.as_ref().map(ToString::to_string),
        because: rules.map(|rule| RuleNote { rule: *rule, text: rule.sentence() }).collect(),
        decision,
        left: outcome.answer().and_then(|answer| answer.left.clone()),
        conversation: conversation(batch, moment(number, step), step)?,
        failures: check(batch, world, step, outcome)?.into_iter().map(|failed| failed.failure).collect(),
    })
}

/// The conversation of a step as it is now. A refused step may have none.
fn conversation(
    batch: &ChangeBatch<'_>,
    at: Time,
    step: &ScenarioStep,
) -> Result<Option<view::ConversationView>, ScenarioError> {
    let Some(target) = step_target(step).or_else(|| expected_target(step)) else { return Ok(None) };
    let found = expectable(batch.read(at, |reader| match &target {
        Target::Contact(phone) => reader.latest_conversation(phone),
        Target::Number(_) => reader.conversation(&target).map(Some),
    }))?;
    Ok(found.ok().flatten())
}
