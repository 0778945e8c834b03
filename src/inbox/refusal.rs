//! Describes refusals of the rules, with hints.

use rusqlite::Connection;

use super::error::{InboxError, Result, quoted};
use crate::model::{ContactId, Excerpt, MemberId, Reference, ReferenceKind, Refusal, Request, RequestSubject, TeamId};
use crate::store::NameResolver;
use crate::store::offboarding::referring;

/// The error for a refused request about a contact or another subject.
pub(super) fn refusal_error(
    names: &mut NameResolver,
    connection: &Connection,
    refusal: Refusal,
    (contact, request): (ContactId, &Request),
) -> InboxError {
    match describe(names, connection, &refusal, contact, request.subject()) {
        Ok((message, hint)) => InboxError::Refused { refusal, message, hint: Some(hint) },
        Err(error) => error,
    }
}

fn describe(
    names: &mut NameResolver,
    connection: &Connection,
    refusal: &Refusal,
    contact: ContactId,
    subject: RequestSubject<&MemberId, &TeamId>,
) -> Result<(String, String)> {
    let name = match subject {
        RequestSubject::AnyContact | RequestSubject::Contact | RequestSubject::Conversation => {
            names.contact(connection, contact)?
        }
        RequestSubject::Member(id) => names.member(connection, *id)?,
        RequestSubject::Team(id) => names.team(connection, *id)?,
        RequestSubject::Settings => "settings".to_owned(),
    };
    Ok(match refusal {
        Refusal::NoOpenConversation => (
            format!("`{name}` has no open conversation"),
            format!("see `inboxctl conversation list --contact {name} --all`; a new message opens one"),
        ),
        Refusal::ConversationClosed(id) => {
            (format!("conversation `{id}` is closed"), "a new message opens a new conversation".to_owned())
        }
        Refusal::InactiveMembers { members, .. } => describe_inactive(names, connection, members)?,
        Refusal::ReplaceWithoutMembers => {
            ("`replace` needs at least one member".to_owned(), "name the members to keep".to_owned())
        }
        Refusal::SuccessorLeaves(member) => {
            let email = names.member(connection, *member)?;
            (format!("`{email}` can't hand over to themselves"), "choose another member".to_owned())
        }
        Refusal::StillReferenced(references) => describe_references(&name, subject, references),
    })
}

fn describe_inactive(
    names: &mut NameResolver,
    connection: &Connection,
    members: &[MemberId],
) -> Result<(String, String)> {
    let emails = members.iter().map(|member| names.member(connection, *member));
    let emails: Vec<_> = emails.collect::<Result<_, _>>()?;
    let verb = if emails.len() == 1 { "is" } else { "are" };
    let first = emails.first().cloned().unwrap_or_default();
    let hint = format!("choose active members, or reactivate one with `inboxctl member activate {first}`");
    Ok((format!("{} {verb} inactive", quoted(&emails)), hint))
}

/// The message and hint for a subject with references.
fn describe_references(
    name: &str,
    subject: RequestSubject<&MemberId, &TeamId>,
    references: &[Reference],
) -> (String, String) {
    let lasting = references.iter().any(|reference| match reference.kind {
        ReferenceKind::Assignment | ReferenceKind::FirstResponse | ReferenceKind::Conversation => true,
        ReferenceKind::Ownership | ReferenceKind::Membership | ReferenceKind::DefaultAgent => false,
    });
    let hint = match subject {
        RequestSubject::Member(_) if lasting => {
            format!("deactivate the member instead with `inboxctl member deactivate {name}`")
        }
        RequestSubject::Member(_) => format!(
            "{}, or deactivate the member instead with `inboxctl member deactivate {name}`",
            ways_to_let_go(name, references).join(", ")
        ),
        RequestSubject::Team(_) => "teams with conversations are kept for the audit trail".to_owned(),
        _ => format!(
            "conversations are kept for the audit trail; `inboxctl contact erase {name}` erases the contact's data, \
             `inboxctl contact merge` moves them to another contact"
        ),
    };
    (format!("`{}` can't be removed: {}", Excerpt(name), referring(references)), hint)
}

/// The commands that end references to a member without conversations.
fn ways_to_let_go(name: &str, references: &[Reference]) -> Vec<String> {
    let has = |kind| references.iter().any(|reference| reference.kind == kind);
    let ways = [
        (
            ReferenceKind::Ownership,
            format!("hand over contacts with `inboxctl owner transfer --from {name} --to MEMBER`"),
        ),
        (ReferenceKind::Membership, format!("leave teams with `inboxctl team leave TEAM {name}`")),
        (
            ReferenceKind::DefaultAgent,
            "choose another default agent with `inboxctl team update TEAM --default-agent MEMBER`".to_owned(),
        ),
    ];
    ways.into_iter().filter(|(kind, _)| has(*kind)).map(|(_, way)| way).collect()
}
