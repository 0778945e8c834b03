//! Playing scenarios: each step is a change of the one inbox, in a world that is forgotten after.

use std::path::Path;

use regex::Regex;

use super::check::check;
use super::find::{Error, Suite};
use super::report::{Failure, Report, ScenarioReport, Verdict};
use super::step::{Played, act, attempt};
use crate::formats::scenario::{Given, Scenario, World};
use crate::inbox::{self, Inbox, NewContact, NewMember, NewTeam, Rehearsal, Session};
use crate::model::{Field, Fields, Strategy, Time};

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
const START: Time = Time::from_nanoseconds(1_767_225_600_000_000_000);

/// Plays the selected scenarios of the suites, in order.
pub fn run(suites: &[Suite], selection: &Selection) -> Result<Report, Error> {
    let mut inbox = Inbox::in_memory()?;
    let mut reports = Vec::new();
    for suite in suites {
        for scenario in suite.scenarios.iter().filter(|scenario| selection.takes(&scenario.name.value)) {
            let failures = inbox.rehearse(|rehearsal| play(rehearsal, scenario))??;
            let failed = !failures.is_empty();
            reports.push(report(&suite.path, scenario, failures));
            if failed && selection.fail_fast {
                return Ok(Report::of(reports));
            }
        }
    }
    if reports.is_empty() { Err(Error::NothingSelected) } else { Ok(Report::of(reports)) }
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
fn play(rehearsal: &Rehearsal<'_>, scenario: &Scenario) -> Result<Vec<Failure>, Error> {
    if let Some(failure) = prepare(rehearsal, scenario)? {
        return Ok(vec![failure]);
    }
    for (number, step) in scenario.steps.iter().enumerate() {
        let at = step.at.unwrap_or(START.plus_minutes(i64::try_from(number + 1).unwrap_or(i64::MAX)));
        let played = match &step.action {
            Some(action) => attempt(rehearsal, at, |session| act(session, action))?,
            None => Played::Nothing,
        };
        let failures = check(rehearsal, step, &played)?;
        if !failures.is_empty() {
            return Ok(failures);
        }
    }
    Ok(Vec::new())
}

/// Makes the world that is given; a failure if it can't be.
fn prepare(rehearsal: &Rehearsal<'_>, scenario: &Scenario) -> Result<Option<Failure>, Error> {
    let World::Given(given) = &scenario.world else {
        return Ok(Some(world_failure(scenario, "`store: current` is not supported by this version".to_owned())));
    };
    if given.members_csv.is_some() || given.teams_csv.is_some() || given.owners_csv.is_some() {
        return Ok(Some(world_failure(scenario, "CSV files in `given` are not supported by this version".to_owned())));
    }
    match attempt(rehearsal, START, |session| make(session, given))? {
        Played::Nothing | Played::Done(_) => Ok(None),
        Played::Refused { code, message } => Ok(Some(world_failure(scenario, format!("{code}: {message}")))),
    }
}

fn world_failure(scenario: &Scenario, actual: String) -> Failure {
    let expected = "a world that can be".into();
    Failure { line: scenario.place.line, key: "given".to_owned(), expected, actual: actual.into(), decision: None }
}

/// Members are made active and deactivated last, so that inactive ones can be owners too.
fn make(session: &mut Session<'_>, given: &Given) -> inbox::Result<()> {
    for setting in &given.settings {
        session.set(setting.value)?;
    }
    for member in &given.members {
        let member = &member.value;
        let (email, name) = (member.email.clone(), member.name.clone());
        session.add_member(&NewMember { email, name, external_id: member.external_id.clone() })?;
    }
    for team in &given.teams {
        let team = &team.value;
        session.add_team(&NewTeam {
            name: team.name.clone(),
            strategy: team.strategy.unwrap_or(Strategy::RoundRobin),
            default_agent: team.default_agent.as_ref().map(|agent| agent.value.clone()),
            members: team.members.iter().map(|member| member.value.clone()).collect(),
        })?;
    }
    for contact in &given.contacts {
        let contact = &contact.value;
        let fields = [
            (Field::FirstName, &contact.first_name),
            (Field::LastName, &contact.last_name),
            (Field::Email, &contact.email),
            (Field::Account, &contact.account),
            (Field::ExternalId, &contact.external_id),
        ];
        let fields: Fields = fields.into_iter().map(|(field, value)| (field, value.clone())).collect();
        let owners = contact.owners.iter().map(|owner| owner.value.clone()).collect();
        session.add_contact(&NewContact { phone: contact.phone.value.clone(), fields, owners })?;
    }
    for member in given.members.iter().filter(|member| !member.value.active) {
        session.deactivate(&member.value.email, &[])?;
    }
    Ok(())
}
