//! Reads a step.

use super::context::{Reported, collect};
use super::expect::expect;
use super::field_map::FieldMap;
use super::field_value::FieldValue;
use super::given::settings;
use crate::formats::event::{AssignFields, MessageFields, UnassignFields};
use crate::formats::fault::FileError;
use crate::formats::scenario::expect::{Expect, LooksAt};
use crate::formats::scenario::fields::STEP;
use crate::formats::scenario::step::{ActionKind, ScenarioStep, StepAction};
use crate::model::{ConversationId, Email, Request, Target, TeamName, Time};

pub(super) fn step(value: FieldValue<'_>) -> Result<ScenarioStep, Reported> {
    let map = FieldMap::read(value, &STEP)?;
    let timed = step_action(&map);
    let expect = map.map_under("expect", expect);
    let (timed, expect) = (timed?, expect?);
    map.known()?;
    let (at, action) = timed.map_or((None, None), |(at, action)| (at, Some(action)));
    if let Some(expect) = &expect {
        report_unseen(&map, expect, action.as_ref());
    }
    Ok(ScenarioStep { place: value.place(), at, action, expect })
}

/// Reports expectations about an action or a contact that the step doesn't have.
fn report_unseen(map: &FieldMap<'_>, expect: &Expect, action: Option<&StepAction>) {
    let contact = expect.contact.is_some() || action.is_some_and(|action| action.target.is_some());
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

/// The one action of a step, and its time.
fn step_action(step: &FieldMap<'_>) -> Result<Option<(Option<Time>, StepAction)>, Reported> {
    let kind = |entry: &FieldValue<'_>| entry.key.parse::<ActionKind>().ok();
    let mut actions = step.entries.iter().filter_map(|entry| Some((kind(entry)?, *entry)));
    let Some((kind, value)) = actions.next() else {
        return Ok(None);
    };
    for (other, value) in actions {
        let message = format!("a step has one action: move `{other}` to its own step");
        step.report(FileError::new(value.key_place, message));
    }
    timed(kind, value).map(Some)
}

fn timed(kind: ActionKind, value: FieldValue<'_>) -> Result<(Option<Time>, StepAction), Reported> {
    let map = FieldMap::read(value, kind.spec())?;
    let at = map.optional("at", FieldValue::parse);
    let action = action(kind, &map);
    map.known()?;
    Ok((at?, action?))
}

fn action(kind: ActionKind, map: &FieldMap<'_>) -> Result<StepAction, Reported> {
    let (target, requests) = (target(map), requests(kind, map));
    let create_contacts = map.flag("create_contacts");
    Ok(StepAction { target: target?, requests: requests?, create_contacts: create_contacts? })
}

fn requests(kind: ActionKind, map: &FieldMap<'_>) -> Result<Vec<Request<Email, TeamName>>, Reported> {
    let member = || map.required("member", FieldValue::parse);
    Ok(vec![match kind {
        ActionKind::Message => message(map)?,
        ActionKind::Assign => assign(map)?,
        ActionKind::Unassign => unassign(map)?,
        ActionKind::Close => Request::Close,
        ActionKind::OwnerAdd => {
            let (members, assign_open) = (members(map), map.flag("assign_open"));
            Request::AddOwners { members: members?, assign_open: assign_open? }
        }
        ActionKind::OwnerRemove => Request::RemoveOwners { members: members(map)? },
        ActionKind::Settings => return set(map),
        ActionKind::Deactivate => {
            let (member, successors) = (member(), map.one_or_many("hand_over_to", FieldValue::parse));
            Request::Deactivate { member: member?, successors: successors? }
        }
        ActionKind::Activate => Request::Activate { member: member()? },
        ActionKind::MemberRemove => Request::RemoveMember { member: member()? },
        ActionKind::TeamRemove => Request::RemoveTeam { team: map.required("team", FieldValue::parse)? },
        ActionKind::ContactRemove => Request::RemoveContact,
    }])
}

fn members(map: &FieldMap<'_>) -> Result<Vec<Email>, Reported> {
    map.required("member", |value| value.one_or_many(FieldValue::parse))
}

/// What the action is about: the contact that it needs, or a conversation by its contact or its number.
fn target(map: &FieldMap<'_>) -> Result<Option<Target>, Reported> {
    if !map.takes("contact") {
        return Ok(None);
    }
    if !map.takes("conversation") {
        return map.required("contact", FieldValue::raw_text).map(|contact| Some(Target::Contact(contact.value)));
    }
    let contact = map.optional("contact", FieldValue::raw_text);
    let number = map.optional("conversation", |value| value.located(number));
    match (contact?, number?) {
        (Some(contact), None) => Ok(Some(Target::Contact(contact.value))),
        (None, Some(number)) => Ok(Some(Target::Number(number.value))),
        (Some(_), Some(number)) => {
            let message = "use `contact` or `conversation`, not both";
            Err(map.report(FileError::new(number.place, message)))
        }
        (None, None) => {
            map.known()?;
            Err(map.error("missing `contact` or `conversation`"))
        }
    }
}

/// A conversation number: digits only, since `+52…` is a contact.
fn number(value: FieldValue<'_>) -> Result<ConversationId, Reported> {
    let text = value.text()?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| digits && *number > 0);
    number.map(ConversationId).ok_or_else(|| value.unexpected("a conversation number"))
}

fn message(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let from = map.optional("from", FieldValue::code);
    let member = map.optional("member", |value| value.located(FieldValue::parse));
    let note = map.flag_position("note");
    let assign = map.optional("assign", |value| value.located(|value| value.one_or_many(FieldValue::parse)));
    let assign_team = map.optional("assign_team", |value| value.located(FieldValue::parse));
    let end_flow = map.flag_position("end_flow");
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
    fields.into_message().map_err(|errors| map.report_all(errors))
}

fn assign(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let members = map.one_or_many("member", FieldValue::parse);
    let team = map.optional("team", FieldValue::parse);
    let replace = map.flag_position("replace");
    let fields = AssignFields { place: map.place, members: members?, team: team?, replace: replace? };
    map.known()?;
    fields.into_assign().map_err(|error| map.report(error))
}

fn unassign(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let members = map.one_or_many("member", FieldValue::parse);
    let team = map.flag_position("team");
    let all = map.flag_position("all");
    let fields = UnassignFields { place: map.place, members: members?, team: team?, all: all? };
    map.known()?;
    fields.into_unassign().map_err(|error| map.report(error))
}

fn set(map: &FieldMap<'_>) -> Result<Vec<Request<Email, TeamName>>, Reported> {
    let settings = collect(settings(map).map(|setting| Ok(Request::Set(setting?.value))))?;
    map.known()?;
    if settings.is_empty() {
        return Err(map.error("`settings` needs at least one setting"));
    }
    Ok(settings)
}
