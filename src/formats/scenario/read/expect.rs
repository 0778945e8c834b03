//! Reads what is expected of a step. Each thing that is stated becomes a check with its own line;
//! what would check nothing is a fault.

use std::collections::BTreeSet;

use super::map::Map;
use super::source::{Reported, collect};
use super::value::Value;
use crate::formats::scenario::expect::{Check, Expect, Expected, Topic};
use crate::model::Email;

/// At least one thing that is expected, and the contact to look at.
pub(super) fn expect(value: Value<'_>) -> Result<Expect, Reported> {
    let topics = Topic::ALL.iter().map(|topic| topic.code());
    let map = Map::read(value, "`expect`", &topics.chain(["contact"]).collect::<Vec<_>>())?;
    let contact = map.optional("contact", Value::typed);
    let stated = map.entries.iter().filter_map(|entry| Some(checks(entry.key.parse().ok()?, *entry)));
    let checks = collect(stated);
    let expect = Expect { place: value.key_place, contact: contact?, checks: checks?.concat() };
    map.known()?;
    if expect.checks.is_empty() {
        return Err(map.fault("`expect` names a contact and expects nothing of it"));
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
        Topic::Effects => value.list(|entry| entry.json_object("an entry of `effects`")).map(Expected::Effects),
        Topic::Refused => value.code().map(Expected::Refused),
    };
    Ok(vec![Check { place: value.key_place, expected: expected? }])
}

fn members(value: Value<'_>) -> Result<BTreeSet<Email>, Reported> {
    value.list(Value::parse).map(BTreeSet::from_iter)
}

fn not_assigned(value: Value<'_>) -> Result<Expected, Reported> {
    value.several(Value::parse).map(|members| Expected::NotAssigned(members.into_iter().collect()))
}

fn unassigned(value: Value<'_>) -> Result<Expected, Reported> {
    if value.flag()? {
        return Ok(Expected::Unassigned);
    }
    Err(value.fault("`unassigned` can only be `true`: name who is expected with `assigned`"))
}

fn because(value: Value<'_>) -> Result<Vec<Check>, Reported> {
    collect(value.entries("`because`")?.into_iter().map(|entry| {
        let (member, reason) = (entry.parse_key(), entry.code());
        let expected = Expected::Because { member: member?, reason: reason? };
        Ok(Check { place: entry.key_place, expected })
    }))
}

fn passed_over(value: Value<'_>) -> Result<Vec<Check>, Reported> {
    collect(value.entries("`passed_over`")?.into_iter().map(|entry| {
        let (member, reasons) = (member_or_nobody(entry), entry.list(Value::code));
        let expected = Expected::PassedOver { member: member?, reasons: reasons?.into_iter().collect() };
        Ok(Check { place: entry.key_place, expected })
    }))
}

fn member_or_nobody(entry: Value<'_>) -> Result<Option<Email>, Reported> {
    match entry.key {
        "nobody" => Ok(None),
        _ => entry.parse_key().map(Some),
    }
}
