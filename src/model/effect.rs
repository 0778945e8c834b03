//! One change of the store as data: decisions list it, the store applies it, the history keeps it.

use serde::{Deserialize, Serialize};

use super::code::{Codes, codes};
use super::conversation::Status;
use super::field::Fields;
use super::ids::{AbsenceId, ContactId, ConversationId, MemberId, TeamId};
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

/// Declares [`Effect`] and [`EffectKind`]: of each effect its code, what it did as a noun, and its fields with their
/// keys in the history. Fields behind a semicolon are not [`EffectParts`].
macro_rules! effects {
    ($(
        #[doc = $doc:literal]
        $kind:ident = $code:literal: $words:literal {
            $($field:ident $key:literal: $type:ty),+ $(; $($own:ident $own_key:literal: $own_type:ty),+)?
        },
    )+) => {
        /// One change of the store.
        ///
        /// The history keeps the serialized form by the million, so keys have one letter. Variants and fields
        /// are only ever added.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "fields have the names of their types")]
        pub enum Effect {
            $(
                #[doc = $doc]
                #[serde(rename = $code)]
                $kind {
                    $(#[serde(rename = $key)] $field: $type,)+
                    $($(#[serde(rename = $own_key)] $own: $own_type,)+)?
                },
            )+
        }

        codes! {
            /// A kind of effect, in the order of a decision.
            pub enum EffectKind {
                $(#[doc = $doc] $kind = $code: $words,)+
            }
        }

        impl Effect {
            /// The kind of the effect.
            pub fn kind(&self) -> EffectKind {
                match self {
                    $(Self::$kind { .. } => EffectKind::$kind,)+
                }
            }

            pub(crate) fn parts(&self) -> EffectParts<'_> {
                match self {
                    $(Self::$kind { $($field,)+ .. } => {
                        EffectParts { $($field: Some($field),)+ ..EffectParts::default() }
                    })+
                }
            }
        }

        impl EffectKind {
            /// The names of the parts that its effects have.
            pub(crate) fn part_names(self) -> &'static [&'static str] {
                match self {
                    $(Self::$kind => &[$(stringify!($field)),+],)+
                }
            }
        }
    };
}

effects! {
    /// Added a member.
    AddMember = "add-member": "added member" { member "m": MemberId },
    /// Updated fields of a member.
    UpdateMember = "update-member": "updated member" { member "m": MemberId, set "set": Fields },
    /// Added a team.
    AddTeam = "add-team": "added team" { team "t": TeamId },
    /// Updated fields of a team.
    UpdateTeam = "update-team": "updated team" { team "t": TeamId, set "set": Fields },
    /// Removed a member from a team.
    LeaveTeam = "leave-team": "removed team membership" { team "t": TeamId, member "m": MemberId; turn "turn": usize },
    /// Added a member to a team.
    JoinTeam = "join-team": "added team membership" { team "t": TeamId, member "m": MemberId },
    /// Added a contact.
    AddContact = "add-contact": "added contact" { contact "k": ContactId },
    /// Updated fields of a contact.
    UpdateContact = "update-contact": "updated contact" { contact "k": ContactId, set "set": Fields },
    /// Opened a conversation.
    OpenConversation = "open-conversation": "opened conversation" {
        conversation "c": ConversationId, contact "k": ContactId, status "s": Status
    },
    /// Recorded the contact's first message in a conversation.
    MarkContactWrote = "mark-contact-wrote": "recorded first message" { conversation "c": ConversationId },
    /// Cleared the contact's first message in a conversation.
    ClearContactWrote = "clear-contact-wrote": "cleared first message" { conversation "c": ConversationId },
    /// Unassigned a member from a conversation.
    UnassignMember = "unassign-member": "unassigned member" {
        conversation "c": ConversationId, member "m": MemberId, reason "r": RemovalReason
    },
    /// Unassigned the team from a conversation.
    ClearTeam = "clear-team": "unassigned team" { conversation "c": ConversationId, team "t": TeamId },
    /// Assigned a conversation to a team.
    SetTeam = "set-team": "assigned team" { conversation "c": ConversationId, team "t": TeamId },
    /// Advanced the rotation of a team.
    AdvanceTurn = "advance-turn": "advanced rotation" {
        team "t": TeamId; turn "turn": usize, picked "m": Option<MemberId>
    },
    /// Assigned a member to a conversation.
    AssignMember = "assign-member": "assigned member" {
        conversation "c": ConversationId, member "m": MemberId, reason "r": AssignReason
    },
    /// Set the first responder of a conversation.
    SetFirstResponder = "set-first-responder": "set first responder" {
        conversation "c": ConversationId, member "m": MemberId
    },
    /// Cleared the first responder of a conversation.
    ClearFirstResponder = "clear-first-responder": "cleared first responder" {
        conversation "c": ConversationId, member "m": MemberId
    },
    /// Added an owner to a contact.
    AddOwner = "add-owner": "added owner" { contact "k": ContactId, member "m": MemberId, reason "r": OwnerReason },
    /// Removed an owner from a contact.
    RemoveOwner = "remove-owner": "removed owner" {
        contact "k": ContactId, member "m": MemberId, reason "r": RemovalReason
    },
    /// Pinned an owner of a contact.
    PinOwner = "pin-owner": "pinned owner" { contact "k": ContactId, member "m": MemberId },
    /// Unpinned an owner of a contact.
    UnpinOwner = "unpin-owner": "unpinned owner" { contact "k": ContactId, member "m": MemberId },
    /// Marked a conversation as handed over by a flow.
    MarkHandedOver = "mark-handed-over": "flow handover" { conversation "c": ConversationId },
    /// Cleared the handover of a conversation.
    ClearHandedOver = "clear-handed-over": "ended flow" { conversation "c": ConversationId },
    /// Set the status of a conversation.
    SetStatus = "set-status": "status change" { conversation "c": ConversationId, status "s": Status },
    /// Closed a conversation.
    CloseConversation = "close-conversation": "closed conversation" { conversation "c": ConversationId },
    /// Reopened a conversation.
    ReopenConversation = "reopen-conversation": "reopened conversation" {
        conversation "c": ConversationId, status "s": Status
    },
    /// Moved a conversation to another contact (merge).
    MoveConversation = "move-conversation": "moved conversation" {
        conversation "c": ConversationId, contact "k": ContactId
    },
    /// Erased a contact for good.
    EraseContact = "erase-contact": "erased contact" { contact "k": ContactId },
    /// Removed a conversation (undo).
    RemoveConversation = "remove-conversation": "removed conversation" {
        conversation "c": ConversationId, contact "k": ContactId
    },
    /// Changed a setting.
    SetSetting = "set-setting": "changed setting" { setting "setting": Setting },
    /// Reactivated a member.
    ActivateMember = "activate-member": "reactivated member" { member "m": MemberId },
    /// Deactivated a member.
    DeactivateMember = "deactivate-member": "deactivated member" { member "m": MemberId },
    /// Added an absence.
    AddAbsence = "add-absence": "added absence" {
        member "m": MemberId; absence "a": AbsenceId, from "f": i64, until "u": i64, cover "v": Vec<MemberId>
    },
    /// Ended an absence at another time, `until`, or removed it, which began at `from`.
    EndAbsence = "end-absence": "ended absence" {
        member "m": MemberId; absence "a": AbsenceId, from "f": Option<i64>, until "u": Option<i64>
    },
    /// Removed a member.
    RemoveMember = "remove-member": "removed member" { member "m": MemberId },
    /// Removed a team.
    RemoveTeam = "remove-team": "removed team" { team "t": TeamId },
    /// Removed a contact.
    RemoveContact = "remove-contact": "removed contact" { contact "k": ContactId },
}

/// The rows that an effect names, and the values that it sets.
#[derive(Default)]
pub(crate) struct EffectParts<'a> {
    pub(crate) conversation: Option<&'a ConversationId>,
    pub(crate) contact: Option<&'a ContactId>,
    pub(crate) team: Option<&'a TeamId>,
    pub(crate) member: Option<&'a MemberId>,
    pub(crate) reason: Option<&'a dyn Codes>,
    pub(crate) status: Option<&'a Status>,
    pub(crate) set: Option<&'a Fields>,
    pub(crate) setting: Option<&'a Setting>,
}

impl Effect {
    /// The contact and the conversation that the effect changes, if any.
    pub fn subject(&self) -> (Option<ContactId>, Option<ConversationId>) {
        let parts = self.parts();
        (parts.contact.copied(), parts.conversation.copied())
    }

    /// The member that the effect names, if any.
    pub fn member(&self) -> Option<MemberId> {
        self.parts().member.copied()
    }

    /// Whether it changes the owners of a contact.
    pub fn is_of_owners(&self) -> bool {
        matches!(
            self,
            Self::AddOwner { .. } | Self::RemoveOwner { .. } | Self::PinOwner { .. } | Self::UnpinOwner { .. }
        )
    }

    /// Whether it changes the state of a contact: its owners or a conversation.
    pub fn is_of_state(&self) -> bool {
        let is_of_conversation = self.subject().1.is_some() && !matches!(self, Self::MoveConversation { .. });
        self.is_of_owners() || is_of_conversation
    }

    /// The effect without a rule, as of commands that change members, teams and contacts.
    pub fn without_rule(self) -> DecidedEffect {
        DecidedEffect { effect: self, rule: None }
    }
}
