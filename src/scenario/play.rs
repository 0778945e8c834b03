//! Playing scenarios: each step is a change of the one inbox, in a world that is forgotten after.

use std::path::Path;

use regex::Regex;

use super::check::check;
use super::find::{Error, Suite};
use super::report::{Failure, Report, ScenarioReport, StepDecision, Verdict};
use crate::formats::scenario::{Action, Given, Scenario, Step, Target as StepTarget, World};
use crate::inbox::{
    self, Answer, Inbox, Missing, NewContact, NewMember, NewTeam, Order, Rehearsal, Run, Session, Stamp, Target,
};
use crate::model::{ErrorCode, Field, Fields, Strategy, Time};

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

/// What a step came to.
pub(super) enum Played {
    /// It was an expectation alone.
    Nothing,
    /// It was done.
    Done(Box<Answer>),
    /// It was refused.
    Refused { code: ErrorCode, message: String },
}

impl Played {
    pub(super) fn decision(&self) -> Option<StepDecision> {
        match self {
            Self::Nothing => None,
            Self::Done(answer) => Some(StepDecision {
                effects: answer.effects.clone(),
                passed_over: answer.passed_over.clone(),
                rules: answer.rules.clone(),
                refused: None,
            }),
            Self::Refused { code, message } => {
                Some(StepDecision { refused: Some(format!("{code}: {message}")), ..StepDecision::default() })
            }
        }
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

fn order(at: Time) -> Order {
    let stamp = Stamp { at, actor: "scenario".to_owned(), command: "scenario".to_owned() };
    Order { stamp, run: Run::Dry, country: None }
}

/// Makes a change. What the rules refuse, or what names something that isn't there, is an outcome
/// that a scenario may expect; a store that fails is not.
fn attempt(
    rehearsal: &Rehearsal<'_>,
    at: Time,
    work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>,
) -> Result<Played, Error> {
    match rehearsal.change(&order(at), work) {
        Ok(answer) => Ok(Played::Done(Box::new(answer))),
        Err(inbox::Error::Store(error)) => Err(inbox::Error::Store(error).into()),
        Err(error) => Ok(Played::Refused { code: error.code(), message: error.to_string() }),
    }
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

fn act(session: &mut Session<'_>, action: &Action) -> inbox::Result<()> {
    match action {
        Action::Message { contact, message, create_contacts } => {
            session.message(&contact.value, message, Missing::create_if(*create_contacts))
        }
        Action::Assign { conversation, assign } => session.assign(&target(conversation), assign),
        Action::Unassign { conversation, unassign } => session.unassign(&target(conversation), unassign),
        Action::Close { conversation } => session.close(&target(conversation)),
        Action::OwnerAdd { contact, members, assign_open, create_contacts } => {
            session.add_owners(&contact.value, members, *assign_open, Missing::create_if(*create_contacts))
        }
        Action::OwnerRemove { contact, members } => session.remove_owners(&contact.value, members),
        Action::Settings(settings) => settings.iter().try_for_each(|setting| session.set(*setting)),
        Action::Deactivate { member, hand_over_to } => session.deactivate(member, hand_over_to),
        Action::Activate { member } => session.activate(member),
        Action::MemberRemove { member } => session.remove_member(member),
        Action::TeamRemove { team } => session.remove_team(team),
        Action::ContactRemove { contact } => session.remove_contact(&contact.value),
    }
}

fn target(target: &StepTarget) -> Target {
    match target {
        StepTarget::Contact(contact) => Target::Contact(contact.value.clone()),
        StepTarget::Conversation(id) => Target::Number(*id),
    }
}

/// The conversation or contact that a step is about, for the expectation beside it.
pub(super) fn step_target(step: &Step) -> Option<Target> {
    match step.action.as_ref()? {
        Action::Message { contact, .. }
        | Action::OwnerAdd { contact, .. }
        | Action::OwnerRemove { contact, .. }
        | Action::ContactRemove { contact } => Some(Target::Contact(contact.value.clone())),
        Action::Assign { conversation, .. }
        | Action::Unassign { conversation, .. }
        | Action::Close { conversation } => Some(target(conversation)),
        Action::Settings(_)
        | Action::Deactivate { .. }
        | Action::Activate { .. }
        | Action::MemberRemove { .. }
        | Action::TeamRemove { .. } => None,
    }
}
