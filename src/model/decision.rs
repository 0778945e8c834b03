//! What was decided, as data: effects in order, who was passed over, and which rules spoke.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::conversation::Status;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::{Assigned, ErrorCode, Owned, Passed, Removed, RuleId};
use super::settings::Setting;

/// The answer to a request. Whoever asked acts on it; showing it is a dry run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// What changes, in the order of [`Effect::rank`].
    pub effects: Vec<Ruled>,
    /// Who was looked at and not taken, and why.
    pub passed_over: Vec<PassedOver>,
    /// Every rule that decided something, also that nothing happens; in the order they spoke.
    pub rules: Vec<RuleId>,
    /// For a member who leaves: what is left behind.
    pub left: Option<Left>,
}

/// An effect and the rule behind it; directory commands have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// What changes.
    pub effect: Effect,
    /// The rule that decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
}

/// One change of the store.
///
/// The serialized form is what the history keeps: variants and fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of rules.md, section 5")]
pub enum Effect {
    AddMember { member: MemberId },
    UpdateMember { member: MemberId, set: Fields },
    RemoveMember { member: MemberId },
    AddTeam { team: TeamId },
    UpdateTeam { team: TeamId, set: Fields },
    LeaveTeam { team: TeamId, member: MemberId, turn: usize },
    JoinTeam { team: TeamId, member: MemberId },
    RemoveTeam { team: TeamId },
    AddContact { contact: ContactId },
    UpdateContact { contact: ContactId, set: Fields },
    OpenConversation { conversation: ConversationId, contact: ContactId, status: Status },
    MarkContactWrote { conversation: ConversationId },
    UnassignMember { conversation: ConversationId, member: MemberId, reason: Removed },
    ClearTeam { conversation: ConversationId, team: TeamId },
    SetTeam { conversation: ConversationId, team: TeamId },
    AdvanceTurn { team: TeamId, turn: usize, picked: MemberId },
    AssignMember { conversation: ConversationId, member: MemberId, reason: Assigned },
    SetFirstResponder { conversation: ConversationId, member: MemberId },
    AddOwner { contact: ContactId, member: MemberId, reason: Owned },
    RemoveOwner { contact: ContactId, member: MemberId, reason: Removed },
    RemoveContact { contact: ContactId },
    MarkHandedOver { conversation: ConversationId },
    ClearHandedOver { conversation: ConversationId },
    SetStatus { conversation: ConversationId, status: Status },
    CloseConversation { conversation: ConversationId },
    SetSetting { setting: Setting },
    ActivateMember { member: MemberId },
    DeactivateMember { member: MemberId },
}

impl Effect {
    /// Its place among the effects of one decision (rules.md, section 5).
    pub fn rank(&self) -> u8 {
        match self {
            Self::AddMember { .. } | Self::UpdateMember { .. } => 0,
            Self::AddTeam { .. } | Self::UpdateTeam { .. } | Self::LeaveTeam { .. } | Self::JoinTeam { .. } => 1,
            Self::AddContact { .. } | Self::UpdateContact { .. } => 2,
            Self::OpenConversation { .. } => 3,
            Self::MarkContactWrote { .. } => 4,
            Self::UnassignMember { .. } => 5,
            Self::ClearTeam { .. } => 6,
            Self::SetTeam { .. } => 7,
            Self::AdvanceTurn { .. } => 8,
            Self::AssignMember { .. } => 9,
            Self::SetFirstResponder { .. } => 10,
            Self::AddOwner { .. } => 11,
            Self::RemoveOwner { .. } => 12,
            Self::MarkHandedOver { .. } => 13,
            Self::ClearHandedOver { .. } => 14,
            Self::SetStatus { .. } => 15,
            Self::CloseConversation { .. } => 16,
            Self::SetSetting { .. } => 17,
            Self::ActivateMember { .. } => 18,
            Self::DeactivateMember { .. } => 19,
            Self::RemoveMember { .. } | Self::RemoveTeam { .. } | Self::RemoveContact { .. } => 20,
        }
    }

    /// Its stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AddMember { .. } => "add-member",
            Self::UpdateMember { .. } => "update-member",
            Self::RemoveMember { .. } => "remove-member",
            Self::AddTeam { .. } => "add-team",
            Self::UpdateTeam { .. } => "update-team",
            Self::LeaveTeam { .. } => "leave-team",
            Self::JoinTeam { .. } => "join-team",
            Self::RemoveTeam { .. } => "remove-team",
            Self::AddContact { .. } => "add-contact",
            Self::UpdateContact { .. } => "update-contact",
            Self::RemoveContact { .. } => "remove-contact",
            Self::OpenConversation { .. } => "open-conversation",
            Self::MarkContactWrote { .. } => "mark-contact-wrote",
            Self::UnassignMember { .. } => "unassign-member",
            Self::ClearTeam { .. } => "clear-team",
            Self::SetTeam { .. } => "set-team",
            Self::AdvanceTurn { .. } => "advance-turn",
            Self::AssignMember { .. } => "assign-member",
            Self::SetFirstResponder { .. } => "set-first-responder",
            Self::AddOwner { .. } => "add-owner",
            Self::RemoveOwner { .. } => "remove-owner",
            Self::MarkHandedOver { .. } => "mark-handed-over",
            Self::ClearHandedOver { .. } => "clear-handed-over",
            Self::SetStatus { .. } => "set-status",
            Self::CloseConversation { .. } => "close-conversation",
            Self::SetSetting { .. } => "set-setting",
            Self::ActivateMember { .. } => "activate-member",
            Self::DeactivateMember { .. } => "deactivate-member",
        }
    }

    /// The contact and the conversation that it changes, if any.
    pub fn subject(&self) -> (Option<ContactId>, Option<ConversationId>) {
        match self {
            Self::OpenConversation { conversation, contact, .. } => (Some(*contact), Some(*conversation)),
            Self::MarkContactWrote { conversation }
            | Self::UnassignMember { conversation, .. }
            | Self::ClearTeam { conversation, .. }
            | Self::SetTeam { conversation, .. }
            | Self::AssignMember { conversation, .. }
            | Self::SetFirstResponder { conversation, .. }
            | Self::MarkHandedOver { conversation }
            | Self::ClearHandedOver { conversation }
            | Self::SetStatus { conversation, .. }
            | Self::CloseConversation { conversation } => (None, Some(*conversation)),
            Self::AddContact { contact }
            | Self::UpdateContact { contact, .. }
            | Self::RemoveContact { contact }
            | Self::AddOwner { contact, .. }
            | Self::RemoveOwner { contact, .. } => (Some(*contact), None),
            Self::AddMember { .. }
            | Self::UpdateMember { .. }
            | Self::RemoveMember { .. }
            | Self::AddTeam { .. }
            | Self::UpdateTeam { .. }
            | Self::LeaveTeam { .. }
            | Self::JoinTeam { .. }
            | Self::RemoveTeam { .. }
            | Self::AdvanceTurn { .. }
            | Self::SetSetting { .. }
            | Self::ActivateMember { .. }
            | Self::DeactivateMember { .. } => (None, None),
        }
    }

    /// The member that it names, if any.
    pub fn member(&self) -> Option<MemberId> {
        match self {
            Self::AddMember { member }
            | Self::UpdateMember { member, .. }
            | Self::RemoveMember { member }
            | Self::LeaveTeam { member, .. }
            | Self::JoinTeam { member, .. }
            | Self::UnassignMember { member, .. }
            | Self::AssignMember { member, .. }
            | Self::SetFirstResponder { member, .. }
            | Self::AddOwner { member, .. }
            | Self::RemoveOwner { member, .. }
            | Self::ActivateMember { member }
            | Self::DeactivateMember { member } => Some(*member),
            Self::AddTeam { .. }
            | Self::UpdateTeam { .. }
            | Self::RemoveTeam { .. }
            | Self::AddContact { .. }
            | Self::UpdateContact { .. }
            | Self::RemoveContact { .. }
            | Self::OpenConversation { .. }
            | Self::MarkContactWrote { .. }
            | Self::ClearTeam { .. }
            | Self::SetTeam { .. }
            | Self::AdvanceTurn { .. }
            | Self::MarkHandedOver { .. }
            | Self::ClearHandedOver { .. }
            | Self::SetStatus { .. }
            | Self::CloseConversation { .. }
            | Self::SetSetting { .. } => None,
        }
    }

    /// An effect of a directory command, which no rule decides.
    pub fn unruled(self) -> Ruled {
        Ruled { effect: self, rule: None }
    }
}

codes! {
    /// A field of a member, a team or a contact.
    pub enum Field {
        /// A contact's phone.
        Phone = "phone",
        /// A member's or a contact's email.
        Email = "email",
        /// A member's or a team's name.
        Name = "name",
        /// A contact's first name.
        FirstName = "first_name",
        /// A contact's last name.
        LastName = "last_name",
        /// A contact's account.
        Account = "account",
        /// A member's or a contact's id in another system.
        ExternalId = "external_id",
        /// A team's strategy.
        Strategy = "strategy",
        /// A team's default agent, by number.
        DefaultAgent = "default_agent",
    }
}

/// Fields with their values; `None` is unset.
pub type Fields = BTreeMap<Field, Option<String>>;

/// Somebody, or nobody in particular, who was looked at and not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Who; nobody in particular if empty.
    pub member: Option<MemberId>,
    /// The team meant, where no member is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Why.
    pub reason: Passed,
    /// The rule that would have taken them.
    pub rule: RuleId,
    /// The contact whose ownership it was about, where the request is about several contacts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The conversation that it was about, where the request is about several contacts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
}

impl PassedOver {
    /// An entry of a request about one contact.
    pub fn new(member: Option<MemberId>, team: Option<TeamId>, reason: Passed, rule: RuleId) -> Self {
        Self { member, team, reason, rule, contact: None, conversation: None }
    }
}

/// What a member who left leaves behind (D1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Left {
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
    /// What a member is to a team.
    pub enum RoleKind {
        /// One of its members.
        Member = "member",
        /// Its default agent.
        DefaultAgent = "default-agent",
    }
}

codes! {
    /// What can keep a thing from being removed (D3).
    pub enum ReferenceKind {
        /// An ownership of a contact.
        Ownership = "ownership",
        /// An assignment to a conversation, open or closed.
        Assignment = "assignment",
        /// A first response.
        FirstResponse = "first response",
        /// A membership in a team.
        Membership = "team membership",
        /// A default agent.
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
