//! Playing scenarios: each step is a change of the one inbox, in a world that is forgotten after.

use std::path::Path;

use regex::Regex;

use super::check::check;
use super::find::{Error, Suite};
use super::report::{Failure, Report, ScenarioReport, Verdict};
use super::step::{Played, act, attempt};
use super::world::prepare;
use crate::formats::Fault;
use crate::formats::scenario::Scenario;
use crate::inbox::{Inbox, Rehearsal};
use crate::model::Time;

/// Which scenarios to play.
#[derive(Debug, Default)]
pub struct Selection {
    /// Those whose name matches one of these; all if there are none.
    pub names: Vec<Regex>,
    /// Whether to stop at the first that fails.
    pub fail_fast: bool,
}

impl Selection {
    /// Whether a scenario is selected.
    pub fn takes(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|regex| regex.is_match(name))
    }
}

/// When step 0 would happen; step *n* is *n* minutes later unless it says otherwise.
pub(super) const START: Time = Time::from_nanoseconds(1_767_225_600_000_000_000);

/// Plays the selected scenarios of the suites, in order. A world that can't be is a fault of its file.
pub fn run(suites: &[Suite], selection: &Selection) -> Result<Report, Error> {
    let mut inbox = Inbox::in_memory()?;
    let mut reports = Vec::new();
    let mut faults = Vec::new();
    for suite in suites {
        for scenario in suite.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value)) {
            match inbox.rehearse(|rehearsal| play(rehearsal, &suite.path, scenario))?? {
                Outcome::Faulty(found) => faults.extend(found.into_iter().map(|fault| (suite.path.clone(), fault))),
                Outcome::Played(failures) => reports.push(report(&suite.path, scenario, failures)),
            }
            let failed = reports.last().is_some_and(|report| report.outcome == Verdict::Failed);
            if failed && selection.fail_fast && faults.is_empty() {
                return Ok(Report::of(reports));
            }
        }
    }
    match (faults.is_empty(), reports.is_empty()) {
        (false, _) => Err(Error::Faulty(faults)),
        (true, true) => Err(Error::NothingSelected),
        (true, false) => Ok(Report::of(reports)),
    }
}

/// What a scenario came to.
enum Outcome {
    /// Its world can't be.
    Faulty(Vec<Fault>),
    /// It was played, and this didn't come.
    Played(Vec<Failure>),
}

fn report(path: &Path, scenario: &Scenario, failures: Vec<Failure>) -> ScenarioReport {
    ScenarioReport {
        file: path.display().to_string(),
        line: scenario.place.line,
        name: scenario.name.value.clone(),
        outcome: if failures.is_empty() { Verdict::Passed } else { Verdict::Failed },
        failures,
    }
}

/// The first failure ends a scenario: what follows stands on what didn't come.
fn play(rehearsal: &Rehearsal<'_>, file: &Path, scenario: &Scenario) -> Result<Outcome, Error> {
    let faults = prepare(rehearsal, file, scenario)?;
    if !faults.is_empty() {
        return Ok(Outcome::Faulty(faults));
    }
    for (number, step) in scenario.steps.iter().enumerate() {
        let at = step.at.unwrap_or(START.plus_minutes(i64::try_from(number + 1).unwrap_or(i64::MAX)));
        let played = match &step.action {
            Some(action) => attempt(rehearsal, at, |session| act(session, action))?,
            None => Played::Nothing,
        };
        let failures = check(rehearsal, step, &played)?;
        if !failures.is_empty() {
            return Ok(Outcome::Played(failures));
        }
    }
    Ok(Outcome::Played(Vec::new()))
}
