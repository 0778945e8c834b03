//! Hints for errors in a scenario, where those of `inbox` would name commands and options.

use crate::formats::scenario::World;
use crate::inbox;
use crate::model::{ErrorCode, InvalidPhone, PhoneFault, Refusal, nearest};

const OPEN_ONE: &str = "open one with a `message` step first";

/// The message of an error. A step's contact is a phone, never a conversation number.
pub(super) fn message(error: &inbox::InboxError) -> String {
    match error {
        inbox::InboxError::Target { typed: text, why } => {
            InvalidPhone { text: text.clone(), why: why.clone() }.to_string()
        }
        error => error.to_string(),
    }
}

/// The hint for an error in this world, with the contact as it was typed.
pub(super) fn hint(error: &inbox::InboxError, world: &World, contact: Option<&str>) -> Option<String> {
    match error {
        inbox::InboxError::Unknown { code, hint, .. } => Some(match hint {
            Some(hint) if hint.starts_with("did you mean") => hint.clone(),
            _ => unknown(*code, world, contact),
        }),
        inbox::InboxError::Refused { refusal, hint, .. } => {
            refused(refusal).map(str::to_owned).or_else(|| hint.clone())
        }
        inbox::InboxError::Phone(InvalidPhone { why, .. }) | inbox::InboxError::Target { why, .. } => phone(why, world),
        inbox::InboxError::Email(error) if error.text.contains([',', ';']) => Some("use one email address".to_owned()),
        error => error.hint(),
    }
}

/// How to add what is unknown.
fn unknown(code: ErrorCode, world: &World, contact: Option<&str>) -> String {
    let World::Given(given) = world else { return unknown_in_store(code).to_owned() };
    let phones = given.contacts.iter().map(|contact| contact.value.phone.value.as_str());
    match code {
        ErrorCode::UnknownMember => "add it to `members` in `given`".to_owned(),
        ErrorCode::UnknownTeam => "add it to `teams` in `given`".to_owned(),
        ErrorCode::UnknownContact => match contact.and_then(|typed| nearest(typed, phones)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "add it to `contacts` in `given`, or set `create_contacts: true` on a message".to_owned(),
        },
        _ if contact.is_some() => OPEN_ONE.to_owned(),
        _ => format!("{OPEN_ONE}; conversations are numbered from 1 as they are opened"),
    }
}

fn unknown_in_store(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::UnknownMember => "see `inboxctl member list`",
        ErrorCode::UnknownTeam => "see `inboxctl team list`",
        ErrorCode::UnknownContact => "see `inboxctl contact list`, or set `create_contacts: true` on a message",
        _ => "see `inboxctl conversation list`, or open one with a `message` step first",
    }
}

fn refused(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::NoOpenConversation | Refusal::NoConversation => Some(OPEN_ONE),
        Refusal::ConversationClosed(_) => Some("reopen it with a `reopen` step; a new message opens a new one"),
        Refusal::NotReopenable { .. } => Some("only the latest conversation of a contact can be reopened"),
        Refusal::InactiveMembers { .. } => Some("name active members, or reactivate one with an `activate` step"),
        Refusal::StillReferenced(_) => {
            Some("remove what refers to it first; deactivate members with a `deactivate` step instead")
        }
        Refusal::ReplaceWithoutMembers
        | Refusal::SuccessorLeaves { .. }
        | Refusal::EmptyAbsence
        | Refusal::CoversThemselves(_)
        | Refusal::OverlappingAbsence { .. }
        | Refusal::GiverTakes(_)
        | Refusal::InvalidWeight { .. }
        | Refusal::WeightOfOther { .. } => None,
    }
}

fn phone(why: &PhoneFault, world: &World) -> Option<String> {
    match (why, world) {
        (PhoneFault::NoCountryCode { international: Some(phone) }, _) => {
            Some(format!("put a `+` before the country code: did you mean `{phone}`?"))
        }
        (PhoneFault::NoCountryCode { international: None }, World::Given(_)) => {
            Some("add the country code, or set the country in `given`: `settings: { default-country: MX }`".to_owned())
        }
        (PhoneFault::NoCountryCode { international: None }, World::CurrentStore) => {
            Some("add the country code".to_owned())
        }
        _ => why.hint(),
    }
}
