//! Schemas of the output beyond its types: the codes of texts, and the keys of each effect.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::model::code::{Codes as _, one_of};
use crate::model::{AssignReason, EffectKind, OwnerReason, PassOverReason, RemovalReason, SettingKey};

pub(super) fn effect_reason(_: &mut SchemaGenerator) -> Schema {
    one_of(&[AssignReason::codes(), OwnerReason::codes(), RemovalReason::codes()])
}

/// The reason of an event; null where the rule says all.
pub(super) fn event_reason(_: &mut SchemaGenerator) -> Schema {
    let mut schema = one_of(&[AssignReason::codes(), RemovalReason::codes(), PassOverReason::codes()]);
    schema.insert("type".to_owned(), json!(["string", "null"]));
    if let Some(Value::Array(codes)) = schema.get_mut("enum") {
        codes.push(Value::Null);
    }
    schema
}

pub(super) fn settings(_: &mut SchemaGenerator) -> Schema {
    let value = json!({ "type": ["string", "null"] });
    let properties: serde_json::Map<_, _> =
        SettingKey::codes().into_iter().map(|key| (key.to_owned(), value.clone())).collect();
    json_schema!({ "type": "object", "properties": properties, "required": SettingKey::codes() })
}

/// Says of each kind of effect which keys go with it.
pub(super) fn carried(schema: &mut Schema) {
    let mut groups: Vec<(&[&str], Vec<EffectKind>)> = Vec::new();
    for kind in EffectKind::ALL {
        match groups.iter_mut().find(|(keys, _)| *keys == carries(*kind)) {
            Some((_, kinds)) => kinds.push(*kind),
            None => groups.push((carries(*kind), vec![*kind])),
        }
    }
    let groups = groups.into_iter().map(|(keys, kinds)| {
        json!({ "if": { "properties": { "effect": { "enum": kinds } } }, "then": { "required": keys } })
    });
    schema.insert("allOf".to_owned(), groups.collect());
}

/// The keys that go with an effect.
fn carries(kind: EffectKind) -> &'static [&'static str] {
    match kind {
        EffectKind::SetSetting => &["key", "value"],
        EffectKind::AddAbsence => &["member", "from", "until", "cover"],
        kind => kind.part_names(),
    }
}
