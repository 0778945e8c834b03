//! What the store answers: the JSON shapes that scripts rely on. Keys are only ever added.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Serialize;

use crate::model::{
    Assigned, ChangeId, ConversationId, Owned, Passed, RoleKind, RuleId, SettingKey, Status, Strategy, Time,
};

/// What takes the rows of a list one by one, and may say that it has enough.
pub type Visit<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Member {
    pub email: String,
    pub name: Option<String>,
    pub active: bool,
    pub external_id: Option<String>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Team {
    pub name: String,
    pub strategy: Strategy,
    pub default_agent: Option<String>,
    pub members: Vec<String>,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Contact {
    pub phone: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub account: Option<String>,
    pub external_id: Option<String>,
    pub owners: Vec<String>,
}

/// An ownership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Ownership {
    pub phone: String,
    pub account: Option<String>,
    pub owner: String,
    pub active: bool,
    pub reason: Owned,
    pub since: Time,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Conversation {
    pub id: ConversationId,
    pub contact: String,
    pub status: Status,
    pub team: Option<String>,
    pub assigned: Vec<Assignment>,
    pub first_responder: Option<String>,
    pub opened_at: Time,
    pub closed_at: Option<Time>,
}

/// A member on a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Assignment {
    pub member: String,
    pub reason: Assigned,
    pub since: Time,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Setting {
    pub key: SettingKey,
    pub value: Option<String>,
    pub default: Option<String>,
    pub description: &'static str,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Change {
    pub id: ChangeId,
    pub at: Time,
    pub actor: String,
    pub command: String,
    pub effect_count: i64,
    pub undone_by: Option<ChangeId>,
}

/// An effect by the names of what it is about; what it isn't about is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Effect {
    pub effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<SettingKey>,
    /// Of a setting; `Some(None)` is a setting that is unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<BTreeMap<&'static str, Option<String>>>,
    pub rule: Option<RuleId>,
}

/// Somebody who was passed over; `member` is null where nobody in particular is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct PassedOver {
    pub member: Option<String>,
    /// Named, maybe as null, where no member is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    pub reason: Passed,
    pub rule: RuleId,
}

/// A member's place in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Role {
    pub team: String,
    pub role: RoleKind,
}

/// What is in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Counts {
    pub members: MemberCounts,
    pub teams: i64,
    pub contacts: ContactCounts,
    pub conversations: ConversationCounts,
    pub changes: i64,
    pub settings: BTreeMap<&'static str, Option<String>>,
}

/// How many members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct MemberCounts {
    pub active: i64,
    pub inactive: i64,
}

/// How many contacts; `unowned` have no active owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct ContactCounts {
    pub total: i64,
    pub unowned: i64,
}

/// How many conversations; `unassigned` are open and without a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct ConversationCounts {
    pub open: i64,
    pub unassigned: i64,
    pub closed: i64,
}

/// Something that happened to a conversation, as `why` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Event {
    pub at: Time,
    pub change: ChangeId,
    pub what: &'static str,
    pub member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    pub reason: Option<&'static str>,
    pub rule: Option<RuleId>,
    pub text: String,
}

impl Effect {
    /// The effect in a few words: whom or what it is about comes first.
    pub fn sentence(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (member, team, contact) = (text(&self.member), text(&self.team), text(&self.contact));
        let reason = self.reason.unwrap_or_default();
        let status = self.status.map_or("", Status::code);
        let conversation = self.conversation.map(|id| format!("conversation {id}")).unwrap_or_default();
        match self.effect {
            "add-member" => format!("{member} is a member"),
            "remove-member" => format!("{member} is no member any more"),
            "activate-member" => format!("{member} is active again"),
            "deactivate-member" => format!("{member} is not active any more"),
            "update-member" => format!("{member}: {}", self.fields()),
            "add-team" => format!("{team} is a team"),
            "remove-team" => format!("{team} is no team any more"),
            "update-team" => format!("{team}: {}", self.fields()),
            "join-team" => format!("{member} joined {team}"),
            "leave-team" => format!("{member} left {team}"),
            "advance-turn" => format!("the turn of {team} moved on"),
            "add-contact" => format!("{contact} is a contact"),
            "update-contact" => format!("{contact}: {}", self.fields()),
            "remove-contact" => format!("{contact} is no contact any more"),
            "open-conversation" => format!("{conversation} with {contact} was opened, status {status}"),
            "mark-contact-wrote" => format!("the contact wrote in {conversation}"),
            "assign-member" => format!("{member} was assigned to {conversation} ({reason})"),
            "unassign-member" => format!("{member} was taken off {conversation} ({reason})"),
            "set-team" => format!("{conversation} was given to {team}"),
            "clear-team" => format!("{conversation} was taken from {team}"),
            "set-first-responder" => format!("{member} was the first to respond in {conversation}"),
            "add-owner" => format!("{member} owns {contact} ({reason})"),
            "remove-owner" => format!("{member} owns {contact} no more ({reason})"),
            "mark-handed-over" => format!("the flow handed {conversation} over"),
            "clear-handed-over" => format!("the flow in {conversation} ended"),
            "set-status" => format!("{conversation} is {status}"),
            "close-conversation" => format!("{conversation} was closed"),
            "set-setting" => {
                let value = self.value.clone().flatten().unwrap_or_else(|| "none".to_owned());
                format!("{} is {value}", self.key.map_or("", SettingKey::code))
            }
            other => other.to_owned(),
        }
    }

    fn fields(&self) -> String {
        let set = self.set.iter().flatten();
        let parts = set.map(|(field, value)| format!("{field} = {}", value.as_deref().unwrap_or("none")));
        parts.collect::<Vec<_>>().join(", ")
    }
}
