//! Playing scenarios: each step is a change of an inbox, in a world that is forgotten after.

use std::path::{Path, PathBuf};

use regex::Regex;

use super::check::check;
use super::coverage::Tally;
use super::error::Error;
use super::report::Failure;
use super::step::{Played, act, attempt};
use super::world::prepare;
use crate::formats::FileError;
use crate::formats::scenario::{Scenario, ScenarioStep, World};
use crate::inbox::{self, ChangeBatch, Inbox, LockWait, StoreCopy};
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
    /// None if no store was named, and there is no default.
    store: Option<PathBuf>,
    wait: LockWait,
    empty: Option<Inbox>,
    copy: Option<StoreCopy>,
}

impl Stage {
    /// The places; nothing is opened or copied yet.
    pub fn new(store: Option<&Path>, wait: LockWait) -> Self {
        Self { store: store.map(Path::to_owned), wait, empty: None, copy: None }
    }

    /// Places like these, for somebody else.
    pub(super) fn another(&self) -> Self {
        Self::new(self.store.as_deref(), self.wait)
    }

    /// Does something in the place of a scenario, and forgets it.
    pub(super) fn rolled_back<T>(
        &mut self,
        scenario: &Scenario,
        work: impl FnOnce(&ChangeBatch<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.wait.check_cancelled().map_err(inbox::InboxError::from)?;
        let inbox = match scenario.world {
            World::Given(_) => match &mut self.empty {
                Some(inbox) => inbox,
                empty => empty.insert(Inbox::in_memory()?),
            },
            World::CurrentStore => match &mut self.copy {
                Some(copy) => copy.inbox(),
                copy => {
                    let store = self.store.as_deref().ok_or(inbox::InboxError::NoStorePath)?;
                    copy.insert(StoreCopy::of(store, self.wait)?).inbox()
                }
            },
        };
        inbox.rolled_back(work)?
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

/// Plays a scenario to its end on an inbox that keeps what comes of it, so that it can be looked at
/// with all that looks at an inbox; what is given is added to what is there. Answers what didn't come.
pub fn perform(path: &Path, scenario: &Scenario, inbox: &mut Inbox) -> Result<Vec<Failure>, Error> {
    inbox.committed(|batch| match play(batch, path, scenario, Until::TheEnd, &mut Tally::default())? {
        Outcome::Played(failures) => Ok(failures),
        Outcome::Faulty(faults) => {
            Err(Error::Faulty(faults.into_iter().map(|fault| (path.to_owned(), fault)).collect()))
        }
    })
}

/// What a scenario came to.
pub(super) enum Outcome {
    /// Its world can't be.
    Faulty(Vec<FileError>),
    /// It was played, and this didn't come.
    Played(Vec<Failure>),
}

/// Plays a scenario in a world of its own.
pub(super) fn play(
    batch: &ChangeBatch<'_>,
    file: &Path,
    scenario: &Scenario,
    until: Until,
    tally: &mut Tally,
) -> Result<Outcome, Error> {
    let faults = prepare(batch, file, scenario)?;
    if !faults.is_empty() {
        return Ok(Outcome::Faulty(faults));
    }
    let mut failures = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let played = do_step(batch, number, step)?;
        tally.count(&played);
        failures.extend(check(batch, &scenario.world, step, &played)?);
        if !failures.is_empty() && until == Until::FirstFailure {
            break;
        }
    }
    Ok(Outcome::Played(failures))
}

/// Does the step with this number, counted from 0.
pub(super) fn do_step(batch: &ChangeBatch<'_>, number: usize, step: &ScenarioStep) -> Result<Played, Error> {
    match &step.action {
        Some(action) => attempt(batch, moment(number, step), |session| act(session, action)),
        None => Ok(Played::Nothing),
    }
}

/// When a step happens.
pub(super) fn moment(number: usize, step: &ScenarioStep) -> Time {
    step.at.unwrap_or(START.plus_minutes(i64::try_from(number + 1).unwrap_or(i64::MAX)))
}
