//! What was decided, as data: effects in order, who was passed over, and which rules spoke.

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::effect::DecidedEffect;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::{ErrorCode, PassOverReason, RuleId};

/// The answer to a request. Whoever asked acts on it; showing it is a dry run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// What changes, in the order of [`EffectKind`](super::EffectKind).
    pub effects: Vec<DecidedEffect>,
    /// Who was looked at and not taken, and why.
    pub passed_over: Vec<PassedOver>,
    /// Every rule that decided something, also that nothing happens; in the order they spoke.
    pub rules: Vec<RuleId>,
    /// For a member who leaves: what is left behind.
    pub offboarding: Option<OffboardingReport>,
}

/// Somebody, or nobody in particular, who was looked at and not taken. The history keeps it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Who; nobody in particular if empty.
    #[serde(rename = "m")]
    pub member: Option<MemberId>,
    /// The team meant, where no member is.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Why.
    #[serde(rename = "r")]
    pub reason: PassOverReason,
    /// The rule that would have taken them.
    pub rule: RuleId,
    /// The contact whose ownership it was about, where the request is about several contacts.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The conversation that it was about, where the request is about several contacts.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
}

impl PassedOver {
    /// An entry of a request about one contact.
    pub fn new(member: Option<MemberId>, team: Option<TeamId>, reason: PassOverReason, rule: RuleId) -> Self {
        Self { member, team, reason, rule, contact: None, conversation: None }
    }
}

/// What a member who left leaves behind (D1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffboardingReport {
    /// Contacts now without an active owner, by phone.
    pub unowned: Vec<ContactId>,
    /// Open conversations now without a member, by number.
    pub unassigned: Vec<ConversationId>,
    /// The member's places in teams, which stay (D4).
    pub roles: Vec<Role>,
}

/// A member's place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The team.
    pub team: TeamId,
    /// The place.
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
        /// A conversation, open or closed.
        Conversation = "conversation",
    }
}

/// How many of a kind refer to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// What refers to it.
    pub kind: ReferenceKind,
    /// How many of them.
    pub count: i64,
}

/// A request that the rules don't grant: an answer with a code, not a failure. Nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No conversation is open.
    NoOpenConversation,
    /// The conversation is closed (A5).
    ConversationClosed(ConversationId),
    /// These members aren't active (A3, M4, O4, D2).
    InactiveMembers {
        /// Who.
        members: Vec<MemberId>,
        /// The rule that asks for active ones.
        rule: RuleId,
    },
    /// Only the named members were to stay, and none is named (A1).
    ReplaceWithNobody,
    /// The member who leaves is named as a successor (D2).
    SuccessorLeaves(MemberId),
    /// Something refers to the thing that is to be removed (D3).
    StillReferenced(Vec<Reference>),
}

impl Refusal {
    /// The code for scripts.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NoOpenConversation => ErrorCode::UnknownConversation,
            Self::ConversationClosed(_) => ErrorCode::ConversationClosed,
            Self::InactiveMembers { .. } => ErrorCode::InactiveMember,
            Self::ReplaceWithNobody | Self::SuccessorLeaves(_) => ErrorCode::InvalidValue,
            Self::StillReferenced(_) => ErrorCode::StillReferenced,
        }
    }

    /// The rule that refused.
    pub fn rule(&self) -> RuleId {
        match self {
            Self::NoOpenConversation => RuleId::S1,
            Self::ConversationClosed(_) => RuleId::A5,
            Self::InactiveMembers { rule, .. } => *rule,
            Self::ReplaceWithNobody => RuleId::A1,
            Self::SuccessorLeaves(_) => RuleId::D2,
            Self::StillReferenced(_) => RuleId::D3,
        }
    }
}
