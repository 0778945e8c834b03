//! What a scenario file looks like, as a JSON Schema for editors: they complete keys, show what each
//! means, and underline what is misspelled. What a schema can't say (one of two keys, a contact that is
//! there) is told by the reader; a test holds the keys of both against each other.

// Nothing here is ever made: the types are read by the derive, their comments by people.
#![expect(dead_code, reason = "the shapes of files, not of values")]

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::model::{self, ErrorCode, Passed, Status, Strategy};

/// The JSON Schema of scenario files.
pub fn schema() -> Schema {
    SchemaGenerator::default().into_root_schema_for::<ScenarioFile>()
}

/// One thing, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

/// `on` and `off`, as YAML may read them.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Switch {
    Flag(bool),
    Word(String),
}

/// Text, or a number that is meant as text.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Text {
    Text(String),
    Number(i64),
}

/// Scenarios of who is assigned when; `inboxctl scenario test` plays them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ScenarioFile {
    /// The scenarios, each with a name of its own.
    #[schemars(length(min = 1))]
    scenarios: Vec<Scenario>,
}

/// What is there, what happens, and what is expected of it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Scenario {
    /// What it shows; `--run` selects by it.
    name: String,
    /// What is there before the first step; an empty store if nothing is given.
    given: Option<Given>,
    /// `current`: play on a temporary copy of the given store, in place of `given`.
    store: Option<Current>,
    /// What happens, step by step; step n is n minutes after 2026-01-01T00:00:00Z.
    #[schemars(length(min = 1))]
    steps: Vec<Step>,
}

/// The given store.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Current {
    Current,
}

/// What is there before the first step.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Given {
    /// Settings that aren't as nobody has set them.
    settings: Option<Settings>,
    /// The members who can be assigned.
    members: Option<Vec<MemberOrEmail>>,
    /// The teams.
    teams: Option<Vec<Team>>,
    /// The contacts.
    contacts: Option<Vec<ContactOrPhone>>,
    /// A file for `member import`, relative to this one.
    members_csv: Option<String>,
    /// A file for `team import`, relative to this one.
    teams_csv: Option<String>,
    /// A file for `owner import`, relative to this one.
    owners_csv: Option<String>,
}

/// The settings of the store.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    /// Whether the first responder becomes the owner of a contact without an active one.
    assign_first_responder: Option<Switch>,
    /// The country of phone numbers without country code, by its two letters; `none` for no country.
    default_country: Option<String>,
}

/// A member by email alone, or with more.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum MemberOrEmail {
    Email(String),
    Member(Member),
}

/// A member.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Member {
    /// The email.
    email: String,
    /// The name.
    name: Option<Text>,
    /// Whether assignments reach the member; so if nothing is said.
    active: Option<bool>,
    /// The id in another system.
    external_id: Option<Text>,
}

/// A team.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Team {
    /// The name, compared without case.
    name: String,
    /// How a flow's step Assign Team picks; round-robin if nothing is said.
    strategy: Option<Strategy>,
    /// Whom `default-agent` picks.
    default_agent: Option<String>,
    /// The members' emails, in the order of their turns.
    members: Option<Vec<String>>,
}

/// A contact by phone alone, or with more.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ContactOrPhone {
    Phone(String),
    Contact(Contact),
}

/// A contact.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Contact {
    /// The phone, in any spelling, in quotes.
    phone: String,
    /// The first name.
    first_name: Option<Text>,
    /// The last name.
    last_name: Option<Text>,
    /// The email.
    email: Option<String>,
    /// The company.
    account: Option<Text>,
    /// The id in another system.
    external_id: Option<Text>,
    /// The owners' emails.
    owners: Option<Vec<String>>,
}

/// One thing that happens, what is expected, or both.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Step {
    /// A message, or a step of a flow.
    message: Option<Message>,
    /// Assigning by hand.
    assign: Option<Assign>,
    /// Unassigning by hand.
    unassign: Option<Unassign>,
    /// Closing by hand.
    close: Option<Close>,
    /// Making members owners of the contact.
    owner_add: Option<OwnerAdd>,
    /// Taking owners from the contact.
    owner_remove: Option<OwnerRemove>,
    /// Changing settings.
    settings: Option<TimedSettings>,
    /// A member leaves.
    deactivate: Option<Deactivate>,
    /// A member comes back.
    activate: Option<OneMember>,
    /// A member is removed for good.
    member_remove: Option<OneMember>,
    /// A team is removed for good.
    team_remove: Option<OneTeam>,
    /// A contact is removed for good.
    contact_remove: Option<OneContact>,
    /// What is expected afterwards.
    expect: Option<Expect>,
}

/// A message, or a step of a flow.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Message {
    /// The contact's phone.
    contact: String,
    /// Who sends it.
    from: Sender,
    /// Who writes, with `from: member`.
    member: Option<String>,
    /// An internal note, with `from: member`.
    note: Option<bool>,
    /// The step Assign: whom it names, with `from: flow`.
    assign: Option<OneOrMore<String>>,
    /// The step Assign Team: the team, with `from: flow`.
    assign_team: Option<String>,
    /// The flow ends, with `from: flow`.
    end_flow: Option<bool>,
    /// Make the contact if it isn't there.
    create_contacts: Option<bool>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Who sends a message.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Sender {
    Contact,
    Member,
    Flow,
    System,
}

/// Assigning by hand: `contact` or `conversation`, and `member` or `team` or both.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Assign {
    /// The contact's phone, for its open conversation.
    contact: Option<String>,
    /// The conversation's number.
    conversation: Option<u64>,
    /// Whom to assign.
    member: Option<OneOrMore<String>>,
    /// The team to set.
    team: Option<String>,
    /// Make the named members the only ones.
    replace: Option<bool>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Unassigning by hand: `contact` or `conversation`, and what to take off.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unassign {
    /// The contact's phone, for its open conversation.
    contact: Option<String>,
    /// The conversation's number.
    conversation: Option<u64>,
    /// Whom to take off.
    member: Option<OneOrMore<String>>,
    /// Clear the team.
    team: Option<bool>,
    /// Every member and the team.
    all: Option<bool>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Closing by hand: `contact` or `conversation`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Close {
    /// The contact's phone, for its open conversation.
    contact: Option<String>,
    /// The conversation's number.
    conversation: Option<u64>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Making members owners of the contact.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnerAdd {
    /// The contact's phone.
    contact: String,
    /// The new owners.
    member: OneOrMore<String>,
    /// Put them on the contact's open conversation too.
    assign_open: Option<bool>,
    /// Make the contact if it isn't there.
    create_contacts: Option<bool>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Taking owners from the contact.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnerRemove {
    /// The contact's phone.
    contact: String,
    /// The former owners.
    member: OneOrMore<String>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// Changing settings.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct TimedSettings {
    /// Whether the first responder becomes the owner of a contact without an active one.
    assign_first_responder: Option<Switch>,
    /// The country of phone numbers without country code, by its two letters; `none` for no country.
    default_country: Option<String>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// A member leaves.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Deactivate {
    /// Who leaves.
    member: String,
    /// Who takes over, in turn.
    hand_over_to: Option<OneOrMore<String>>,
    /// When, RFC 3339.
    at: Option<String>,
}

/// A member.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OneMember {
    /// Who.
    member: String,
    /// When, RFC 3339.
    at: Option<String>,
}

/// A team.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OneTeam {
    /// Which.
    team: String,
    /// When, RFC 3339.
    at: Option<String>,
}

/// A contact.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OneContact {
    /// The contact's phone.
    contact: String,
    /// When, RFC 3339.
    at: Option<String>,
}

/// What is expected after the step; only what is stated is compared.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Expect {
    /// The contact to look at; the step's, if it has one and nothing is said.
    contact: Option<String>,
    /// The conversation's status.
    status: Option<Status>,
    /// The team; null for none.
    team: Option<String>,
    /// Exactly these members are on the conversation.
    assigned: Option<Vec<String>>,
    /// None of these is on it.
    not_assigned: Option<OneOrMore<String>>,
    /// Nobody is on it; can only be true.
    unassigned: Option<bool>,
    /// Why these members are on it.
    because: Option<BTreeMap<String, model::Assigned>>,
    /// Whom the step passed over (or `nobody` in particular), and why.
    passed_over: Option<BTreeMap<String, OneOrMore<Passed>>>,
    /// Exactly these members own the contact.
    owners: Option<Vec<String>>,
    /// Who answered first; null for nobody.
    first_responder: Option<String>,
    /// Exactly these effects, as commands answer them in JSON.
    effects: Option<Vec<BTreeMap<String, serde_json::Value>>>,
    /// The step is refused with this code.
    refused: Option<ErrorCode>,
}
