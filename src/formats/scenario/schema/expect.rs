//! What is expected after a step.

use serde_json::{Map, Value, json};

use super::parts::{
    Keys, any_number, any_of, definition, described, email, object, object_of, one_or_several, or_null, text, word, yes,
};
use crate::formats::scenario::expect::Topic;
use crate::model::code::{Codes as _, one_of};
use crate::model::{Assigned, Owned, Removed};

pub(super) fn definitions() -> Map<String, Value> {
    Map::from_iter([("Expect".to_owned(), expect()), ("Effect".to_owned(), effect())])
}

fn expect() -> Value {
    let topics: Vec<_> = Topic::ALL.iter().map(|topic| topic.code()).collect();
    let mut keys = Keys::new().nullable(
        "contact",
        "The contact to look at; the step's, if it has one and nothing is said.",
        &text(),
    );
    for topic in Topic::ALL {
        let (description, schema) = stated(*topic);
        keys = keys.optional(topic.code(), described(description, schema));
    }
    let purpose = "What is expected after the step; only what is stated is compared.";
    object_of(purpose, keys, &[any_of(&topics)])
}

/// What can be stated of each, and how it is compared.
fn stated(topic: Topic) -> (&'static str, Value) {
    match topic {
        Topic::Status => ("The conversation's status.", definition("Status")),
        Topic::Team => ("The team; null for none.", or_null(&word())),
        Topic::Assigned => (
            "Exactly these members are on the conversation, in whatever order; an empty list for nobody.",
            any_number(&email()),
        ),
        Topic::NotAssigned => ("None of these is on the conversation; others may be.", one_or_several(&email())),
        Topic::Unassigned => ("Nobody is on the conversation; can only be true.", yes()),
        Topic::Because => (
            "Why these members are on the conversation. Looks only at those it names: others may be on it too.",
            map_of(&email(), &definition("Assigned")),
        ),
        Topic::PassedOver => (
            "For whom the step passed over these members (or `nobody` in particular): for each exactly these reasons, an \
             empty list if it didn't. Looks only at those it names: others may be passed over too.",
            map_of(&json!({ "anyOf": [{ "const": "nobody" }, email()] }), &any_number(&definition("Passed"))),
        ),
        Topic::Owners => (
            "Exactly these members own the contact, in whatever order; an empty list for nobody.",
            any_number(&email()),
        ),
        Topic::FirstResponder => ("Who answered first; null for nobody.", or_null(&email())),
        Topic::Effects => (
            "Exactly these effects the step had, all of them, in their order and with all their keys, as commands \
             answer them in JSON; an empty list if nothing changed.",
            any_number(&definition("Effect")),
        ),
        Topic::Refused => ("The step is refused with this code, and nothing changed.", definition("ErrorCode")),
    }
}

/// A map that isn't empty.
fn map_of(keys: &Value, values: &Value) -> Value {
    json!({ "type": "object", "propertyNames": keys, "additionalProperties": values, "minProperties": 1 })
}

fn effect() -> Value {
    let reason = one_of(&[Assigned::codes(), Owned::codes(), Removed::codes()]).to_value();
    let string = || json!({ "type": "string" });
    let fields = || json!({ "type": "object" });
    let keys = Keys::new()
        .required("effect", described("What changed.", definition("EffectKind")))
        .optional("conversation", described("The conversation's number.", json!({ "type": "number" })))
        .optional("contact", described("The contact, by its phone in canonical form.", string()))
        .optional("team", described("The team, by name.", string()))
        .optional("member", described("The member, by email.", string()))
        .optional("status", described("The conversation's status.", definition("Status")))
        .optional("reason", described("Why.", reason))
        .optional("key", described("The setting.", definition("SettingKey")))
        .optional(
            "value",
            json!({ "description": "The value of the setting; null if it is unset.", "type": ["string", "null"] }),
        )
        .optional("set", described("Fields with their new values.", fields()))
        .optional("was", described("The old values of these fields.", fields()))
        .nullable("rule", "The rule that decided it; null where no rule decides.", &definition("RuleId"));
    object("An effect with all its keys, as commands answer it in JSON.", keys).into()
}
