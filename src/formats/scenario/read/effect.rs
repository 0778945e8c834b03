//! Reads an effect that is expected: as commands answer it in JSON, so that one can be copied. Which
//! effects a step has only playing it tells; that one is spelled as any effect is told here.

use std::str::FromStr;

use serde_json::{Map as Object, Value as Json};

use super::map::Map;
use super::source::Reported;
use super::value::Value;
use crate::formats::fault::Spanned;
use crate::model::code::Codes as _;
use crate::model::{Assigned, EffectKind, Owned, Removed, RuleId, SettingKey, Status, UnknownCode};

/// The keys that an effect can have.
pub(in crate::formats::scenario) const KEYS: [&str; 12] =
    ["effect", "conversation", "contact", "team", "member", "status", "reason", "key", "value", "set", "was", "rule"];

/// An entry of `effects`, with its place.
pub(super) fn effect(value: Value<'_>) -> Result<Spanned<Object<String, Json>>, Reported> {
    let map = Map::read(value, "an entry of `effects`", &KEYS)?;
    let kind = map.required("effect", |value| value.code_among::<EffectKind>(&brought_about()));
    let status = map.map_under("status", Value::code::<Status>);
    let reason = map.map_under("reason", reason);
    let key = map.map_under("key", Value::code::<SettingKey>);
    let rule = map.optional("rule", Value::code::<RuleId>);
    let object = Value::json_map(map.entries.iter().copied()).and_then(|object| shaped(&map, object));
    kind?;
    status?;
    reason?;
    key?;
    rule?;
    map.known()?;
    Ok(Spanned { value: object?, place: value.place() })
}

/// The effect, if its values are of the kinds that they always are: another could never come.
fn shaped(map: &Map<'_>, object: Object<String, Json>) -> Result<Object<String, Json>, Reported> {
    let mut shaped = Ok(());
    for entry in &map.entries {
        let wanted = match (entry.key, object.get(entry.key)) {
            ("conversation", Some(json)) if !json.is_number() => "a number",
            ("contact" | "team" | "member", Some(json)) if !json.is_string() => "text in quotes",
            ("value", Some(json)) if !json.is_string() && !json.is_null() => "text in quotes, or `null`",
            ("set" | "was", Some(json)) if !json.is_object() => "a map",
            _ => continue,
        };
        shaped = Err(entry.unexpected(wanted));
    }
    shaped.map(|()| object)
}

/// Why a member was put on a conversation or taken off it, or became an owner or is one no more.
fn reason(value: Value<'_>) -> Result<(), Reported> {
    let text = value.text()?;
    if reads_as::<Assigned>(text) || reads_as::<Owned>(text) || reads_as::<Removed>(text) {
        return Ok(());
    }
    let mut all = [Assigned::codes(), Owned::codes(), Removed::codes()].concat();
    all.sort_unstable();
    all.dedup();
    Err(value.unknown(&all))
}

fn reads_as<T: FromStr<Err = UnknownCode>>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

/// The effects that a step can have.
fn brought_about() -> Vec<&'static str> {
    let is_of_step = |kind: &&EffectKind| match kind {
        EffectKind::AddMember
        | EffectKind::UpdateMember
        | EffectKind::AddTeam
        | EffectKind::UpdateTeam
        | EffectKind::JoinTeam
        | EffectKind::UpdateContact
        | EffectKind::ClearContactWrote
        | EffectKind::ClearFirstResponder
        | EffectKind::ReopenConversation
        | EffectKind::RemoveConversation => false,
        EffectKind::AddContact
        | EffectKind::OpenConversation
        | EffectKind::MarkContactWrote
        | EffectKind::UnassignMember
        | EffectKind::ClearTeam
        | EffectKind::SetTeam
        | EffectKind::AdvanceTurn
        | EffectKind::AssignMember
        | EffectKind::SetFirstResponder
        | EffectKind::AddOwner
        | EffectKind::RemoveOwner
        | EffectKind::RemoveContact
        | EffectKind::MarkHandedOver
        | EffectKind::ClearHandedOver
        | EffectKind::SetStatus
        | EffectKind::CloseConversation
        | EffectKind::SetSetting
        | EffectKind::ActivateMember
        | EffectKind::DeactivateMember
        | EffectKind::LeaveTeam
        | EffectKind::RemoveMember
        | EffectKind::RemoveTeam => true,
    };
    EffectKind::ALL.iter().filter(is_of_step).map(|kind| kind.code()).collect()
}
