//! Checks the expectations of a step against its outcome. Only what is stated is compared.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::error::{ScenarioError, expectable};
use super::failure::Failure;
use super::hint::hint;
use super::step::{START, StepOutcome, described, expected_target, step_target};
use super::unknown_names::UnknownNames;
use crate::formats::Position;
use crate::formats::scenario::{Expect, ExpectKey, Expectation, Expected, LooksAt, ScenarioStep, World};
use crate::inbox::{self, ChangeBatch, view};
use crate::model::{Email, Target, TeamName, fold};

/// What expectations look at: the contact's open conversation, else the latest, and the owners.
#[derive(Default)]
pub(super) struct Observed<'a> {
    pub(super) conversation: Option<Cow<'a, view::ConversationView>>,
    pub(super) owners: Vec<String>,
}

impl Observed<'_> {
    pub(super) fn assignments(&self) -> &[view::Assignment] {
        self.conversation.as_deref().map(|found| found.assigned.as_slice()).unwrap_or_default()
    }
}

/// A failed check of a step, for a report and for an update.
pub(super) struct FailedCheck<'s> {
    /// The expectation; none if the step was refused or its contact does not exist.
    pub(super) check: Option<&'s Expectation>,
    /// Whether it names a member or team that doesn't exist.
    pub(super) names_unknown: bool,
    pub(super) failure: Failure,
}

/// Returns the failed checks of a step.
pub(super) fn check<'s>(
    batch: &ChangeBatch<'_>,
    world: &World,
    step: &'s ScenarioStep,
    outcome: &StepOutcome,
) -> Result<Vec<FailedCheck<'s>>, ScenarioError> {
    let checker = Checker { batch, world, step, outcome };
    let refused = step.expect.as_ref().and_then(Expect::refused);
    let whole = |failure| Ok(vec![FailedCheck { check: None, names_unknown: false, failure }]);
    if let (Some(error), None) = (outcome.refusal(), refused) {
        let difference = (Value::Null, json!(described(error)));
        return whole(checker.failure(step.place, "refused", difference, checker.refusal_hint()));
    }
    let Some(expect) = &step.expect else { return Ok(Vec::new()) };
    let observed = match observe(batch, step, outcome, expect)? {
        Ok(observed) => observed,
        Err(error) => return whole(checker.unknown_contact(expect, &error)),
    };
    expect.checks.iter().filter_map(|check| checker.failed(check, &observed).transpose()).collect()
}

struct Checker<'a> {
    batch: &'a ChangeBatch<'a>,
    world: &'a World,
    step: &'a ScenarioStep,
    outcome: &'a StepOutcome,
}

/// The expected and the actual value.
type Mismatch = (Value, Value);

impl Checker<'_> {
    fn unknown_contact(&self, expect: &Expect, error: &inbox::InboxError) -> Failure {
        let difference = (json!("an existing contact"), json!(described(error)));
        let contact = expected_target(self.step).or_else(|| step_target(self.step)).and_then(contact);
        self.failure(expect.place, "contact", difference, hint(error, self.world, contact.as_deref()))
    }

    /// Checks an expectation. A negative one fails if it names an unknown member, although it holds.
    fn failed<'s>(
        &self,
        check: &'s Expectation,
        observed: &Observed<'_>,
    ) -> Result<Option<FailedCheck<'s>>, ScenarioError> {
        let key = check.expected.topic().code();
        let mismatch = compare(check, observed, self.outcome);
        if mismatch.is_none() && !is_negative(&check.expected) {
            return Ok(None);
        }
        let unknown = UnknownNames::of(self.batch, self.world, &check.expected)?;
        let failure = match (mismatch, &check.expected) {
            (Some(mismatch), Expected::Refused(_)) => self.failure(check.place, key, mismatch, self.refusal_hint()),
            (Some(mismatch), _) => self.failure(place(check, &mismatch.1), key, mismatch, unknown.hint()),
            (None, _) => match unknown.difference() {
                Some(mismatch) => self.failure(check.place, key, mismatch, unknown.short_hint()),
                None => return Ok(None),
            },
        };
        Ok(Some(FailedCheck { check: Some(check), names_unknown: !unknown.is_empty(), failure }))
    }

    fn failure(&self, place: Position, key: &str, (expected, actual): Mismatch, hint: Option<String>) -> Failure {
        let Position { line, column } = place;
        Failure { line, column, key: key.to_owned(), expected, actual, decision: self.outcome.decision(), hint }
    }

    fn refusal_hint(&self) -> Option<String> {
        let contact = step_target(self.step).and_then(contact);
        hint(self.outcome.refusal()?, self.world, contact.as_deref())
    }
}

/// The contact as it was typed.
fn contact(target: Target) -> Option<String> {
    match target {
        Target::Contact(contact) => Some(contact),
        Target::Number(_) => None,
    }
}

/// The place of a failed expectation: of its entry, if only one of the effects differs.
fn place(check: &Expectation, actual: &Value) -> Position {
    let (Expected::Effects(effects), Value::Array(actual)) = (&check.expected, actual) else {
        return check.place;
    };
    let mut others =
        effects.iter().zip(actual).filter(|(expected, actual)| actual.as_object() != Some(&expected.value));
    match (others.next(), others.next()) {
        (Some((other, _)), None) if effects.len() == actual.len() => other.place,
        _ => check.place,
    }
}

/// Whether an expectation says that something did not happen, and so would hold for any unknown name.
fn is_negative(expected: &Expected) -> bool {
    match expected {
        Expected::NotAssigned(_) => true,
        Expected::PassedOver { member, reasons } => member.is_some() && reasons.is_empty(),
        _ => false,
    }
}

/// Reads what the expectations look at, if they look at a contact.
pub(super) fn observe<'a>(
    batch: &ChangeBatch<'_>,
    step: &ScenarioStep,
    outcome: &'a StepOutcome,
    expect: &Expect,
) -> Result<inbox::Result<Observed<'a>>, ScenarioError> {
    if expect.checks.iter().all(|check| check.expected.topic().looks_at() == LooksAt::Step) {
        return Ok(Ok(Observed::default()));
    }
    let owned = expect.checks.iter().any(|check| check.expected.topic() == ExpectKey::Owners);
    if let (Some(answered), None, false) = (outcome.conversation(), &expect.contact, owned) {
        return Ok(Ok(Observed { conversation: Some(Cow::Borrowed(answered)), owners: Vec::new() }));
    }
    let Some(target) = expected_target(step).or_else(|| step_target(step)) else {
        return Ok(Ok(Observed::default()));
    };
    expectable(batch.read(START, |reader| {
        let (phone, conversation) = match target {
            Target::Contact(phone) => {
                let conversation = reader.latest_conversation(&phone)?;
                (phone, conversation)
            }
            Target::Number(_) => {
                let conversation = reader.conversation(&target)?;
                (conversation.contact.clone(), Some(conversation))
            }
        };
        let owners = if owned { reader.contact(&Target::Contact(phone.clone()))?.owners } else { Vec::new() };
        Ok(Observed { conversation: conversation.map(Cow::Owned), owners })
    }))
}

/// The mismatch of an expectation, if it fails.
fn compare(check: &Expectation, observed: &Observed<'_>, outcome: &StepOutcome) -> Option<Mismatch> {
    let conversation = observed.conversation.as_deref();
    let assignments = observed.assignments();
    let assigned = || assignments.iter().map(|one| one.member.as_str());
    match &check.expected {
        Expected::Status(status) => differ(json!(status), json!(conversation.map(|found| found.status))),
        Expected::Team(team) => {
            let actual = conversation.and_then(|found| found.team.as_deref());
            let same = team.as_ref().map(TeamName::key) == actual.map(fold);
            (!same).then(|| (json!(team.as_ref().map(ToString::to_string)), json!(actual)))
        }
        Expected::Assigned(members) => same_set(members, assigned()),
        Expected::NotAssigned(members) => {
            let fails = assigned().any(|one| members.iter().any(|member| member.as_str() == one));
            fails.then(|| (json!({ "without": emails(members) }), json!(assigned().collect::<Vec<_>>())))
        }
        Expected::Unassigned => same_set(&BTreeSet::new(), assigned()),
        Expected::Because { member, reason } => {
            let found = assignments.iter().find(|one| one.member == member.as_str());
            let actual = found.map(|one| one.reason);
            differ(json!({ member.as_str(): reason }), json!({ member.as_str(): actual }))
        }
        Expected::PassedOver { member, reasons } => {
            let name = member.as_ref().map_or("nobody", Email::as_str);
            differ(json!({ name: reasons }), json!({ name: outcome.reasons_to_pass_over(member.as_ref()) }))
        }
        Expected::Owners(members) => same_set(members, observed.owners.iter().map(String::as_str)),
        Expected::FirstResponder(member) => differ(
            json!(member.as_ref().map(Email::as_str)),
            json!(conversation.and_then(|found| found.first_responder.as_deref())),
        ),
        Expected::Effects(effects) => {
            differ(effects.iter().map(|effect| Value::Object(effect.value.clone())).collect(), json!(outcome.effects()))
        }
        Expected::Refused(code) => match outcome.refusal() {
            Some(error) if error.code() == *code => None,
            refusal => Some((json!(code), json!(refusal.map(described)))),
        },
    }
}

fn differ(expected: Value, actual: Value) -> Option<Mismatch> {
    (expected != actual).then_some((expected, actual))
}

fn emails(members: &BTreeSet<Email>) -> Vec<&str> {
    members.iter().map(Email::as_str).collect()
}

fn same_set<'a>(expected: &BTreeSet<Email>, actual: impl Iterator<Item = &'a str>) -> Option<Mismatch> {
    let actual: BTreeSet<_> = actual.collect();
    differ(json!(emails(expected)), json!(actual))
}
