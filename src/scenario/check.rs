//! Comparing what a step came to with what is expected of it: only what is stated.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::find::Error;
use super::remedy::{expect_refusal, remedy};
use super::report::Failure;
use super::step::{Played, step_target};
use crate::formats::scenario::{Check, Expect, Expected, LooksAt, Step, Topic};
use crate::inbox::{self, Rehearsal, Target, view};
use crate::model::{Email, ErrorCode, Passed, fold};

/// What an expectation looks at: the contact's open conversation, else its latest, and its owners.
#[derive(Default)]
pub(super) struct Seen<'a> {
    pub(super) conversation: Option<Cow<'a, view::Conversation>>,
    pub(super) owners: Vec<String>,
}

/// What was expected and didn't come.
pub(super) fn check(rehearsal: &Rehearsal<'_>, step: &Step, played: &Played) -> Result<Vec<Failure>, Error> {
    let failure = |line, key: &str, expected, actual, remedy| {
        let decision = played.decision();
        Failure { line, key: key.to_owned(), expected, actual, decision, remedy }
    };
    let refused = step.expect.as_ref().and_then(Expect::refused);
    if let (Played::Refused { code, message, .. }, None) = (played, refused) {
        let actual = json!(format!("{code}: {message}"));
        let remedy = Ok(expect_refusal(step, *code));
        return Ok(vec![failure(step.place.line, "refused", Value::Null, actual, remedy)]);
    }
    let Some(expect) = &step.expect else { return Ok(Vec::new()) };
    let seen = match look(rehearsal, step, played, expect)? {
        Ok(seen) => seen,
        Err(error) => {
            let actual = json!(format!("{}: {error}", error.code()));
            let remedy = Err("it names a contact that isn't there");
            return Ok(vec![failure(expect.place.line, "contact", json!("a contact that is there"), actual, remedy)]);
        }
    };
    if let Some((line, key, error)) = stranger(rehearsal, expect)? {
        let actual = json!(format!("{}: {error}", error.code()));
        let remedy = Err("it names a member whom nobody knows");
        return Ok(vec![failure(line, key, json!("a member of this world"), actual, remedy)]);
    }
    let compared = expect.checks.iter().filter_map(|check| {
        let (expected, actual) = compare(check, &seen, played)?;
        let remedy = remedy(check, expect, &seen, played);
        Some(failure(check.place.line, check.expected.topic().code(), expected, actual, remedy))
    });
    Ok(compared.collect())
}

/// Somebody whom an expectation keeps out although nobody knows them: it could never fail.
fn stranger(rehearsal: &Rehearsal<'_>, expect: &Expect) -> Result<Option<(u64, &'static str, inbox::Error)>, Error> {
    for check in &expect.checks {
        let kept_out: Vec<&Email> = match &check.expected {
            Expected::NotAssigned(members) => members.iter().collect(),
            Expected::PassedOver { member: Some(member), reasons } if reasons.is_empty() => vec![member],
            _ => Vec::new(),
        };
        for member in kept_out {
            match rehearsal.read(|reader| reader.member_id(member)) {
                Ok(_) => {}
                Err(inbox::Error::Store(error)) => return Err(inbox::Error::Store(error).into()),
                Err(error) => return Ok(Some((check.place.line, check.expected.topic().code(), error))),
            }
        }
    }
    Ok(None)
}

/// Looks at what the expectation is about, if it is about a contact.
fn look<'a>(
    rehearsal: &Rehearsal<'_>,
    step: &Step,
    played: &'a Played,
    expect: &Expect,
) -> Result<Result<Seen<'a>, inbox::Error>, Error> {
    if expect.checks.iter().all(|check| check.expected.topic().looks_at() == LooksAt::Step) {
        return Ok(Ok(Seen::default()));
    }
    let owned = expect.checks.iter().any(|check| check.expected.topic() == Topic::Owners);
    if let (Some(answered), None, false) = (played.conversation(), &expect.contact, owned) {
        return Ok(Ok(Seen { conversation: Some(Cow::Borrowed(answered)), owners: Vec::new() }));
    }
    let named = expect.contact.as_ref().map(|contact| Target::Contact(contact.value.clone()));
    let Some(target) = named.or_else(|| step_target(step)) else { return Ok(Ok(Seen::default())) };
    let seen = rehearsal.read(|reader| {
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
        Err(inbox::Error::Store(error)) => Err(inbox::Error::Store(error).into()),
        other => Ok(other),
    }
}

/// Expected against actual, if they differ.
fn compare(check: &Check, seen: &Seen<'_>, played: &Played) -> Option<(Value, Value)> {
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
        Expected::Effects(effects) => differ(json!(effects), actual_effects(played)),
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

fn passed_over(member: Option<&Email>, expected: &BTreeSet<Passed>, played: &Played) -> Option<(Value, Value)> {
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
