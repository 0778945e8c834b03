//! Describes refusals of the rules, with hints.

use rusqlite::Connection;

use super::error::{InboxError, Result, quoted};
use crate::model::{
    ContactId, ConversationId, Excerpt, MemberId, MemberWeight, Reference, ReferenceKind, Refusal, ReopenObstacle,
    Request, RequestSubject, TeamId, Time,
};
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
        RequestSubject::Conversations => "conversations".to_owned(),
        RequestSubject::Portfolios => "contacts".to_owned(),
        RequestSubject::Settings => "settings".to_owned(),
    };
    Ok(match refusal {
        Refusal::NoOpenConversation => (
            format!("`{name}` has no open conversation"),
            format!("see `inboxctl conversation list --contact {name} --all`; a new message opens one"),
        ),
        Refusal::ConversationClosed(id) => {
            let hint = format!("reopen it with `inboxctl conversation reopen {id}`; a new message opens a new one");
            (format!("conversation `{id}` is closed"), hint)
        }
        Refusal::NoConversation => (format!("`{name}` has no conversation"), "a new message opens one".to_owned()),
        Refusal::NotReopenable { conversation, obstacle } => describe_obstacle(&name, *conversation, *obstacle),
        Refusal::InactiveMembers { members, .. } => describe_inactive(names, connection, members)?,
        Refusal::ReplaceWithoutMembers => {
            ("`replace` needs at least one member".to_owned(), "name the members to keep".to_owned())
        }
        Refusal::SuccessorLeaves { member, .. } => {
            let email = names.member(connection, *member)?;
            (format!("`{email}` can't hand over to themselves"), "choose another member".to_owned())
        }
        Refusal::EmptyAbsence => {
            ("the absence ends before it begins".to_owned(), "choose an end after the beginning".to_owned())
        }
        Refusal::CoversThemselves(member) => {
            let email = names.member(connection, *member)?;
            (format!("`{email}` can't cover for themselves"), "choose another substitute".to_owned())
        }
        Refusal::OverlappingAbsence { from, until } => describe_overlap(&name, *from, *until),
        Refusal::GiverTakes(member) => {
            let email = names.member(connection, *member)?;
            (
                format!("`{email}` can't take their own contacts"),
                "remove the member from those who take contacts".to_owned(),
            )
        }
        Refusal::InvalidWeight { weight: MemberWeight { member, weight }, .. } => {
            let email = names.member(connection, *member)?;
            (format!("invalid weight `{weight}` of `{email}`"), "pass a whole number from 1".to_owned())
        }
        Refusal::WeightOfOther { member, .. } => {
            let email = names.member(connection, *member)?;
            let message = format!("`{email}` has a weight, but takes no part");
            (message, "remove the weight, or name the member among the others".to_owned())
        }
        Refusal::StillReferenced(references) => describe_references(&name, subject, references),
    })
}

fn describe_overlap(member: &str, from: i64, until: i64) -> (String, String) {
    let [from, until] = [from, until].map(Time::from_nanoseconds);
    (
        format!("`{member}` already has an absence from {from} until {until}"),
        format!("end it with `inboxctl member back {member}`, or remove a planned one with `--from`"),
    )
}

fn describe_obstacle(contact: &str, closed: ConversationId, obstacle: ReopenObstacle) -> (String, String) {
    let (why, hint) = match obstacle {
        ReopenObstacle::Open(open) => (
            format!("`{contact}` already has an open conversation, `{open}`"),
            format!("see it with `inboxctl conversation show {open}`"),
        ),
        ReopenObstacle::Later(latest) => (
            format!("`{contact}` has a later conversation, `{latest}`"),
            format!("reopen the latest with `inboxctl conversation reopen {latest}`"),
        ),
        ReopenObstacle::ErasedContact => (
            format!("the data of its contact `{contact}` was erased"),
            "a new message from the same phone creates a new contact".to_owned(),
        ),
    };
    (format!("conversation `{closed}` can't be reopened: {why}"), hint)
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
        ReferenceKind::Assignment
        | ReferenceKind::FirstResponse
        | ReferenceKind::Conversation
        | ReferenceKind::Cover => true,
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
        _ => {
            "conversations are kept for the audit trail: erase the data of the contact with `inboxctl contact erase`, \
              or merge it into another one with `inboxctl contact merge`"
                .to_owned()
        }
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
