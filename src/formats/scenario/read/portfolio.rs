//! Reads distributions and rebalances of contacts.

use crate::formats::fault::FileError;
use crate::formats::yaml::{FieldMap, FieldValue, Reported, collect};
use crate::model::{
    Email, InvalidEmail, MemberWeight, OwnerDistribution, OwnerRebalance, Participants, Request, TeamName,
};

pub(super) fn distribute(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let contact = |value: FieldValue<'_>| value.one_or_many(|item| item.text().map(str::to_owned));
    let (contacts, to, from) =
        (map.optional("contact", contact), participants(map, "to"), map.optional("from", FieldValue::parse));
    let (account, max) = (map.optional("account", FieldValue::nonempty_text), map.optional("max", FieldValue::count));
    let (weights, limit) = (weights(map), map.optional("limit", FieldValue::count));
    let (contacts, to, from, account) = (contacts?, to?, from?, account?);
    let (max, weights, limit) = (max?, weights?, limit?);
    Ok(Request::DistributeOwners(OwnerDistribution { contacts, to, from, account, max, weights, limit }))
}

pub(super) fn rebalance(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let (among, weights) = (participants(map, "among"), weights(map));
    let (together, max_moves) = (map.flag("keep_accounts_together"), map.optional("max_moves", FieldValue::count));
    let (among, weights, keep_accounts_together, max_moves) = (among?, weights?, together?, max_moves?);
    Ok(Request::RebalanceOwners(OwnerRebalance { among, weights, keep_accounts_together, max_moves }))
}

/// The members under this key, or a team.
fn participants(map: &FieldMap<'_>, key: &str) -> Result<Participants<Email, TeamName>, Reported> {
    let members = map.optional(key, |value| value.one_or_many(FieldValue::parse));
    let team = map.optional("team", |value| value.located(FieldValue::parse));
    match (members?, team?) {
        (Some(members), None) => Ok(Participants::Members(members)),
        (None, Some(team)) => Ok(Participants::Team(team.value)),
        (Some(_), Some(team)) => {
            let message = format!("use `{key}` or `team`, not both");
            Err(map.source.report(FileError::new(team.place, message)))
        }
        (None, None) => {
            map.known()?;
            Err(map.error(format!("missing `{key}` or `team`")))
        }
    }
}

/// The weights as a map, or as texts like `ana@acme.example=2`.
fn weights(map: &FieldMap<'_>) -> Result<Vec<MemberWeight<Email>>, Reported> {
    let read = |value: FieldValue<'_>| {
        if value.is_map() {
            collect(value.entries("`weight`", None)?.into_iter().map(|entry| {
                let (member, weight) = (entry.parse_key(), whole_number(entry, entry.text()));
                Ok(MemberWeight { member: member?, weight: weight? })
            }))
        } else {
            value.one_or_many(typed_weight)
        }
    };
    Ok(map.map_under("weight", read)?.unwrap_or_default())
}

fn typed_weight(value: FieldValue<'_>) -> Result<MemberWeight<Email>, Reported> {
    let text = value.text()?;
    let (member, weight) = text.rsplit_once('=').ok_or_else(|| value.unexpected("like `ana@acme.example=2`"))?;
    let member = member.trim().parse().map_err(|error: InvalidEmail| value.error(error.to_string()))?;
    Ok(MemberWeight { member, weight: whole_number(value, Ok(weight))? })
}

fn whole_number(value: FieldValue<'_>, text: Result<&str, Reported>) -> Result<i64, Reported> {
    text?.trim().parse().map_err(|_| value.unexpected("a whole number"))
}
