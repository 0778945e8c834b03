//! The expectations of a step, each with its position.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::formats::fault::{Position, Spanned};
use crate::model::code::codes;
use crate::model::{self, Email, ErrorCode, PassOverReason, Status, TeamName};

/// An `expect` block, with at least one expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    pub place: Position,
    /// The contact to look at, as written; the step's by default. One of both is set if an
    /// expectation [looks at](ExpectKey::looks_at) a contact.
    pub contact: Option<Spanned<String>>,
    pub checks: Vec<Expectation>,
}

impl Expect {
    /// The keys and values of the block, as in a file.
    pub fn entries(&self) -> Map<String, Value> {
        let contact = self.contact.iter().map(|contact| ("contact".to_owned(), json!(contact.value)));
        let mut entries: Map<_, _> = contact.collect();
        for check in &self.checks {
            let (key, value) = (check.expected.topic().code(), check.expected.value());
            match (entries.get_mut(key), value) {
                (Some(Value::Object(members)), Value::Object(one)) => members.extend(one),
                (_, value) => _ = entries.insert(key.to_owned(), value),
            }
        }
        entries
    }

    /// The expected refusal.
    pub fn refused(&self) -> Option<ErrorCode> {
        self.checks.iter().find_map(|check| match check.expected {
            Expected::Refused(code) => Some(code),
            _ => None,
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    pub place: Position,
    pub expected: Expected,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// The conversation has this status.
    Status(Status),
    /// The conversation is assigned to this team, or to none.
    Team(Option<TeamName>),
    /// Exactly these members are assigned.
    Assigned(BTreeSet<Email>),
    /// None of these members is assigned.
    NotAssigned(BTreeSet<Email>),
    /// No member is assigned.
    Unassigned,
    /// The member is assigned for this reason.
    Because { member: Email, reason: model::AssignReason },
    /// The step passed the member over for exactly these reasons.
    PassedOver {
        /// No particular member if empty.
        member: Option<Email>,
        /// Not passed over if empty.
        reasons: BTreeSet<PassOverReason>,
    },
    /// Exactly these members own the contact.
    Owners(BTreeSet<Email>),
    /// The first responder of the conversation.
    FirstResponder(Option<Email>),
    /// The step has exactly these effects, in the JSON that commands return.
    Effects(Vec<Spanned<Map<String, Value>>>),
    /// The step is refused with this code.
    Refused(ErrorCode),
}

impl Expected {
    pub fn topic(&self) -> ExpectKey {
        match self {
            Self::Status(_) => ExpectKey::Status,
            Self::Team(_) => ExpectKey::Team,
            Self::Assigned(_) => ExpectKey::Assigned,
            Self::NotAssigned(_) => ExpectKey::NotAssigned,
            Self::Unassigned => ExpectKey::Unassigned,
            Self::Because { .. } => ExpectKey::Because,
            Self::PassedOver { .. } => ExpectKey::PassedOver,
            Self::Owners(_) => ExpectKey::Owners,
            Self::FirstResponder(_) => ExpectKey::FirstResponder,
            Self::Effects(_) => ExpectKey::Effects,
            Self::Refused(_) => ExpectKey::Refused,
        }
    }

    /// The value under its key; for `because` and `passed_over`, the entry of one member.
    fn value(&self) -> Value {
        match self {
            Self::Status(status) => json!(status),
            Self::Team(team) => json!(team.as_ref().map(ToString::to_string)),
            Self::Assigned(members) | Self::NotAssigned(members) | Self::Owners(members) => {
                members.iter().map(Email::as_str).collect()
            }
            Self::Unassigned => json!(true),
            Self::Because { member, reason } => json!({ member.as_str(): reason }),
            Self::PassedOver { member, reasons } => {
                let reasons = match reasons.first() {
                    Some(only) if reasons.len() == 1 => json!(only),
                    _ => json!(reasons),
                };
                json!({ member.as_ref().map_or(NO_MEMBER, Email::as_str): reasons })
            }
            Self::FirstResponder(member) => json!(member.as_ref().map(Email::as_str)),
            Self::Effects(effects) => effects.iter().map(|effect| Value::Object(effect.value.clone())).collect(),
            Self::Refused(code) => json!(code),
        }
    }
}

/// The key in `passed_over` for no particular member.
pub(super) const NO_MEMBER: &str = "nobody";

codes! {
    /// The keys of expectations.
    pub enum ExpectKey {
        Status = "status",
        Team = "team",
        Assigned = "assigned",
        NotAssigned = "not_assigned",
        Unassigned = "unassigned",
        Because = "because",
        PassedOver = "passed_over",
        Owners = "owners",
        FirstResponder = "first_responder",
        Effects = "effects",
        Refused = "refused",
    }
}

/// What an expectation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksAt {
    /// A contact, its owners or its conversation.
    Contact,
    /// The outcome of the step.
    Step,
}

impl ExpectKey {
    pub fn looks_at(self) -> LooksAt {
        let is_of_step = matches!(self, Self::PassedOver | Self::Effects | Self::Refused);
        if is_of_step { LooksAt::Step } else { LooksAt::Contact }
    }
}
