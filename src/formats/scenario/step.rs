//! A step of a scenario as a value.

use super::expect::Expect;
use crate::formats::fault::{Position, Spanned};
use crate::model::code::codes;
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{ConversationId, Email, Setting, TeamName, Time};

/// An action, expectations, or both: never neither.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioStep {
    pub place: Position,
    /// When it happens; the time of the runner by default.
    pub at: Option<Time>,
    pub action: Option<StepAction>,
    pub expect: Option<Expect>,
}

codes! {
    /// The keys of actions.
    pub enum ActionKind {
        Message = "message",
        Assign = "assign",
        Unassign = "unassign",
        Close = "close",
        OwnerAdd = "owner_add",
        OwnerRemove = "owner_remove",
        Settings = "settings",
        Deactivate = "deactivate",
        Activate = "activate",
        MemberRemove = "member_remove",
        TeamRemove = "team_remove",
        ContactRemove = "contact_remove",
    }
}

/// The action of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum StepAction {
    /// A message, or a step of a flow.
    Message {
        contact: Spanned<String>,
        message: Message,
        /// Whether an unknown contact is created.
        create_contacts: bool,
    },
    /// Assigns by hand.
    Assign { conversation: StepTarget, assign: Assign },
    /// Unassigns by hand.
    Unassign { conversation: StepTarget, unassign: Unassign },
    /// Closes by hand.
    Close { conversation: StepTarget },
    /// Adds owners.
    OwnerAdd {
        contact: Spanned<String>,
        /// At least one.
        members: Vec<Email>,
        /// Whether to assign them to the open conversation too.
        assign_open: bool,
        /// Whether an unknown contact is created.
        create_contacts: bool,
    },
    /// Removes owners.
    OwnerRemove {
        contact: Spanned<String>,
        /// At least one.
        members: Vec<Email>,
    },
    /// Changes settings, at least one.
    Settings(Vec<Setting>),
    /// Deactivates a member.
    Deactivate {
        member: Email,
        /// The members who take over, in turn.
        hand_over_to: Vec<Email>,
    },
    /// Reactivates a member.
    Activate { member: Email },
    /// Removes a member for good.
    MemberRemove { member: Email },
    /// Removes a team for good.
    TeamRemove { team: TeamName },
    /// Removes a contact for good.
    ContactRemove { contact: Spanned<String> },
}

impl StepAction {
    /// The contact or conversation that it is about, and that expectations look at.
    pub fn target(&self) -> Option<StepTarget> {
        match self {
            Self::Message { contact, .. }
            | Self::OwnerAdd { contact, .. }
            | Self::OwnerRemove { contact, .. }
            | Self::ContactRemove { contact } => Some(StepTarget::Contact(contact.clone())),
            Self::Assign { conversation, .. } | Self::Unassign { conversation, .. } | Self::Close { conversation } => {
                Some(conversation.clone())
            }
            _ => None,
        }
    }
}

/// How a step names a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepTarget {
    /// The open conversation of the contact with this phone, as written.
    Contact(Spanned<String>),
    /// The conversation with this number.
    Conversation(ConversationId),
}
