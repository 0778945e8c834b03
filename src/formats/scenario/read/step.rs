//! Reads a step.

use super::expect::expect;
use super::given::settings;
use super::portfolio;
use crate::formats::event::{Action, EventField, EventFieldKind, EventFields, EventValue, MESSAGE};
use crate::formats::fault::{FileError, Spanned};
use crate::formats::scenario::expect::{Expect, LooksAt};
use crate::formats::scenario::fields::STEP;
use crate::formats::scenario::step::{ActionKind, ScenarioStep, StepAction};
use crate::formats::yaml::{FieldMap, FieldValue, Reported, collect};
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
        map.source.report(FileError::new(check.place, format!("`{topic}` {why}")));
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
        step.source.report(FileError::new(value.key_place, message));
    }
    timed(kind, value).map(Some)
}

fn timed(kind: ActionKind, value: FieldValue<'_>) -> Result<(Option<Time>, StepAction), Reported> {
    let read = if kind == ActionKind::ReassignOverdue { FieldMap::read_or_empty } else { FieldMap::read };
    let map = read(value, kind.spec())?;
    let at = map.optional("at", FieldValue::parse);
    let action = action(kind, &map);
    map.known()?;
    Ok((at?, action?))
}

fn action(kind: ActionKind, map: &FieldMap<'_>) -> Result<StepAction, Reported> {
    let (target, requests) = (target(kind, map), requests(kind, map));
    let create_contacts = map.flag("create_contacts");
    Ok(StepAction { target: target?, requests: requests?, create_contacts: create_contacts? })
}

fn requests(kind: ActionKind, map: &FieldMap<'_>) -> Result<Vec<Request<Email, TeamName>>, Reported> {
    let member = || map.required("member", FieldValue::parse);
    Ok(vec![match kind {
        ActionKind::Message => message(map)?,
        ActionKind::Assign => by_hand(map, Action::Assign)?,
        ActionKind::Unassign => by_hand(map, Action::Unassign)?,
        ActionKind::Close => Request::Close,
        ActionKind::Reopen => Request::Reopen,
        ActionKind::OwnerAdd => {
            let (members, assign_open, pin) = (members(map), map.flag("assign_open"), map.flag("pin"));
            Request::AddOwners { members: members?, assign_open: assign_open?, pin: pin? }
        }
        ActionKind::OwnerSet => Request::SetOwners { members: owners(map)? },
        ActionKind::OwnerRemove => Request::RemoveOwners { members: members(map)? },
        ActionKind::OwnerPin => Request::PinOwners { members: members(map)? },
        ActionKind::OwnerUnpin => Request::UnpinOwners { members: members(map)? },
        ActionKind::OwnerTransfer => {
            let (member, successors) = (map.required("from", FieldValue::parse), map.required("to", emails));
            let account = map.optional("account", FieldValue::nonempty_text);
            let limit = map.optional("limit", FieldValue::count);
            Request::TransferOwners { member: member?, successors: successors?, account: account?, limit: limit? }
        }
        ActionKind::ConversationTransfer => transfer_conversations(map)?,
        ActionKind::ConversationDistribute => {
            let team = map.optional("team", FieldValue::parse);
            let (status, limit) = (map.optional("status", FieldValue::code), map.optional("limit", FieldValue::count));
            Request::DistributeConversations { team: team?, status: status?, limit: limit? }
        }
        ActionKind::ReassignOverdue => {
            let (team, limit) = (map.optional("team", FieldValue::parse), map.optional("limit", FieldValue::count));
            Request::ReassignOverdue { team: team?, limit: limit? }
        }
        ActionKind::Away => away(map)?,
        ActionKind::Back => {
            let (member, from) = (member(), map.optional("from", FieldValue::parse));
            Request::Back { member: member?, from: from? }
        }
        ActionKind::OwnerDistribute => portfolio::distribute(map)?,
        ActionKind::OwnerRebalance => portfolio::rebalance(map)?,
        ActionKind::Settings => return set(map),
        ActionKind::Deactivate => {
            let (member, successors) = (member(), map.optional("hand_over_to", emails));
            Request::Deactivate { member: member?, successors: successors?.unwrap_or_default() }
        }
        ActionKind::Activate => Request::Activate { member: member()? },
        ActionKind::MemberRemove => Request::RemoveMember { member: member()? },
        ActionKind::TeamRemove => Request::RemoveTeam { team: map.required("team", FieldValue::parse)? },
        ActionKind::ContactRemove => Request::RemoveContact,
    }])
}

fn transfer_conversations(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let (member, successors) = (map.required("from", FieldValue::parse), map.required("to", emails));
    let (team, status) = (map.optional("team", FieldValue::parse), map.optional("status", FieldValue::code));
    let limit = map.optional("limit", FieldValue::count);
    Ok(Request::TransferConversations {
        member: member?,
        successors: successors?,
        team: team?,
        status: status?,
        limit: limit?,
    })
}

fn away(map: &FieldMap<'_>) -> Result<Request<Email, TeamName>, Reported> {
    let member = map.required("member", FieldValue::parse);
    let (from, until) = (map.optional("from", FieldValue::parse), map.required("until", FieldValue::parse));
    let (cover, hand_over) = (map.optional("cover", emails), map.flag_position("hand_over_open"));
    let (member, from, until) = (member?, from?, until?);
    match (cover?, hand_over?) {
        (None, Some(place)) => Err(map.source.report(FileError::new(place, "`hand_over_open` requires `cover`"))),
        (cover, hand_over) => {
            let (cover, hand_over_open) = (cover.unwrap_or_default(), hand_over.is_some());
            Ok(Request::Away { member, from, until, cover, hand_over_open })
        }
    }
}

fn members(map: &FieldMap<'_>) -> Result<Vec<Email>, Reported> {
    map.required("member", emails)
}

fn emails(value: FieldValue<'_>) -> Result<Vec<Email>, Reported> {
    value.one_or_many(FieldValue::parse)
}

/// The owners to set: none if there are none, or `no_owners` says so.
fn owners(map: &FieldMap<'_>) -> Result<Vec<Email>, Reported> {
    let (members, none) =
        (map.optional("member", |value| value.list(FieldValue::parse)), map.flag_position("no_owners"));
    match (members?, none?) {
        (Some(_), Some(place)) => {
            let message = "`no_owners` can't be combined with `member`";
            Err(map.source.report(FileError::new(place, message)))
        }
        (members, _) => Ok(members.unwrap_or_default()),
    }
}

/// What the action is about: the contact that it needs, or a conversation by its contact or its number.
fn target(kind: ActionKind, map: &FieldMap<'_>) -> Result<Option<Target>, Reported> {
    // A distribution is about many contacts, even if it lists them.
    if !map.takes("contact") || kind == ActionKind::OwnerDistribute {
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
            Err(map.source.report(FileError::new(number.place, message)))
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
    let (from, fields) = (map.optional("from", FieldValue::code), event_fields(map, &MESSAGE));
    let (from, fields) = (from?, fields?);
    fields.into_message(from).map_err(|errors| map.source.report_all(errors))
}

fn by_hand(map: &FieldMap<'_>, action: Action) -> Result<Request<Email, TeamName>, Reported> {
    let fields = event_fields(map, action.fields())?;
    fields.into_action(action).map_err(|error| map.source.report(error))
}

fn event_fields(map: &FieldMap<'_>, table: &'static [EventField]) -> Result<EventFields<Email, TeamName>, Reported> {
    let values = collect(table.iter().map(|field| Ok(event_value(map, field)?.map(|value| (field, value)))));
    let values = values?.into_iter().flatten().collect();
    map.known()?;
    Ok(EventFields { place: map.place, values })
}

fn event_value(
    map: &FieldMap<'_>,
    field: &EventField,
) -> Result<Option<Spanned<EventValue<Email, TeamName>>>, Reported> {
    let key = field.key.code();
    match field.kind {
        EventFieldKind::Member => {
            map.optional(key, |value| value.located(|value| Ok(EventValue::Members(vec![value.parse()?]))))
        }
        EventFieldKind::Members => map.optional(key, |value| {
            value.located(|value| Ok(EventValue::Members(value.one_or_many(FieldValue::parse)?)))
        }),
        EventFieldKind::Team => map.optional(key, |value| value.located(|value| Ok(EventValue::Team(value.parse()?)))),
        EventFieldKind::Count => {
            map.optional(key, |value| value.located(|value| Ok(EventValue::Count(value.count()?))))
        }
        EventFieldKind::Flag => {
            let place = map.flag_position(key)?;
            Ok(place.map(|place| Spanned { value: EventValue::Flag, place }))
        }
    }
}

fn set(map: &FieldMap<'_>) -> Result<Vec<Request<Email, TeamName>>, Reported> {
    let settings = collect(settings(map).map(|setting| Ok(Request::Set(setting?.value))))?;
    map.known()?;
    if settings.is_empty() {
        return Err(map.error("`settings` needs at least one setting"));
    }
    Ok(settings)
}
