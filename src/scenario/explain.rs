//! Scenarios step by step: what was asked, what was decided, and why.

use schemars::JsonSchema;
use serde::Serialize;

use super::check::check;
use super::error::{Error, Faults};
use super::play::{Selection, Stage, do_step, moment};
use super::report::{Failure, StepDecision};
use super::step::{Played, step_target};
use super::suite::Suite;
use super::world::prepare;
use crate::formats::FileError;
use crate::formats::scenario::{Scenario, ScenarioStep, World};
use crate::inbox::{self, ChangeBatch, OffboardingAnswer, Target, view};
use crate::model::{RuleId, Time};

/// A scenario with all its steps.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Explained {
    /// The file.
    pub file: String,
    /// The line on which it begins.
    pub line: u64,
    /// Its name.
    pub name: String,
    /// What happens in it.
    pub steps: Vec<ExplainedStep>,
}

/// A step, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplainedStep {
    /// The line on which it begins.
    pub line: u64,
    /// When it happens.
    pub at: Time,
    /// What is asked, in words; null if something is only expected.
    pub asks: Option<String>,
    /// What is decided; null if nothing is asked.
    pub decision: Option<StepDecision>,
    /// The rules that spoke, in words.
    pub because: Vec<Spoken>,
    /// What a deactivated member left behind; null if nobody was deactivated.
    pub left: Option<OffboardingAnswer>,
    /// The conversation that it is about as it is afterwards; null if it is about none.
    pub conversation: Option<view::ConversationView>,
    /// What was expected and didn't come.
    pub failures: Vec<Failure>,
}

/// A rule that spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spoken {
    /// Its id.
    pub rule: RuleId,
    /// The rule in a few words.
    pub says: &'static str,
}

/// Plays the selected scenarios of the suites to their ends, whatever they expect.
pub fn explain(suites: &[Suite], selection: &Selection, stage: &mut Stage) -> Result<Vec<Explained>, Error> {
    let mut explained = Vec::new();
    let mut faults = Faults::default();
    for suite in suites {
        for scenario in suite.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value)) {
            match stage.rolled_back(scenario, |batch| steps(batch, suite, scenario))? {
                Err(found) => faults.of(&suite.path, found),
                Ok(steps) => explained.push(Explained {
                    file: suite.path.display().to_string(),
                    line: scenario.place.line,
                    name: scenario.name.value.clone(),
                    steps,
                }),
            }
        }
    }
    faults.or_selected(explained)
}

type Steps = Result<Vec<ExplainedStep>, Vec<FileError>>;

fn steps(batch: &ChangeBatch<'_>, suite: &Suite, scenario: &Scenario) -> Result<Steps, Error> {
    let faults = prepare(batch, &suite.path, scenario)?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut steps = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let played = do_step(batch, number, step)?;
        steps.push(explained(batch, &scenario.world, number, step, &played)?);
    }
    Ok(Ok(steps))
}

fn explained(
    batch: &ChangeBatch<'_>,
    world: &World,
    number: usize,
    step: &ScenarioStep,
    played: &Played,
) -> Result<ExplainedStep, Error> {
    let decision = played.decision();
    let rules = decision.iter().flat_map(|decision| &decision.rules);
    Ok(ExplainedStep {
        line: step.place.line,
        at: moment(number, step),
        asks: step.action.as_ref().map(ToString::to_string),
        because: rules.map(|rule| Spoken { rule: *rule, says: rule.sentence() }).collect(),
        decision,
        left: played.left().cloned(),
        conversation: conversation(batch, step)?,
        failures: check(batch, world, step, played)?,
    })
}

/// The conversation that a step is about, as it is now; none if there is none.
fn conversation(batch: &ChangeBatch<'_>, step: &ScenarioStep) -> Result<Option<view::ConversationView>, Error> {
    let named = step.expect.as_ref().and_then(|expect| expect.contact.as_ref());
    let named = named.map(|contact| Target::Contact(contact.value.clone()));
    let Some(target) = step_target(step).or(named) else { return Ok(None) };
    let found = batch.read(|reader| match &target {
        Target::Contact(phone) => reader.latest_conversation(phone),
        Target::Number(_) => reader.conversation(&target).map(Some),
    });
    match found {
        Ok(found) => Ok(found),
        Err(error @ inbox::InboxError::Store(_)) => Err(error.into()),
        // A step that is refused may name what isn't there.
        Err(_) => Ok(None),
    }
}
