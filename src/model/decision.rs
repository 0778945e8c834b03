//! The answer of the rules: effects in order, members passed over, and the rules behind them.

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::contact_state::ReopenObstacle;
use super::effect::DecidedEffect;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::portfolio::MemberWeight;
use super::reason::{ErrorCode, PassOverReason, RuleId};

/// The answer to a granted request. The caller applies it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// The effects, in the order of [`EffectKind`](super::EffectKind).
    pub effects: Vec<DecidedEffect>,
    /// The members and teams that were passed over.
    pub passed_over: Vec<PassedOver>,
    /// The rules that decided something, or that nothing happens, in the order of use.
    pub rules: Vec<RuleId>,
    /// For a deactivation or a transfer: what the member leaves behind.
    pub offboarding: Option<OffboardingReport>,
}

/// A member or a team that was considered and not assigned. Also kept in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The member, unless no particular one was passed over.
    #[serde(rename = "m")]
    pub member: Option<MemberId>,
    /// The team, if no member was passed over.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The reason.
    #[serde(rename = "r")]
    pub reason: PassOverReason,
    /// The rule that considered the member or the team.
    pub rule: RuleId,
    /// The contact, if the request is about several contacts.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The conversation, if the request is about several contacts.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
}

impl PassedOver {
    /// An entry of a request about one contact.
    pub fn new(member: Option<MemberId>, team: Option<TeamId>, reason: PassOverReason, rule: RuleId) -> Self {
        Self { member, team, reason, rule, contact: None, conversation: None }
    }
}

/// What a deactivated member leaves behind (D1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffboardingReport {
    /// Contacts without an active owner now, by phone.
    pub unowned: Vec<ContactId>,
    /// Open conversations without a member now, by number.
    pub unassigned: Vec<ConversationId>,
    /// The roles of the member in teams, which are kept (D4).
    pub roles: Vec<Role>,
}

/// A role of a member in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The team.
    pub team: TeamId,
    /// The kind of role.
    pub kind: RoleKind,
}

codes! {
    /// A member's role in a team.
    pub enum RoleKind {
        /// A member of the team.
        Member = "member",
        /// The default agent of the team.
        DefaultAgent = "default-agent",
    }
}

codes! {
    /// What keeps a member, a team or a contact from being removed (D3).
    pub enum ReferenceKind {
        /// An ownership of a contact.
        Ownership = "ownership",
        /// An assignment to a conversation, open or closed.
        Assignment = "assignment",
        /// The first response in a conversation.
        FirstResponse = "first response",
        /// A membership in a team.
        Membership = "team membership",
        /// The role of a default agent.
        DefaultAgent = "default agent",
        /// A substitute in the absence of another member.
        Cover = "substitute role",
        /// A conversation, open or closed.
        Conversation = "conversation",
    }
}

/// A number of references of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The kind of reference.
    pub kind: ReferenceKind,
    /// The number of references.
    pub count: i64,
}

/// A request that the rules refuse. Nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No conversation is open.
    NoOpenConversation,
    /// The conversation is closed (A5).
    ConversationClosed(ConversationId),
    /// The contact never had a conversation.
    NoConversation,
    /// The conversation can't be reopened (S1).
    NotReopenable {
        /// The conversation.
        conversation: ConversationId,
        /// What keeps it closed.
        obstacle: ReopenObstacle,
    },
    /// These members are inactive (A3, M4, O4, D2).
    InactiveMembers {
        /// The inactive members.
        members: Vec<MemberId>,
        /// The rule that requires active members.
        rule: RuleId,
    },
    /// `replace` without members (A1).
    ReplaceWithoutMembers,
    /// The member is named as their own successor (D2, P5).
    SuccessorLeaves {
        /// The member.
        member: MemberId,
        /// The rule that requires another one.
        rule: RuleId,
    },
    /// An absence that ends before it has begun (V1).
    EmptyAbsence,
    /// The member is named as their own substitute (V1).
    CoversThemselves(MemberId),
    /// The member is away already at a part of this time (V1).
    OverlappingAbsence {
        /// When the other absence begins.
        from: i64,
        /// When it ends.
        until: i64,
    },
    /// The member whose contacts are distributed is named to take some (P1).
    GiverTakes(MemberId),
    /// A weight below 1 (P1, P2).
    InvalidWeight {
        /// The weight.
        weight: MemberWeight,
        /// The rule that requires weights from 1.
        rule: RuleId,
    },
    /// A weight of a member who takes no part (P1, P2).
    WeightOfOther {
        /// The member.
        member: MemberId,
        /// The rule that requires weights of participants.
        rule: RuleId,
    },
    /// The member, team or contact to be removed is in use (D3).
    StillReferenced(Vec<Reference>),
}

impl Refusal {
    /// The error code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NoOpenConversation | Self::NoConversation => ErrorCode::UnknownConversation,
            Self::NotReopenable { obstacle: ReopenObstacle::Open(_), .. } | Self::OverlappingAbsence { .. } => {
                ErrorCode::AlreadyExists
            }
            Self::ConversationClosed(_) | Self::NotReopenable { .. } => ErrorCode::ConversationClosed,
            Self::InactiveMembers { .. } => ErrorCode::InactiveMember,
            Self::ReplaceWithoutMembers
            | Self::SuccessorLeaves { .. }
            | Self::EmptyAbsence
            | Self::CoversThemselves(_)
            | Self::GiverTakes(_)
            | Self::InvalidWeight { .. }
            | Self::WeightOfOther { .. } => ErrorCode::InvalidValue,
            Self::StillReferenced(_) => ErrorCode::StillReferenced,
        }
    }

    /// The rule that refused.
    pub fn rule(&self) -> RuleId {
        match self {
            Self::NoOpenConversation | Self::NoConversation | Self::NotReopenable { .. } => RuleId::S1,
            Self::ConversationClosed(_) => RuleId::A5,
            Self::InactiveMembers { rule, .. }
            | Self::SuccessorLeaves { rule, .. }
            | Self::InvalidWeight { rule, .. }
            | Self::WeightOfOther { rule, .. } => *rule,
            Self::GiverTakes(_) => RuleId::P1,
            Self::ReplaceWithoutMembers => RuleId::A1,
            Self::EmptyAbsence | Self::CoversThemselves(_) | Self::OverlappingAbsence { .. } => RuleId::V1,
            Self::StillReferenced(_) => RuleId::D3,
        }
    }
}
