//! The keys of each map in a scenario file: what the reader accepts, and what the JSON Schema describes.

use std::borrow::Cow;
use std::sync::LazyLock;

use FieldKind::{AnyNumber, ConversationNumber, Email, Flag, NonemptyText, OneOrMany, OrNull, Part, Text, Time};

use super::step::ActionKind;
use crate::formats::event::{self, Action, EventField, EventFieldKind};
use crate::formats::profile::PROFILE_FIELDS;
use crate::formats::yaml::{FieldKind, FieldSpec, MapSpec, not_null, optional, required};
use crate::model::CONTACT_FIELDS;

/// Declares maps, with a doc comment as the description that editors show.
macro_rules! maps {
    ($( $(#[doc = $doc:literal])* $spec:ident $name:literal $what:literal { $($field:expr,)* } )*) => {
        $(
            $(#[doc = $doc])*
            pub(super) static $spec: MapSpec = MapSpec {
                name: $name,
                what: $what,
                doc: concat!($($doc),*),
                fields: Cow::Borrowed(&[$($field),*]),
            };
        )*

        /// All maps of a scenario file.
        pub(super) fn maps() -> Vec<&'static MapSpec> {
            vec![$(&$spec,)* &CONTACT, &FILE_WITH_PROFILE, &STEP, &MESSAGE, &ASSIGN, &UNASSIGN]
        }
    };
}

const ASSIGN_FIRST_RESPONDER: FieldSpec = not_null(
    "assign-first-responder",
    Part("Switch"),
    "Whether the first responder becomes the owner of a contact without an active one.",
);
const DEFAULT_COUNTRY: FieldSpec =
    not_null("default-country", Part("Country"), "The country of phone numbers without a country code, or `none`.");
const DEFAULT_PHONE_FORMAT: FieldSpec =
    not_null("default-phone-format", Part("PhoneFormat"), "How phone numbers without a country code are read.");
const AT: FieldSpec = optional("at", Time, "When it happens, RFC 3339.");
const CONTACT_KEY: FieldSpec = required("contact", Text, "The contact's phone.");
const CONTACT_OF: FieldSpec = optional("contact", Text, "The contact's phone, for its open conversation.");
const CONVERSATION: FieldSpec = optional("conversation", ConversationNumber, "The conversation's number.");
const CREATE: FieldSpec = optional("create_contacts", Flag, "Create the contact if it does not exist.");
const MEMBER_KEY: FieldSpec = required("member", Email, "The member.");
const EMAILS: FieldKind = OneOrMany(&[Email]);
const WEIGHT: &str = "The weights that differ from 1: `{ ana@acme.example: 2 }`, or `ana@acme.example=2`.";

/// A contact, with a key for each of its fields.
pub(super) static CONTACT: LazyLock<MapSpec> = LazyLock::new(|| {
    let phone = required("phone", Text, "The phone, in any format, in quotes.");
    let owners = optional("owners", AnyNumber(&[Email]), "The owners' emails.");
    let fields = CONTACT_FIELDS.map(|known| optional(known.key(), NonemptyText, known.doc));
    let pinned = optional("pinned", AnyNumber(&[Email]), "The pinned ones of the owners.");
    let fields = [phone].into_iter().chain(fields).chain([owners, pinned]).collect();
    MapSpec { name: "Contact", what: "a contact", doc: "A contact.", fields: Cow::Owned(fields) }
});

/// A file with how it is read: the keys of a profile.
pub(super) static FILE_WITH_PROFILE: LazyLock<MapSpec> = LazyLock::new(|| {
    let file = required("file", NonemptyText, "The file, relative to this one.");
    let profile = optional("profile", NonemptyText, "A profile for the file, relative to this one.");
    let fields = [file, profile].into_iter().chain(PROFILE_FIELDS).collect();
    let doc = "A file and how it is read; the keys come before those of the profile.";
    MapSpec { name: "FileWithProfile", what: "a file of `given`", doc, fields: Cow::Owned(fields) }
});

/// A step, with a key for each action.
pub(super) static STEP: LazyLock<MapSpec> = LazyLock::new(|| {
    let action = |kind: &ActionKind| not_null(kind.code(), Part(kind.spec().name), kind.sentence());
    let expect = not_null("expect", Part("Expect"), "What is expected after the step.");
    let fields = ActionKind::ALL.iter().map(action).chain([expect]).collect();
    MapSpec { name: "Step", what: "a step", doc: "One action, what is expected after it, or both.", fields }
});

/// A message, or a step of a flow.
pub(super) static MESSAGE: LazyLock<MapSpec> = LazyLock::new(|| {
    let from = required("from", Part("Sender"), "Who sends it.");
    let doc = "A message, or a step of a flow.";
    event_map("Message", "`message`", doc, &[CONTACT_KEY, from], &event::MESSAGE, &[CREATE, AT])
});

static ASSIGN: LazyLock<MapSpec> = LazyLock::new(|| {
    let doc = "Assign by hand: `contact` or `conversation`, and `member` or `team` or both.";
    event_map("Assign", "`assign`", doc, &[CONTACT_OF, CONVERSATION], Action::Assign.fields(), &[AT])
});

static UNASSIGN: LazyLock<MapSpec> = LazyLock::new(|| {
    let doc = "Unassign by hand: `contact` or `conversation`, and what to unassign.";
    event_map("Unassign", "`unassign`", doc, &[CONTACT_OF, CONVERSATION], Action::Unassign.fields(), &[AT])
});

/// A map with the fields of an event.
fn event_map(
    name: &'static str,
    what: &'static str,
    doc: &'static str,
    before: &[FieldSpec],
    fields: &[EventField],
    after: &[FieldSpec],
) -> MapSpec {
    let field = |field: &EventField| optional(field.key.code(), field_kind(field.kind), field.doc);
    let fields = before.iter().copied().chain(fields.iter().map(field)).chain(after.iter().copied());
    MapSpec { name, what, doc, fields: fields.collect() }
}

fn field_kind(kind: EventFieldKind) -> FieldKind {
    match kind {
        EventFieldKind::Member => Email,
        EventFieldKind::Members => EMAILS,
        EventFieldKind::Team => NonemptyText,
        EventFieldKind::Flag => Flag,
        EventFieldKind::Count => FieldKind::Count,
    }
}

maps! {
    /// Scenarios of who is assigned when; `inboxctl scenario test` runs them. Optional keys may be null as well,
    /// except maps and expectations.
    FILE "ScenarioFile" "the file" {
        required("scenarios", OneOrMany(&[Part("Scenario")]), "The scenarios, each with its own name."),
    }

    /// The initial state, what happens, and what is expected.
    SCENARIO "Scenario" "a scenario" {
        required("name", NonemptyText, "What it shows; `--run` selects by it."),
        not_null("given", Part("Given"), "The initial state; an empty store by default."),
        optional("store", Part("Store"), "Run on a temporary copy of the given store, instead of `given`."),
        required("steps", Part("Steps"),
            "What happens; step n is n minutes after 2026-01-01T00:00:00Z by default. At least one has an `expect`."),
    }

    /// The initial state.
    GIVEN "Given" "`given`" {
        not_null("settings", Part("Settings"), "Settings that differ from their defaults."),
        optional("members", AnyNumber(&[Email, Part("Member")]), "The members."),
        optional("teams", AnyNumber(&[Part("Team")]), "The teams."),
        optional("contacts", AnyNumber(&[Text, Part("Contact")]), "The contacts."),
        optional("members_csv", Part("GivenFile"), "A file for `member import`, relative to this one."),
        optional("teams_csv", Part("GivenFile"), "A file for `team import`, relative to this one."),
        optional("owners_csv", Part("GivenFile"), "A file for `owner import`, relative to this one."),
    }

    /// The settings of the store.
    SETTINGS "Settings" "`settings`" {
        ASSIGN_FIRST_RESPONDER,
        DEFAULT_COUNTRY,
        DEFAULT_PHONE_FORMAT,
    }

    /// Change settings.
    TIMED_SETTINGS "TimedSettings" "`settings`" {
        ASSIGN_FIRST_RESPONDER,
        DEFAULT_COUNTRY,
        DEFAULT_PHONE_FORMAT,
        AT,
    }

    /// A member.
    MEMBER "Member" "a member" {
        required("email", Email, "The email."),
        optional("name", NonemptyText, "The name."),
        optional("active", Flag, "Whether the member can be assigned; true by default."),
        optional("external_id", NonemptyText, "The id in another system."),
        optional("away", AnyNumber(&[Part("Absence")]), "When the member is away."),
    }

    /// An absence of a member.
    ABSENCE "Absence" "an entry of `away`" {
        required("from", Time, "When it begins."),
        required("until", Time, "When it ends; this moment is not part of it."),
        optional("cover", EMAILS, "The substitutes, the first choice first."),
    }

    /// A team.
    TEAM "Team" "a team" {
        required("name", NonemptyText, "The name; case is ignored."),
        optional("strategy", Part("Strategy"), "How an Assign Team step selects a member; round-robin by default."),
        optional("default_agent", Email, "The agent of the default-agent strategy."),
        optional("reassign_after", FieldKind::Count, "Minutes until a conversation without an answer is overdue."),
        optional("members", Part("TeamMembers"), "The members' emails in rotation order, each once."),
    }


    /// Close by hand: `contact` or `conversation`.
    CLOSE "Close" "`close`" {
        CONTACT_OF,
        CONVERSATION,
        AT,
    }

    /// Reopen by hand: `contact`, for its latest conversation, or `conversation`.
    REOPEN "Reopen" "`reopen`" {
        optional("contact", Text, "The contact's phone, for its latest conversation."),
        CONVERSATION,
        AT,
    }

    /// Add owners to the contact.
    OWNER_ADD "OwnerAdd" "`owner_add`" {
        CONTACT_KEY,
        required("member", EMAILS, "The owners to add."),
        optional("assign_open", Flag, "Also assign them to the contact's open conversation."),
        optional("pin", Flag, "Also pin them."),
        CREATE,
        AT,
    }

    /// Set the owners of the contact: exactly these, or none.
    OWNER_SET "OwnerSet" "`owner_set`" {
        CONTACT_KEY,
        optional("member", AnyNumber(&[Email]), "The owners; none by default."),
        optional("no_owners", Flag, "Remove all owners, without `member`."),
        CREATE,
        AT,
    }

    /// Remove owners from the contact.
    OWNER_REMOVE "OwnerRemove" "`owner_remove`" {
        CONTACT_KEY,
        required("member", EMAILS, "The owners to remove."),
        AT,
    }

    /// Pin owners of the contact: only a person removes them.
    OWNER_PIN "OwnerPin" "`owner_pin`" {
        CONTACT_KEY,
        required("member", EMAILS, "The owners to pin."),
        AT,
    }

    /// Unpin owners of the contact.
    OWNER_UNPIN "OwnerUnpin" "`owner_unpin`" {
        CONTACT_KEY,
        required("member", EMAILS, "The owners to unpin."),
        AT,
    }

    /// Transfer a member's contacts to other members, who take turns in the order of the phones.
    OWNER_TRANSFER "OwnerTransfer" "`owner_transfer`" {
        required("from", Email, "The present owner, who may be among the new ones."),
        required("to", EMAILS, "The new owners, in turn."),
        optional("account", NonemptyText, "Only contacts of this account; case is ignored."),
        optional("limit", FieldKind::Count, "How many contacts move at most."),
        AT,
    }

    /// Transfer a member's open conversations to other members, who take turns in the order of the numbers.
    CONVERSATION_TRANSFER "ConversationTransfer" "`conversation_transfer`" {
        required("from", Email, "The member they are assigned to, who may be among the new ones."),
        required("to", EMAILS, "The new members, in turn."),
        optional("team", NonemptyText, "Only conversations of this team."),
        optional("status", Part("OpenStatus"), "Only conversations in this status."),
        optional("limit", FieldKind::Count, "How many conversations move at most."),
        AT,
    }

    /// Assign the open conversations without a member, oldest first, each by the strategy of its team.
    CONVERSATION_DISTRIBUTE "ConversationDistribute" "`conversation_distribute`" {
        optional("team", NonemptyText, "The team to assign them to; by default each has its own."),
        optional("status", Part("OpenStatus"), "Only conversations in this status; new and in-progress by default."),
        optional("limit", FieldKind::Count, "How many conversations get a member at most."),
        AT,
    }

    /// Reassign the conversations without an answer in time, the longest overdue first.
    REASSIGN_OVERDUE "ReassignOverdue" "`reassign_overdue`" {
        optional("team", NonemptyText, "Only conversations of this team."),
        optional("limit", FieldKind::Count, "How many conversations to look at."),
        AT,
    }

    /// Add an absence of a member.
    AWAY "Away" "`away`" {
        MEMBER_KEY,
        optional("from", Time, "When it begins; the time of the step by default."),
        required("until", Time, "When it ends; this moment is not part of it."),
        optional("cover", EMAILS, "The substitutes, the first choice first."),
        optional("hand_over_open", Flag, "Also hand over the open conversations to the substitutes."),
        AT,
    }

    /// End the present absence of a member.
    BACK "Back" "`back`" {
        MEMBER_KEY,
        optional("from", Time, "Remove the planned absence that begins then, instead."),
        AT,
    }

    /// Distribute contacts over members: `to` or `team`.
    OWNER_DISTRIBUTE "OwnerDistribute" "`owner_distribute`" {
        optional("contact", OneOrMany(&[Text]), "Only these contacts, by phone."),
        optional("to", EMAILS, "The members who get contacts."),
        optional("team", NonemptyText, "The team whose active members get contacts."),
        optional("from", Email, "The member whose contacts are distributed; else those without an active owner are."),
        optional("account", NonemptyText, "Only contacts of this account; case is ignored."),
        optional("max", FieldKind::Count, "How many contacts a member may own at most."),
        not_null("weight", Part("Weights"), WEIGHT),
        optional("limit", FieldKind::Count, "How many contacts are looked at, the first ones by phone."),
        AT,
    }

    /// Rebalance contacts between members: `among` or `team`.
    OWNER_REBALANCE "OwnerRebalance" "`owner_rebalance`" {
        optional("among", EMAILS, "The members."),
        optional("team", NonemptyText, "The team whose active members they are."),
        not_null("weight", Part("Weights"), WEIGHT),
        optional("keep_accounts_together", Flag, "Move a member's contacts of one account together."),
        optional("max_moves", FieldKind::Count, "How many contacts move at most."),
        AT,
    }

    /// Deactivate a member.
    DEACTIVATE "Deactivate" "`deactivate`" {
        MEMBER_KEY,
        optional("hand_over_to", EMAILS, "The members who take over, in turn."),
        AT,
    }

    /// A member.
    ACTIVATE "OneMember" "`activate`" {
        MEMBER_KEY,
        AT,
    }

    /// A member.
    MEMBER_REMOVE "OneMember" "`member_remove`" {
        MEMBER_KEY,
        AT,
    }

    /// A team.
    TEAM_REMOVE "TeamRemove" "`team_remove`" {
        required("team", NonemptyText, "The team."),
        AT,
    }

    /// A contact.
    CONTACT_REMOVE "ContactRemove" "`contact_remove`" {
        CONTACT_KEY,
        AT,
    }

    /// What is expected after the step; nothing else is compared.
    EXPECT "Expect" "`expect`" {
        not_null("status", Part("Status"), "The conversation's status."),
        not_null("team", OrNull(&NonemptyText), "The team; null for none."),
        not_null("assigned", AnyNumber(&[Email]),
            "Exactly these members are assigned, in any order; an empty list for none."),
        not_null("not_assigned", EMAILS, "None of these members is assigned; others may be."),
        not_null("unassigned", Part("Yes"), "No member is assigned; must be true."),
        not_null("because", Part("AssignReasons"),
            "Why these members are assigned. Looks only at the members it names."),
        not_null("passed_over", Part("SkipReasons"),
            "Why the step passed over these members (or `nobody`): exactly these reasons, an empty list if it did \
             not. Looks only at the members it names."),
        not_null("owners", AnyNumber(&[Email]),
            "Exactly these members own the contact, in any order; an empty list for none."),
        not_null("first_responder", OrNull(&Email), "The first responder; null for none."),
        not_null("effects", AnyNumber(&[Part("Effect")]),
            "Exactly these effects, in order and with all their keys, as commands return them in JSON; an empty list \
             for none."),
        not_null("refused", Part("ErrorCode"), "The step is refused with this code."),
        optional("contact", Text, "The contact to look at; the step's contact by default."),
    }

    /// An effect with all its keys, as commands return it in JSON.
    EFFECT "Effect" "an entry of `effects`" {
        required("effect", Part("EffectKind"), "What changed."),
        not_null("conversation", FieldKind::JsonNumber, "The conversation's number."),
        not_null("contact", FieldKind::JsonText, "The contact's phone in canonical form."),
        not_null("team", FieldKind::JsonText, "The team's name."),
        not_null("member", FieldKind::JsonText, "The member's email."),
        not_null("status", Part("Status"), "The conversation's status."),
        not_null("reason", Part("EffectReason"), "The reason."),
        not_null("key", Part("SettingKey"), "The setting."),
        not_null("value", FieldKind::JsonTextOrNull, "The value of the setting; null if it is unset."),
        not_null("set", FieldKind::JsonMap, "Fields with their new values."),
        not_null("was", FieldKind::JsonMap, "The old values of these fields."),
        optional("rule", Part("RuleId"), "The rule that decided it; null if no rule did."),
        not_null("from", FieldKind::JsonText, "When an absence begins, in UTC."),
        not_null("until", FieldKind::JsonText, "When an absence ends, in UTC."),
        not_null("cover", FieldKind::JsonTexts, "The substitutes of an absence, by email."),
    }
}

impl ActionKind {
    /// The map of an action.
    pub(super) fn spec(self) -> &'static MapSpec {
        match self {
            Self::Message => &MESSAGE,
            Self::Assign => &ASSIGN,
            Self::Unassign => &UNASSIGN,
            Self::Close => &CLOSE,
            Self::Reopen => &REOPEN,
            Self::OwnerAdd => &OWNER_ADD,
            Self::OwnerSet => &OWNER_SET,
            Self::OwnerRemove => &OWNER_REMOVE,
            Self::OwnerPin => &OWNER_PIN,
            Self::OwnerUnpin => &OWNER_UNPIN,
            Self::OwnerTransfer => &OWNER_TRANSFER,
            Self::ConversationTransfer => &CONVERSATION_TRANSFER,
            Self::ConversationDistribute => &CONVERSATION_DISTRIBUTE,
            Self::ReassignOverdue => &REASSIGN_OVERDUE,
            Self::Away => &AWAY,
            Self::Back => &BACK,
            Self::OwnerDistribute => &OWNER_DISTRIBUTE,
            Self::OwnerRebalance => &OWNER_REBALANCE,
            Self::Settings => &TIMED_SETTINGS,
            Self::Deactivate => &DEACTIVATE,
            Self::Activate => &ACTIVATE,
            Self::MemberRemove => &MEMBER_REMOVE,
            Self::TeamRemove => &TEAM_REMOVE,
            Self::ContactRemove => &CONTACT_REMOVE,
        }
    }
}
