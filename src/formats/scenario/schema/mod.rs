//! What a scenario file looks like, as a JSON Schema for editors: they complete keys, show what each
//! means, and underline what the reader would refuse. What a schema can't say (a name that stands twice,
//! a contact that is there) is told by the reader; a test holds the verdicts of both against each other.
//!
//! [`given`](mod@given), [`step`] and [`expect`] describe the parts of a scenario, out of [`parts`].

mod expect;
mod given;
mod parts;
mod step;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use self::parts::{Keys, definition, described, object, one_or_several, word};
use crate::formats::event::Sender;
use crate::model::{Assigned, EffectKind, ErrorCode, Passed, RuleId, SettingKey, Status, Strategy};

/// The JSON Schema of scenario files.
pub fn schema() -> Schema {
    let purpose = "Scenarios of who is assigned when; `inboxctl scenario test` plays them. What may be left out may \
                   be null as well, except maps and what is expected.";
    let scenarios = described("The scenarios, each with a name of its own.", one_or_several(&definition("Scenario")));
    let mut root = object(purpose, Keys::new().required("scenarios", scenarios));
    root.insert("title".to_owned(), "ScenarioFile".into());
    root.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    let mut definitions = codes();
    definitions.extend(given::definitions());
    definitions.extend(step::definitions());
    definitions.extend(expect::definitions());
    definitions.insert("Scenario".to_owned(), scenario());
    root.insert("$defs".to_owned(), definitions.into());
    let mut schema = json_schema!({});
    schema.ensure_object().extend(root);
    schema
}

/// The closed sets of words, with what each of them means.
fn codes() -> Map<String, Value> {
    let mut generator = SchemaGenerator::default();
    generator.subschema_for::<Assigned>();
    generator.subschema_for::<EffectKind>();
    generator.subschema_for::<ErrorCode>();
    generator.subschema_for::<Passed>();
    generator.subschema_for::<RuleId>();
    generator.subschema_for::<Sender>();
    generator.subschema_for::<SettingKey>();
    generator.subschema_for::<Status>();
    generator.subschema_for::<Strategy>();
    generator.take_definitions(true)
}

fn scenario() -> Value {
    let store = json!({
        "description": "`current`: play on a temporary copy of the given store, in place of `given`.",
        "enum": ["current", null]
    });
    // One step has to expect something.
    let expects = json!({ "required": ["expect"] });
    let steps = json!({
        "description": "What happens, step by step; step n is n minutes after 2026-01-01T00:00:00Z unless it says \
                        otherwise. One of them at least has an `expect`.",
        "anyOf": [
            { "allOf": [definition("Step"), expects] },
            { "type": "array", "items": definition("Step"), "minItems": 1, "contains": expects }
        ]
    });
    let given =
        described("What is there before the first step; an empty store if it is left out.", definition("Given"));
    let keys = Keys::new()
        .required("name", described("What it shows; `--run` selects by it.", word()))
        .optional("given", given)
        .optional("store", store)
        .required("steps", steps);
    let mut scenario = object("What is there, what happens, and what is expected of it.", keys);
    let both = json!({ "required": ["given", "store"], "properties": { "store": { "const": "current" } } });
    scenario.insert("not".to_owned(), both);
    scenario.into()
}
