//! The JSON Schema of scenario files, for editors: made of the [field tables](super::fields) and of how
//! keys go together. A test holds its verdicts against those of the reader. What a schema can't say (a
//! duplicate name, an unknown contact) only the reader reports.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::expect::{ExpectKey, LooksAt};
use super::fields::{FILE, maps};
use super::step::ActionKind;
use crate::formats::event::{Action, EventField, EventFieldKind, Sender, action_rules, message_rules};
use crate::formats::profile;
use crate::formats::yaml::{FLAG_WORDS, FieldKind, FieldSpec, MapSpec, map, map_of, part, value, yes};
use crate::model::code::{Codes as _, one_of};
use crate::model::{
    AssignReason, EffectKind, ErrorCode, OpenStatus, OwnerReason, PassOverReason, PhoneFormat, RemovalReason, RuleId,
    SettingKey, Status, Strategy,
};

/// The JSON Schema of scenario files.
pub fn schema() -> Schema {
    let mut definitions = codes();
    definitions.extend(parts());
    definitions.extend(profile::parts());
    definitions.extend(
        maps()
            .into_iter()
            .filter(|spec| spec.name != FILE.name)
            .map(|spec| (spec.name.to_owned(), described_map(spec).into())),
    );
    let mut root = map(&FILE, constraints(&FILE));
    root.insert("title".to_owned(), FILE.name.into());
    root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("$defs".to_owned(), definitions.into());
    root.into()
}

/// A map with its constraints. Overdue conversations are those of all teams if nothing is said.
fn described_map(spec: &MapSpec) -> Map<String, Value> {
    let mut described = map(spec, constraints(spec));
    if spec.name == "ReassignOverdue" {
        described.insert("minProperties".to_owned(), 0.into());
    }
    described
}

/// The closed sets of words, with what each of them means.
fn codes() -> Map<String, Value> {
    let mut generator = SchemaGenerator::default();
    generator.subschema_for::<AssignReason>();
    generator.subschema_for::<EffectKind>();
    generator.subschema_for::<ErrorCode>();
    generator.subschema_for::<OpenStatus>();
    generator.subschema_for::<PassOverReason>();
    generator.subschema_for::<RuleId>();
    generator.subschema_for::<Sender>();
    generator.subschema_for::<SettingKey>();
    generator.subschema_for::<Status>();
    generator.subschema_for::<Strategy>();
    generator.take_definitions(true)
}

/// Values that are no maps with known keys.
fn parts() -> Map<String, Value> {
    let setting_words = |words: &[&str]| words.iter().map(|word| in_any_case(word)).collect::<Vec<_>>().join("|");
    let switch = json!({ "type": "string", "pattern": format!(r"^\s*({}|0|1)\s*$", setting_words(&FLAG_WORDS)) });
    let none = in_any_case("none");
    let formats = setting_words(&PhoneFormat::codes());
    // One step has to expect something.
    let expects = json!({ "required": ["expect"] });
    let step = part("Step");
    let steps = json!({ "type": "array", "items": step, "minItems": 1, "contains": expects });
    let passed = json!({ "anyOf": [{ "const": "nobody" }, value(FieldKind::Email)] });
    let reasons = value(FieldKind::AnyNumber(&[FieldKind::Part("PassOverReason")]));
    let weight = json!({ "anyOf": [{ "type": "integer" }, { "type": "string", "pattern": r"^\s*[+-]?[0-9]+\s*$" }] });
    let typed_weight = json!({ "type": "string", "pattern": r#"^\s*[^\s@;,|"]+@[^\s@;,|"]+\s*=\s*[+-]?[0-9]+\s*$"# });
    let weights = json!({ "anyOf": [typed_weight, { "type": "array", "items": typed_weight, "minItems": 1 }] });
    let parts = json!({
        "Store": { "const": "current" },
        "GivenFile": { "anyOf": [value(FieldKind::NonemptyText), part("FileWithProfile")] },
        "Steps": { "anyOf": [{ "allOf": [step, expects] }, steps] },
        "Switch": { "anyOf": [{ "type": "boolean" }, { "enum": [0, 1] }, switch] },
        "Country": { "type": ["string", "null"], "pattern": format!(r"^\s*([A-Za-z]{{2}}|{none})?\s*$") },
        "PhoneFormat": { "type": "string", "pattern": format!(r"^\s*({formats})\s*$") },
        "TeamMembers": {
            "anyOf": [value(FieldKind::Email), { "type": "array", "items": value(FieldKind::Email), "uniqueItems": true }]
        },
        "Weights": { "anyOf": [map_of(&value(FieldKind::Email), &weight), weights] },
        "Yes": yes(),
        "AssignReasons": map_of(&value(FieldKind::Email), &part("AssignReason")),
        "SkipReasons": map_of(&passed, &reasons),
        "EffectReason": one_of(&[AssignReason::codes(), OwnerReason::codes(), RemovalReason::codes()]).to_value()
    });
    match parts {
        Value::Object(parts) => parts,
        _ => Map::new(),
    }
}

/// A pattern for a word in capitals or not.
fn in_any_case(word: &str) -> String {
    word.chars().flat_map(|letter| ['[', letter, letter.to_ascii_uppercase(), ']']).collect()
}

/// How the keys of a map go together.
fn constraints(spec: &MapSpec) -> Vec<Value> {
    let one_target = json!({ "oneOf": [set("contact"), set("conversation")] });
    match spec.name {
        "Scenario" => vec![none_of(&[
            json!({ "required": ["given", "store"], "properties": { "store": { "const": "current" } } }),
        ])],
        "TimedSettings" => vec![any_of(&SettingKey::codes())],
        "Step" => step(),
        "Message" => message(),
        "Assign" | "Unassign" => {
            let action = if spec.name == "Assign" { Action::Assign } else { Action::Unassign };
            [one_target].into_iter().chain(action_rules(action, is_given)).collect()
        }
        "Close" | "Reopen" => vec![one_target],
        "Away" => vec![json!({ "if": is_yes("hand_over_open"), "then": set("cover") })],
        "OwnerDistribute" => vec![json!({ "oneOf": [set("to"), set("team")] })],
        "OwnerRebalance" => vec![json!({ "oneOf": [set("among"), set("team")] })],
        "OwnerSet" => vec![json!({ "if": is_yes("no_owners"), "then": { "not": set("member") } })],
        "Expect" => vec![any_of(&ExpectKey::codes())],
        _ => Vec::new(),
    }
}

fn message() -> Vec<Value> {
    let from = |sender| json!({ "properties": { "from": { "const": sender } }, "required": ["from"] });
    let rules = |sender: &Sender| json!({ "if": from(*sender), "then": { "allOf": message_rules(*sender, is_given) } });
    Sender::ALL.iter().map(rules).collect()
}

fn is_given(field: &EventField) -> Value {
    if field.kind == EventFieldKind::Flag { is_yes(field.key.code()) } else { set(field.key.code()) }
}

/// A step has one action; what looks at a contact or at the step needs one.
fn step() -> Vec<Value> {
    let one_action = json!({ "if": { "minProperties": 2 }, "then": { "maxProperties": 2, "required": ["expect"] } });
    let is_target = |field: &FieldSpec| field.key == "contact" && matches!(field.kind, FieldKind::Text);
    let has_contact = |kind: &&ActionKind| kind.spec().fields.iter().any(is_target);
    let with_contact: Vec<_> = ActionKind::ALL.iter().filter(has_contact).map(|kind| kind.code()).collect();
    let topics = |at| ExpectKey::ALL.iter().filter(|topic| topic.looks_at() == at).map(|topic| topic.code()).collect();
    let (at_contact, at_step): (Vec<_>, Vec<_>) = (topics(LooksAt::Contact), topics(LooksAt::Step));
    let named = json!({ "if": any_of(&at_contact), "then": set("contact") });
    vec![
        one_action,
        json!({ "if": any_of(&with_contact), "else": { "properties": { "expect": named } } }),
        json!({
            "if": any_of(&ActionKind::codes()),
            "else": { "properties": { "expect": none_of(&[any_of(&at_step)]) } }
        }),
    ]
}

/// That a key has a value.
fn set(key: &str) -> Value {
    json!({ "properties": { key: { "not": { "type": "null" } } }, "required": [key] })
}

/// That a flag is true.
fn is_yes(key: &str) -> Value {
    json!({ "properties": { key: yes() }, "required": [key] })
}

/// That one of these keys exists, whatever its value.
fn any_of(keys: &[&str]) -> Value {
    json!({ "anyOf": keys.iter().map(|key| json!({ "required": [key] })).collect::<Vec<_>>() })
}

fn none_of(schemas: &[Value]) -> Value {
    json!({ "not": { "anyOf": schemas } })
}
