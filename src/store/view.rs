//! The JSON output of the store, which scripts rely on. Keys are only ever added.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::shapes;
use crate::model::code::codes;
use crate::model::{
    AssignReason, ChangeId, ContactValues, ConversationId, EffectKind, Field, OwnerReason, PassOverReason, ProblemCode,
    RoleKind, RuleId, SettingKey, Status, Strategy, Time, UnassignedReason,
};

/// Visits the rows of a list; may stop early.
pub type Visit<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Member")]
pub struct MemberView {
    /// The email: the key of a member.
    pub email: String,
    /// The display name.
    pub name: Option<String>,
    /// Whether the member can be assigned.
    pub active: bool,
    /// The id in another system.
    pub external_id: Option<String>,
    /// When the present absence ends; null for a member who is not away.
    pub away_until: Option<Time>,
    /// The teams of the member, by name.
    pub teams: Vec<String>,
    /// The number of contacts that the member owns.
    pub contacts: i64,
    /// The number of open conversations that the member is assigned to.
    pub open_conversations: i64,
}

/// An absence of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Absence")]
pub struct AbsenceView {
    /// The member's email.
    pub member: String,
    /// When it begins.
    pub from: Time,
    /// When it ends; this moment is not part of it.
    pub until: Time,
    /// The substitutes by email; the first who can covers.
    pub cover: Vec<String>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Team")]
pub struct TeamView {
    /// The name: the key of a team.
    pub name: String,
    /// How a flow's step Assign Team picks a member.
    pub strategy: Strategy,
    /// The member that the strategy `default-agent` picks, by email.
    pub default_agent: Option<String>,
    /// The minutes after which a conversation without an answer goes to another member; null for never.
    pub reassign_after: Option<u32>,
    /// The members by email, in the order of the rotation.
    pub members: Vec<String>,
    /// Inactive members among them; only for text output.
    #[serde(skip)]
    pub inactive: Vec<String>,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Contact")]
pub struct ContactView {
    /// The phone in canonical form: the key of a contact.
    pub phone: String,
    #[serde(flatten)]
    pub fields: ContactValues,
    /// The owners by email, oldest first, including inactive ones.
    pub owners: Vec<String>,
    /// Inactive owners; only for text output.
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
    /// Why the member owns the contact.
    pub reason: OwnerReason,
    /// When the relation began.
    pub since: Time,
    /// The change that made the member an owner.
    pub change: ChangeId,
    /// Whether only a person removes it.
    pub pinned: bool,
}

/// The ownerships of a member: a row of `owner list --by member`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MemberOwnerships {
    /// The owner's email.
    pub member: String,
    /// The number of contacts.
    pub contacts: u64,
    /// The number of accounts of these contacts.
    pub accounts: u64,
}

/// The ownerships of an account's contacts: a row of `owner list --by account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountOwnerships {
    /// The account; null for contacts without one.
    pub account: Option<String>,
    /// The number of contacts with owners.
    pub contacts: u64,
    /// The owners by email.
    pub owners: Vec<String>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Conversation")]
pub struct ConversationView {
    /// Its number.
    pub id: ConversationId,
    /// The contact's phone.
    pub contact: String,
    /// The contact's first and last name.
    pub name: Option<String>,
    /// The contact's account.
    pub account: Option<String>,
    /// The status.
    pub status: Status,
    /// The assigned team.
    pub team: Option<String>,
    /// The assigned members, in the order of assignment.
    pub assigned: Vec<Assignment>,
    /// The first member who replied to the contact, by email.
    pub first_responder: Option<String>,
    /// When it was opened.
    pub opened_at: Time,
    /// When it was closed; null while it is open.
    pub closed_at: Option<Time>,
    /// Whether the member that its team picked has not answered in time.
    pub overdue: bool,
}

/// An assignment of a member to a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assignment {
    /// The member's email.
    pub member: String,
    /// Why the member was assigned.
    pub reason: AssignReason,
    /// When the relation began.
    pub since: Time,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Setting")]
pub struct SettingView {
    /// Its name.
    pub key: SettingKey,
    /// Its value; null is unset.
    pub value: Option<String>,
    /// The default value; null is unset.
    pub default: Option<String>,
    /// A description of the setting.
    pub description: &'static str,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// Its number.
    pub id: ChangeId,
    /// The time of the change, which a command may name.
    pub at: Time,
    /// When it was really made; null for changes by versions that did not record it.
    pub recorded_at: Option<Time>,
    /// The author of the change, which a command may name.
    pub actor: String,
    /// The user of the system who made it; null where `recorded_at` is.
    pub user: Option<String>,
    /// The command of the change, as typed; contacts by their canonical phone.
    pub command: String,
    /// The number of effects.
    pub effect_count: i64,
    /// The change that undid this one; null if none did.
    pub undone_by: Option<ChangeId>,
}

/// An effect with names instead of numbers; keys that do not apply are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
#[schemars(transform = shapes::carried)]
pub struct EffectView {
    /// The kind of effect.
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
    /// Why a member was assigned, unassigned, or added or removed as an owner.
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
    /// The updated fields with their new values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<Field, Option<String>>")]
    pub set: Option<BTreeMap<&'static str, Option<String>>>,
    /// The old values of the fields in `set`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<Field, Option<String>>")]
    pub was: Option<BTreeMap<&'static str, Option<String>>>,
    /// The rule behind it; null for changes of members, teams and contacts, and for undo.
    pub rule: Option<RuleId>,
    /// When an absence begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub from: Option<Time>,
    /// When an absence ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub until: Option<Time>,
    /// The substitutes of an absence, by email.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub cover: Option<Vec<String>>,
}

/// An effect that could not be undone, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Conflict {
    /// The effect of the change.
    #[serde(flatten)]
    pub effect: EffectView,
    /// The reason of the conflict, as text.
    pub why: String,
    /// The change that had the effect.
    pub change: ChangeId,
}

/// A member or a team that was passed over, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PassedOver")]
pub struct PassedOverView {
    /// The member by email; null if no particular member was passed over.
    pub member: Option<String>,
    /// The team; only present (maybe null) if `member` is null.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Option<String>>,
    /// The contact's phone, if the request is about several contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub contact: Option<String>,
    /// The conversation, if the request is about several contacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ConversationId")]
    pub conversation: Option<ConversationId>,
    /// Why.
    pub reason: PassOverReason,
    /// The rule that passed over the member or the team.
    pub rule: RuleId,
}

/// A member's role in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Role")]
pub struct RoleView {
    /// The team's name.
    pub team: String,
    /// The role of the member.
    pub role: RoleKind,
}

/// The result of a check of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Check")]
pub struct CheckReport {
    /// Whether no problem was found.
    pub ok: bool,
    /// The problems; the first of each kind, then a count.
    pub faults: Vec<Problem>,
    /// Additions to the schema that are not problems: indexes, and statistics of the query planner.
    pub notes: Vec<String>,
    /// The number of problems.
    #[serde(skip)]
    pub count: i64,
}

/// A problem of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
pub struct Problem {
    /// The kind of problem.
    pub code: ProblemCode,
    /// A description of the problem.
    pub what: String,
}

/// A summary of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
pub struct StoreSummary {
    /// The members.
    pub members: MemberTotals,
    /// The number of teams.
    pub teams: i64,
    /// The contacts.
    pub contacts: ContactTotals,
    /// The conversations.
    pub conversations: ConversationTotals,
    /// The number of changes in the history.
    pub changes: i64,
    /// The settings with their values; null is unset.
    #[schemars(schema_with = "shapes::settings")]
    pub settings: BTreeMap<&'static str, Option<String>>,
}

/// The number of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MemberCounts")]
pub struct MemberTotals {
    /// Active members.
    pub active: i64,
    /// Inactive members.
    pub inactive: i64,
    /// Members who are away.
    pub away: i64,
}

/// The number of contacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ContactCounts")]
pub struct ContactTotals {
    /// All contacts.
    pub total: i64,
    /// Contacts without an active owner.
    pub unowned: i64,
}

/// The number of conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ConversationCounts")]
pub struct ConversationTotals {
    /// Open conversations.
    pub open: i64,
    /// Open conversations without an assigned member.
    pub unassigned: i64,
    /// Conversations whose pick has not answered in time.
    pub overdue: i64,
    /// Closed conversations.
    pub closed: i64,
}

codes! {
    /// A kind of event in the life of a conversation.
    pub enum EventKind {
        /// The conversation was opened.
        Opened = "opened",
        /// A member was assigned.
        Assigned = "assigned",
        /// A member was unassigned.
        Unassigned = "unassigned",
        /// A member or a team was passed over.
        PassedOver = "passed-over",
        /// A team was assigned.
        TeamSet = "team-set",
        /// The team was unassigned.
        TeamCleared = "team-cleared",
        /// The status was set.
        Status = "status",
        /// The first responder was set or removed.
        FirstResponder = "first-responder",
        /// The conversation was closed.
        Closed = "closed",
        /// The conversation was reopened.
        Reopened = "reopened",
    }
}

/// An event in the life of a conversation, as `why` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct ConversationEvent {
    /// When it happened.
    pub at: Time,
    /// The change behind it.
    pub change: ChangeId,
    /// The author of the change.
    pub actor: String,
    /// The kind of event.
    pub what: EventKind,
    /// The member, by email.
    pub member: Option<String>,
    /// The team.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub team: Option<String>,
    /// The new status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Status")]
    pub status: Option<Status>,
    /// The code of the reason; null if there is only a rule.
    #[schemars(schema_with = "shapes::event_reason")]
    pub reason: Option<&'static str>,
    /// The rule behind it; null if no rule decided it.
    pub rule: Option<RuleId>,
    /// A sentence with the event and its reason.
    pub text: String,
    /// Where the ownership behind an assignment with the reason `contact-owner` came from, whether or not the
    /// member is an owner now; null for other events.
    pub ownership: Option<OwnershipOrigin>,
}

/// Where an ownership came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnershipOrigin {
    /// Why the member owned the contact.
    pub reason: OwnerReason,
    /// The change that made the member an owner.
    pub change: ChangeId,
    /// When the ownership began.
    pub since: Time,
}

/// Why no member is assigned to an open conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnassignedCause {
    /// The code of the reason.
    pub reason: UnassignedReason,
    /// A sentence with the reason and its change.
    pub text: String,
}

impl EffectView {
    /// What was done: `added owner ana@acme.example to +525512345678 (import)`.
    pub fn sentence(&self) -> String {
        let (verb, object) = self.words();
        match verb {
            "set" => format!("set {object}"),
            "pin" => format!("pinned {object}"),
            "unpin" => format!("unpinned {object}"),
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
            EffectKind::AddAbsence => ("add", format!("an absence of {member}{}", self.period())),
            EffectKind::EndAbsence if self.until.is_some() => {
                ("end", format!("the absence of {member}{}", self.period().replace(" until ", " at ")))
            }
            EffectKind::EndAbsence => ("remove", format!("the absence of {member}{}", self.period())),
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
            EffectKind::PinOwner => ("pin", format!("owner {member} of {contact}")),
            EffectKind::UnpinOwner => ("unpin", format!("owner {member} of {contact}")),
            EffectKind::MarkHandedOver => ("record", format!("the flow's handover of {conversation}")),
            EffectKind::ClearHandedOver => ("record", format!("the end of the flow in {conversation}")),
            EffectKind::SetStatus => ("set", format!("the status of {conversation}: {status}")),
            EffectKind::CloseConversation => ("close", conversation),
            EffectKind::ReopenConversation => ("reopen", format!("{conversation}, status {status}")),
            EffectKind::EraseContact => ("erase", format!("contact {contact}")),
            EffectKind::MoveConversation => ("move", format!("{conversation} to {contact}")),
            EffectKind::RemoveConversation => ("remove", format!("{conversation} with {contact}")),
            EffectKind::SetSetting => {
                let value = self.value.clone().flatten().unwrap_or_else(|| "none".to_owned());
                ("set", format!("{} to {value}", self.key.map_or("", SettingKey::code)))
            }
        }
    }

    /// ` from … until …, covered by …`, as far as it is said.
    fn period(&self) -> String {
        let from = self.from.map(|from| format!(" from {from}")).unwrap_or_default();
        let until = self.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let cover = self.cover.as_deref().filter(|cover| !cover.is_empty());
        let cover = cover.map(|cover| format!(", covered by {}", cover.join(", "))).unwrap_or_default();
        format!("{from}{until}{cover}")
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

impl PassedOverView {
    /// The member or the team with the reason, as a short sentence.
    pub fn sentence(&self) -> String {
        let about = match (&self.contact, self.conversation) {
            (Some(contact), _) => format!(" ({contact})"),
            (None, Some(conversation)) => format!(" (conversation {conversation})"),
            (None, None) => String::new(),
        };
        match (&self.member, self.team.clone().flatten()) {
            (Some(member), _) => format!("{member} {}{about}", self.reason.sentence()),
            (None, _) if self.rule == RuleId::P1 => format!("no member can take it{about}"),
            (None, Some(team)) => format!("team {team} {}{about}", self.reason.sentence()),
            (None, None) if self.reason == PassOverReason::NotAssigned => "no team is assigned".to_owned(),
            (None, None) if self.rule == RuleId::P3 => format!("no team is assigned{about}"),
            (None, None) if self.rule == RuleId::V4 => format!("no substitute is available{about}"),
            (None, None) => "none of the named members is available".to_owned(),
        }
    }
}
