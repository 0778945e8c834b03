//! What is there before the first step.

use serde_json::{Map, Value, json};

use super::parts::{
    Keys, NO, YES, any_number, any_of, definition, described, email, flag, object, object_of, text, timed, word,
};
use crate::model::code::Codes as _;
use crate::model::{PhoneFormat, SettingKey};

pub(super) fn definitions() -> Map<String, Value> {
    Map::from_iter([
        ("Given".to_owned(), given()),
        ("Settings".to_owned(), object("The settings of the store.", settings()).into()),
        ("TimedSettings".to_owned(), timed_settings()),
        ("Member".to_owned(), member()),
        ("Team".to_owned(), team()),
        ("Contact".to_owned(), contact()),
    ])
}

fn given() -> Value {
    let either = |short: Value, name: &str| any_number(&json!({ "anyOf": [short, definition(name)] }));
    let keys = Keys::new()
        .optional("settings", described("Settings that aren't as nobody has set them.", definition("Settings")))
        .nullable("members", "The members who can be assigned.", &either(email(), "Member"))
        .nullable("teams", "The teams.", &any_number(&definition("Team")))
        .nullable("contacts", "The contacts.", &either(text(), "Contact"))
        .nullable("members_csv", "A file for `member import`, relative to this one.", &word())
        .nullable("teams_csv", "A file for `team import`, relative to this one.", &word())
        .nullable("owners_csv", "A file for `owner import`, relative to this one.", &word());
    object("What is there before the first step.", keys).into()
}

fn settings() -> Keys {
    let words: Vec<_> = YES.iter().chain(&NO).map(|word| in_any_case(word)).collect();
    let switch = json!({
        "description": "Whether the first responder becomes the owner of a contact without an active one.",
        "anyOf": [
            { "type": "boolean" },
            { "enum": [0, 1] },
            { "type": "string", "pattern": format!(r"^\s*({}|0|1)\s*$", words.join("|")) }
        ]
    });
    let country = json!({
        "description": "The country of phone numbers without country code, by its two letters; `none` or null for no \
                        country.",
        "type": ["string", "null"],
        "pattern": format!(r"^\s*([A-Za-z]{{2}}|{})?\s*$", in_any_case("none"))
    });
    let formats: Vec<_> = PhoneFormat::codes().into_iter().map(in_any_case).collect();
    let format = json!({
        "description": "How phone numbers without country code are read: as the one reading there is, as numbers whose \
                        `+` was lost, or as numbers of the country.",
        "type": "string",
        "pattern": format!(r"^\s*({})\s*$", formats.join("|"))
    });
    let keys = Keys::new().optional("assign-first-responder", switch).optional("default-country", country);
    keys.optional("default-phone-format", format)
}

fn timed_settings() -> Value {
    let one = any_of(&SettingKey::codes());
    object_of("Changing settings.", timed(settings()), &[one])
}

/// A pattern for a word in capitals or not.
fn in_any_case(word: &str) -> String {
    word.chars().flat_map(|letter| ['[', letter, letter.to_ascii_uppercase(), ']']).collect()
}

fn member() -> Value {
    let keys = Keys::new()
        .required("email", described("The email.", email()))
        .nullable("name", "The name.", &word())
        .nullable("active", "Whether assignments reach the member; so if nothing is said.", &flag())
        .nullable("external_id", "The id in another system.", &word());
    object("A member.", keys).into()
}

fn team() -> Value {
    let members = json!({ "anyOf": [email(), { "type": "array", "items": email(), "uniqueItems": true }] });
    let strategy = "How a flow's step Assign Team picks; round-robin if nothing is said.";
    let keys = Keys::new()
        .required("name", described("The name, compared without case.", word()))
        .nullable("strategy", strategy, &definition("Strategy"))
        .nullable("default_agent", "Whom `default-agent` picks.", &email())
        .nullable("members", "The members' emails, in the order of their turns; each once.", &members);
    object("A team.", keys).into()
}

fn contact() -> Value {
    let keys = Keys::new()
        .required("phone", described("The phone, in any spelling, in quotes.", text()))
        .nullable("first_name", "The first name.", &word())
        .nullable("last_name", "The last name.", &word())
        .nullable("email", "The email.", &word())
        .nullable("account", "The company.", &word())
        .nullable("external_id", "The id in another system.", &word())
        .nullable("owners", "The owners' emails.", &any_number(&email()));
    object("A contact.", keys).into()
}
