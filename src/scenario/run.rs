//! Runs scenarios and reports the results in order.

use std::path::{Path, PathBuf};

use super::check::check;
use super::coverage::CoverageTally;
use super::error::{FileFaults, ScenarioError};
use super::failure::Failure;
use super::report::{Listed, Report, ScenarioReport};
use super::sandbox::Sandbox;
use super::selection::Selection;
use super::step::run_step;
use super::suite::Suite;
use super::world::prepare;
use crate::formats::FileError;
use crate::formats::scenario::Scenario;
use crate::inbox::{ChangeBatch, Inbox};

/// Runs the selected scenarios of suites one by one.
///
/// With `fail_fast`, those after the first failed one are left out. An invalid world does not count as
/// a failure: all invalid worlds are reported.
pub fn run(suites: &[Suite], selection: &Selection, sandbox: &mut Sandbox) -> Result<Report, ScenarioError> {
    let mut runs = Vec::new();
    let mut is_invalid = false;
    let mut selected = suites.iter().flat_map(|suite| suite.selected(selection));
    for (suite, scenario) in selected.by_ref() {
        let run = ScenarioRun::of(sandbox, &suite.path, scenario)?;
        is_invalid |= run.result.is_err();
        let is_last = selection.fail_fast && !is_invalid && run.has_failed();
        runs.push(run);
        if is_last {
            break;
        }
    }
    let left_out = selected.map(|(suite, scenario)| Listed::of(&suite.path, scenario)).collect();
    Ok(report(runs)?.without(left_out))
}

/// A scenario that ran.
pub(super) struct ScenarioRun {
    coverage: CoverageTally,
    /// The report, or the errors of the scenario's world, with their file.
    result: Result<ScenarioReport, (PathBuf, Vec<FileError>)>,
}

impl ScenarioRun {
    /// Runs a scenario to its first failure.
    pub(super) fn of(sandbox: &mut Sandbox, file: &Path, scenario: &Scenario) -> Result<Self, ScenarioError> {
        let run = sandbox.in_world(file, scenario, |batch| Self::in_world(batch, file, scenario))?;
        Ok(run.unwrap_or_else(|faults| Self::invalid(file, faults)))
    }

    /// Runs a scenario in its world to its first failure.
    pub(super) fn in_world(batch: &ChangeBatch<'_>, file: &Path, scenario: &Scenario) -> Result<Self, ScenarioError> {
        let mut coverage = CoverageTally::default();
        let failures = run_steps(batch, scenario, StopAt::FirstFailure, &mut coverage)?;
        Ok(Self { coverage, result: Ok(ScenarioReport::of(file, scenario, failures)) })
    }

    /// A scenario whose world has errors.
    pub(super) fn invalid(file: &Path, faults: Vec<FileError>) -> Self {
        Self { coverage: CoverageTally::default(), result: Err((file.to_owned(), faults)) }
    }

    fn has_failed(&self) -> bool {
        self.result.as_ref().is_ok_and(|report| !report.failures.is_empty())
    }
}

/// Reports runs in their order.
pub(super) fn report(runs: Vec<ScenarioRun>) -> Result<Report, ScenarioError> {
    let mut reports = Vec::with_capacity(runs.len());
    let mut faults = FileFaults::default();
    let mut coverage = CoverageTally::default();
    for run in runs {
        match run.result {
            Ok(report) => reports.push(ScenarioReport { rules: run.coverage.rules(), ..report }),
            Err((file, found)) => faults.add(&file, found),
        }
        coverage.add(run.coverage);
    }
    Ok(Report::of(faults.or_selected(reports)?, &coverage))
}

/// Runs a scenario on an inbox that keeps the result. Returns the failures of all steps.
pub fn run_on(path: &Path, scenario: &Scenario, inbox: &mut Inbox) -> Result<Vec<Failure>, ScenarioError> {
    inbox.committed(|batch| {
        let faults = prepare(batch, path, scenario)?;
        if faults.is_empty() {
            return run_steps(batch, scenario, StopAt::End, &mut CoverageTally::default());
        }
        Err(ScenarioError::InvalidFiles(faults.into_iter().map(|fault| (path.to_owned(), fault)).collect()))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StopAt {
    /// The steps after a failure build on what did not happen.
    FirstFailure,
    End,
}

/// Runs the steps of a scenario in its world; returns its failures.
fn run_steps(
    batch: &ChangeBatch<'_>,
    scenario: &Scenario,
    stop: StopAt,
    coverage: &mut CoverageTally,
) -> Result<Vec<Failure>, ScenarioError> {
    let mut failures = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let outcome = run_step(batch, number, step)?;
        coverage.count(&outcome);
        failures.extend(check(batch, &scenario.world, step, &outcome)?.into_iter().map(|failed| failed.failure));
        if !failures.is_empty() && stop == StopAt::FirstFailure {
            break;
        }
    }
    Ok(failures)
}
