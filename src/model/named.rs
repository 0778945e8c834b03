//! Requests as people state them: members by email, teams by name. What a command line, a message
//! log and a scenario file have in common; a [`Request`](super::Request) has looked the names up.

use super::email::Email;
use super::text::TeamName;

/// A message or a step of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The contact writes.
    Contact,
    /// A member writes to the contact.
    Member {
        /// The sender.
        member: Email,
    },
    /// A member writes an internal note.
    Note {
        /// The writer.
        member: Email,
    },
    /// An automation writes to the contact.
    Flow,
    /// The flow's step *Assign*.
    FlowAssign {
        /// Whom the step names, at least one.
        members: Vec<Email>,
    },
    /// The flow's step *Assign Team*.
    FlowAssignTeam {
        /// The team that the step names.
        team: TeamName,
    },
    /// The flow ends.
    FlowEnd,
    /// A broadcast, the API or an auto-reply writes to the contact.
    System,
}

/// Assigning by hand (A1, A2): names a member or a team, and a member if it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    /// Whom to put on the conversation.
    pub members: Vec<Email>,
    /// The team to set.
    pub team: Option<TeamName>,
    /// Whether the named members are to be the only ones.
    pub replace: bool,
}

/// Unassigning by hand (A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unassign {
    /// These members, and the team if it is named: at least one of both.
    Named {
        /// Whom to take off.
        members: Vec<Email>,
        /// Whether to clear the team.
        team: bool,
    },
    /// Every member and the team.
    All,
}
