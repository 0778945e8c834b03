//! What can stand in the way of taking an effect back.

use crate::model::{ChangeId, ContactId, ConversationId, Field, MemberId, Reference, Setting, Status, TeamId};

/// Something that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntityRef {
    Member(MemberId),
    Team(TeamId),
    Contact(ContactId),
    Conversation(ConversationId),
}

/// Why an effect can't be taken back: something isn't as the change left it, or would not fit to
/// what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ConflictReason {
    /// What it is about isn't there any more.
    Gone(EntityRef),
    /// What would come back is there again.
    Back(EntityRef),
    /// A field has another value now.
    Changed(Field, Option<String>),
    /// Another one of its kind has this value now.
    Taken(EntityRef, Field, String),
    /// Other things name it.
    Referred(Vec<Reference>),
    /// The member isn't active.
    Inactive(MemberId),
    /// The member is active again.
    Active(MemberId),
    /// The member is on so many open conversations.
    OnOpen(MemberId, i64),
    /// The member isn't in the team any more.
    NotInTeam(MemberId),
    /// The member is in the team.
    InTeam(MemberId),
    /// The member doesn't own the contact any more.
    NotOwner(MemberId),
    /// The member owns the contact since this change.
    Owner(MemberId, ChangeId),
    /// The conversation is closed.
    Closed(ConversationId),
    /// The contact has another open conversation.
    OtherOpen(ConversationId),
    /// The conversation has another status now.
    Status(Status),
    /// The conversation is given to another team, or to none.
    Team(Option<TeamId>),
    /// The member isn't on the conversation any more.
    NotAssigned(MemberId),
    /// The member is on the conversation since this change.
    Assigned(MemberId, ChangeId),
    /// Somebody else was the first to respond, or nobody.
    FirstResponder(Option<MemberId>),
    /// Whether the contact has written is otherwise now.
    Wrote(bool),
    /// Whether the flow has handed over is otherwise now.
    HandedOver(bool),
    /// The setting has another value now.
    Setting(Setting),
}
