//! Requests to the rules.

use super::ids::{MemberId, TeamId};
use super::named::Unassign;
use super::settings::Setting;

/// A request to the rules, about the contact or conversation of a [`Situation`](super::Situation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// The contact writes.
    ContactMessage,
    /// A member writes to the contact.
    MemberMessage {
        /// The sender.
        member: MemberId,
    },
    /// A member writes an internal note.
    MemberNote {
        /// The writer.
        member: MemberId,
    },
    /// An automation writes to the contact.
    FlowMessage,
    /// The flow's step *Assign*.
    FlowAssign {
        /// The members that the step names.
        members: Vec<MemberId>,
    },
    /// The flow's step *Assign Team*.
    FlowAssignTeam {
        /// The team that the step names.
        team: TeamId,
    },
    /// The flow ends.
    FlowEnd,
    /// A broadcast, the API or an auto-reply writes to the contact.
    SystemMessage,
    /// Assigning by hand.
    Assign {
        /// The members to assign.
        members: Vec<MemberId>,
        /// The team to assign.
        team: Option<TeamId>,
        /// Whether to unassign all other members; needs at least one member.
        replace: bool,
    },
    /// Unassigning by hand.
    Unassign(Unassign<MemberId>),
    /// Closing by hand.
    Close,
    /// Adding owners to the contact by hand.
    AddOwners {
        /// The new owners.
        members: Vec<MemberId>,
        /// Whether to assign them to the open conversation too.
        assign_open: bool,
    },
    /// Removing owners from the contact by hand.
    RemoveOwners {
        /// The owners to remove.
        members: Vec<MemberId>,
    },
    /// An owner import lists the owners of the contact.
    MapOwners {
        /// The listed owners.
        members: Vec<MemberId>,
        /// How to treat unlisted owners.
        unlisted: UnlistedOwners,
        /// Whether inactive members may become owners, for restoring an export.
        allow_inactive: bool,
    },
    /// Transferring the ownerships of a member, who stays active.
    TransferOwners {
        /// The member that owns the contacts.
        member: MemberId,
        /// The new owners, in turn.
        successors: Vec<MemberId>,
    },
    /// Deactivating a member.
    Deactivate {
        /// The member to deactivate.
        member: MemberId,
        /// The members that take over, in turn; may be empty.
        successors: Vec<MemberId>,
    },
    /// Reactivating a member.
    Activate {
        /// The member.
        member: MemberId,
    },
    /// Changing a setting.
    Set(Setting),
    /// Removing a member.
    RemoveMember {
        /// The member.
        member: MemberId,
    },
    /// Removing a team.
    RemoveTeam {
        /// The team.
        team: TeamId,
    },
    /// Removing the contact.
    RemoveContact,
}

/// How an owner import treats owners that it does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnlistedOwners {
    /// They are kept.
    Keep,
    /// They are removed, except these.
    Remove {
        /// The owners to keep because of their reason.
        except: Vec<MemberId>,
    },
}
