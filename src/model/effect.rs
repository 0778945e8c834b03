//! One change of the store as data: decisions list it, the store applies it, the history keeps it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::code::codes;
use super::conversation::Status;
use super::ids::{ContactId, ConversationId, MemberId, TeamId};
use super::reason::{AssignReason, OwnerReason, RemovalReason, RuleId};
use super::settings::Setting;

/// An effect with its rule; changes of members, teams and contacts have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedEffect {
    /// The effect.
    pub effect: Effect,
    /// The rule behind it.
    pub rule: Option<RuleId>,
}

/// One change of the store.
///
/// The history keeps the serialized form by the million, so keys have one letter. Variants and fields
/// are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is documented by its EffectKind")]
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
    ClearContactWrote {
        #[serde(rename = "c")]
        conversation: ConversationId,
    },
    UnassignMember {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: RemovalReason,
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
        /// Empty if an undo restores a rotation that had never advanced.
        #[serde(rename = "m")]
        picked: Option<MemberId>,
    },
    AssignMember {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: AssignReason,
    },
    SetFirstResponder {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "m")]
        member: MemberId,
    },
    ClearFirstResponder {
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
        reason: OwnerReason,
    },
    RemoveOwner {
        #[serde(rename = "k")]
        contact: ContactId,
        #[serde(rename = "m")]
        member: MemberId,
        #[serde(rename = "r")]
        reason: RemovalReason,
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
    ReopenConversation {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "s")]
        status: Status,
    },
    RemoveConversation {
        #[serde(rename = "c")]
        conversation: ConversationId,
        #[serde(rename = "k")]
        contact: ContactId,
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
    /// The kind of the effect.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::AddMember { .. } => EffectKind::AddMember,
            Self::UpdateMember { .. } => EffectKind::UpdateMember,
            Self::AddTeam { .. } => EffectKind::AddTeam,
            Self::UpdateTeam { .. } => EffectKind::UpdateTeam,
            Self::LeaveTeam { .. } => EffectKind::LeaveTeam,
            Self::JoinTeam { .. } => EffectKind::JoinTeam,
            Self::AddContact { .. } => EffectKind::AddContact,
            Self::UpdateContact { .. } => EffectKind::UpdateContact,
            Self::OpenConversation { .. } => EffectKind::OpenConversation,
            Self::MarkContactWrote { .. } => EffectKind::MarkContactWrote,
            Self::ClearContactWrote { .. } => EffectKind::ClearContactWrote,
            Self::UnassignMember { .. } => EffectKind::UnassignMember,
            Self::ClearTeam { .. } => EffectKind::ClearTeam,
            Self::SetTeam { .. } => EffectKind::SetTeam,
            Self::AdvanceTurn { .. } => EffectKind::AdvanceTurn,
            Self::AssignMember { .. } => EffectKind::AssignMember,
            Self::SetFirstResponder { .. } => EffectKind::SetFirstResponder,
            Self::ClearFirstResponder { .. } => EffectKind::ClearFirstResponder,
            Self::AddOwner { .. } => EffectKind::AddOwner,
            Self::RemoveOwner { .. } => EffectKind::RemoveOwner,
            Self::MarkHandedOver { .. } => EffectKind::MarkHandedOver,
            Self::ClearHandedOver { .. } => EffectKind::ClearHandedOver,
            Self::SetStatus { .. } => EffectKind::SetStatus,
            Self::CloseConversation { .. } => EffectKind::CloseConversation,
            Self::ReopenConversation { .. } => EffectKind::ReopenConversation,
            Self::RemoveConversation { .. } => EffectKind::RemoveConversation,
            Self::SetSetting { .. } => EffectKind::SetSetting,
            Self::ActivateMember { .. } => EffectKind::ActivateMember,
            Self::DeactivateMember { .. } => EffectKind::DeactivateMember,
            Self::RemoveMember { .. } => EffectKind::RemoveMember,
            Self::RemoveTeam { .. } => EffectKind::RemoveTeam,
            Self::RemoveContact { .. } => EffectKind::RemoveContact,
        }
    }

    /// The contact and the conversation that the effect changes, if any.
    pub fn subject(&self) -> (Option<ContactId>, Option<ConversationId>) {
        match self {
            Self::OpenConversation { conversation, contact, .. }
            | Self::RemoveConversation { conversation, contact } => (Some(*contact), Some(*conversation)),
            Self::MarkContactWrote { conversation }
            | Self::ClearContactWrote { conversation }
            | Self::UnassignMember { conversation, .. }
            | Self::ClearTeam { conversation, .. }
            | Self::SetTeam { conversation, .. }
            | Self::AssignMember { conversation, .. }
            | Self::SetFirstResponder { conversation, .. }
            | Self::ClearFirstResponder { conversation, .. }
            | Self::MarkHandedOver { conversation }
            | Self::ClearHandedOver { conversation }
            | Self::SetStatus { conversation, .. }
            | Self::CloseConversation { conversation }
            | Self::ReopenConversation { conversation, .. } => (None, Some(*conversation)),
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

    /// The member that the effect names, if any.
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
            | Self::ClearFirstResponder { member, .. }
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
            | Self::ClearContactWrote { .. }
            | Self::ClearTeam { .. }
            | Self::SetTeam { .. }
            | Self::AdvanceTurn { .. }
            | Self::MarkHandedOver { .. }
            | Self::ClearHandedOver { .. }
            | Self::SetStatus { .. }
            | Self::CloseConversation { .. }
            | Self::ReopenConversation { .. }
            | Self::RemoveConversation { .. }
            | Self::SetSetting { .. } => None,
        }
    }

    /// The effect without a rule, as of commands that change members, teams and contacts.
    pub fn without_rule(self) -> DecidedEffect {
        DecidedEffect { effect: self, rule: None }
    }
}

codes! {
    /// A kind of effect, in the order of a decision.
    pub enum EffectKind {
        /// Added a member.
        AddMember = "add-member",
        /// Updated fields of a member.
        UpdateMember = "update-member",
        /// Added a team.
        AddTeam = "add-team",
        /// Updated fields of a team.
        UpdateTeam = "update-team",
        /// Removed a member from a team.
        LeaveTeam = "leave-team",
        /// Added a member to a team.
        JoinTeam = "join-team",
        /// Added a contact.
        AddContact = "add-contact",
        /// Updated fields of a contact.
        UpdateContact = "update-contact",
        /// Opened a conversation.
        OpenConversation = "open-conversation",
        /// Recorded the contact's first message in a conversation.
        MarkContactWrote = "mark-contact-wrote",
        /// Cleared the contact's first message in a conversation.
        ClearContactWrote = "clear-contact-wrote",
        /// Unassigned a member from a conversation.
        UnassignMember = "unassign-member",
        /// Unassigned the team from a conversation.
        ClearTeam = "clear-team",
        /// Assigned a conversation to a team.
        SetTeam = "set-team",
        /// Advanced the rotation of a team.
        AdvanceTurn = "advance-turn",
        /// Assigned a member to a conversation.
        AssignMember = "assign-member",
        /// Set the first responder of a conversation.
        SetFirstResponder = "set-first-responder",
        /// Cleared the first responder of a conversation.
        ClearFirstResponder = "clear-first-responder",
        /// Added an owner to a contact.
        AddOwner = "add-owner",
        /// Removed an owner from a contact.
        RemoveOwner = "remove-owner",
        /// Marked a conversation as handed over by a flow.
        MarkHandedOver = "mark-handed-over",
        /// Cleared the handover of a conversation.
        ClearHandedOver = "clear-handed-over",
        /// Set the status of a conversation.
        SetStatus = "set-status",
        /// Closed a conversation.
        CloseConversation = "close-conversation",
        /// Reopened a conversation (undo).
        ReopenConversation = "reopen-conversation",
        /// Removed a conversation (undo).
        RemoveConversation = "remove-conversation",
        /// Changed a setting.
        SetSetting = "set-setting",
        /// Reactivated a member.
        ActivateMember = "activate-member",
        /// Deactivated a member.
        DeactivateMember = "deactivate-member",
        /// Removed a member.
        RemoveMember = "remove-member",
        /// Removed a team.
        RemoveTeam = "remove-team",
        /// Removed a contact.
        RemoveContact = "remove-contact",
    }
}

codes! {
    /// A field of a member, a team or a contact.
    pub enum Field {
        /// The phone of a contact.
        Phone = "phone",
        /// The email of a member or a contact.
        Email = "email",
        /// The name of a member or a team.
        Name = "name",
        /// The first name of a contact.
        FirstName = "first_name",
        /// The last name of a contact.
        LastName = "last_name",
        /// The account of a contact.
        Account = "account",
        /// The id of a member or a contact in another system.
        ExternalId = "external_id",
        /// The strategy of a team.
        Strategy = "strategy",
        /// The default agent of a team, by number.
        DefaultAgent = "default_agent",
    }
}

/// Fields with their values; `None` is unset.
pub type Fields = BTreeMap<Field, Option<String>>;
