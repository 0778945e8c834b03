//! Reads what is expected of a step. Each thing that is stated becomes a check with its own line;
//! what would check nothing is a fault.

use std::collections::BTreeSet;

use super::effect::effect;
use super::map::Map;
use super::source::{Reported, collect};
use super::value::Value;
use crate::formats::fault::did_you_mean;
use crate::formats::scenario::expect::{Check, Expect, Expected, NOBODY, Topic};
use crate::formats::scenario::fields::EXPECT;
use crate::model::{Email, ErrorCode, InvalidEmail};

/// The refusals that a step can meet with. Others are read too, and never come.
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

/// At least one thing that is expected, and the contact to look at.
pub(super) fn expect(value: Value<'_>) -> Result<Expect, Reported> {
    let map = Map::read(value, &EXPECT)?;
    let contact = map.optional("contact", Value::typed);
    let stated = map.entries.iter().filter_map(|entry| Some(checks(entry.key.parse().ok()?, *entry)));
    let checks = collect(stated);
    let expect = Expect { place: value.key_place, contact: contact?, checks: checks?.concat() };
    map.known()?;
    if expect.checks.is_empty() {
        return Err(map.fault("`expect` has a contact but no expectations"));
    }
    Ok(expect)
}

fn checks(topic: Topic, value: Value<'_>) -> Result<Vec<Check>, Reported> {
    let expected = match topic {
        Topic::Because => return because(value),
        Topic::PassedOver => return passed_over(value),
        Topic::Status => value.code().map(Expected::Status),
        Topic::Team => value.or_null(Value::parse).map(Expected::Team),
        Topic::Assigned => members(value).map(Expected::Assigned),
        Topic::NotAssigned => not_assigned(value),
        Topic::Unassigned => unassigned(value),
        Topic::Owners => members(value).map(Expected::Owners),
        Topic::FirstResponder => value.or_null(Value::parse).map(Expected::FirstResponder),
        Topic::Effects => value.list(effect).map(Expected::Effects),
        Topic::Refused => value.code_among(&REFUSALS).map(Expected::Refused),
    };
    Ok(vec![Check { place: value.key_place, expected: expected? }])
}

fn members(value: Value<'_>) -> Result<BTreeSet<Email>, Reported> {
    value.list(Value::parse).map(BTreeSet::from_iter)
}

fn not_assigned(value: Value<'_>) -> Result<Expected, Reported> {
    let members = value.list(Value::parse)?;
    if members.is_empty() {
        let instead = "use `assigned: []` to expect no assigned members";
        return Err(value.fault_hinting("`not_assigned` is empty", instead));
    }
    Ok(Expected::NotAssigned(members.into_iter().collect()))
}

fn unassigned(value: Value<'_>) -> Result<Expected, Reported> {
    if value.flag()? {
        return Ok(Expected::Unassigned);
    }
    Err(value.fault("`unassigned` must be `true`: use `assigned` to list members"))
}

fn because(value: Value<'_>) -> Result<Vec<Check>, Reported> {
    let instead = "list members with their reasons: `because: { ana@acme.example: contact-owner }`, or use \
                   `assigned: []` to expect none";
    collect(value.entries("`because`", Some(instead))?.into_iter().map(|entry| {
        let (member, reason) = (entry.parse_key(), entry.code());
        let expected = Expected::Because { member: member?, reason: reason? };
        Ok(Check { place: entry.key_place, expected })
    }))
}

fn passed_over(value: Value<'_>) -> Result<Vec<Check>, Reported> {
    let instead = "use `passed_over: { ana@acme.example: [] }` to expect that Ana was not passed over, or `effects: []` to \
                   expect no changes";
    collect(value.entries("`passed_over`", Some(instead))?.into_iter().map(|entry| {
        let (member, reasons) = (member_or_nobody(entry), entry.list(Value::code));
        let expected = Expected::PassedOver { member: member?, reasons: reasons?.into_iter().collect() };
        Ok(Check { place: entry.key_place, expected })
    }))
}

fn member_or_nobody(entry: Value<'_>) -> Result<Option<Email>, Reported> {
    match entry.key {
        NOBODY => Ok(None),
        key => key
            .parse()
            .map(Some)
            .map_err(|error: InvalidEmail| entry.key_fault(error.to_string(), did_you_mean(key, [NOBODY]))),
    }
}
