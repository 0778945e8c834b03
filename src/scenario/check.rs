//! Comparing what a step came to with what is expected of it: only what is stated.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::error::Error;
use super::hint::{hint, message};
use super::report::Failure;
use super::step::{Played, step_target};
use super::stranger::strangers;
use crate::formats::scenario::{Expect, ExpectKey, Expectation, Expected, LooksAt, ScenarioStep, World};
use crate::inbox::{self, ChangeBatch, Target, view};
use crate::model::{Email, ErrorCode, PassOverReason, fold};

/// What an expectation looks at: the contact's open conversation, else its latest, and its owners.
#[derive(Default)]
pub(super) struct Seen<'a> {
    pub(super) conversation: Option<Cow<'a, view::ConversationView>>,
    pub(super) owners: Vec<String>,
}

/// Something that failed in a step, as a report and an update need it.
pub(super) struct FailedCheck<'s> {
    /// The expectation; none if the step was refused or there is no contact to look at.
    pub(super) check: Option<&'s Expectation>,
    /// Whether it names a member or team that doesn't exist.
    pub(super) names_unknown: bool,
    pub(super) failure: Failure,
}

/// What failed in a step.
pub(super) fn check(
    batch: &ChangeBatch<'_>,
    world: &World,
    step: &ScenarioStep,
    played: &Played,
) -> Result<Vec<Failure>, Error> {
    let failed = failed_checks(batch, world, step, played)?;
    Ok(failed.into_iter().map(|failed| failed.failure).collect())
}

/// What failed in a step, with the expectations that failed.
pub(super) fn failed_checks<'s>(
    batch: &ChangeBatch<'_>,
    world: &World,
    step: &'s ScenarioStep,
    played: &Played,
) -> Result<Vec<FailedCheck<'s>>, Error> {
    let judge = Judge { batch, world, step, played };
    let refused = step.expect.as_ref().and_then(Expect::refused);
    let whole = |failure| Ok(vec![FailedCheck { check: None, names_unknown: false, failure }]);
    if let (Played::Refused { code, message, .. }, None) = (played, refused) {
        return whole(judge.refused(*code, message));
    }
    let Some(expect) = &step.expect else { return Ok(Vec::new()) };
    let seen = match look(batch, step, played, expect)? {
        Ok(seen) => seen,
        Err(error) => return whole(judge.unseen(expect, &error)),
    };
    expect.checks.iter().filter_map(|check| judge.failure(check, &seen).transpose()).collect()
}

/// Judges what came of a step.
struct Judge<'a> {
    batch: &'a ChangeBatch<'a>,
    world: &'a World,
    step: &'a ScenarioStep,
    played: &'a Played,
}

/// What was expected, and what came.
type Difference = (Value, Value);

impl Judge<'_> {
    /// A refusal that nobody expected.
    fn refused(&self, code: ErrorCode, message: &str) -> Failure {
        let difference = (Value::Null, json!(format!("{code}: {message}")));
        self.failed(self.step.place.line, "refused", difference, self.refusal_hint())
    }

    /// A contact that can't be looked at.
    fn unseen(&self, expect: &Expect, error: &inbox::InboxError) -> Failure {
        let difference = (json!("an existing contact"), json!(format!("{}: {}", error.code(), message(error))));
        let named = expect.contact.as_ref().map(|contact| contact.value.clone());
        let hint = hint(error, self.world, named.or_else(|| self.contact()).as_deref());
        self.failed(expect.place.line, "contact", difference, hint)
    }

    /// What is stated, if it didn't come, or could only come.
    fn failure<'s>(&self, check: &'s Expectation, seen: &Seen<'_>) -> Result<Option<FailedCheck<'s>>, Error> {
        let key = check.expected.topic().code();
        let difference = compare(check, seen, self.played);
        if difference.is_none() && !keeps_out(&check.expected) {
            return Ok(None);
        }
        let strangers = strangers(self.batch, self.world, &check.expected)?;
        let failure = match (difference, &check.expected) {
            (Some(difference), Expected::Refused(_)) => {
                self.failed(check.place.line, key, difference, self.refusal_hint())
            }
            (Some(difference), _) => self.failed(line(check, &difference.1), key, difference, strangers.hint()),
            (None, _) => match strangers.difference() {
                Some(difference) => self.failed(check.place.line, key, difference, strangers.hint_alone()),
                None => return Ok(None),
            },
        };
        Ok(Some(FailedCheck { check: Some(check), names_unknown: !strangers.is_empty(), failure }))
    }

    fn failed(&self, line: u64, key: &str, (expected, actual): Difference, hint: Option<String>) -> Failure {
        Failure { line, key: key.to_owned(), expected, actual, decision: self.played.decision(), hint }
    }

    /// What to do about a step that was refused.
    fn refusal_hint(&self) -> Option<String> {
        match self.played {
            Played::Refused { error, .. } => hint(error, self.world, self.contact().as_deref()),
            Played::Nothing | Played::Done(_) => None,
        }
    }

    /// The contact that the step names, as it was typed.
    fn contact(&self) -> Option<String> {
        match step_target(self.step)? {
            Target::Contact(contact) => Some(contact),
            Target::Number(_) => None,
        }
    }
}

/// Where an expectation that didn't come stands: the entry, if only one of several effects is another.
fn line(check: &Expectation, actual: &Value) -> u64 {
    let (Expected::Effects(effects), Value::Array(actual)) = (&check.expected, actual) else {
        return check.place.line;
    };
    let mut others =
        effects.iter().zip(actual).filter(|(expected, actual)| actual.as_object() != Some(&expected.value));
    match (others.next(), others.next()) {
        (Some((other, _)), None) if effects.len() == actual.len() => other.place.line,
        _ => check.place.line,
    }
}

/// Whether it says who is not there: it could never fail for somebody whom nobody knows.
fn keeps_out(expected: &Expected) -> bool {
    match expected {
        Expected::NotAssigned(_) => true,
        Expected::PassedOver { member, reasons } => member.is_some() && reasons.is_empty(),
        _ => false,
    }
}

/// Looks at what the expectation is about, if it is about a contact.
pub(super) fn look<'a>(
    batch: &ChangeBatch<'_>,
    step: &ScenarioStep,
    played: &'a Played,
    expect: &Expect,
) -> Result<Result<Seen<'a>, inbox::InboxError>, Error> {
    if expect.checks.iter().all(|check| check.expected.topic().looks_at() == LooksAt::Step) {
        return Ok(Ok(Seen::default()));
    }
    let owned = expect.checks.iter().any(|check| check.expected.topic() == ExpectKey::Owners);
    if let (Some(answered), None, false) = (played.conversation(), &expect.contact, owned) {
        return Ok(Ok(Seen { conversation: Some(Cow::Borrowed(answered)), owners: Vec::new() }));
    }
    let named = expect.contact.as_ref().map(|contact| Target::Contact(contact.value.clone()));
    let Some(target) = named.or_else(|| step_target(step)) else { return Ok(Ok(Seen::default())) };
    let seen = batch.read(|reader| {
        let (phone, numbered) = match &target {
            Target::Contact(phone) => (phone.clone(), None),
            Target::Number(_) => {
                let conversation = reader.conversation(&target)?;
                (conversation.contact.clone(), Some(conversation))
            }
        };
        let conversation = numbered.map_or_else(|| reader.latest_conversation(&phone), |found| Ok(Some(found)))?;
        let owners = if owned { reader.contact(&phone)?.owners } else { Vec::new() };
        Ok(Seen { conversation: conversation.map(Cow::Owned), owners })
    });
    match seen {
        Err(inbox::InboxError::Store(error)) => Err(inbox::InboxError::Store(error).into()),
        other => Ok(other),
    }
}

/// Expected against actual, if they differ.
fn compare(check: &Expectation, seen: &Seen<'_>, played: &Played) -> Option<Difference> {
    let conversation = seen.conversation.as_deref();
    let assigned = || conversation.into_iter().flat_map(|talk| talk.assigned.iter().map(|one| one.member.as_str()));
    match &check.expected {
        Expected::Status(status) => differ(json!(status), json!(conversation.map(|talk| talk.status))),
        Expected::Team(team) => {
            let actual = conversation.and_then(|talk| talk.team.as_deref());
            let same = team.as_ref().map(crate::model::TeamName::key) == actual.map(fold);
            (!same).then(|| (json!(team.as_ref().map(ToString::to_string)), json!(actual)))
        }
        Expected::Assigned(members) => same_set(members, assigned()),
        Expected::NotAssigned(members) => {
            let wrong: Vec<_> = assigned().filter(|on| members.iter().any(|member| member.as_str() == *on)).collect();
            (!wrong.is_empty()).then(|| (json!({ "without": emails(members) }), json!(assigned().collect::<Vec<_>>())))
        }
        Expected::Unassigned => same_set(&BTreeSet::new(), assigned()),
        Expected::Because { member, reason } => {
            let found =
                conversation.into_iter().flat_map(|talk| &talk.assigned).find(|one| one.member == member.as_str());
            let actual = found.map(|one| one.reason);
            (actual != Some(*reason)).then(|| (json!({ member.as_str(): reason }), json!({ member.as_str(): actual })))
        }
        Expected::PassedOver { member, reasons } => passed_over(member.as_ref(), reasons, played),
        Expected::Owners(members) => same_set(members, seen.owners.iter().map(String::as_str)),
        Expected::FirstResponder(member) => differ(
            json!(member.as_ref().map(Email::as_str)),
            json!(conversation.and_then(|talk| talk.first_responder.as_deref())),
        ),
        Expected::Effects(effects) => {
            differ(effects.iter().map(|effect| Value::Object(effect.value.clone())).collect(), actual_effects(played))
        }
        Expected::Refused(code) => refused(*code, played),
    }
}

fn differ(expected: Value, actual: Value) -> Option<(Value, Value)> {
    (expected != actual).then_some((expected, actual))
}

fn emails(members: &BTreeSet<Email>) -> Vec<&str> {
    members.iter().map(Email::as_str).collect()
}

/// As sets, in the order of their names.
fn same_set<'a>(expected: &BTreeSet<Email>, actual: impl Iterator<Item = &'a str>) -> Option<(Value, Value)> {
    let actual: BTreeSet<_> = actual.collect();
    differ(json!(emails(expected)), json!(actual))
}

fn passed_over(member: Option<&Email>, expected: &BTreeSet<PassOverReason>, played: &Played) -> Option<(Value, Value)> {
    let name = member.map_or("nobody", Email::as_str);
    let entries = match played {
        Played::Done(answer) => answer.passed_over.as_slice(),
        Played::Nothing | Played::Refused { .. } => &[],
    };
    let entries = entries.iter().filter(|entry| entry.member.as_deref() == member.map(Email::as_str));
    let actual: BTreeSet<_> = entries.map(|entry| entry.reason).collect();
    (actual != *expected).then(|| (json!({ name: expected }), json!({ name: actual })))
}

fn actual_effects(played: &Played) -> Value {
    match played {
        Played::Done(answer) => json!(answer.effects),
        Played::Nothing | Played::Refused { .. } => json!([]),
    }
}

fn refused(expected: ErrorCode, played: &Played) -> Option<(Value, Value)> {
    match played {
        Played::Refused { code, .. } if *code == expected => None,
        Played::Refused { code, message, .. } => Some((json!(expected), json!(format!("{code}: {message}")))),
        Played::Nothing | Played::Done(_) => Some((json!(expected), Value::Null)),
    }
}
