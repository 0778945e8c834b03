//! What would have to be written for an expectation that didn't come to come.

use serde_json::{Value, json};

use super::check::Seen;
use super::report::Failure;
use super::step::{Played, step_target};
use super::update::Entry;
use crate::formats::scenario::{Change, Check, Edit, Expect, Expected, Step, Topic};
use crate::inbox::{Target, view};
use crate::model::{Email, ErrorCode, Passed};

/// The refusal that came becomes the one that is expected.
pub(super) fn expect_refusal(step: &Step, code: ErrorCode) -> Result<Edit, &'static str> {
    if let Some(why) = slip(step, code) {
        return Err(why);
    }
    Ok(match &step.expect {
        Some(expect) => Edit { place: expect.place, change: Change::Inside("refused", json!(code)) },
        None => Edit { place: step.place, change: Change::Beside("expect", json!({ "refused": code })) },
    })
}

/// Why a refusal that came isn't the truth: the step names what isn't there, which is a slip more often
/// than meant.
fn slip(step: &Step, refused: ErrorCode) -> Option<&'static str> {
    match refused {
        ErrorCode::UnknownConversation if names_number(step) => Some("it names a conversation that isn't there"),
        ErrorCode::UnknownMember => Some("it names a member whom nobody knows"),
        ErrorCode::UnknownTeam => Some("it names a team that isn't there"),
        ErrorCode::UnknownContact => Some("it names a contact that isn't there"),
        ErrorCode::InvalidPhone => Some("it names a phone that can't be one"),
        _ => None,
    }
}

/// Whether a conversation is named by its number. That a contact has none open may be meant.
fn names_number(step: &Step) -> bool {
    matches!(step_target(step), Some(Target::Number(_)))
}

/// The entry that an edit leaves in the place of a failed one, if any.
pub(super) fn instead(failure: &Failure, change: &Change) -> Option<Entry> {
    let (key, value) = match change {
        // Of a map of members, only the entry of one is rewritten.
        Change::Value(value) => match failure.expected.as_object().and_then(|map| map.keys().next()) {
            Some(member) => (failure.key.as_str(), json!({ member: value })),
            None => (failure.key.as_str(), value.clone()),
        },
        Change::Names(names) => (failure.key.as_str(), json!(names)),
        Change::Around(value) => (failure.key.as_str(), value.clone()),
        Change::Entry(key, value) | Change::AroundEntry(key, value) | Change::Inside(key, value) => {
            (*key, value.clone())
        }
        Change::Beside(_, expect) => (failure.key.as_str(), expect.get(&failure.key)?.clone()),
        Change::Remove | Change::AroundRemove => return None,
    };
    Some(Entry { key: key.to_owned(), value })
}

/// What would have to be written; or why only a person can tell.
pub(super) fn remedy(
    step: &Step,
    check: &Check,
    expect: &Expect,
    seen: &Seen<'_>,
    played: &Played,
) -> Result<Edit, &'static str> {
    let conversation = seen.conversation.as_deref();
    let change = match &check.expected {
        // The key means an open or closed conversation; that there is none can't be written.
        Expected::Status(_) => {
            Change::Value(json!(conversation.ok_or("there is no conversation, which no status says")?.status))
        }
        Expected::Team(_) => Change::Value(json!(conversation.and_then(|talk| talk.team.as_deref()))),
        Expected::Assigned(_) => Change::Names(assigned(seen)),
        Expected::NotAssigned(_) => return Err("it says who must not be there"),
        Expected::Unassigned if says(expect, Topic::Assigned) => Change::Remove,
        Expected::Unassigned => Change::Entry("assigned", json!(assigned(seen))),
        Expected::Because { member, .. } => because(member, expect, conversation),
        Expected::PassedOver { member, .. } => Change::Value(passed_over(member.as_ref(), played)),
        Expected::Owners(_) => Change::Names(seen.owners.clone()),
        Expected::FirstResponder(_) => {
            Change::Value(json!(conversation.and_then(|talk| talk.first_responder.as_deref())))
        }
        Expected::Effects(_) => Change::Value(effects(played)),
        Expected::Refused(_) => match played {
            Played::Refused { code, .. } => match slip(step, *code) {
                Some(why) => return Err(why),
                None => Change::Value(json!(code)),
            },
            Played::Nothing | Played::Done(_) if expect.checks.len() > 1 => Change::Remove,
            Played::Nothing | Played::Done(_) => Change::Entry("effects", effects(played)),
        },
    };
    Ok(Edit { place: check.place, change })
}

fn says(expect: &Expect, topic: Topic) -> bool {
    expect.checks.iter().any(|check| check.expected.topic() == topic)
}

fn assigned(seen: &Seen<'_>) -> Vec<String> {
    seen.conversation.iter().flat_map(|talk| talk.assigned.iter().map(|one| one.member.clone())).collect()
}

/// Another reason for one who is on it; one who isn't goes, and if that leaves nobody, those who
/// are on it stand there with their reasons.
fn because(member: &Email, expect: &Expect, conversation: Option<&view::Conversation>) -> Change {
    let on = conversation.map(|talk| talk.assigned.as_slice()).unwrap_or_default();
    if let Some(found) = on.iter().find(|one| one.member == member.as_str()) {
        return Change::Value(json!(found.reason));
    }
    let named = expect.checks.iter().filter_map(|check| match &check.expected {
        Expected::Because { member, .. } => Some(member.as_str()),
        _ => None,
    });
    let some_stay = named.into_iter().any(|named| on.iter().any(|one| one.member == named));
    match on {
        _ if some_stay => Change::Remove,
        [] if says(expect, Topic::Assigned) || says(expect, Topic::Unassigned) => Change::AroundRemove,
        [] => Change::AroundEntry("assigned", json!([])),
        on => {
            let reasons = on.iter().map(|one| (one.member.clone(), json!(one.reason)));
            Change::Around(Value::Object(reasons.collect()))
        }
    }
}

fn passed_over(member: Option<&Email>, played: &Played) -> Value {
    let entries = match played {
        Played::Done(answer) => answer.passed_over.as_slice(),
        Played::Nothing | Played::Refused { .. } => &[],
    };
    let entries = entries.iter().filter(|entry| entry.member.as_deref() == member.map(Email::as_str));
    let mut reasons: Vec<Passed> = entries.map(|entry| entry.reason).collect();
    reasons.dedup();
    match reasons.as_slice() {
        [only] => json!(only),
        reasons => json!(reasons),
    }
}

fn effects(played: &Played) -> Value {
    match played {
        Played::Done(answer) => json!(answer.effects),
        Played::Nothing | Played::Refused { .. } => json!([]),
    }
}
