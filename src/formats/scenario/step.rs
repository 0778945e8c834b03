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
pub struct StepAction {
    /// The contact or conversation that it is about, and that expectations look at.
    pub target: Option<Target>,
    /// At least one; several settings are several requests.
    pub requests: Vec<Request<Email, TeamName>>,
    /// Whether an unknown contact is created.
    pub create_contacts: bool,
}
