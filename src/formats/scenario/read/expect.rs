//! Reads the expectations of a step, each with its line. One that would check nothing is an error.

use std::collections::BTreeSet;

use super::effect::effect;
use crate::formats::fault::did_you_mean;
use crate::formats::scenario::expect::{Expect, ExpectKey, Expectation, Expected, NO_MEMBER};
use crate::formats::scenario::fields::EXPECT;
use crate::formats::yaml::{FieldMap, FieldValue, Reported, collect};
use crate::model::{Email, ErrorCode, InvalidEmail};

/// The refusals that a step can have, for suggestions; others are valid too.
const REFUSALS: [&str; 9] = [
    ErrorCode::UnknownMember.code(),
    ErrorCode::UnknownTeam.code(),
    ErrorCode::UnknownContact.code(),
    ErrorCode::UnknownConversation.code(),
    ErrorCode::InactiveMember.code(),
    ErrorCode::ConversationClosed.code(),
    ErrorCode::StillReferenced.code(),
    ErrorCode::InvalidPhone.code(),
    ErrorCode::InvalidValue.code(),
];

/// An `expect` block.
pub(super) fn expect(value: FieldValue<'_>) -> Result<Expect, Reported> {
    let map = FieldMap::read(value, &EXPECT)?;
    let contact = map.optional("contact", FieldValue::raw_text);
    let stated = map.entries.iter().filter_map(|entry| Some(checks(entry.key.parse().ok()?, *entry)));
    let checks = collect(stated);
    let expect = Expect { place: value.key_place, contact: contact?, checks: checks?.concat() };
    map.known()?;
    if expect.checks.is_empty() {
        return Err(map.error("`expect` has a contact but no expectations"));
    }
    Ok(expect)
}

fn checks(topic: ExpectKey, value: FieldValue<'_>) -> Result<Vec<Expectation>, Reported> {
    let expected = match topic {
        ExpectKey::Because => return because(value),
        ExpectKey::PassedOver => return passed_over(value),
        ExpectKey::Status => value.code().map(Expected::Status),
        ExpectKey::Team => value.or_null(FieldValue::parse).map(Expected::Team),
        ExpectKey::Assigned => members(value).map(Expected::Assigned),
        ExpectKey::NotAssigned => not_assigned(value),
        ExpectKey::Unassigned => unassigned(value),
        ExpectKey::Owners => members(value).map(Expected::Owners),
        ExpectKey::FirstResponder => value.or_null(FieldValue::parse).map(Expected::FirstResponder),
        ExpectKey::Effects => value.list(effect).map(Expected::Effects),
        ExpectKey::Refused => value.code_among(&REFUSALS).map(Expected::Refused),
    };
    Ok(vec![Expectation { place: value.key_place, expected: expected? }])
}

fn members(value: FieldValue<'_>) -> Result<BTreeSet<Email>, Reported> {
    value.list(FieldValue::parse).map(BTreeSet::from_iter)
}

fn not_assigned(value: FieldValue<'_>) -> Result<Expected, Reported> {
    let members = value.list(FieldValue::parse)?;
    if members.is_empty() {
        let instead = "use `assigned: []` to expect no assigned members";
        return Err(value.error_with_hint("`not_assigned` is empty", instead));
    }
    Ok(Expected::NotAssigned(members.into_iter().collect()))
}

fn unassigned(value: FieldValue<'_>) -> Result<Expected, Reported> {
    if value.flag()? {
        return Ok(Expected::Unassigned);
    }
    Err(value.error("`unassigned` must be `true`: use `assigned` to list members"))
}

fn because(value: FieldValue<'_>) -> Result<Vec<Expectation>, Reported> {
    let instead = "list members with their reasons: `because: { ana@acme.example: contact-owner }`, or use \
                   `assigned: []` to expect none";
    collect(value.entries("`because`", Some(instead))?.into_iter().map(|entry| {
        let (member, reason) = (entry.parse_key(), entry.code());
        let expected = Expected::Because { member: member?, reason: reason? };
        Ok(Expectation { place: entry.key_place, expected })
    }))
}

fn passed_over(value: FieldValue<'_>) -> Result<Vec<Expectation>, Reported> {
    let instead = "use `passed_over: { ana@acme.example: [] }` to expect that Ana was not passed over, or `effects: []` to \
                   expect no changes";
    collect(value.entries("`passed_over`", Some(instead))?.into_iter().map(|entry| {
        let (member, reasons) = (member_or_nobody(entry), entry.list(FieldValue::code));
        let expected = Expected::PassedOver { member: member?, reasons: reasons?.into_iter().collect() };
        Ok(Expectation { place: entry.key_place, expected })
    }))
}

fn member_or_nobody(entry: FieldValue<'_>) -> Result<Option<Email>, Reported> {
    match entry.key {
        NO_MEMBER => Ok(None),
        key => key
            .parse()
            .map(Some)
            .map_err(|error: InvalidEmail| entry.key_error(error.to_string(), did_you_mean(key, [NO_MEMBER]))),
    }
}
