//! One change of the store, as data: what a decision lists, the store does, and the history keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::conversation::Status;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::{Assigned, Owned, Removed, RuleId};
use super::settings::Setting;

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
