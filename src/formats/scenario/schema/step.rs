//! What a step does.

use serde_json::{Map, Value, json};

use super::parts::{
    Keys, any_of, definition, described, email, flag, named, none_of, number, object, object_of, one_or_several, only,
    raised, text, timed, word,
};
use crate::formats::scenario::expect::{LooksAt, Topic};
use crate::formats::scenario::step::ActionKind;

pub(super) fn definitions() -> Map<String, Value> {
    let member = |what: &str| who(what).into();
    Map::from_iter([
        ("Step".to_owned(), step()),
        ("Message".to_owned(), message()),
        ("Assign".to_owned(), assign()),
        ("Unassign".to_owned(), unassign()),
        (
            "Close".to_owned(),
            object_of("Closing by hand: `contact` or `conversation`.", timed(target()), &[one_target()]),
        ),
        ("OwnerAdd".to_owned(), owner_add()),
        ("OwnerRemove".to_owned(), owner_remove()),
        ("Deactivate".to_owned(), deactivate()),
        ("OneMember".to_owned(), member("A member.")),
        (
            "OneTeam".to_owned(),
            object("A team.", timed(Keys::new().required("team", described("Which.", word())))).into(),
        ),
        ("OneContact".to_owned(), object("A contact.", timed(Keys::new().required("contact", phone()))).into()),
    ])
}

/// The description of each action, what it is in a few words, and whether it names a contact.
fn action(kind: ActionKind) -> (&'static str, &'static str, LooksAt) {
    match kind {
        ActionKind::Message => ("Message", "A message, or a step of a flow.", LooksAt::Contact),
        ActionKind::Assign => ("Assign", "Assigning by hand.", LooksAt::Contact),
        ActionKind::Unassign => ("Unassign", "Unassigning by hand.", LooksAt::Contact),
        ActionKind::Close => ("Close", "Closing by hand.", LooksAt::Contact),
        ActionKind::OwnerAdd => ("OwnerAdd", "Making members owners of the contact.", LooksAt::Contact),
        ActionKind::OwnerRemove => ("OwnerRemove", "Taking owners from the contact.", LooksAt::Contact),
        ActionKind::Settings => ("TimedSettings", "Changing settings.", LooksAt::Step),
        ActionKind::Deactivate => ("Deactivate", "A member leaves.", LooksAt::Step),
        ActionKind::Activate => ("OneMember", "A member comes back.", LooksAt::Step),
        ActionKind::MemberRemove => ("OneMember", "A member is removed for good.", LooksAt::Step),
        ActionKind::TeamRemove => ("OneTeam", "A team is removed for good.", LooksAt::Step),
        ActionKind::ContactRemove => ("OneContact", "A contact is removed for good.", LooksAt::Contact),
    }
}

fn step() -> Value {
    let mut keys = Keys::new();
    for kind in ActionKind::ALL {
        let (name, description, _) = action(*kind);
        keys = keys.optional(kind.code(), described(description, definition(name)));
    }
    let keys = keys.optional("expect", described("What is expected afterwards.", definition("Expect")));
    let two = json!({
        "if": { "minProperties": 2 },
        "then": { "maxProperties": 2, "required": ["expect"] }
    });
    object_of("One thing that happens, what is expected, or both.", keys, &[two, has_contact(), has_action()])
}

/// What looks at a contact needs one.
fn has_contact() -> Value {
    let kinds = ActionKind::ALL.iter().filter(|kind| action(**kind).2 == LooksAt::Contact);
    let kinds: Vec<_> = kinds.map(|kind| kind.code()).collect();
    let looks = any_of(&topics(LooksAt::Contact));
    json!({
        "if": any_of(&kinds),
        "else": { "properties": { "expect": { "if": looks, "then": named("contact") } } }
    })
}

/// What looks at the step needs something that is done.
fn has_action() -> Value {
    let kinds: Vec<_> = ActionKind::ALL.iter().map(|kind| kind.code()).collect();
    let looks = any_of(&topics(LooksAt::Step));
    json!({ "if": any_of(&kinds), "else": { "properties": { "expect": none_of(&[looks]) } } })
}

fn topics(at: LooksAt) -> Vec<&'static str> {
    Topic::ALL.iter().filter(|topic| topic.looks_at() == at).map(|topic| topic.code()).collect()
}

fn phone() -> Value {
    described("The contact's phone.", text())
}

fn message() -> Value {
    let from = |who: &str| only("from", &json!({ "const": who }));
    let named_fields = [named("assign"), named("assign_team"), raised("end_flow")];
    let [assign, team, end] = &named_fields;
    let both = |one: &Value, other: &Value| json!({ "allOf": [one, other] });
    let one_at_a_time = none_of(&[both(assign, team), both(assign, end), both(team, end)]);
    let keys = Keys::new()
        .required("contact", phone())
        .required("from", described("Who sends it.", definition("Sender")))
        .nullable("member", "Who writes, with `from: member`.", &email())
        .nullable("note", "An internal note, with `from: member`.", &flag())
        .nullable("assign", "The step Assign: whom it names, with `from: flow`.", &one_or_several(&email()))
        .nullable("assign_team", "The step Assign Team: the team, with `from: flow`.", &word())
        .nullable("end_flow", "The flow ends, with `from: flow`.", &flag())
        .nullable("create_contacts", "Make the contact if it isn't there.", &flag());
    let together = [
        json!({
            "if": from("member"),
            "then": named("member"),
            "else": none_of(&[named("member"), raised("note")])
        }),
        json!({ "if": from("flow"), "then": one_at_a_time, "else": none_of(&named_fields) }),
    ];
    object_of("A message, or a step of a flow.", timed(keys), &together)
}

/// The keys that name a conversation.
fn target() -> Keys {
    Keys::new().nullable("contact", "The contact's phone, for its open conversation.", &text()).nullable(
        "conversation",
        "The conversation's number.",
        &number(),
    )
}

fn one_target() -> Value {
    json!({ "oneOf": [named("contact"), named("conversation")] })
}

fn assign() -> Value {
    let keys = target()
        .nullable("member", "Whom to assign.", &one_or_several(&email()))
        .nullable("team", "The team to set.", &word())
        .nullable("replace", "Make the named members the only ones.", &flag());
    let something = json!({ "anyOf": [named("member"), named("team")] });
    let alone = json!({ "if": raised("replace"), "then": named("member") });
    let description = "Assigning by hand: `contact` or `conversation`, and `member` or `team` or both.";
    object_of(description, timed(keys), &[one_target(), something, alone])
}

fn unassign() -> Value {
    let keys = target()
        .nullable("member", "Whom to take off.", &one_or_several(&email()))
        .nullable("team", "Clear the team.", &flag())
        .nullable("all", "Every member and the team.", &flag());
    let named = [named("member"), raised("team")];
    let something = json!({ "if": raised("all"), "then": none_of(&named), "else": { "anyOf": named } });
    let description = "Unassigning by hand: `contact` or `conversation`, and what to take off.";
    object_of(description, timed(keys), &[one_target(), something])
}

fn owner_add() -> Value {
    let keys = Keys::new()
        .required("contact", phone())
        .required("member", described("The new owners.", one_or_several(&email())))
        .nullable("assign_open", "Put them on the contact's open conversation too.", &flag())
        .nullable("create_contacts", "Make the contact if it isn't there.", &flag());
    object("Making members owners of the contact.", timed(keys)).into()
}

fn owner_remove() -> Value {
    let keys = Keys::new()
        .required("contact", phone())
        .required("member", described("The former owners.", one_or_several(&email())));
    object("Taking owners from the contact.", timed(keys)).into()
}

fn who(description: &str) -> Map<String, Value> {
    object(description, timed(Keys::new().required("member", described("Who.", email()))))
}

fn deactivate() -> Value {
    let keys = Keys::new().required("member", described("Who leaves.", email())).nullable(
        "hand_over_to",
        "Who takes over, in turn.",
        &one_or_several(&email()),
    );
    object("A member leaves.", timed(keys)).into()
}
