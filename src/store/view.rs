//! What the store answers: the JSON shapes that scripts rely on. Keys are only ever added.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Serialize;

use crate::model::code::codes;
use crate::model::{
    Assigned, ChangeId, ConversationId, EffectKind, FaultCode, Owned, Passed, RoleKind, RuleId, SettingKey, Status,
    Strategy, Time,
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
    /// Those named here who aren't active; for people.
    #[serde(skip)]
    pub inactive: Vec<String>,
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
    /// The owners who aren't active; for people.
    #[serde(skip)]
    pub inactive: Vec<String>,
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

/// A contact with its owners, as a key-account mapping has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The phone.
    pub phone: String,
    /// First name, last name, email, account, external id.
    pub fields: [Option<String>; 5],
    /// The owners' emails, as they came.
    pub owners: Vec<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Effect {
    pub effect: EffectKind,
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
    /// The old values of the fields in `set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<BTreeMap<&'static str, Option<String>>>,
    pub rule: Option<RuleId>,
}

/// Something that could not be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What the change had done.
    #[serde(flatten)]
    pub effect: Effect,
    /// What stands in the way, in words.
    pub why: String,
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

/// What is wrong with the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Whether nothing is.
    pub ok: bool,
    /// The first faults of each kind, and how many more there are.
    pub faults: Vec<Fault>,
    /// How many there are in all.
    #[serde(skip)]
    pub count: i64,
}

/// Something that is wrong with the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Of which kind.
    pub code: FaultCode,
    /// What it is, by the names that people see.
    pub what: String,
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

codes! {
    /// What can happen to a conversation.
    pub enum EventKind {
        /// It was opened.
        Opened = "opened",
        /// A member was put on it.
        Assigned = "assigned",
        /// A member was taken off it.
        Unassigned = "unassigned",
        /// Somebody was looked at and not taken.
        PassedOver = "passed-over",
        /// It was given to a team.
        TeamSet = "team-set",
        /// It was taken from its team.
        TeamCleared = "team-cleared",
        /// Its status was set.
        Status = "status",
        /// A member was the first to respond.
        FirstResponder = "first-responder",
        /// It was closed.
        Closed = "closed",
    }
}

/// Something that happened to a conversation, as `why` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are those of the JSON shapes")]
pub struct Event {
    pub at: Time,
    pub change: ChangeId,
    pub actor: String,
    pub what: EventKind,
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
    /// An effect of which only the kind and the rule are known.
    pub(super) fn new(effect: EffectKind, rule: Option<RuleId>) -> Self {
        Self {
            effect,
            conversation: None,
            contact: None,
            team: None,
            member: None,
            status: None,
            reason: None,
            key: None,
            value: None,
            set: None,
            was: None,
            rule,
        }
    }

    /// The effect in a few words: whom or what it is about comes first.
    pub fn sentence(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (member, team, contact) = (text(&self.member), text(&self.team), text(&self.contact));
        let reason = self.reason.unwrap_or_default();
        let status = self.status.map_or("", Status::code);
        let conversation = self.conversation.map(|id| format!("conversation {id}")).unwrap_or_default();
        match self.effect {
            EffectKind::AddMember => format!("{member} is a member"),
            EffectKind::RemoveMember => format!("{member} is no member any more"),
            EffectKind::ActivateMember => format!("{member} is active again"),
            EffectKind::DeactivateMember => format!("{member} is not active any more"),
            EffectKind::UpdateMember => format!("{member}: {}", self.fields()),
            EffectKind::AddTeam => format!("{team} is a team"),
            EffectKind::RemoveTeam => format!("{team} is no team any more"),
            EffectKind::UpdateTeam => format!("{team}: {}", self.fields()),
            EffectKind::JoinTeam => format!("{member} joined {team}"),
            EffectKind::LeaveTeam => format!("{member} left {team}"),
            EffectKind::AdvanceTurn if self.rule.is_none() => format!("the turn of {team} was put back"),
            EffectKind::AdvanceTurn => format!("the turn of {team} moved on"),
            EffectKind::AddContact => format!("{contact} is a contact"),
            EffectKind::UpdateContact => format!("{contact}: {}", self.fields()),
            EffectKind::RemoveContact => format!("{contact} is no contact any more"),
            EffectKind::OpenConversation => format!("{conversation} with {contact} was opened, status {status}"),
            EffectKind::MarkContactWrote => format!("the contact wrote in {conversation}"),
            EffectKind::ClearContactWrote => format!("the contact didn't write in {conversation} after all"),
            EffectKind::AssignMember => format!("{member} was assigned to {conversation} ({reason})"),
            EffectKind::UnassignMember => format!("{member} was taken off {conversation} ({reason})"),
            EffectKind::SetTeam => format!("{conversation} was given to {team}"),
            EffectKind::ClearTeam => format!("{conversation} was taken from {team}"),
            EffectKind::SetFirstResponder => format!("{member} was the first to respond in {conversation}"),
            EffectKind::ClearFirstResponder => format!("{member} was not the first to respond in {conversation}"),
            EffectKind::AddOwner => format!("{member} owns {contact} ({reason})"),
            EffectKind::RemoveOwner => format!("{member} owns {contact} no more ({reason})"),
            EffectKind::MarkHandedOver => format!("the flow handed {conversation} over"),
            EffectKind::ClearHandedOver => format!("the flow in {conversation} ended"),
            EffectKind::SetStatus => format!("{conversation} is {status}"),
            EffectKind::CloseConversation => format!("{conversation} was closed"),
            EffectKind::ReopenConversation => format!("{conversation} is open again, status {status}"),
            EffectKind::RemoveConversation => format!("{conversation} with {contact} was removed"),
            EffectKind::SetSetting => {
                let value = self.value.clone().flatten().unwrap_or_else(|| "none".to_owned());
                format!("{} is {value}", self.key.map_or("", SettingKey::code))
            }
        }
    }

    /// `name = Ventas (was Sales)`.
    fn fields(&self) -> String {
        let none = || "none".to_owned();
        let parts = self.set.iter().flatten().map(|(field, value)| {
            let was = self.was.as_ref().and_then(|was| was.get(field));
            let was = was.map(|was| format!(" (was {})", was.clone().unwrap_or_else(none))).unwrap_or_default();
            format!("{} = {}{was}", field.replace('_', " "), value.clone().unwrap_or_else(none))
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

impl PassedOver {
    /// Who was passed over, and why, in a few words; of nobody in particular, what was missing.
    pub fn sentence(&self) -> String {
        let about = match (&self.contact, self.conversation) {
            (Some(contact), _) => format!(" ({contact})"),
            (None, Some(conversation)) => format!(" (conversation {conversation})"),
            (None, None) => String::new(),
        };
        match (&self.member, self.team.clone().flatten()) {
            (Some(member), _) => format!("{member} {}{about}", self.reason.sentence()),
            (None, Some(team)) => format!("team {team} {}", self.reason.sentence()),
            (None, None) if self.reason == Passed::NotAssigned => "no team is set".to_owned(),
            (None, None) => "nobody who is named is active".to_owned(),
        }
    }
}
