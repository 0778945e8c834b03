//! One change of the store, as data: what a decision lists, the store does, and the history keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::conversation::Status;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::{Assigned, Owned, Removed, RuleId};
use super::settings::Setting;

/// An effect and the rule behind it; directory commands have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// What changes.
    pub effect: Effect,
    /// The rule that decided it.
    pub rule: Option<RuleId>,
}

/// One change of the store.
///
/// The serialized form is what the history keeps, a million times over: keys are one letter, and
/// variants and fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are those of rules.md, section 5")]
pub enum Effect {
    AddMember {
        #[serde(rename = "m")]
        member: MemberId,
    },
    UpdateMember {
        #[serde(rename = "m")]
        member: MemberId,
        set: Fields,
    },
    RemoveMember {
        #[serde(rename = "m")]
        member: MemberId,
    },
    AddTeam {
        #[serde(rename = "t")]
        team: TeamId,
    },
    UpdateTeam {
        #[serde(rename = "t")]
        team: TeamId,
        set: Fields,
    },
    LeaveTeam {
        #[serde(rename = "t")]
        team: TeamId,
        #[serde(rename = "m")]
        member: MemberId,
        turn: usize,
    },
    JoinTeam {
        #[serde(rename = "t")]
        team: TeamId,
        #[serde(rename = "m")]
        member: MemberId,
    },
    RemoveTeam {
        #[serde(rename = "t")]
        team: TeamId,
    },
    AddContact {
        #[serde(rename = "k")]
        contact: ContactId,
    },
    UpdateContact {
        #[serde(rename = "k")]
        contact: ContactId,
        set: Fields,
    },
    OpenConversation {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "k")]
        contact: ContactId,
        #[serde(rename = "s")]
        status: Status,
    },
    MarkContactWrote {
        #[serde(rename = "c")]
        conversation: ConversationId,
    },
    UnassignMember {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: Removed,
    },
    ClearTeam {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "t")]
        team: TeamId,
    },
    SetTeam {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "t")]
        team: TeamId,
    },
    AdvanceTurn {
        #[serde(rename = "t")]
        team: TeamId,
        turn: usize,
        #[serde(rename = "m")]
        picked: MemberId,
    },
    AssignMember {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: Assigned,
    },
    SetFirstResponder {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
    },
    AddOwner {
        #[serde(rename = "k")]
        contact: ContactId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: Owned,
    },
    RemoveOwner {
        #[serde(rename = "k")]
        contact: ContactId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: Removed,
    },
    RemoveContact {
        #[serde(rename = "k")]
        contact: ContactId,
    },
    MarkHandedOver {
        #[serde(rename = "c")]
        conversation: ConversationId,
    },
    ClearHandedOver {
        #[serde(rename = "c")]
        conversation: ConversationId,
    },
    SetStatus {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "s")]
        status: Status,
    },
    CloseConversation {
        #[serde(rename = "c")]
        conversation: ConversationId,
    },
    SetSetting {
        setting: Setting,
    },
    ActivateMember {
        #[serde(rename = "m")]
        member: MemberId,
    },
    DeactivateMember {
        #[serde(rename = "m")]
        member: MemberId,
    },
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
