//! Finds members, teams, contacts and conversations by what people type, and suggests near names.

use rusqlite::Connection;

use super::error::{InboxError, Result, quoted};
use super::fault_sample::SHOWN;
use crate::model::{
    ChangeId, ContactId, ConversationId, Email, ErrorCode, Excerpt, Member, Phone, PhoneReader, Target, Team, TeamName,
    fold_accents, shell_quoted, shell_word, suggestions,
};
use crate::store::{contact_state, contacts, directory};

/// Returns the email of a member as it is stored, valid or not, so that every row can be named and mended;
/// else a new one.
pub(super) fn email(connection: &Connection, text: &str) -> Result<Email> {
    let email = text.parse::<Email>();
    if email.as_ref().is_ok_and(|email| email.as_str() == text) {
        return Ok(email?);
    }
    match directory::stored_email(connection, text)? {
        Some(stored) => Ok(stored),
        None => Ok(email?),
    }
}

/// Whether an error suggests a near name, which takes a look at all names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suggest {
    Yes,
    No,
}

impl Suggest {
    pub(super) fn after(errors: u64) -> Self {
        if errors < SHOWN as u64 { Self::Yes } else { Self::No }
    }
}

pub(super) fn member(connection: &Connection, email: &Email) -> Result<Member> {
    member_or(connection, email, Suggest::Yes)
}

pub(super) fn member_or(connection: &Connection, email: &Email, suggest: Suggest) -> Result<Member> {
    if let Some(member) = directory::member_by_email(connection, email)? {
        return Ok(member);
    }
    let near = if suggest == Suggest::Yes { directory::nearest_email(connection, email.as_str())? } else { None };
    let hint = near.map_or_else(
        || format!("see `inboxctl member list`, or add it with `inboxctl member add {}`", shell_word(email.as_str())),
        |close| format!("did you mean `{close}`?"),
    );
    Err(unknown(ErrorCode::UnknownMember, format!("unknown member `{}`", Excerpt(email.as_str())), hint))
}

/// The most names that an error suggests.
const SUGGESTED: usize = 10;

/// Finds a team: as it is stored, else in any case, else the only one without accents.
pub(super) fn team(connection: &Connection, name: &TeamName) -> Result<Team> {
    team_or(connection, name, Suggest::Yes)
}

pub(super) fn team_or(connection: &Connection, name: &TeamName, suggest: Suggest) -> Result<Team> {
    if let Some(team) = directory::team_by_name(connection, name)? {
        return Ok(team);
    }
    let key = fold_accents(name.as_str());
    let teams = directory::team_names(connection)?;
    let same: Vec<_> = teams.iter().filter(|(_, name)| fold_accents(name) == key).collect();
    if let [(id, _)] = *same.as_slice()
        && let Some(team) = directory::team(connection, *id)?
    {
        return Ok(team);
    }
    if same.is_empty() {
        let known = teams.iter().filter(|_| suggest == Suggest::Yes).map(|(_, name)| name.as_str());
        return Err(unknown_team(name, &suggestions(name.as_str(), known, SUGGESTED)));
    }
    let several = quoted(same.iter().map(|(_, name)| Excerpt(name).to_string()));
    let message = format!("ambiguous team `{}`: {several}", Excerpt(name.as_str()));
    Err(unknown(ErrorCode::AmbiguousTeam, message, "write the name with its accents".to_owned()))
}

fn unknown_team(name: &TeamName, near: &[&str]) -> InboxError {
    let add = || {
        let add = format!(", or add it with `inboxctl team add {}`", shell_quoted(name.as_str()));
        Some(add).filter(|_| Excerpt(name.as_str()).is_exact()).unwrap_or_default()
    };
    let hint = did_you_mean(near).unwrap_or_else(|| format!("see `inboxctl team list`{}", add()));
    unknown(ErrorCode::UnknownTeam, format!("unknown team `{}`", Excerpt(name.as_str())), hint)
}

/// A question after names that are near.
fn did_you_mean(near: &[&str]) -> Option<String> {
    let (last, others) = near.split_last()?;
    let others = others.iter().map(|name| Excerpt(name).to_string());
    Some(match near.len() {
        1 => format!("did you mean `{}`?", Excerpt(last)),
        _ => format!("did you mean {} or `{}`?", quoted(others), Excerpt(last)),
    })
}

/// Says that no account has a name, and which are near; `None` if one has it, or it is blank.
pub(super) fn unknown_account(connection: &Connection, name: &str) -> Result<Option<String>> {
    if name.trim().is_empty() || contacts::has_account(connection, name)? {
        return Ok(None);
    }
    let names = contacts::account_names(connection)?;
    let near = suggestions(name, names.iter().map(String::as_str), SUGGESTED);
    let hint = did_you_mean(&near).map_or_else(String::new, |question| format!("; {question}"));
    Ok(Some(format!("no account has the name `{}`{hint}", Excerpt(name))))
}

/// A stored contact, or the phone of an unknown one.
pub(super) enum Lookup {
    Existing(ContactId),
    Unknown(Phone),
}

/// Finds a contact by its phone in any spelling. A stored spelling is looked up before it is parsed as a
/// phone (N8), so that invalid ones can be mended; canonical phones are never parsed.
pub(super) fn contact_or_phone(connection: &Connection, typed: &str, phones: PhoneReader) -> Result<Lookup> {
    if let Some(id) = contact_state::contact_by_phone(connection, typed)? {
        return Ok(Lookup::Existing(id));
    }
    let phone = phones.read(typed)?;
    Ok(match contact_state::contact_by_phone(connection, phone.as_str())? {
        Some(id) => Lookup::Existing(id),
        None => Lookup::Unknown(phone),
    })
}

pub(super) fn contact(connection: &Connection, typed: &str, phones: PhoneReader) -> Result<ContactId> {
    match contact_or_phone(connection, typed, phones)? {
        Lookup::Existing(id) => Ok(id),
        Lookup::Unknown(phone) => Err(unknown_contact(&phone)),
    }
}

/// Finds the contact of a target: by its phone, or that of a conversation.
pub(super) fn target_or_phone(connection: &Connection, target: &Target, phones: PhoneReader) -> Result<Lookup> {
    match target {
        Target::Contact(typed) => contact_or_phone(connection, typed, phones),
        Target::Number(_) => conversation(connection, target, phones).map(|(contact, ..)| Lookup::Existing(contact)),
    }
}

pub(super) fn target_contact(connection: &Connection, target: &Target, phones: PhoneReader) -> Result<ContactId> {
    match target_or_phone(connection, target, phones)? {
        Lookup::Existing(id) => Ok(id),
        Lookup::Unknown(phone) => Err(unknown_contact(&phone)),
    }
}

pub(super) fn unknown_contact(phone: &Phone) -> InboxError {
    let hint = format!("see `inboxctl contact list --search TEXT`, or add it with `inboxctl contact add {phone}`");
    unknown(ErrorCode::UnknownContact, format!("unknown contact `{phone}`"), hint)
}

/// Finds a conversation by its number, or the open one of a contact.
pub(super) fn conversation(
    connection: &Connection,
    target: &Target,
    phones: PhoneReader,
) -> Result<(ContactId, ConversationId, bool)> {
    match target {
        Target::Number(id) => match contact_state::conversation_contact(connection, *id)? {
            Some((contact, closed)) => Ok((contact, *id, closed)),
            None => Err(unknown_conversation(*id)),
        },
        Target::Contact(typed) => {
            let contact = contact(connection, typed, phones).map_err(|error| neither(typed, error))?;
            match contact_state::open_conversation_id(connection, contact)? {
                Some(id) => Ok((contact, id, false)),
                None => Err(no_open_conversation(&contacts::show_contact(connection, contact)?.phone)),
            }
        }
    }
}

/// An invalid phone may be meant as a conversation.
fn neither(typed: &str, error: InboxError) -> InboxError {
    match error {
        InboxError::Phone(phone) => InboxError::Target { typed: typed.to_owned(), why: phone.why },
        other => other,
    }
}

fn unknown_conversation(id: ConversationId) -> InboxError {
    let hint = "see `inboxctl conversation list`; a phone number starts with `+`".to_owned();
    unknown(ErrorCode::UnknownConversation, format!("unknown conversation `{id}`"), hint)
}

fn no_open_conversation(phone: &str) -> InboxError {
    let hint = format!("see `inboxctl conversation list --contact {phone}` for closed ones");
    unknown(ErrorCode::UnknownConversation, format!("`{phone}` has no open conversation"), hint)
}

pub(super) fn unknown_change(id: ChangeId) -> InboxError {
    let hint = "see `inboxctl history list`".to_owned();
    unknown(ErrorCode::UnknownChange, format!("unknown change `{id}`"), hint)
}

pub(super) fn unknown(code: ErrorCode, message: String, hint: String) -> InboxError {
    InboxError::Unknown { code, message, hint: Some(hint) }
}
