//! Reads an expected effect, which has the JSON that commands return. Only running a step shows which
//! effects it has; here it is checked that an effect could be one.

use std::str::FromStr;

use serde_json::{Map as Object, Value as Json};

use crate::formats::fault::Spanned;
use crate::formats::scenario::fields::EFFECT;
use crate::formats::yaml::{FieldKind, FieldMap, FieldValue, Reported};
use crate::model::code::Codes as _;
use crate::model::{AssignReason, EffectKind, OwnerReason, RemovalReason, RuleId, SettingKey, Status, UnknownCode};

pub(super) fn effect(value: FieldValue<'_>) -> Result<Spanned<Object<String, Json>>, Reported> {
    let map = FieldMap::read(value, &EFFECT)?;
    let kind = map.required("effect", FieldValue::code::<EffectKind>);
    let status = map.map_under("status", FieldValue::code::<Status>);
    let reason = map.map_under("reason", reason);
    let key = map.map_under("key", FieldValue::code::<SettingKey>);
    let rule = map.optional("rule", FieldValue::code::<RuleId>);
    let object = FieldValue::json_map(map.entries.iter().copied()).and_then(|object| check_types(&map, object));
    kind?;
    status?;
    reason?;
    key?;
    rule?;
    map.known()?;
    Ok(Spanned { value: object?, place: value.place() })
}

/// Checks the types of values: no effect has other ones.
fn check_types(map: &FieldMap<'_>, object: Object<String, Json>) -> Result<Object<String, Json>, Reported> {
    let mut checked = Ok(());
    for entry in &map.entries {
        let field = map.spec.fields.iter().find(|field| field.key == entry.key);
        let expected = match (field.map(|field| field.kind), object.get(entry.key)) {
            (Some(FieldKind::JsonNumber), Some(json)) if !json.is_number() => "a number",
            (Some(FieldKind::JsonText), Some(json)) if !json.is_string() => "text in quotes",
            (Some(FieldKind::JsonTextOrNull), Some(json)) if !json.is_string() && !json.is_null() => {
                "text in quotes, or `null`"
            }
            (Some(FieldKind::JsonMap), Some(json)) if !json.is_object() => "a map",
            (Some(FieldKind::JsonTexts), Some(json)) if !is_texts(json) => "a list of texts",
            _ => continue,
        };
        checked = Err(entry.unexpected(expected));
    }
    checked.map(|()| object)
}

fn is_texts(json: &Json) -> bool {
    json.as_array().is_some_and(|items| items.iter().all(Json::is_string))
}

/// The reason of an assignment, an ownership or a removal.
fn reason(value: FieldValue<'_>) -> Result<(), Reported> {
    let text = value.text()?;
    if reads_as::<AssignReason>(text) || reads_as::<OwnerReason>(text) || reads_as::<RemovalReason>(text) {
        return Ok(());
    }
    let mut all = [AssignReason::codes(), OwnerReason::codes(), RemovalReason::codes()].concat();
    all.sort_unstable();
    all.dedup();
    Err(value.unknown(&all))
}

fn reads_as<T: FromStr<Err = UnknownCode>>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}
