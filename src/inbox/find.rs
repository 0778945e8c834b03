//! Finds members, teams, contacts and conversations by what people type, and suggests near names.

use rusqlite::Connection;

use super::error::{InboxError, Result, quoted};
use super::fault_sample::SHOWN;
use crate::model::{
    ChangeId, ContactId, ConversationId, Email, ErrorCode, Excerpt, Finder, Member, Phone, PhoneReader, Target, Team,
    TeamName, fold, fold_accents, shell_quoted, shell_word, suggestions,
};
use crate::store::erase::ERASED;
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

/// Returns the email of the member that a word of the command line names; files name members by email alone.
///
/// An email wins, whether a member has it or not. Another word names the members with it before their `@` or as
/// their name, in any case and without accents; those with the same accents win. The beginning of a name is not
/// enough: the word would mean another member once one joins.
pub(super) fn named_member(connection: &Connection, word: &str) -> Result<Email> {
    let invalid = match email(connection, word) {
        Err(InboxError::Email(invalid)) => invalid,
        found => return found,
    };
    let members = directory::member_names(connection)?;
    match members_named(&members, word).as_slice() {
        [(email, _)] => Ok(email.clone()),
        [] if word.contains('@') || word.trim().is_empty() => Err(invalid.into()),
        [] => Err(unknown_member(word, &near_members(&members, word))),
        several => {
            let emails: Vec<_> = several.iter().map(|(email, _)| email.as_str()).collect();
            let message = format!("ambiguous member `{}`: {}", Excerpt(word), candidates(&emails));
            Err(unknown(ErrorCode::AmbiguousMember, message, "use the email of the member".to_owned()))
        }
    }
}

/// The email and the name of a member.
type MemberNames = (Email, Option<String>);

fn members_named<'m>(members: &'m [MemberNames], word: &str) -> Vec<&'m MemberNames> {
    let (mut finder, key) = (Finder::new(word), fold(word));
    let named = members.iter().filter(|member| spellings(member).any(|spelling| finder.is(spelling.text)));
    let named: Vec<_> = named.filter(|_| !key.is_empty()).collect();
    let is_exact = |member: &&MemberNames| spellings(member).any(|spelling| fold(spelling.text) == key);
    let exact: Vec<_> = named.iter().copied().filter(is_exact).collect();
    if exact.is_empty() { named } else { exact }
}

/// A text by which a member can be named.
struct Spelling<'m> {
    text: &'m str,
    email: &'m str,
}

impl AsRef<str> for Spelling<'_> {
    fn as_ref(&self) -> &str {
        self.text
    }
}

/// The texts beside the email that name a member.
fn spellings((email, name): &MemberNames) -> impl Iterator<Item = Spelling<'_>> {
    let email = email.as_str();
    let local = email.rsplit_once('@').map(|(local, _)| local);
    local.into_iter().chain(name.as_deref()).map(move |text| Spelling { text, email })
}

/// Lists the emails of the members whose email, if the word is one, else whose name is near.
fn near_members<'m>(members: &'m [MemberNames], word: &str) -> Vec<&'m str> {
    let whole = |(email, _): &'m MemberNames| Spelling { text: email.as_str(), email: email.as_str() };
    let near = if word.contains('@') {
        suggestions(word, members.iter().map(whole), usize::MAX)
    } else {
        suggestions(word, members.iter().flat_map(spellings), usize::MAX)
    };
    let mut emails = Vec::new();
    for email in near.into_iter().map(|spelling| spelling.email) {
        if emails.len() < SUGGESTED && !emails.contains(&email) {
            emails.push(email);
        }
    }
    emails
}

fn unknown_member(word: &str, near: &[&str]) -> InboxError {
    let hint = did_you_mean(near).unwrap_or_else(|| {
        let add = format!(", or add it with `inboxctl member add {}`", shell_word(word));
        format!("see `inboxctl member list`{}", if word.contains('@') { &add } else { "" })
    });
    unknown(ErrorCode::UnknownMember, format!("unknown member `{}`", Excerpt(word)), hint)
}

/// Lists what an ambiguous word can mean.
fn candidates(all: &[&str]) -> String {
    let shown = quoted(all.iter().take(SUGGESTED));
    match all.len().saturating_sub(SUGGESTED) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}

pub(super) fn member(connection: &Connection, email: &Email) -> Result<Member> {
    member_or(connection, email, Suggest::Yes)
}

pub(super) fn member_or(connection: &Connection, email: &Email, suggest: Suggest) -> Result<Member> {
    if let Some(member) = directory::member_by_email(connection, email)? {
        return Ok(member);
    }
    let members = if suggest == Suggest::Yes { directory::member_names(connection)? } else { Vec::new() };
    Err(unknown_member(email.as_str(), &near_members(&members, email.as_str())))
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
    let names: Vec<_> = same.iter().map(|(_, name)| name.as_str()).collect();
    let message = format!("ambiguous team `{}`: {}", Excerpt(name.as_str()), candidates(&names));
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

/// The account that a word of the command line names: in any case, or else the only one with this name without
/// accents. With a note if it is another one, or none.
pub(super) fn account(connection: &Connection, name: &str) -> Result<(String, Option<String>)> {
    if name.trim().is_empty() || contacts::has_account(connection, name)? {
        return Ok((name.to_owned(), None));
    }
    let names = contacts::account_names(connection)?;
    let bare = fold_accents(name);
    let mut alike = names.iter().filter(|known| fold_accents(known) == bare);
    if let (Some(known), None) = (alike.next(), alike.next()) {
        return Ok((known.clone(), Some(format!("showing account `{}`", Excerpt(known)))));
    }
    let near = suggestions(name, names.iter().map(String::as_str), SUGGESTED);
    let hint = did_you_mean(&near).map_or_else(String::new, |question| format!("; {question}"));
    Ok((name.to_owned(), Some(format!("no account has the name `{}`{hint}", Excerpt(name)))))
}

/// A stored contact, or the phone of an unknown one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Lookup {
    Existing(ContactId),
    Unknown(Phone),
}

/// What an external id follows where it names a contact.
pub const EXTERNAL_ID: &str = "external-id:";

/// Returns the phone of the contact that a word of the command line names by `external-id:ID`; another word as it
/// is. Files name contacts by phone alone.
pub(super) fn named_contact(connection: &Connection, word: &str) -> Result<String> {
    let Some(id) = word.trim().strip_prefix(EXTERNAL_ID) else { return Ok(word.to_owned()) };
    let phones = contacts::phones_of_external_id(connection, id)?;
    match phones.as_slice() {
        [phone] => Ok(phone.clone()),
        [] => {
            let message = format!("unknown contact `{EXTERNAL_ID}{}`", Excerpt(id));
            Err(unknown(ErrorCode::UnknownContact, message, "see `inboxctl contact list --search ID`".to_owned()))
        }
        several => {
            let phones: Vec<_> = several.iter().map(String::as_str).collect();
            let message = format!("ambiguous contact `{EXTERNAL_ID}{}`: {}", Excerpt(id), candidates(&phones));
            Err(unknown(ErrorCode::AmbiguousContact, message, "use the phone number of the contact".to_owned()))
        }
    }
}

/// The same target with the phone of its contact.
pub(super) fn named_target(connection: &Connection, target: &Target) -> Result<Target> {
    Ok(match target {
        Target::Contact(word) => Target::Contact(named_contact(connection, word)?),
        Target::Number(id) => Target::Number(*id),
    })
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
        Lookup::Unknown(phone) => Err(unknown_contact(connection, &phone)),
    }
}

/// Finds a contact that the history names: one that exists, or else one that was removed, merged or erased.
pub(super) fn contact_of_history(connection: &Connection, word: &str, phones: PhoneReader) -> Result<ContactId> {
    if word.starts_with(ERASED)
        && let Some(id) = contacts::removed_contact(connection, word)?
    {
        return Ok(id);
    }
    match contact_or_phone(connection, &named_contact(connection, word)?, phones)? {
        Lookup::Existing(id) => Ok(id),
        Lookup::Unknown(phone) => {
            contacts::removed_contact(connection, phone.as_str())?.ok_or_else(|| unknown_contact(connection, &phone))
        }
    }
}

/// Finds the contact of a target: by its phone, or that of a conversation.
pub(super) fn target_or_phone(connection: &Connection, target: &Target, phones: PhoneReader) -> Result<Lookup> {
    match target {
        Target::Contact(typed) => contact_or_phone(connection, typed, phones),
        Target::Number(_) => conversation(connection, target, phones).map(|(contact, ..)| Lookup::Existing(contact)),
    }
}

pub(super) fn unknown_contact(connection: &Connection, phone: &Phone) -> InboxError {
    let hint = match contacts::merged_into(connection, phone.as_str()) {
        Ok(Some(into)) => format!("it was merged into `{into}`"),
        // A store that fails here fails the command elsewhere: this is only a hint.
        Ok(None) | Err(_) => {
            format!("see `inboxctl contact list --search TEXT`, or add it with `inboxctl contact add {phone}`")
        }
    };
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
            let contact = conversation_contact(connection, typed, phones)?;
            match contact_state::open_conversation_id(connection, contact)? {
                Some(id) => Ok((contact, id, false)),
                None => Err(no_open_conversation(&phone_of(connection, contact)?)),
            }
        }
    }
}

/// Finds a conversation to read: that of a contact is the open one, else the latest, with a note that says so.
pub(super) fn conversation_to_read(
    connection: &Connection,
    target: &Target,
    phones: PhoneReader,
) -> Result<(ConversationId, Option<String>)> {
    let Target::Contact(typed) = target else {
        return conversation(connection, target, phones).map(|(_, id, _)| (id, None));
    };
    let contact = conversation_contact(connection, typed, phones)?;
    if let Some(id) = contact_state::open_conversation_id(connection, contact)? {
        return Ok((id, None));
    }
    let phone = phone_of(connection, contact)?;
    if let Some(id) = contact_state::latest_conversation(connection, contact)? {
        return Ok((id, Some(format!("`{phone}` has no open conversation; the latest is {id}, closed"))));
    }
    let hint = format!("see `inboxctl contact show {phone}`");
    Err(unknown(ErrorCode::UnknownConversation, format!("`{phone}` has no conversation"), hint))
}

/// Finds a conversation by its number, or the open one of a contact, else its latest.
pub(super) fn conversation_to_reopen(
    connection: &Connection,
    target: &Target,
    phones: PhoneReader,
) -> Result<(ContactId, ConversationId, bool)> {
    let (id, _) = conversation_to_read(connection, target, phones)?;
    conversation(connection, &Target::Number(id), phones)
}

fn conversation_contact(connection: &Connection, typed: &str, phones: PhoneReader) -> Result<ContactId> {
    contact(connection, typed, phones).map_err(|error| neither(typed, error))
}

pub(super) fn phone_of(connection: &Connection, contact: ContactId) -> Result<String> {
    Ok(contacts::show_contact(connection, contact)?.phone)
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
    let hint = format!("see `inboxctl conversation list --contact {phone} --all` for closed ones");
    unknown(ErrorCode::UnknownConversation, format!("`{phone}` has no open conversation"), hint)
}

pub(super) fn unknown_change(id: ChangeId) -> InboxError {
    let hint = "see `inboxctl history list`".to_owned();
    unknown(ErrorCode::UnknownChange, format!("unknown change `{id}`"), hint)
}

pub(super) fn no_change_to_undo() -> InboxError {
    let hint = "see `inboxctl history list`".to_owned();
    unknown(ErrorCode::UnknownChange, "nothing is left to undo".to_owned(), hint)
}

pub(super) fn unknown(code: ErrorCode, message: String, hint: String) -> InboxError {
    InboxError::Unknown { code, message, hint: Some(hint) }
}
