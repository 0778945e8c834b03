//! What to do about an error in a scenario. What `inbox` advises is meant for somebody at the command
//! line: here no command adds anything, and no option says the country.

use crate::formats::scenario::World;
use crate::inbox;
use crate::model::{ErrorCode, InvalidPhone, Phone, PhoneFault, Refusal, nearest};

/// From how many digits on a number can have a country code in front.
const WITH_COUNTRY_CODE: usize = 10;

/// The error in words: a contact here is never the number of a conversation.
pub(super) fn message(error: &inbox::Error) -> String {
    match error {
        inbox::Error::Target { typed: text, why } => InvalidPhone { text: text.clone(), why: *why }.to_string(),
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
        inbox::Error::Phone(InvalidPhone { text, why }) | inbox::Error::Target { typed: text, why } => {
            Some(phone(text, *why, world, error))
        }
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

fn phone(text: &str, why: PhoneFault, world: &World, error: &inbox::Error) -> String {
    if why != PhoneFault::NoCountryCode {
        let typed = inbox::Error::Phone(InvalidPhone { text: String::new(), why });
        return typed.hint().or_else(|| error.hint()).unwrap_or_default();
    }
    if let Some(phone) = without_plus(text) {
        return format!("with its country code it begins with a `+`: did you mean `{phone}`?");
    }
    match world {
        World::Given(_) => {
            "write it with its country code, or say the country in `given`: `settings: { default-country: MX }`"
        }
        World::CurrentStore => "write it with its country code",
    }
    .to_owned()
}

/// The number that it would be behind a `+`, if it has digits enough for that.
fn without_plus(text: &str) -> Option<Phone> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    (plain && digits > WITH_COUNTRY_CODE).then(|| Phone::parse(&format!("+{}", text.trim()), None).ok())?
}
