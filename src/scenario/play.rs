//! Playing scenarios: each step is a change of an inbox, in a world that is forgotten after.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use regex::Regex;

use super::check::check;
use super::coverage::Tally;
use super::find::{Error, Suite};
use super::report::{Failure, Report, ScenarioReport, Verdict};
use super::step::{Played, act, attempt};
use super::world::prepare;
use crate::formats::Fault;
use crate::formats::scenario::{Scenario, Step, World};
use crate::inbox::{self, Aside, Inbox, Rehearsal, Wait};
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

/// Where scenarios take place: in memory, or on one copy of the user's store, made when a scenario
/// first asks for it. Each scenario leaves its place as it found it.
pub struct Stage {
    store: PathBuf,
    wait: Wait,
    empty: Option<Inbox>,
    copy: Option<Aside>,
}

impl Stage {
    /// The places; nothing is opened or copied yet.
    pub fn new(store: &Path, wait: Wait) -> Self {
        Self { store: store.to_owned(), wait, empty: None, copy: None }
    }

    /// Does something in the place of a scenario, and forgets it.
    pub(super) fn rehearse<T>(
        &mut self,
        scenario: &Scenario,
        work: impl FnOnce(&Rehearsal<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.wait.go_on().map_err(inbox::Error::from)?;
        let inbox = match scenario.world {
            World::Given(_) => match &mut self.empty {
                Some(inbox) => inbox,
                empty => empty.insert(Inbox::in_memory()?),
            },
            World::CurrentStore => match &mut self.copy {
                Some(copy) => copy.inbox(),
                copy => copy.insert(Aside::copy_of(&self.store, self.wait)?).inbox(),
            },
        };
        inbox.rehearse(work)?
    }
}

/// How far a scenario is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// To the first failure: what follows stands on what didn't come.
    FirstFailure,
    /// To its end.
    TheEnd,
}

/// From how many scenarios on each of them is quick enough to be played beside others: what a
/// thread costs is a world of its own.
const WORTH_A_THREAD: usize = 100;

/// A scenario that is to be played.
type Selected<'s> = (&'s Suite, &'s Scenario);

/// Plays the selected scenarios of the suites, and tells of them in order. A world that can't be is
/// a fault of its file.
pub fn run(suites: &[Suite], selection: &Selection, stage: &mut Stage) -> Result<Report, Error> {
    let all = suites.iter().flat_map(|suite| suite.scenarios.iter().map(move |scenario| (suite, scenario)));
    let selected: Vec<Selected<'_>> = all.filter(|(_, scenario)| selection.takes(&scenario.name.value)).collect();
    let on_copies = selected.iter().any(|(_, scenario)| scenario.world == World::CurrentStore);
    let (outcomes, tally) = if selection.fail_fast || on_copies {
        play_in_turn(&selected, stage, selection.fail_fast)?
    } else {
        play_side_by_side(&selected, stage)?
    };
    let mut reports = Vec::new();
    let mut faults = Vec::new();
    for ((suite, scenario), outcome) in selected.iter().zip(outcomes) {
        match outcome {
            Outcome::Faulty(found) => faults.extend(found.into_iter().map(|fault| (suite.path.clone(), fault))),
            Outcome::Played(failures) => reports.push(report(&suite.path, scenario, failures)),
        }
    }
    match (faults.is_empty(), reports.is_empty()) {
        (false, _) => Err(Error::Faulty(faults)),
        (true, true) => Err(Error::NothingSelected),
        (true, false) => Ok(Report::of(reports, &tally)),
    }
}

/// What scenarios came to, in their order, and what they met.
type Outcomes = (Vec<Outcome>, Tally);

/// Plays one scenario after the other; to the first that fails, if so wished, unless a file is faulty:
/// then all faults are told.
fn play_in_turn(selected: &[Selected<'_>], stage: &mut Stage, fail_fast: bool) -> Result<Outcomes, Error> {
    let mut tally = Tally::default();
    let mut outcomes = Vec::with_capacity(selected.len());
    let mut faulty = false;
    for (suite, scenario) in selected {
        let outcome = stage
            .rehearse(scenario, |rehearsal| play(rehearsal, &suite.path, scenario, Until::FirstFailure, &mut tally))?;
        faulty |= matches!(outcome, Outcome::Faulty(_));
        let failed = matches!(&outcome, Outcome::Played(failures) if !failures.is_empty());
        outcomes.push(outcome);
        if failed && fail_fast && !faulty {
            break;
        }
    }
    Ok((outcomes, tally))
}

/// Plays many at once: each thread its share, in a world of its own.
fn play_side_by_side(selected: &[Selected<'_>], stage: &mut Stage) -> Result<Outcomes, Error> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(selected.len() / WORTH_A_THREAD);
    if threads < 2 {
        return play_in_turn(selected, stage, false);
    }
    let (store, wait) = (stage.store.as_path(), stage.wait);
    let shares: Vec<_> = thread::scope(|scope| {
        let begin = |share| scope.spawn(move || play_in_turn(share, &mut Stage::new(store, wait), false));
        let threads: Vec<_> = selected.chunks(selected.len().div_ceil(threads)).map(begin).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mut all = Outcomes::default();
    for share in shares {
        let (outcomes, tally) = share?;
        all.0.extend(outcomes);
        all.1.add(tally);
    }
    Ok(all)
}

/// What a scenario came to.
pub(super) enum Outcome {
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

/// Plays a scenario in a world of its own.
pub(super) fn play(
    rehearsal: &Rehearsal<'_>,
    file: &Path,
    scenario: &Scenario,
    until: Until,
    tally: &mut Tally,
) -> Result<Outcome, Error> {
    let faults = prepare(rehearsal, file, scenario)?;
    if !faults.is_empty() {
        return Ok(Outcome::Faulty(faults));
    }
    let mut failures = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let played = do_step(rehearsal, number, step)?;
        tally.count(&played);
        failures.extend(check(rehearsal, step, &played)?);
        if !failures.is_empty() && until == Until::FirstFailure {
            break;
        }
    }
    Ok(Outcome::Played(failures))
}

/// Does the step with this number, counted from 0.
pub(super) fn do_step(rehearsal: &Rehearsal<'_>, number: usize, step: &Step) -> Result<Played, Error> {
    match &step.action {
        Some(action) => attempt(rehearsal, moment(number, step), |session| act(session, action)),
        None => Ok(Played::Nothing),
    }
}

/// When a step happens.
pub(super) fn moment(number: usize, step: &Step) -> Time {
    step.at.unwrap_or(START.plus_minutes(i64::try_from(number + 1).unwrap_or(i64::MAX)))
}
