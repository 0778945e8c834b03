//! Reads a step: what is done, when, and what is expected afterwards.

use super::expect::expect;
use super::given::settings;
use super::map::Map;
use super::source::{Reported, collect};
use super::value::Value;
use crate::formats::event::{AssignFields, MessageFields, UnassignFields};
use crate::formats::fault::{FileError, Spanned};
use crate::formats::scenario::expect::{Expect, LooksAt};
use crate::formats::scenario::fields::STEP;
use crate::formats::scenario::step::{Action, ActionKind, Step, Target};
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{ConversationId, Email, Time};

/// Something that is done, something that is expected, or both.
pub(super) fn step(value: Value<'_>) -> Result<Step, Reported> {
    let map = Map::read(value, &STEP)?;
    let deed = deed(&map);
    let expect = map.map_under("expect", expect);
    let (deed, expect) = (deed?, expect?);
    map.known()?;
    let (at, action) = deed.map_or((None, None), |(at, action)| (at, Some(action)));
    if let Some(expect) = &expect {
        report_unseen(&map, expect, action.as_ref());
    }
    Ok(Step { place: value.place(), at, action, expect })
}

/// What an expectation looks at must be there: something that is done, or a contact.
fn report_unseen(map: &Map<'_>, expect: &Expect, action: Option<&Action>) {
    let contact = expect.contact.is_some() || action.is_some_and(|action| action.target().is_some());
    for check in &expect.checks {
        let topic = check.expected.topic();
        let why = match topic.looks_at() {
            LooksAt::Step if action.is_none() => "needs a step with an action",
            LooksAt::Contact if !contact => "needs a contact: add `contact` to `expect`",
            LooksAt::Step | LooksAt::Contact => continue,
        };
        map.report(FileError::new(check.place, format!("`{topic}` {why}")));
    }
}

/// The one thing that the step does, and when.
fn deed(step: &Map<'_>) -> Result<Option<(Option<Time>, Action)>, Reported> {
    let kind = |entry: &Value<'_>| entry.key.parse::<ActionKind>().ok();
    let mut deeds = step.entries.iter().filter_map(|entry| Some((kind(entry)?, *entry)));
    let Some((kind, value)) = deeds.next() else {
        return Ok(None);
    };
    for (other, value) in deeds {
        let message = format!("a step has one action: move `{other}` to its own step");
        step.report(FileError::new(value.key_place, message));
    }
    timed(kind, value).map(Some)
}

fn timed(kind: ActionKind, value: Value<'_>) -> Result<(Option<Time>, Action), Reported> {
    let map = Map::read(value, kind.spec())?;
    let at = map.optional("at", Value::parse);
    let action = action(kind, &map);
    map.known()?;
    Ok((at?, action?))
}

fn action(kind: ActionKind, map: &Map<'_>) -> Result<Action, Reported> {
    let member = || map.required("member", Value::parse);
    match kind {
        ActionKind::Message => message(map),
        ActionKind::Assign => {
            let (conversation, assign) = (target(map), assign(map));
            Ok(Action::Assign { conversation: conversation?, assign: assign? })
        }
        ActionKind::Unassign => {
            let (conversation, unassign) = (target(map), unassign(map));
            Ok(Action::Unassign { conversation: conversation?, unassign: unassign? })
        }
        ActionKind::Close => Ok(Action::Close { conversation: target(map)? }),
        ActionKind::OwnerAdd => owner_add(map),
        ActionKind::OwnerRemove => {
            let (contact, members) = (contact(map), members(map));
            Ok(Action::OwnerRemove { contact: contact?, members: members? })
        }
        ActionKind::Settings => set(map),
        ActionKind::Deactivate => {
            let (member, hand_over_to) = (member(), map.several("hand_over_to", Value::parse));
            Ok(Action::Deactivate { member: member?, hand_over_to: hand_over_to? })
        }
        ActionKind::Activate => Ok(Action::Activate { member: member()? }),
        ActionKind::MemberRemove => Ok(Action::MemberRemove { member: member()? }),
        ActionKind::TeamRemove => Ok(Action::TeamRemove { team: map.required("team", Value::parse)? }),
        ActionKind::ContactRemove => Ok(Action::ContactRemove { contact: contact(map)? }),
    }
}

fn contact(map: &Map<'_>) -> Result<Spanned<String>, Reported> {
    map.required("contact", Value::typed)
}

/// The owners that are added or removed, at least one.
fn members(map: &Map<'_>) -> Result<Vec<Email>, Reported> {
    map.required("member", |value| value.several(Value::parse))
}

/// The conversation, by its contact or by its number.
fn target(map: &Map<'_>) -> Result<Target, Reported> {
    let contact = map.optional("contact", Value::typed);
    let number = map.optional("conversation", |value| value.located(number));
    match (contact?, number?) {
        (Some(contact), None) => Ok(Target::Contact(contact)),
        (None, Some(number)) => Ok(Target::Conversation(number.value)),
        (Some(_), Some(number)) => {
            let message = "use `contact` or `conversation`, not both";
            Err(map.report(FileError::new(number.place, message)))
        }
        (None, None) => {
            map.known()?;
            Err(map.fault("missing `contact` or `conversation`"))
        }
    }
}

/// The number of a conversation: digits only, since `+52…` would be a contact.
fn number(value: Value<'_>) -> Result<ConversationId, Reported> {
    let text = value.text()?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| digits && *number > 0);
    number.map(ConversationId).ok_or_else(|| value.unexpected("a conversation number"))
}

fn message(map: &Map<'_>) -> Result<Action, Reported> {
    let contact = contact(map);
    let message = what_is_sent(map);
    let create_contacts = map.flag("create_contacts");
    Ok(Action::Message { contact: contact?, message: message?, create_contacts: create_contacts? })
}

fn what_is_sent(map: &Map<'_>) -> Result<Message, Reported> {
    let from = map.optional("from", Value::code);
    let member = map.optional("member", |value| value.located(Value::parse));
    let note = map.raised("note");
    let assign = map.optional("assign", |value| value.located(|value| value.several(Value::parse)));
    let assign_team = map.optional("assign_team", |value| value.located(Value::parse));
    let end_flow = map.raised("end_flow");
    let fields = MessageFields {
        place: map.place,
        from: from?,
        member: member?,
        note: note?,
        assign: assign?,
        assign_team: assign_team?,
        end_flow: end_flow?,
    };
    map.known()?;
    fields.into_message().map_err(|faults| map.report_all(faults))
}

fn assign(map: &Map<'_>) -> Result<Assign, Reported> {
    let members = map.several("member", Value::parse);
    let team = map.optional("team", Value::parse);
    let replace = map.raised("replace");
    let fields = AssignFields { place: map.place, members: members?, team: team?, replace: replace? };
    map.known()?;
    fields.into_assign().map_err(|fault| map.report(fault))
}

fn unassign(map: &Map<'_>) -> Result<Unassign, Reported> {
    let members = map.several("member", Value::parse);
    let team = map.raised("team");
    let all = map.raised("all");
    let fields = UnassignFields { place: map.place, members: members?, team: team?, all: all? };
    map.known()?;
    fields.into_unassign().map_err(|fault| map.report(fault))
}

fn owner_add(map: &Map<'_>) -> Result<Action, Reported> {
    let contact = contact(map);
    let members = members(map);
    let assign_open = map.flag("assign_open");
    let create_contacts = map.flag("create_contacts");
    Ok(Action::OwnerAdd {
        contact: contact?,
        members: members?,
        assign_open: assign_open?,
        create_contacts: create_contacts?,
    })
}

fn set(map: &Map<'_>) -> Result<Action, Reported> {
    let settings = collect(settings(map).map(|setting| Ok(setting?.value)))?;
    map.known()?;
    if settings.is_empty() {
        return Err(map.fault("`settings` needs at least one setting"));
    }
    Ok(Action::Settings(settings))
}
