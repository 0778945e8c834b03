//! A step of a scenario as a value: what is done, and when.

use super::expect::Expect;
use crate::formats::fault::{Position, Spanned};
use crate::model::code::codes;
use crate::model::named::{Assign, Message, Unassign};
use crate::model::{ConversationId, Email, Setting, TeamName, Time};

/// Something that is done, something that is expected, or both: never neither.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioStep {
    /// Where it starts.
    pub place: Position,
    /// When it is done; without, the runner's clock says.
    pub at: Option<Time>,
    /// What is done.
    pub action: Option<StepAction>,
    /// What is expected afterwards.
    pub expect: Option<Expect>,
}

codes! {
    /// The kinds of steps: the keys of an action.
    pub enum ActionKind {
        /// See [`StepAction::Message`].
        Message = "message",
        /// See [`StepAction::Assign`].
        Assign = "assign",
        /// See [`StepAction::Unassign`].
        Unassign = "unassign",
        /// See [`StepAction::Close`].
        Close = "close",
        /// See [`StepAction::OwnerAdd`].
        OwnerAdd = "owner_add",
        /// See [`StepAction::OwnerRemove`].
        OwnerRemove = "owner_remove",
        /// See [`StepAction::Settings`].
        Settings = "settings",
        /// See [`StepAction::Deactivate`].
        Deactivate = "deactivate",
        /// See [`StepAction::Activate`].
        Activate = "activate",
        /// See [`StepAction::MemberRemove`].
        MemberRemove = "member_remove",
        /// See [`StepAction::TeamRemove`].
        TeamRemove = "team_remove",
        /// See [`StepAction::ContactRemove`].
        ContactRemove = "contact_remove",
    }
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum StepAction {
    /// A message, or a step of a flow.
    Message {
        /// Whose conversation.
        contact: Spanned<String>,
        /// What is sent, and by whom.
        message: Message,
        /// Whether a contact that isn't there is made.
        create_contacts: bool,
    },
    /// Assigning by hand.
    Assign {
        /// Which conversation.
        conversation: StepTarget,
        /// Who and what to assign.
        assign: Assign,
    },
    /// Unassigning by hand.
    Unassign {
        /// Which conversation.
        conversation: StepTarget,
        /// Who and what to take off.
        unassign: Unassign,
    },
    /// Closing by hand.
    Close {
        /// Which conversation.
        conversation: StepTarget,
    },
    /// Making members owners.
    OwnerAdd {
        /// Of whom.
        contact: Spanned<String>,
        /// The new owners, at least one.
        members: Vec<Email>,
        /// Whether to put them on the open conversation too.
        assign_open: bool,
        /// Whether a contact that isn't there is made.
        create_contacts: bool,
    },
    /// Taking owners away.
    OwnerRemove {
        /// From whom.
        contact: Spanned<String>,
        /// The former owners, at least one.
        members: Vec<Email>,
    },
    /// Changing settings, at least one.
    Settings(Vec<Setting>),
    /// A member leaves.
    Deactivate {
        /// Who leaves.
        member: Email,
        /// Who takes over, in turn; nobody if empty.
        hand_over_to: Vec<Email>,
    },
    /// A member comes back.
    Activate {
        /// Who.
        member: Email,
    },
    /// A member is removed for good.
    MemberRemove {
        /// Who.
        member: Email,
    },
    /// A team is removed for good.
    TeamRemove {
        /// Which.
        team: TeamName,
    },
    /// A contact is removed for good.
    ContactRemove {
        /// Which.
        contact: Spanned<String>,
    },
}

impl StepAction {
    /// The contact or conversation that it is about; expectations look at it.
    pub fn target(&self) -> Option<StepTarget> {
        match self {
            Self::Message { contact, .. }
            | Self::OwnerAdd { contact, .. }
            | Self::OwnerRemove { contact, .. }
            | Self::ContactRemove { contact } => Some(StepTarget::Contact(contact.clone())),
            Self::Assign { conversation, .. } | Self::Unassign { conversation, .. } | Self::Close { conversation } => {
                Some(conversation.clone())
            }
            Self::Settings(_)
            | Self::Deactivate { .. }
            | Self::Activate { .. }
            | Self::MemberRemove { .. }
            | Self::TeamRemove { .. } => None,
        }
    }
}

/// How a step names a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepTarget {
    /// The open conversation of this contact, as it was typed.
    Contact(Spanned<String>),
    /// The conversation with this number.
    Conversation(ConversationId),
}
