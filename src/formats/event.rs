//! Events as steps of a scenario and lines of the message log state them, and as options: the one table of
//! their fields, from which readers, schemas, help and options follow, and how fields become a request.

use serde_json::{Value, json};

use self::EventFieldKind::{Count, Flag, Member, Members, Team};
use super::fault::{FileError, Position, Spanned};
use crate::model::code::{Codes as _, codes};
use crate::model::{Request, Unassign, or_list};

codes! {
    /// The sender of a message: the field `from`.
    pub enum Sender {
        /// The contact.
        Contact = "contact",
        /// A member.
        Member = "member",
        /// An automation.
        Flow = "flow",
        /// A broadcast, the API or an auto-reply.
        System = "system",
    }
}

codes! {
    /// A manual action: the field `action` of a message log.
    pub enum Action {
        /// Assign members or a team.
        Assign = "assign",
        /// Unassign members or the team.
        Unassign = "unassign",
        /// Close the conversation.
        Close = "close",
        /// Reassign conversations that are overdue.
        ReassignOverdue = "reassign-overdue",
    }
}

codes! {
    /// The key of a field.
    pub enum EventKey {
        Member = "member",
        Note = "note",
        Assign = "assign",
        AssignTeam = "assign_team",
        EndFlow = "end_flow",
        Team = "team",
        Replace = "replace",
        All = "all",
        Limit = "limit",
    }
}

/// A field of an event besides the time, the contact and the sender or action.
#[derive(Debug, PartialEq, Eq)]
pub struct EventField {
    pub key: EventKey,
    pub kind: EventFieldKind,
    /// The sender of the messages that may have it; none for a manual action.
    pub sender: Option<Sender>,
    /// The description in schemas.
    pub doc: &'static str,
    /// The option of a message without dashes, and its help.
    pub option: (&'static str, &'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventFieldKind {
    Member,
    /// One or several.
    Members,
    Team,
    /// `false` counts as missing.
    Flag,
    /// A whole number, 0 included.
    Count,
}

impl EventField {
    const fn new(key: EventKey, kind: EventFieldKind, doc: &'static str) -> Self {
        Self { key, kind, sender: None, doc, option: ("", "") }
    }

    const fn of(self, sender: Sender, option: &'static str, help: &'static str) -> Self {
        Self { sender: Some(sender), option: (option, help), ..self }
    }
}

/// The fields of messages. Those of a flow exclude each other.
pub static MESSAGE: [EventField; 5] = [
    EventField::new(EventKey::Member, Member, "The member who writes, with `from: member`.").of(
        Sender::Member,
        "member",
        "Email of the sender, with --from member",
    ),
    EventField::new(EventKey::Note, Flag, "Whether it is an internal note, with `from: member`.").of(
        Sender::Member,
        "note",
        "Record an internal note, hidden from the contact; with --from member",
    ),
    EventField::new(EventKey::Assign, Members, "The members of an Assign step, with `from: flow`.").of(
        Sender::Flow,
        "assign",
        "Email of a member to assign (can be repeated); with --from flow",
    ),
    EventField::new(EventKey::AssignTeam, Team, "The team of an Assign Team step, with `from: flow`.").of(
        Sender::Flow,
        "assign-team",
        "Team to assign; with --from flow",
    ),
    EventField::new(EventKey::EndFlow, Flag, "Whether the flow ends, with `from: flow`.").of(
        Sender::Flow,
        "end-flow",
        "End the flow; with --from flow",
    ),
];

static ASSIGN: [EventField; 3] = [
    EventField::new(EventKey::Member, Members, "The members to assign."),
    EventField::new(EventKey::Team, Team, "The team to set."),
    EventField::new(EventKey::Replace, Flag, "Replace the assigned members instead of adding to them."),
];

static UNASSIGN: [EventField; 3] = [
    EventField::new(EventKey::Member, Members, "The members to unassign."),
    EventField::new(EventKey::Team, Flag, "Unassign the team."),
    EventField::new(EventKey::All, Flag, "Unassign all members and the team."),
];

static REASSIGN_OVERDUE: [EventField; 2] = [
    EventField::new(EventKey::Team, Team, "Only conversations of this team."),
    EventField::new(EventKey::Limit, Count, "How many conversations to look at."),
];

impl Action {
    /// Whether it is about a contact.
    pub fn has_contact(self) -> bool {
        self != Self::ReassignOverdue
    }

    /// The fields of an action.
    pub fn fields(self) -> &'static [EventField] {
        match self {
            Self::Assign => &ASSIGN,
            Self::Unassign => &UNASSIGN,
            Self::Close => &[],
            Self::ReassignOverdue => &REASSIGN_OVERDUE,
        }
    }
}

/// The value of a field; a flag that is set has no other.
#[derive(Debug, Clone)]
pub enum EventValue<M, T> {
    Members(Vec<M>),
    Team(T),
    Flag,
    Count(u64),
}

/// The fields of an event as written, in the order of their table.
#[derive(Debug, Clone)]
pub struct EventFields<M, T> {
    pub place: Position,
    pub values: Vec<(&'static EventField, Spanned<EventValue<M, T>>)>,
}

impl<M, T> EventFields<M, T> {
    /// The one message with these fields, or at least one error.
    pub fn into_message(self, from: Option<Sender>) -> Result<Request<M, T>, Vec<FileError>> {
        let Some(from) = from else {
            let message = format!("missing `from`: expected {}", or_list(&Sender::codes()));
            return Err(vec![FileError::new(self.place, message)]);
        };
        let foreign = self.foreign(from).filter_map(|(field, value)| {
            let message = format!("`{}` requires `from: {}`, found `from: {from}`", field.key, field.sender?);
            Some(FileError::new(value.place, message))
        });
        let foreign: Vec<_> = foreign.collect();
        if !foreign.is_empty() {
            return Err(foreign);
        }
        match from {
            Sender::Contact => Ok(Request::ContactMessage),
            Sender::Member => self.into_member_message(),
            Sender::Flow => self.into_flow_step(),
            Sender::System => Ok(Request::SystemMessage),
        }
    }

    /// The fields that go with another sender.
    pub fn foreign(&self, from: Sender) -> impl Iterator<Item = (&'static EventField, &Spanned<EventValue<M, T>>)> {
        let foreign = self.values.iter().filter(move |(field, _)| field.sender != Some(from));
        foreign.map(|(field, value)| (*field, value))
    }

    fn into_member_message(mut self) -> Result<Request<M, T>, Vec<FileError>> {
        match (self.take_members(EventKey::Member).pop(), self.take(EventKey::Note)) {
            (Some(member), None) => Ok(Request::MemberMessage { member }),
            (Some(member), Some(_)) => Ok(Request::MemberNote { member }),
            (None, _) => Err(vec![FileError::new(self.place, "`from: member` requires `member`")]),
        }
    }

    fn into_flow_step(mut self) -> Result<Request<M, T>, Vec<FileError>> {
        let Some((field, Spanned { value, place })) = self.values.pop() else { return Ok(Request::FlowMessage) };
        if !self.values.is_empty() {
            let keys: Vec<_> = of_sender(Sender::Flow).map(|field| format!("`{}`", field.key)).collect();
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            return Err(vec![FileError::new(place, format!("a flow step has one action: {}", or_list(&keys)))]);
        }
        Ok(match (field.key, value) {
            (_, EventValue::Members(members)) => Request::FlowAssign { members },
            (_, EventValue::Team(team)) => Request::FlowAssignTeam { team },
            (_, EventValue::Flag | EventValue::Count(_)) => Request::FlowEnd,
        })
    }

    /// The one action with these fields.
    pub fn into_action(mut self, action: Action) -> Result<Request<M, T>, FileError> {
        let members = self.take_members(EventKey::Member);
        let team = self.take(EventKey::Team);
        match action {
            Action::Assign => self.into_assign(members, team),
            Action::Unassign => self.into_unassign(members, team.is_some()),
            Action::Close => Ok(Request::Close),
            Action::ReassignOverdue => Ok(self.into_reassign_overdue(team)),
        }
    }

    fn into_assign(
        mut self,
        members: Vec<M>,
        team: Option<Spanned<EventValue<M, T>>>,
    ) -> Result<Request<M, T>, FileError> {
        let team = match team.map(|team| team.value) {
            Some(EventValue::Team(team)) => Some(team),
            _ => None,
        };
        match self.take(EventKey::Replace) {
            Some(replace) if members.is_empty() => Err(FileError::new(replace.place, "`replace` requires `member`")),
            None if members.is_empty() && team.is_none() => {
                Err(FileError::new(self.place, "nothing to assign: expected `member` or `team`"))
            }
            replace => Ok(Request::Assign { members, team, replace: replace.is_some() }),
        }
    }

    fn into_unassign(mut self, members: Vec<M>, team: bool) -> Result<Request<M, T>, FileError> {
        let named = !members.is_empty() || team;
        match self.take(EventKey::All) {
            Some(all) if named => Err(FileError::new(all.place, "`all` can't be combined with `member` or `team`")),
            Some(_) => Ok(Request::Unassign(Unassign::All)),
            None if named => Ok(Request::Unassign(Unassign::Named { members, team })),
            None => {
                let message = "nothing to unassign: expected `member`, `team: true` or `all: true`";
                Err(FileError::new(self.place, message))
            }
        }
    }

    fn into_reassign_overdue(mut self, team: Option<Spanned<EventValue<M, T>>>) -> Request<M, T> {
        let team = match team.map(|team| team.value) {
            Some(EventValue::Team(team)) => Some(team),
            _ => None,
        };
        let limit = match self.take(EventKey::Limit).map(|limit| limit.value) {
            Some(EventValue::Count(limit)) => Some(limit),
            _ => None,
        };
        Request::ReassignOverdue { team, limit }
    }

    fn take(&mut self, key: EventKey) -> Option<Spanned<EventValue<M, T>>> {
        let at = self.values.iter().position(|(field, _)| field.key == key)?;
        Some(self.values.remove(at).1)
    }

    fn take_members(&mut self, key: EventKey) -> Vec<M> {
        match self.take(key).map(|taken| taken.value) {
            Some(EventValue::Members(members)) => members,
            _ => Vec::new(),
        }
    }
}

/// The fields of the messages of a sender.
pub fn of_sender(sender: Sender) -> impl Iterator<Item = &'static EventField> + Clone {
    MESSAGE.iter().filter(move |field| field.sender == Some(sender))
}

/// How the fields of a message go together, as JSON Schemas; `is_set` says that a field is given.
pub fn message_rules(sender: Sender, is_set: impl Fn(&EventField) -> Value) -> Vec<Value> {
    let foreign: Vec<_> = MESSAGE.iter().filter(|field| field.sender != Some(sender)).map(&is_set).collect();
    let mut rules = vec![json!({ "not": { "anyOf": foreign } })];
    match sender {
        Sender::Member => rules.extend(of_sender(sender).filter(|field| field.kind == Member).map(&is_set)),
        Sender::Flow => {
            for (number, field) in of_sender(sender).enumerate() {
                let others = of_sender(sender).skip(number + 1).map(|other| [is_set(field), is_set(other)]);
                rules.extend(others.map(|both| json!({ "not": { "allOf": both } })));
            }
        }
        Sender::Contact | Sender::System => {}
    }
    rules
}

/// How the fields of an action go together.
pub fn action_rules(action: Action, is_set: impl Fn(&EventField) -> Value) -> Vec<Value> {
    let set: Vec<_> = action.fields().iter().map(is_set).collect();
    match (action, set.as_slice()) {
        (Action::Assign, [member, team, replace]) => {
            vec![json!({ "anyOf": [member, team] }), json!({ "if": replace, "then": member })]
        }
        (Action::Unassign, [member, team, all]) => {
            let named = json!({ "anyOf": [member, team] });
            vec![json!({ "if": all, "then": { "not": named }, "else": named })]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Position = Position { line: 1, column: 1 };
    const THERE: Position = Position { line: 2, column: 3 };

    type Value = EventValue<&'static str, &'static str>;
    type Fields = EventFields<&'static str, &'static str>;

    /// Fields of a table, each but the first in its own line.
    fn fields<const N: usize>(table: &'static [EventField], given: [(EventKey, Value); N]) -> Fields {
        let field = |(key, value)| {
            let known = table.iter().find(|field| field.key == key).unwrap();
            (known, Spanned { value, place: THERE })
        };
        EventFields { place: HERE, values: given.into_iter().map(field).collect() }
    }

    fn ana() -> Value {
        EventValue::Members(vec!["ana"])
    }

    #[track_caller]
    fn check_faults<const N: usize>(from: Option<Sender>, given: [(EventKey, Value); N], expected: &[&str]) {
        let faults = fields(&MESSAGE, given).into_message(from).unwrap_err();
        assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn messages_have_their_fields() {
        for (from, given, request) in [
            (Sender::Contact, vec![], Request::ContactMessage),
            (Sender::Member, vec![(EventKey::Member, ana())], Request::MemberMessage { member: "ana" }),
            (
                Sender::Member,
                vec![(EventKey::Member, ana()), (EventKey::Note, EventValue::Flag)],
                Request::MemberNote { member: "ana" },
            ),
            (Sender::Flow, vec![], Request::FlowMessage),
            (Sender::Flow, vec![(EventKey::Assign, ana())], Request::FlowAssign { members: vec!["ana"] }),
            (
                Sender::Flow,
                vec![(EventKey::AssignTeam, EventValue::Team("Sales"))],
                Request::FlowAssignTeam { team: "Sales" },
            ),
            (Sender::Flow, vec![(EventKey::EndFlow, EventValue::Flag)], Request::FlowEnd),
            (Sender::System, vec![], Request::SystemMessage),
        ] {
            let values = given.into_iter().flat_map(|given| fields(&MESSAGE, [given]).values).collect();
            assert_eq!(EventFields { place: HERE, values }.into_message(Some(from)).unwrap(), request);
        }
    }

    #[test]
    fn field_of_another_sender_names_its_sender() {
        let member = "2:3: `member` requires `from: member`, found `from: contact`";
        let end_flow = "2:3: `end_flow` requires `from: flow`, found `from: contact`";
        let given = [(EventKey::Member, ana()), (EventKey::EndFlow, EventValue::Flag)];
        check_faults(Some(Sender::Contact), given, &[member, end_flow]);
    }

    #[test]
    fn message_requires_a_sender() {
        check_faults(None, [], &["1:1: missing `from`: expected contact, member, flow or system"]);
        check_faults(Some(Sender::Member), [], &["1:1: `from: member` requires `member`"]);
    }

    #[test]
    fn flow_step_has_one_action() {
        let one_thing = "2:3: a flow step has one action: `assign`, `assign_team` or `end_flow`";
        for other in [(EventKey::EndFlow, EventValue::Flag), (EventKey::AssignTeam, EventValue::Team("Sales"))] {
            check_faults(Some(Sender::Flow), [(EventKey::Assign, ana()), other], &[one_thing]);
        }
    }

    #[test]
    fn assignment_requires_a_member_or_team() {
        let assign = |fields: Fields| fields.into_action(Action::Assign);
        let fault = assign(fields(&ASSIGN, [])).unwrap_err().to_string();
        assert_eq!(fault, "1:1: nothing to assign: expected `member` or `team`");
        let team = || (EventKey::Team, EventValue::Team("Sales"));
        let replace = || (EventKey::Replace, EventValue::Flag);
        let fault = assign(fields(&ASSIGN, [team(), replace()])).unwrap_err().to_string();
        assert_eq!(fault, "2:3: `replace` requires `member`");
        let given = assign(fields(&ASSIGN, [(EventKey::Member, ana()), team(), replace()])).unwrap();
        assert_eq!(given, Request::Assign { members: vec!["ana"], team: Some("Sales"), replace: true });
    }

    #[test]
    fn unassignment_requires_something_or_all() {
        let unassign = |fields: Fields| fields.into_action(Action::Unassign);
        let fault = unassign(fields(&UNASSIGN, [])).unwrap_err().to_string();
        assert_eq!(fault, "1:1: nothing to unassign: expected `member`, `team: true` or `all: true`");
        let (team, all) = (|| (EventKey::Team, EventValue::Flag), || (EventKey::All, EventValue::Flag));
        let fault = unassign(fields(&UNASSIGN, [team(), all()])).unwrap_err().to_string();
        assert_eq!(fault, "2:3: `all` can't be combined with `member` or `team`");
        let named = Unassign::Named { members: Vec::new(), team: true };
        assert_eq!(unassign(fields(&UNASSIGN, [team()])).unwrap(), Request::Unassign(named));
        assert_eq!(unassign(fields(&UNASSIGN, [all()])).unwrap(), Request::Unassign(Unassign::All));
    }
}
