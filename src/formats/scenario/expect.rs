//! What is expected of a step, as values: each thing that is stated is a check with its own place.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::formats::fault::{Position, Spanned};
use crate::model::code::codes;
use crate::model::{self, Email, ErrorCode, PassOverReason, Status, TeamName};

/// What a step's outcome is compared with: only what is stated, at least one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Where it starts.
    pub place: Position,
    /// The contact to look at, as it was typed; without, the step's. One of both is there if a
    /// check [looks at](ExpectKey::looks_at) a contact.
    pub contact: Option<Spanned<String>>,
    /// What is stated, in order.
    pub checks: Vec<Expectation>,
}

impl Expect {
    /// The keys and values of the block, as a file states them.
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

    /// The refusal that the step should meet with.
    pub fn refused(&self) -> Option<ErrorCode> {
        self.checks.iter().find_map(|check| match check.expected {
            Expected::Refused(code) => Some(code),
            _ => None,
        })
    }
}

/// One thing that is expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Where it is stated.
    pub place: Position,
    /// What is stated.
    pub expected: Expected,
}

/// What can be expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// The conversation has this status.
    Status(Status),
    /// The conversation is given to this team, or to none.
    Team(Option<TeamName>),
    /// Exactly these members are on the conversation.
    Assigned(BTreeSet<Email>),
    /// None of these members is on the conversation.
    NotAssigned(BTreeSet<Email>),
    /// No member is on the conversation.
    Unassigned,
    /// The member is on the conversation for this reason.
    Because {
        /// Who.
        member: Email,
        /// Why.
        reason: model::AssignReason,
    },
    /// The step passed the member over for exactly these reasons.
    PassedOver {
        /// Who; nobody in particular if empty.
        member: Option<Email>,
        /// Why; not passed over if empty.
        reasons: BTreeSet<PassOverReason>,
    },
    /// Exactly these members own the contact.
    Owners(BTreeSet<Email>),
    /// This member answered first in the conversation, or nobody.
    FirstResponder(Option<Email>),
    /// The step had exactly these effects, in the JSON that commands answer.
    Effects(Vec<Spanned<Map<String, Value>>>),
    /// The step was refused with this code.
    Refused(ErrorCode),
}

impl Expected {
    /// The key under which it is stated.
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
}

impl Expected {
    /// The value under its key; of `because` and `passed_over`, the entry of one member.
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
                json!({ member.as_ref().map_or(NOBODY, Email::as_str): reasons })
            }
            Self::FirstResponder(member) => json!(member.as_ref().map(Email::as_str)),
            Self::Effects(effects) => effects.iter().map(|effect| Value::Object(effect.value.clone())).collect(),
            Self::Refused(code) => json!(code),
        }
    }
}

/// The key in `passed_over` for no particular member.
pub(super) const NOBODY: &str = "nobody";

codes! {
    /// The keys of expectations.
    pub enum ExpectKey {
        /// See [`Expected::Status`].
        Status = "status",
        /// See [`Expected::Team`].
        Team = "team",
        /// See [`Expected::Assigned`].
        Assigned = "assigned",
        /// See [`Expected::NotAssigned`].
        NotAssigned = "not_assigned",
        /// See [`Expected::Unassigned`].
        Unassigned = "unassigned",
        /// See [`Expected::Because`].
        Because = "because",
        /// See [`Expected::PassedOver`].
        PassedOver = "passed_over",
        /// See [`Expected::Owners`].
        Owners = "owners",
        /// See [`Expected::FirstResponder`].
        FirstResponder = "first_responder",
        /// See [`Expected::Effects`].
        Effects = "effects",
        /// See [`Expected::Refused`].
        Refused = "refused",
    }
}

/// What an expectation looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksAt {
    /// A contact, its owners and its conversation.
    Contact,
    /// What the step itself did.
    Step,
}

impl ExpectKey {
    /// What has to be looked at.
    pub fn looks_at(self) -> LooksAt {
        let is_of_step = matches!(self, Self::PassedOver | Self::Effects | Self::Refused);
        if is_of_step { LooksAt::Step } else { LooksAt::Contact }
    }
}
