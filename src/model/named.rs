//! Requests as typed: members by email, teams by name. Shared by the command line, message logs and
//! scenario files; in a [`Request`](super::Request) the names are resolved.
//!
//! The type parameters are for names that are not validated yet.

use super::email::Email;
use super::text::TeamName;

/// A message or a step of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<M = Email, T = TeamName> {
    /// The contact writes.
    Contact,
    /// A member writes to the contact.
    Member {
        /// The sender.
        member: M,
    },
    /// A member writes an internal note.
    Note {
        /// The writer.
        member: M,
    },
    /// An automation writes to the contact.
    Flow,
    /// The flow's step *Assign*.
    FlowAssign {
        /// The members that the step names, at least one.
        members: Vec<M>,
    },
    /// The flow's step *Assign Team*.
    FlowAssignTeam {
        /// The team that the step names.
        team: T,
    },
    /// The flow ends.
    FlowEnd,
    /// A broadcast, the API or an auto-reply writes to the contact.
    System,
}

/// Assigning by hand (A1, A2): names a member or a team, and a member if it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign<M = Email, T = TeamName> {
    /// The members to assign.
    pub members: Vec<M>,
    /// The team to assign.
    pub team: Option<T>,
    /// Whether to unassign all other members.
    pub replace: bool,
}

/// Unassigning by hand (A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unassign<M = Email> {
    /// These members, and the team if it is named: at least one of both.
    Named {
        /// The members to unassign.
        members: Vec<M>,
        /// Whether to unassign the team.
        team: bool,
    },
    /// Every member and the team.
    All,
}

/// An event of a message log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<M = Email, T = TeamName> {
    /// A message or a step of a flow.
    Message(Message<M, T>),
    /// Assigning by hand.
    Assign(Assign<M, T>),
    /// Unassigning by hand.
    Unassign(Unassign<M>),
    /// Closing by hand.
    Close,
}

impl<N> Event<N, N> {
    /// Converts the names of the event.
    pub fn map<O>(self, mut name: impl FnMut(N) -> O) -> Event<O, O> {
        match self {
            Self::Message(message) => Event::Message(match message {
                Message::Contact => Message::Contact,
                Message::Member { member } => Message::Member { member: name(member) },
                Message::Note { member } => Message::Note { member: name(member) },
                Message::Flow => Message::Flow,
                Message::FlowAssign { members } => {
                    Message::FlowAssign { members: members.into_iter().map(name).collect() }
                }
                Message::FlowAssignTeam { team } => Message::FlowAssignTeam { team: name(team) },
                Message::FlowEnd => Message::FlowEnd,
                Message::System => Message::System,
            }),
            Self::Assign(Assign { members, team, replace }) => {
                let members = members.into_iter().map(&mut name).collect();
                Event::Assign(Assign { members, team: team.map(name), replace })
            }
            Self::Unassign(Unassign::Named { members, team }) => {
                Event::Unassign(Unassign::Named { members: members.into_iter().map(name).collect(), team })
            }
            Self::Unassign(Unassign::All) => Event::Unassign(Unassign::All),
            Self::Close => Event::Close,
        }
    }
}
