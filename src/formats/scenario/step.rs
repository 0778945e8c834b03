//! A step of a scenario as a value.

use super::expect::Expect;
use crate::formats::fault::Position;
use crate::model::code::codes;
use crate::model::{Email, Request, Target, TeamName, Time};

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
    /// The keys of actions, with what they do.
    pub enum ActionKind {
        Message = "message": "A message, or a step of a flow.",
        Assign = "assign": "Assign by hand.",
        Unassign = "unassign": "Unassign by hand.",
        Close = "close": "Close by hand.",
        Reopen = "reopen": "Reopen by hand.",
        OwnerAdd = "owner_add": "Add owners to the contact.",
        OwnerSet = "owner_set": "Set the owners of the contact.",
        OwnerRemove = "owner_remove": "Remove owners from the contact.",
        OwnerPin = "owner_pin": "Pin owners of the contact.",
        OwnerUnpin = "owner_unpin": "Unpin owners of the contact.",
        OwnerTransfer = "owner_transfer": "Transfer a member's contacts to other members.",
        OwnerDistribute = "owner_distribute": "Distribute contacts over members.",
        OwnerRebalance = "owner_rebalance": "Rebalance contacts between members.",
        ConversationTransfer = "conversation_transfer": "Transfer a member's open conversations to other members.",
        ConversationDistribute = "conversation_distribute": "Assign the open conversations without a member.",
        ReassignOverdue = "reassign_overdue": "Reassign conversations without an answer in time.",
        Away = "away": "Add an absence of a member.",
        Back = "back": "End an absence of a member.",
        Settings = "settings": "Change settings.",
        Deactivate = "deactivate": "Deactivate a member.",
        Activate = "activate": "Reactivate a member.",
        MemberRemove = "member_remove": "Remove a member for good.",
        TeamRemove = "team_remove": "Remove a team for good.",
        ContactRemove = "contact_remove": "Remove a contact for good.",
    }
}

/// The action of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepAction {
    /// The contact or conversation that it is about, and that expectations look at.
    pub target: Option<Target>,
    /// At least one; several settings are several requests.
    pub requests: Vec<Request<Email, TeamName>>,
    /// Whether an unknown contact is created.
    pub create_contacts: bool,
}
