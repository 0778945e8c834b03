//! Requests: one type from the command line, a message log or a scenario to the rules.
//!
//! The type parameters say how members and teams are named: by number for the rules, else by email and
//! name, or as written. Names are resolved with [`Request::try_map`], and only there.

use std::convert::Infallible;
use std::str::FromStr;

use super::code::codes;
use super::conversation::OpenStatus;
use super::ids::{ConversationId, MemberId, TeamId};
use super::phone::Phone;
use super::portfolio::{OwnerDistribution, OwnerRebalance};
use super::settings::Setting;
use super::time::Time;

/// A request to the rules, about the contact or conversation of a [`Situation`](super::Situation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request<M = MemberId, T = TeamId> {
    /// The contact writes.
    ContactMessage,
    /// A member writes to the contact.
    MemberMessage {
        /// The sender.
        member: M,
    },
    /// A member writes an internal note.
    MemberNote {
        /// The writer.
        member: M,
    },
    /// An automation writes to the contact.
    FlowMessage,
    /// The flow's step *Assign*.
    FlowAssign {
        /// The members that the step names.
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
    SystemMessage,
    /// Assigning by hand.
    Assign {
        /// The members to assign.
        members: Vec<M>,
        /// The team to assign.
        team: Option<T>,
        /// Whether to unassign all other members; needs at least one member.
        replace: bool,
    },
    /// Unassigning by hand.
    Unassign(Unassign<M>),
    /// Closing by hand.
    Close,
    /// Reopening by hand.
    Reopen,
    /// Adding owners to the contact by hand.
    AddOwners {
        /// The new owners.
        members: Vec<M>,
        /// Whether to assign them to the open conversation too.
        assign_open: bool,
        /// Whether to pin them (P4).
        pin: bool,
    },
    /// Setting the owners of the contact by hand: exactly these.
    SetOwners {
        /// The owners; may be empty.
        members: Vec<M>,
    },
    /// Removing owners from the contact by hand.
    RemoveOwners {
        /// The owners to remove.
        members: Vec<M>,
    },
    /// Pinning owners of the contact by hand (P4).
    PinOwners {
        /// The owners to pin.
        members: Vec<M>,
    },
    /// Unpinning owners of the contact by hand (P4).
    UnpinOwners {
        /// The owners to unpin.
        members: Vec<M>,
    },
    /// An owner import lists the owners of the contact.
    MapOwners {
        /// The listed owners.
        members: Vec<M>,
        /// Those of the owners that are pinned (P4).
        pinned: Vec<M>,
        /// How to treat unlisted owners.
        unlisted: UnlistedOwners<M>,
        /// Whether inactive members may become owners, for restoring an export.
        allow_inactive: bool,
    },
    /// Transferring the ownerships of a member, who stays active.
    TransferOwners {
        /// The member that owns the contacts.
        member: M,
        /// The new owners, in turn.
        successors: Vec<M>,
        /// The account of the contacts; none for all contacts.
        account: Option<String>,
        /// How many contacts move at most.
        limit: Option<u64>,
    },
    /// Transferring open conversations of a member, who stays active.
    TransferConversations {
        /// The member that the conversations are assigned to.
        member: M,
        /// The new members, in turn.
        successors: Vec<M>,
        /// The team of the conversations; none for all conversations.
        team: Option<T>,
        /// The status of the conversations; none for all open ones.
        status: Option<OpenStatus>,
        /// How many conversations move at most.
        limit: Option<u64>,
    },
    /// Distributing open conversations without a member.
    DistributeConversations {
        /// The team that they are assigned to; none for the team of each.
        team: Option<T>,
        /// Their status; none for `new` and `in-progress`.
        status: Option<OpenStatus>,
        /// How many conversations get a member at most.
        limit: Option<u64>,
    },
    /// Reassigning conversations whose pick has not answered in time.
    ReassignOverdue {
        /// The team of the conversations; none for those of all teams.
        team: Option<T>,
        /// How many conversations are looked at.
        limit: Option<u64>,
    },
    /// Adding an absence of a member.
    Away {
        /// The member who is away.
        member: M,
        /// When the absence begins; the time of the request by default.
        from: Option<Time>,
        /// When it ends; this moment is not part of it.
        until: Time,
        /// The substitutes, the first choice first; may be empty.
        cover: Vec<M>,
        /// Whether the substitutes take over the open conversations.
        hand_over_open: bool,
    },
    /// Ending an absence of a member.
    Back {
        /// The member who is back.
        member: M,
        /// The beginning of a planned absence to remove; none for the present one.
        from: Option<Time>,
    },
    /// Distributing contacts over members (P1).
    DistributeOwners(OwnerDistribution<M, T>),
    /// Rebalancing contacts between members (P2).
    RebalanceOwners(OwnerRebalance<M, T>),
    /// Deactivating a member.
    Deactivate {
        /// The member to deactivate.
        member: M,
        /// The members that take over, in turn; may be empty.
        successors: Vec<M>,
    },
    /// Reactivating a member.
    Activate {
        /// The member.
        member: M,
    },
    /// Changing a setting.
    Set(Setting),
    /// Removing a member.
    RemoveMember {
        /// The member.
        member: M,
    },
    /// Removing a team.
    RemoveTeam {
        /// The team.
        team: T,
    },
    /// Removing the contact.
    RemoveContact,
}

/// What a manual unassignment is about (A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unassign<M = MemberId> {
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

/// How an owner import treats owners that it does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnlistedOwners<M = MemberId> {
    /// They are kept.
    Keep,
    /// They are removed, except these.
    Remove {
        /// The owners to keep because of their reason.
        except: Vec<M>,
    },
}

/// A contact or a conversation as the user names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The conversation with this number.
    Number(ConversationId),
    /// The contact with this phone, or its open conversation.
    Contact(String),
}

impl FromStr for Target {
    type Err = Infallible;

    /// Bare digits are a number, everything else a phone.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let number = text.trim().parse().ok().filter(|_| !Phone::is_meant(text));
        Ok(number.map_or_else(|| Self::Contact(text.to_owned()), |id| Self::Number(ConversationId(id))))
    }
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestSubject<M = MemberId, T = TeamId> {
    /// A contact that may be unknown so far.
    AnyContact,
    /// A contact.
    Contact,
    /// A conversation: an open one, or the latest to reopen it.
    Conversation,
    /// A member.
    Member(M),
    /// A team.
    Team(T),
    /// Many conversations.
    Conversations,
    /// The contacts of several members.
    Portfolios,
    /// The settings.
    Settings,
}

codes! {
    /// The sender of a message, or a manual action.
    pub enum LogEventKind {
        /// Conversations assigned manually.
        Assign = "assign",
        /// Conversations closed manually.
        Close = "close",
        /// Messages of contacts.
        Contact = "contact",
        /// Messages, steps and ends of flows.
        Flow = "flow",
        /// Messages and notes of members.
        Member = "member",
        /// Looks at overdue conversations.
        ReassignOverdue = "reassign-overdue",
        /// Messages of the system.
        System = "system",
        /// Conversations unassigned manually.
        Unassign = "unassign",
    }
}

impl<M> UnlistedOwners<M> {
    fn try_map<N, E>(&self, all: impl FnOnce(&[M]) -> Result<Vec<N>, E>) -> Result<UnlistedOwners<N>, E> {
        Ok(match self {
            Self::Keep => UnlistedOwners::Keep,
            Self::Remove { except } => UnlistedOwners::Remove { except: all(except)? },
        })
    }
}

impl<M, T> Request<M, T> {
    /// What the request is about.
    pub fn subject(&self) -> RequestSubject<&M, &T> {
        match self {
            Self::ContactMessage
            | Self::MemberMessage { .. }
            | Self::MemberNote { .. }
            | Self::FlowMessage
            | Self::FlowAssign { .. }
            | Self::FlowAssignTeam { .. }
            | Self::FlowEnd
            | Self::SystemMessage
            | Self::AddOwners { .. }
            | Self::SetOwners { .. } => RequestSubject::AnyContact,
            Self::RemoveOwners { .. }
            | Self::PinOwners { .. }
            | Self::UnpinOwners { .. }
            | Self::MapOwners { .. }
            | Self::RemoveContact => RequestSubject::Contact,
            Self::Assign { .. } | Self::Unassign(_) | Self::Close | Self::Reopen => RequestSubject::Conversation,
            Self::TransferOwners { member, .. }
            | Self::TransferConversations { member, .. }
            | Self::Away { member, .. }
            | Self::Back { member, .. }
            | Self::Deactivate { member, .. }
            | Self::Activate { member }
            | Self::RemoveMember { member } => RequestSubject::Member(member),
            Self::RemoveTeam { team } => RequestSubject::Team(team),
            Self::DistributeConversations { .. } | Self::ReassignOverdue { .. } => RequestSubject::Conversations,
            Self::DistributeOwners(_) | Self::RebalanceOwners(_) => RequestSubject::Portfolios,
            Self::Set(_) => RequestSubject::Settings,
        }
    }

    /// The kind of a message or of a manual action; none for other requests.
    pub fn event_kind(&self) -> Option<LogEventKind> {
        Some(match self {
            Self::ContactMessage => LogEventKind::Contact,
            Self::MemberMessage { .. } | Self::MemberNote { .. } => LogEventKind::Member,
            Self::FlowMessage | Self::FlowAssign { .. } | Self::FlowAssignTeam { .. } | Self::FlowEnd => {
                LogEventKind::Flow
            }
            Self::SystemMessage => LogEventKind::System,
            Self::Assign { .. } => LogEventKind::Assign,
            Self::Unassign(_) => LogEventKind::Unassign,
            Self::Close => LogEventKind::Close,
            Self::ReassignOverdue { .. } => LogEventKind::ReassignOverdue,
            _ => return None,
        })
    }

    /// The first member that the request assigns, or that writes.
    pub fn first_member(&self) -> Option<&M> {
        match self {
            Self::MemberMessage { member } | Self::MemberNote { member } => Some(member),
            Self::FlowAssign { members } | Self::Assign { members, .. } | Self::AddOwners { members, .. } => {
                members.first()
            }
            _ => None,
        }
    }

    /// The same request with other names: both functions are given `names`. Stops at the first error, in the
    /// order of the fields.
    #[expect(clippy::too_many_lines, reason = "one match that maps each request")]
    pub fn try_map<C, N, U, E>(
        &self,
        names: &mut C,
        member: impl Fn(&mut C, &M) -> Result<N, E>,
        team: impl Fn(&mut C, &T) -> Result<U, E>,
    ) -> Result<Request<N, U>, E> {
        let one = |names: &mut C, name: &M| member(names, name);
        let all = |names: &mut C, members: &[M]| {
            members.iter().map(|name| member(names, name)).collect::<Result<Vec<_>, E>>()
        };
        let any_team = |names: &mut C, name: Option<&T>| name.map(|name| team(names, name)).transpose();
        Ok(match self {
            Self::ContactMessage => Request::ContactMessage,
            Self::MemberMessage { member } => Request::MemberMessage { member: one(names, member)? },
            Self::MemberNote { member } => Request::MemberNote { member: one(names, member)? },
            Self::FlowMessage => Request::FlowMessage,
            Self::FlowAssign { members } => Request::FlowAssign { members: all(names, members)? },
            Self::FlowAssignTeam { team: name } => Request::FlowAssignTeam { team: team(names, name)? },
            Self::FlowEnd => Request::FlowEnd,
            Self::SystemMessage => Request::SystemMessage,
            Self::Assign { members, team: name, replace } => {
                let members = all(names, members)?;
                let team = any_team(names, name.as_ref())?;
                Request::Assign { members, team, replace: *replace }
            }
            Self::Unassign(Unassign::All) => Request::Unassign(Unassign::All),
            Self::Unassign(Unassign::Named { members, team }) => {
                Request::Unassign(Unassign::Named { members: all(names, members)?, team: *team })
            }
            Self::Close => Request::Close,
            Self::Reopen => Request::Reopen,
            Self::AddOwners { members, assign_open, pin } => {
                Request::AddOwners { members: all(names, members)?, assign_open: *assign_open, pin: *pin }
            }
            Self::SetOwners { members } => Request::SetOwners { members: all(names, members)? },
            Self::RemoveOwners { members } => Request::RemoveOwners { members: all(names, members)? },
            Self::PinOwners { members } => Request::PinOwners { members: all(names, members)? },
            Self::UnpinOwners { members } => Request::UnpinOwners { members: all(names, members)? },
            Self::MapOwners { members, pinned, unlisted, allow_inactive } => {
                let (members, pinned) = (all(names, members)?, all(names, pinned)?);
                let unlisted = unlisted.try_map(|except| all(names, except))?;
                Request::MapOwners { members, pinned, unlisted, allow_inactive: *allow_inactive }
            }
            Self::TransferOwners { member, successors, account, limit } => {
                let (member, successors) = (one(names, member)?, all(names, successors)?);
                Request::TransferOwners { member, successors, account: account.clone(), limit: *limit }
            }
            Self::TransferConversations { member, successors, team: name, status, limit } => {
                let (member, successors) = (one(names, member)?, all(names, successors)?);
                let team = any_team(names, name.as_ref())?;
                Request::TransferConversations { member, successors, team, status: *status, limit: *limit }
            }
            Self::ReassignOverdue { team: name, limit } => {
                let team = any_team(names, name.as_ref())?;
                Request::ReassignOverdue { team, limit: *limit }
            }
            Self::Away { member, from, until, cover, hand_over_open } => {
                let (member, cover) = (one(names, member)?, all(names, cover)?);
                Request::Away { member, from: *from, until: *until, cover, hand_over_open: *hand_over_open }
            }
            Self::Back { member, from } => Request::Back { member: one(names, member)?, from: *from },
            Self::DistributeConversations { team, status, limit } => Request::DistributeConversations {
                team: any_team(names, team.as_ref())?,
                status: *status,
                limit: *limit,
            },
            Self::DistributeOwners(distribution) => {
                Request::DistributeOwners(distribution.try_map(names, member, team)?)
            }
            Self::RebalanceOwners(rebalance) => Request::RebalanceOwners(rebalance.try_map(names, member, team)?),
            Self::Deactivate { member, successors } => {
                Request::Deactivate { member: one(names, member)?, successors: all(names, successors)? }
            }
            Self::Activate { member } => Request::Activate { member: one(names, member)? },
            Self::Set(setting) => Request::Set(*setting),
            Self::RemoveMember { member } => Request::RemoveMember { member: one(names, member)? },
            Self::RemoveTeam { team: name } => Request::RemoveTeam { team: team(names, name)? },
            Self::RemoveContact => Request::RemoveContact,
        })
    }
}
