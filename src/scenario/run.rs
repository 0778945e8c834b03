//! Running scenarios, and telling in order how they went.

use std::path::{Path, PathBuf};

use super::coverage::Tally;
use super::error::{Error, Faults};
use super::play::{Outcome, Selection, Stage, Until, play};
use super::report::{Listed, Report, ScenarioReport};
use super::suite::Suite;
use crate::formats::FileError;
use crate::formats::scenario::Scenario;

/// Plays the selected scenarios of suites one after the other; to the first that fails, if so
/// wished: what would follow isn't looked at. A world that can't be is no such failure: then all that
/// can't are told.
pub fn run(suites: &[Suite], selection: &Selection, stage: &mut Stage) -> Result<Report, Error> {
    let mut all = Vec::new();
    let mut is_faulty = false;
    let selected = suites.iter().flat_map(Suite::each);
    let mut selected = selected.filter(|(_, scenario)| selection.takes(&scenario.name.value));
    for (suite, scenario) in selected.by_ref() {
        let played = Rehearsed::of(stage, &suite.path, scenario)?;
        is_faulty |= played.went.is_err();
        let is_last = selection.fail_fast && !is_faulty && played.has_failed();
        all.push(played);
        if is_last {
            break;
        }
    }
    Ok(report(all)?.without(selected.map(|(suite, scenario)| Listed::of(&suite.path, scenario)).collect()))
}

/// A scenario that was played.
pub(super) struct Rehearsed {
    /// What it met on its way.
    met: Tally,
    /// How it went; or why its world can't be, which is a fault of its file.
    went: Result<ScenarioReport, (PathBuf, Vec<FileError>)>,
}

impl Rehearsed {
    /// Plays a scenario of a file to its first failure.
    pub(super) fn of(stage: &mut Stage, file: &Path, scenario: &Scenario) -> Result<Self, Error> {
        let mut met = Tally::default();
        let outcome =
            stage.rolled_back(scenario, |batch| play(batch, file, scenario, Until::FirstFailure, &mut met))?;
        let went = match outcome {
            Outcome::Played(failures) => Ok(ScenarioReport::of(file, scenario, failures)),
            Outcome::Faulty(faults) => Err((file.to_owned(), faults)),
        };
        Ok(Self { met, went })
    }

    fn has_failed(&self) -> bool {
        self.went.as_ref().is_ok_and(|report| !report.failures.is_empty())
    }
}

/// What scenarios come to, in the order in which they stand.
pub(super) fn report(all: Vec<Rehearsed>) -> Result<Report, Error> {
    let mut reports = Vec::with_capacity(all.len());
    let mut faults = Faults::default();
    let mut met = Tally::default();
    for played in all {
        met.add(played.met);
        match played.went {
            Ok(report) => reports.push(report),
            Err((file, found)) => faults.of(&file, found),
        }
    }
    Ok(Report::of(faults.or_selected(reports)?, &met))
}
