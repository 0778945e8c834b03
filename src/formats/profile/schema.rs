//! The JSON Schema of profiles, for editors.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::keys::PROFILE;
use crate::formats::table::Delimiter;
use crate::formats::yaml::{FieldKind, map, map_of, value};
use crate::model::code::{Codes as _, one_of};
use crate::model::{MatchOwner, OptionalErrors, PhoneFormat};

/// The JSON Schema of profiles.
pub fn schema() -> Schema {
    let mut root = map(&PROFILE, Vec::new());
    root.insert("title".to_owned(), PROFILE.name.into());
    root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("$defs".to_owned(), parts().into());
    root.into()
}

/// The values of keys that are no plain texts.
pub(in crate::formats) fn parts() -> Map<String, Value> {
    let text = value(FieldKind::NonemptyText);
    let alternatives = value(FieldKind::OneOrMany(&[FieldKind::NonemptyText]));
    let headers = json!({ "anyOf": [text, { "type": "array", "items": alternatives, "minItems": 1 }] });
    let name = json!({ "type": "string" });
    let delimiters = Delimiter::ALL.map(|delimiter| delimiter.to_string());
    let parts = [
        ("Columns", map_of(&name, &headers)),
        ("Aliases", map_of(&name, &text)),
        ("MatchOwner", one_of(&[MatchOwner::codes()]).to_value()),
        ("OptionalErrors", one_of(&[OptionalErrors::codes()]).to_value()),
        ("FilePhoneFormat", one_of(&[PhoneFormat::codes()]).to_value()),
        ("Delimiter", json!({ "enum": delimiters })),
    ];
    parts.map(|(name, schema)| (name.to_owned(), schema)).into_iter().collect()
}
