//! Conflicts of an undo.

use crate::model::{ChangeId, ContactId, ConversationId, Field, MemberId, Reference, Setting, Status, TeamId};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntityRef {
    Member(MemberId),
    Team(TeamId),
    Contact(ContactId),
    Conversation(ConversationId),
}

/// Why an effect can't be undone: a later change altered the same data, or the old state would be
/// inconsistent with the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConflictReason {
    /// It was removed.
    Gone(EntityRef),
    /// It exists again.
    Back(EntityRef),
    Changed(Field, Option<String>),
    /// Another one of its kind has this unique value now.
    Taken(EntityRef, Field, String),
    Referred(Vec<Reference>),
    Inactive(MemberId),
    Active(MemberId),
    OnOpen(MemberId, i64),
    NotInTeam(MemberId),
    InTeam(MemberId),
    NotOwner(MemberId),
    /// The change that made the member an owner.
    Owner(MemberId, ChangeId),
    Closed(ConversationId),
    OtherOpen(ConversationId),
    Status(Status),
    Team(Option<TeamId>),
    NotAssigned(MemberId),
    /// The change that assigned the member.
    Assigned(MemberId, ChangeId),
    /// The current first responder.
    FirstResponder(Option<MemberId>),
    /// Whether the contact has written now.
    Wrote(bool),
    /// Whether the flow has handed over now.
    HandedOver(bool),
    Setting(Setting),
}
