//! An event as a step of a scenario or a line of the message log states it: its fields become an event, or
//! errors. Each format spells the fields itself.

use super::fault::{FileError, Position, Spanned};
use crate::model::code::codes;
use crate::model::{Email, Request, TeamName, Unassign};

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
    }
}

/// The fields of a message as written. A flag that is `false` counts as missing.
#[derive(Debug, Clone)]
pub struct MessageFields<M = Email, T = TeamName> {
    pub place: Position,
    pub from: Option<Sender>,
    pub member: Option<Spanned<M>>,
    pub note: Option<Position>,
    pub assign: Option<Spanned<Vec<M>>>,
    pub assign_team: Option<Spanned<T>>,
    pub end_flow: Option<Position>,
}

impl<M, T> MessageFields<M, T> {
    /// Returns the one message with these fields, or at least one error.
    pub fn into_message(self) -> Result<Request<M, T>, Vec<FileError>> {
        let Some(from) = self.from else {
            return Err(vec![FileError::new(self.place, "missing `from`: expected contact, member, flow or system")]);
        };
        let unexpected_fields = self.unexpected_fields(from);
        if !unexpected_fields.is_empty() {
            return Err(unexpected_fields);
        }
        match from {
            Sender::Contact => Ok(Request::ContactMessage),
            Sender::Member => self.into_member_message(),
            Sender::Flow => self.into_flow_step(),
            Sender::System => Ok(Request::SystemMessage),
        }
    }

    /// The fields that go with another sender.
    fn unexpected_fields(&self, from: Sender) -> Vec<FileError> {
        [
            ("member", Sender::Member, self.member.as_ref().map(|member| member.place)),
            ("note", Sender::Member, self.note),
            ("assign", Sender::Flow, self.assign.as_ref().map(|assign| assign.place)),
            ("assign_team", Sender::Flow, self.assign_team.as_ref().map(|team| team.place)),
            ("end_flow", Sender::Flow, self.end_flow),
        ]
        .into_iter()
        .filter(|(_, goes_with, _)| *goes_with != from)
        .filter_map(|(field, goes_with, place)| {
            Some(FileError::new(place?, format!("`{field}` requires `from: {goes_with}`, found `from: {from}`")))
        })
        .collect()
    }

    fn into_member_message(self) -> Result<Request<M, T>, Vec<FileError>> {
        match (self.member, self.note) {
            (Some(Spanned { value: member, .. }), None) => Ok(Request::MemberMessage { member }),
            (Some(Spanned { value: member, .. }), Some(_)) => Ok(Request::MemberNote { member }),
            (None, _) => Err(vec![FileError::new(self.place, "`from: member` requires `member`")]),
        }
    }

    fn into_flow_step(self) -> Result<Request<M, T>, Vec<FileError>> {
        match (self.assign, self.assign_team, self.end_flow) {
            (None, None, None) => Ok(Request::FlowMessage),
            (Some(Spanned { value: members, .. }), None, None) => Ok(Request::FlowAssign { members }),
            (None, Some(Spanned { value: team, .. }), None) => Ok(Request::FlowAssignTeam { team }),
            (None, None, Some(_)) => Ok(Request::FlowEnd),
            (_, Some(Spanned { place, .. }), None) | (_, _, Some(place)) => {
                let message = "a flow step has one action: `assign`, `assign_team` or `end_flow`";
                Err(vec![FileError::new(place, message)])
            }
        }
    }
}

/// The fields of a manual assignment as written. A flag that is `false` counts as missing.
#[derive(Debug, Clone)]
pub struct AssignFields<M = Email, T = TeamName> {
    pub place: Position,
    pub members: Vec<M>,
    pub team: Option<T>,
    pub replace: Option<Position>,
}

impl<M, T> AssignFields<M, T> {
    /// Returns the assignment, unless it is empty.
    pub fn into_assign(self) -> Result<Request<M, T>, FileError> {
        let Self { place, members, team, replace } = self;
        match replace {
            Some(replace) if members.is_empty() => Err(FileError::new(replace, "`replace` requires `member`")),
            None if members.is_empty() && team.is_none() => {
                Err(FileError::new(place, "nothing to assign: expected `member` or `team`"))
            }
            Some(_) | None => Ok(Request::Assign { members, team, replace: replace.is_some() }),
        }
    }
}

/// The fields of a manual unassignment as written. A flag that is `false` counts as missing.
#[derive(Debug, Clone)]
pub struct UnassignFields<M = Email> {
    pub place: Position,
    pub members: Vec<M>,
    pub team: Option<Position>,
    pub all: Option<Position>,
}

impl<M> UnassignFields<M> {
    /// Returns the unassignment, unless it is empty, or everything and something else.
    pub fn into_unassign<T>(self) -> Result<Request<M, T>, FileError> {
        let Self { place, members, team, all } = self;
        let named = !members.is_empty() || team.is_some();
        match all {
            Some(all) if named => Err(FileError::new(all, "`all` can't be combined with `member` or `team`")),
            Some(_) => Ok(Request::Unassign(Unassign::All)),
            None if named => Ok(Request::Unassign(Unassign::Named { members, team: team.is_some() })),
            None => Err(FileError::new(place, "nothing to unassign: expected `member`, `team: true` or `all: true`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Position = Position { line: 1, column: 1 };
    const THERE: Position = Position { line: 2, column: 3 };

    fn from(from: Sender) -> MessageFields {
        let nothing = MessageFields {
            place: HERE,
            from: None,
            member: None,
            note: None,
            assign: None,
            assign_team: None,
            end_flow: None,
        };
        MessageFields { from: Some(from), ..nothing }
    }

    fn ana() -> Email {
        "ana@acme.example".parse().unwrap()
    }

    fn there<T>(value: T) -> Spanned<T> {
        Spanned { value, place: THERE }
    }

    #[track_caller]
    fn check_faults(fields: MessageFields, expected: &[&str]) {
        let faults: Vec<String> = fields.into_message().unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(faults, expected);
    }

    #[test]
    fn messages_have_their_fields() {
        let sales: TeamName = "Sales".parse().unwrap();
        for (fields, message) in [
            (from(Sender::Contact), Request::ContactMessage),
            (
                MessageFields { member: Some(there(ana())), ..from(Sender::Member) },
                Request::MemberMessage { member: ana() },
            ),
            (
                MessageFields { member: Some(there(ana())), note: Some(THERE), ..from(Sender::Member) },
                Request::MemberNote { member: ana() },
            ),
            (from(Sender::Flow), Request::FlowMessage),
            (
                MessageFields { assign: Some(there(vec![ana()])), ..from(Sender::Flow) },
                Request::FlowAssign { members: vec![ana()] },
            ),
            (
                MessageFields { assign_team: Some(there(sales.clone())), ..from(Sender::Flow) },
                Request::FlowAssignTeam { team: sales },
            ),
            (MessageFields { end_flow: Some(THERE), ..from(Sender::Flow) }, Request::FlowEnd),
            (from(Sender::System), Request::SystemMessage),
        ] {
            assert_eq!(fields.into_message().unwrap(), message);
        }
    }

    #[test]
    fn field_of_another_sender_names_its_sender() {
        let fields = MessageFields { member: Some(there(ana())), end_flow: Some(THERE), ..from(Sender::Contact) };
        let member = "2:3: `member` requires `from: member`, found `from: contact`";
        let end_flow = "2:3: `end_flow` requires `from: flow`, found `from: contact`";
        check_faults(fields, &[member, end_flow]);
    }

    #[test]
    fn message_requires_a_sender() {
        let fields = MessageFields { from: None, ..from(Sender::Contact) };
        check_faults(fields, &["1:1: missing `from`: expected contact, member, flow or system"]);
        check_faults(from(Sender::Member), &["1:1: `from: member` requires `member`"]);
    }

    #[test]
    fn flow_step_has_one_action() {
        let one_thing = "2:3: a flow step has one action: `assign`, `assign_team` or `end_flow`";
        let assign = MessageFields { assign: Some(there(vec![ana()])), ..from(Sender::Flow) };
        check_faults(MessageFields { end_flow: Some(THERE), ..assign.clone() }, &[one_thing]);
        check_faults(MessageFields { assign_team: Some(there("Sales".parse().unwrap())), ..assign }, &[one_thing]);
    }

    #[test]
    fn assignment_requires_a_member_or_team() {
        let nothing = AssignFields { place: HERE, members: Vec::new(), team: None, replace: None };
        let fault = |fields: AssignFields| fields.into_assign().unwrap_err().to_string();
        assert_eq!(fault(nothing.clone()), "1:1: nothing to assign: expected `member` or `team`");
        let replace = AssignFields { team: "Sales".parse().ok(), replace: Some(THERE), ..nothing };
        assert_eq!(fault(replace.clone()), "2:3: `replace` requires `member`");
        let assign = AssignFields { members: vec![ana()], ..replace }.into_assign().unwrap();
        assert_eq!(assign, Request::Assign { members: vec![ana()], team: "Sales".parse().ok(), replace: true });
    }

    #[test]
    fn unassignment_requires_something_or_all() {
        let nothing = UnassignFields { place: HERE, members: Vec::new(), team: None, all: None };
        let fault = |fields: UnassignFields| fields.into_unassign::<TeamName>().unwrap_err().to_string();
        let message = "1:1: nothing to unassign: expected `member`, `team: true` or `all: true`";
        assert_eq!(fault(nothing.clone()), message);
        let both = UnassignFields { team: Some(HERE), all: Some(THERE), ..nothing.clone() };
        assert_eq!(fault(both.clone()), "2:3: `all` can't be combined with `member` or `team`");
        let read = |fields: UnassignFields| fields.into_unassign::<TeamName>().unwrap();
        let team = Unassign::Named { members: Vec::new(), team: true };
        assert_eq!(read(UnassignFields { all: None, ..both }), Request::Unassign(team));
        assert_eq!(read(UnassignFields { all: Some(THERE), ..nothing }), Request::Unassign(Unassign::All));
    }
}
