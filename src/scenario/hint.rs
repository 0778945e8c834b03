//! What to do about an error in a scenario. What `inbox` advises is meant for somebody at the command
//! line: here no command adds anything, and no option says the country.

use crate::formats::scenario::World;
use crate::inbox;
use crate::model::{ErrorCode, InvalidPhone, PhoneFault, Refusal, nearest};

/// The error in words: a contact here is never the number of a conversation.
pub(super) fn message(error: &inbox::Error) -> String {
    match error {
        inbox::Error::Target { typed: text, why } => InvalidPhone { text: text.clone(), why: why.clone() }.to_string(),
        error => error.to_string(),
    }
}

/// What to do about it in this world; `contact` is the one that was named, as it was typed.
pub(super) fn hint(error: &inbox::Error, world: &World, contact: Option<&str>) -> Option<String> {
    match error {
        inbox::Error::Unknown { code, hint, .. } => Some(match hint {
            Some(hint) if hint.starts_with("did you mean") => hint.clone(),
            _ => known(*code, world, contact),
        }),
        inbox::Error::Refused { refusal, hint, .. } => refused(refusal).map(str::to_owned).or_else(|| hint.clone()),
        inbox::Error::Phone(InvalidPhone { why, .. }) | inbox::Error::Target { why, .. } => phone(why, world),
        inbox::Error::Email(error) if error.text.contains([',', ';']) => Some("give one address".to_owned()),
        error => error.hint(),
    }
}

/// Where what isn't there would have to be.
fn known(code: ErrorCode, world: &World, contact: Option<&str>) -> String {
    let World::Given(given) = world else { return known_in_store(code).to_owned() };
    let phones = given.contacts.iter().map(|contact| contact.value.phone.value.as_str());
    match code {
        ErrorCode::UnknownMember => "name it among the `members` of this scenario".to_owned(),
        ErrorCode::UnknownTeam => "name it among the `teams` of this scenario".to_owned(),
        ErrorCode::UnknownContact => match contact.and_then(|typed| nearest(typed, phones)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "name it among the `contacts` of this scenario; a message makes it with `create_contacts: true`"
                .to_owned(),
        },
        _ if contact.is_some() => "a message opens one".to_owned(),
        _ => "conversations are numbered from 1 as they are opened; a message opens one".to_owned(),
    }
}

fn known_in_store(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::UnknownMember => "name one who is in the store: see `inboxctl member list`",
        ErrorCode::UnknownTeam => "name one that is in the store: see `inboxctl team list`",
        ErrorCode::UnknownContact => {
            "name one that is in the store: see `inboxctl contact list`; a message makes it with `create_contacts: true`"
        }
        _ => "see `inboxctl conversation list`; a message opens one",
    }
}

/// What a step can do, where a command would be advised.
fn refused(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::NoOpenConversation => Some("a message opens one"),
        Refusal::InactiveMembers { .. } => Some("name active members, or bring one back with a step `activate`"),
        Refusal::StillReferenced(_) => {
            Some("what is named elsewhere stays; a member is taken out of service with `deactivate`")
        }
        Refusal::ConversationClosed(_) | Refusal::ReplaceWithNobody | Refusal::SuccessorLeaves(_) => None,
    }
}

fn phone(why: &PhoneFault, world: &World) -> Option<String> {
    match (why, world) {
        (PhoneFault::NoCountryCode { international: Some(phone) }, _) => {
            Some(format!("with its country code it begins with a `+`: did you mean `{phone}`?"))
        }
        (PhoneFault::NoCountryCode { international: None }, World::Given(_)) => Some(
            "write it with its country code, or say the country in `given`: `settings: { default-country: MX }`"
                .to_owned(),
        ),
        (PhoneFault::NoCountryCode { international: None }, World::CurrentStore) => {
            Some("write it with its country code".to_owned())
        }
        _ => why.hint(),
    }
}
