//! Everything that asks for a decision.

use super::ids::{MemberId, TeamId};
use super::named::Unassign;
use super::settings::Setting;

/// A request. Which contact or conversation it is about is said by the
/// [`Situation`](super::Situation) that goes with it.
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
        /// Whom the step names.
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
        /// Whom to put on the conversation.
        members: Vec<MemberId>,
        /// The team to set.
        team: Option<TeamId>,
        /// Whether the named members are to be the only ones; needs at least one.
        replace: bool,
    },
    /// Unassigning by hand.
    Unassign(Unassign<MemberId>),
    /// Closing by hand.
    Close,
    /// Making members owners of the contact by hand.
    AddOwners {
        /// The new owners.
        members: Vec<MemberId>,
        /// Whether to put them on the open conversation too.
        assign_open: bool,
    },
    /// Taking owners from the contact by hand.
    RemoveOwners {
        /// The former owners.
        members: Vec<MemberId>,
    },
    /// A key-account mapping names the owners of the contact.
    MapOwners {
        /// Whom it names.
        members: Vec<MemberId>,
        /// What becomes of owners whom it doesn't name.
        unlisted: UnlistedOwners,
        /// Whether inactive members may become owners, for restoring an export.
        allow_inactive: bool,
    },
    /// A member's ownerships go to others; the member stays.
    TransferOwners {
        /// From whom.
        member: MemberId,
        /// To whom, in turn.
        successors: Vec<MemberId>,
    },
    /// A member leaves.
    Deactivate {
        /// Who leaves.
        member: MemberId,
        /// Who takes over, in turn; nobody if empty.
        successors: Vec<MemberId>,
    },
    /// A member comes back.
    Activate {
        /// Who.
        member: MemberId,
    },
    /// A setting is changed.
    Set(Setting),
    /// A member is removed for good.
    RemoveMember {
        /// Who.
        member: MemberId,
    },
    /// A team is removed for good.
    RemoveTeam {
        /// Which.
        team: TeamId,
    },
    /// The contact is removed for good.
    RemoveContact,
}

/// What becomes of owners whom a key-account mapping doesn't name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnlistedOwners {
    /// They stay.
    Keep,
    /// They are taken away, but for these.
    Remove {
        /// Whose ownership has a reason that is to be kept.
        except: Vec<MemberId>,
    },
}
