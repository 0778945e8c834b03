//! What is expected of a step, as values: each thing that is stated is a check with its own place.

use std::collections::BTreeSet;

use crate::formats::fault::{Located, Place};
use crate::model::code::codes;
use crate::model::{self, Email, ErrorCode, Passed, Status, TeamName};

/// What a step's outcome is compared with: only what is stated, at least one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// Where it starts.
    pub place: Place,
    /// The contact to look at, as it was typed; without, the step's. One of both is there if a
    /// check [looks at](Topic::looks_at) a contact.
    pub contact: Option<Located<String>>,
    /// What is stated, in order.
    pub checks: Vec<Check>,
}

impl Expect {
    /// The refusal that the step should meet with.
    pub fn refused(&self) -> Option<ErrorCode> {
        self.checks.iter().find_map(|check| match check.expected {
            Expected::Refused(code) => Some(code),
            Expected::Status(_)
            | Expected::Team(_)
            | Expected::Assigned(_)
            | Expected::NotAssigned(_)
            | Expected::Unassigned
            | Expected::Because { .. }
            | Expected::PassedOver { .. }
            | Expected::Owners(_)
            | Expected::FirstResponder(_)
            | Expected::Effects(_) => None,
        })
    }
}

/// One thing that is expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Where it is stated.
    pub place: Place,
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
        reason: model::Assigned,
    },
    /// The step passed the member over for exactly these reasons.
    PassedOver {
        /// Who; nobody in particular if empty.
        member: Option<Email>,
        /// Why; not passed over if empty.
        reasons: BTreeSet<Passed>,
    },
    /// Exactly these members own the contact.
    Owners(BTreeSet<Email>),
    /// This member answered first in the conversation, or nobody.
    FirstResponder(Option<Email>),
    /// The step had exactly these effects, in the JSON that commands answer.
    Effects(Vec<Located<serde_json::Map<String, serde_json::Value>>>),
    /// The step was refused with this code.
    Refused(ErrorCode),
}

impl Expected {
    /// The key under which it is stated.
    pub fn topic(&self) -> Topic {
        match self {
            Self::Status(_) => Topic::Status,
            Self::Team(_) => Topic::Team,
            Self::Assigned(_) => Topic::Assigned,
            Self::NotAssigned(_) => Topic::NotAssigned,
            Self::Unassigned => Topic::Unassigned,
            Self::Because { .. } => Topic::Because,
            Self::PassedOver { .. } => Topic::PassedOver,
            Self::Owners(_) => Topic::Owners,
            Self::FirstResponder(_) => Topic::FirstResponder,
            Self::Effects(_) => Topic::Effects,
            Self::Refused(_) => Topic::Refused,
        }
    }
}

codes! {
    /// The keys of expectations.
    pub enum Topic {
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

impl Topic {
    /// What has to be looked at.
    pub fn looks_at(self) -> LooksAt {
        match self {
            Self::Status
            | Self::Team
            | Self::Assigned
            | Self::NotAssigned
            | Self::Unassigned
            | Self::Because
            | Self::Owners
            | Self::FirstResponder => LooksAt::Contact,
            Self::PassedOver | Self::Effects | Self::Refused => LooksAt::Step,
        }
    }
}
