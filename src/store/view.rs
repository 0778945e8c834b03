//! What the store answers: the JSON shapes that scripts rely on. Keys are only ever added.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::shapes;
use crate::model::code::codes;
use crate::model::{
    Assigned, ChangeId, ConversationId, EffectKind, FaultCode, Field, Owned, Passed, RoleKind, RuleId, SettingKey,
    Status, Strategy, Time,
};

/// What takes the rows of a list one by one, and may say that it has enough.
pub type Visit<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Member {
    /// The email: the key of a member.
    pub email: String,
    /// The name, for people.
    pub name: Option<String>,
    /// Whether assignments reach the member.
    pub active: bool,
    /// The id in another system.
    pub external_id: Option<String>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Team {
    /// The name: the key of a team.
    pub name: String,
    /// How a flow's step Assign Team picks one of the team.
    pub strategy: Strategy,
    /// Whom the strategy `default-agent` picks, by email.
    pub default_agent: Option<String>,
    /// The members by email, in the order of their turns.
    pub members: Vec<String>,
    /// Those named here who aren't active; for people.
    #[serde(skip)]
    pub inactive: Vec<String>,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Contact {
    /// The phone in canonical form: the key of a contact.
    pub phone: String,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The email.
    pub email: Option<String>,
    /// The company that the contact belongs to.
    pub account: Option<String>,
    /// The id in another system.
    pub external_id: Option<String>,
    /// The owners by email, as they joined; inactive ones too.
    pub owners: Vec<String>,
    /// The owners who aren't active; for people.
    #[serde(skip)]
    pub inactive: Vec<String>,
}

/// An ownership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ownership {
    /// The contact's phone.
    pub phone: String,
    /// The contact's account.
    pub account: Option<String>,
    /// The owner's email.
    pub owner: String,
    /// Whether the owner is active.
    pub active: bool,
    /// Why the member was made an owner.
    pub reason: Owned,
    /// Since when.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conversation {
    /// Its number.
    pub id: ConversationId,
    /// The contact's phone.
    pub contact: String,
    /// Where it stands.
    pub status: Status,
    /// The team that it is given to.
    pub team: Option<String>,
    /// The members on it, as they joined.
    pub assigned: Vec<Assignment>,
    /// Who answered the contact first, by email.
    pub first_responder: Option<String>,
    /// When it began.
    pub opened_at: Time,
    /// When it ended; null while it is open.
    pub closed_at: Option<Time>,
}

/// A member on a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assignment {
    /// The member's email.
    pub member: String,
    /// Why the member was put on it.
    pub reason: Assigned,
    /// Since when.
    pub since: Time,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Setting {
    /// Its name.
    pub key: SettingKey,
    /// Its value; null is unset.
    pub value: Option<String>,
    /// Its value when nobody has set it.
    pub default: Option<String>,
    /// What it does.
    pub description: &'static str,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Its number.
    pub id: ChangeId,
    /// When it was made.
    pub at: Time,
    /// Who made it.
    pub actor: String,
    /// The command that made it, as it was typed.
    pub command: String,
    /// How many effects it had.
    pub effect_count: i64,
    /// The change that took it back; null if it counts.
    pub undone_by: Option<ChangeId>,
}

/// An effect by the names of what it is about; what it isn't about is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(transform = shapes::carried)]
pub struct Effect {
    /// What happened.
    pub effect: EffectKind,
    /// The conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ConversationId")]
    pub conversation: Option<ConversationId>,
    /// The contact's phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub contact: Option<String>,
    /// The team's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub team: Option<String>,
    /// The member's email.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub member: Option<String>,
    /// The status of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Status")]
    pub status: Option<Status>,
    /// Why a member was put on the conversation or taken off it, or made an owner or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "shapes::effect_reason")]
    pub reason: Option<&'static str>,
    /// The setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SettingKey")]
    pub key: Option<SettingKey>,
    /// The value of the setting; null is unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Option<String>>,
    /// The fields that were set, with their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<Field, Option<String>>")]
    pub set: Option<BTreeMap<&'static str, Option<String>>>,
    /// The old values of the fields in `set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<Field, Option<String>>")]
    pub was: Option<BTreeMap<&'static str, Option<String>>>,
    /// The rule that decided it; null where no rule decides: the directory, and what an undo puts back.
    pub rule: Option<RuleId>,
}

/// Something that could not be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict {
    /// What the change had done.
    #[serde(flatten)]
    pub effect: Effect,
    /// What stands in the way, in words.
    pub why: String,
}

/// Somebody who was passed over; `member` is null where nobody in particular is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PassedOver {
    /// Who was passed over, by email; null where nobody in particular is meant.
    pub member: Option<String>,
    /// Named, maybe as null, where no member is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Option<String>>,
    /// The contact's phone, where several are touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub contact: Option<String>,
    /// The conversation, where several are touched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ConversationId")]
    pub conversation: Option<ConversationId>,
    /// Why.
    pub reason: Passed,
    /// The rule that would have added or removed, or that looked at the member.
    pub rule: RuleId,
}

/// A member's place in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Role {
    /// The team's name.
    pub team: String,
    /// What the member is to it.
    pub role: RoleKind,
}

/// What is wrong with the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fault {
    /// Of which kind.
    pub code: FaultCode,
    /// What it is, by the names that people see.
    pub what: String,
}

/// What is in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// The members.
    pub members: MemberCounts,
    /// How many teams.
    pub teams: i64,
    /// The contacts.
    pub contacts: ContactCounts,
    /// The conversations.
    pub conversations: ConversationCounts,
    /// How many changes the history has.
    pub changes: i64,
    /// The settings with their values; null is unset.
    #[schemars(schema_with = "shapes::settings")]
    pub settings: BTreeMap<&'static str, Option<String>>,
}

/// How many members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MemberCounts {
    /// How many are active.
    pub active: i64,
    /// How many are not.
    pub inactive: i64,
}

/// How many contacts; `unowned` have no active owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContactCounts {
    /// How many there are.
    pub total: i64,
    /// How many of them are without an active owner.
    pub unowned: i64,
}

/// How many conversations; `unassigned` are open and without a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConversationCounts {
    /// How many are open.
    pub open: i64,
    /// How many of the open ones are without a member.
    pub unassigned: i64,
    /// How many are closed.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Event {
    /// When it happened.
    pub at: Time,
    /// The change that did it.
    pub change: ChangeId,
    /// Who made the change.
    pub actor: String,
    /// What happened.
    pub what: EventKind,
    /// The member that it was about, by email.
    pub member: Option<String>,
    /// The team that it was given to or taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub team: Option<String>,
    /// The status that it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Status")]
    pub status: Option<Status>,
    /// Why, by its code; null where the rule says all.
    #[schemars(schema_with = "shapes::event_reason")]
    pub reason: Option<&'static str>,
    /// The rule that decided it; null where no rule decides.
    pub rule: Option<RuleId>,
    /// What happened and why, in words.
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

    /// What was done: `added owner ana@acme.example to +525512345678 (import)`.
    pub fn sentence(&self) -> String {
        let (verb, object) = self.words();
        match verb {
            "set" => format!("set {object}"),
            verb if verb.ends_with('e') => format!("{verb}d {object}"),
            verb => format!("{verb}ed {object}"),
        }
    }

    /// What a dry run would have done: `would add owner …`.
    pub fn intention(&self) -> String {
        let (verb, object) = self.words();
        format!("would {verb} {object}")
    }

    /// A regular verb, and what it is done to.
    fn words(&self) -> (&'static str, String) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (member, team, contact) = (text(&self.member), text(&self.team), text(&self.contact));
        let reason = self.reason.unwrap_or_default();
        let status = self.status.map_or("", Status::code);
        let conversation = self.conversation.map(|id| format!("conversation {id}")).unwrap_or_default();
        match self.effect {
            EffectKind::AddMember => ("add", format!("member {member}")),
            EffectKind::RemoveMember => ("remove", format!("member {member}")),
            EffectKind::ActivateMember => ("reactivate", format!("member {member}")),
            EffectKind::DeactivateMember => ("deactivate", format!("member {member}")),
            EffectKind::UpdateMember => ("update", format!("member {member}: {}", self.fields())),
            EffectKind::AddTeam => ("add", format!("team {team}")),
            EffectKind::RemoveTeam => ("remove", format!("team {team}")),
            EffectKind::UpdateTeam => ("update", format!("team {team}: {}", self.fields())),
            EffectKind::JoinTeam => ("add", format!("{member} to team {team}")),
            EffectKind::LeaveTeam => ("remove", format!("{member} from team {team}")),
            EffectKind::AdvanceTurn if self.rule.is_none() => ("restore", format!("the rotation of {team}")),
            EffectKind::AdvanceTurn => ("advance", format!("the rotation of {team}")),
            EffectKind::AddContact => ("add", format!("contact {contact}")),
            EffectKind::UpdateContact => ("update", format!("contact {contact}: {}", self.fields())),
            EffectKind::RemoveContact => ("remove", format!("contact {contact}")),
            EffectKind::OpenConversation => ("open", format!("{conversation} with {contact}, status {status}")),
            EffectKind::MarkContactWrote => ("record", format!("the contact's first message in {conversation}")),
            EffectKind::ClearContactWrote => ("clear", format!("the contact's first message in {conversation}")),
            EffectKind::AssignMember => ("assign", format!("{member} to {conversation} ({reason})")),
            EffectKind::UnassignMember => ("unassign", format!("{member} from {conversation} ({reason})")),
            EffectKind::SetTeam => ("assign", format!("{conversation} to team {team}")),
            EffectKind::ClearTeam => ("unassign", format!("team {team} from {conversation}")),
            EffectKind::SetFirstResponder => ("set", format!("the first responder of {conversation}: {member}")),
            EffectKind::ClearFirstResponder => ("clear", format!("the first responder of {conversation}: {member}")),
            EffectKind::AddOwner => ("add", format!("owner {member} to {contact} ({reason})")),
            EffectKind::RemoveOwner => ("remove", format!("owner {member} from {contact} ({reason})")),
            EffectKind::MarkHandedOver => ("record", format!("the flow's handover of {conversation}")),
            EffectKind::ClearHandedOver => ("record", format!("the end of the flow in {conversation}")),
            EffectKind::SetStatus => ("set", format!("the status of {conversation}: {status}")),
            EffectKind::CloseConversation => ("close", conversation),
            EffectKind::ReopenConversation => ("reopen", format!("{conversation}, status {status}")),
            EffectKind::RemoveConversation => ("remove", format!("{conversation} with {contact}")),
            EffectKind::SetSetting => {
                let value = self.value.clone().flatten().unwrap_or_else(|| "none".to_owned());
                ("set", format!("{} to {value}", self.key.map_or("", SettingKey::code)))
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
            (None, None) => "none of the named members is active".to_owned(),
        }
    }
}
