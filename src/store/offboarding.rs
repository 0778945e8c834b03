//! What a member owns and is assigned to, and references to members and teams.

use std::collections::BTreeMap;

use rusqlite::{Connection, params_from_iter};

use super::StoreResult;
use super::clauses::{Clauses, of_account};
use super::contact_state::{assigned, owners, references};
use crate::model::{
    ContactId, ConversationId, Holding, Holdings, MemberId, OpenAssignment, Reference, ReferenceKind, Role, RoleKind,
    TeamId,
};

/// What a member holds: contacts in the order of their phones, and places in teams.
pub(crate) fn holdings(connection: &Connection, member: MemberId) -> StoreResult<Holdings> {
    let mut held: BTreeMap<String, (ContactId, Option<ConversationId>)> = BTreeMap::new();
    let sql = "SELECT contacts.phone, contacts.id, NULL FROM contact_owners
               JOIN contacts ON contacts.id = contact_owners.contact_id WHERE member_id = ?1
               UNION ALL SELECT contacts.phone, contacts.id, conversations.id FROM assignments
               JOIN conversations ON conversations.id = assignments.conversation_id
               JOIN contacts ON contacts.id = conversations.contact_id WHERE member_id = ?1 AND is_open = 1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([member.0])?;
    while let Some(row) = rows.next()? {
        let open = row.get::<_, Option<ConversationId>>(2)?;
        let (_, known) = held.entry(row.get(0)?).or_insert((row.get::<_, ContactId>(1)?, None));
        *known = known.or(open);
    }
    let held = held.into_values().map(|(contact, open)| holding(connection, (contact, member), open));
    Ok(Holdings { held: held.collect::<StoreResult<_>>()?, roles: roles(connection, member)? })
}

/// What a member owns, of one account's contacts or of all, in the order of their phones.
pub(crate) fn ownerships(connection: &Connection, member: MemberId, account: Option<&str>) -> StoreResult<Holdings> {
    let mut clauses = Clauses::default();
    clauses.push("member_id = ?", member.0);
    of_account(&mut clauses, account);
    let sql = format!(
        "SELECT contacts.id FROM contact_owners JOIN contacts ON contacts.id = contact_owners.contact_id {}
         ORDER BY contacts.phone",
        clauses.sql()
    );
    let mut statement = connection.prepare(&sql)?;
    let contacts = statement.query_map(params_from_iter(&clauses.values), |row| row.get::<_, ContactId>(0))?;
    let held = contacts.map(|contact| holding(connection, (contact?, member), None));
    Ok(Holdings { held: held.collect::<StoreResult<_>>()?, roles: Vec::new() })
}

fn holding(
    connection: &Connection,
    (contact, member): (ContactId, MemberId),
    open: Option<ConversationId>,
) -> StoreResult<Holding> {
    let share = |conversation| {
        let assigned = assigned(connection, conversation)?.members().collect();
        StoreResult::Ok(OpenAssignment { conversation, assigned })
    };
    let owners = owners(connection, contact)?;
    let pinned = owners.seat(member).is_some_and(|seat| seat.pinned);
    Ok(Holding { contact, owners: owners.members().collect(), pinned, open: open.map(share).transpose()? })
}

fn roles(connection: &Connection, member: MemberId) -> StoreResult<Vec<Role>> {
    let sql = "SELECT teams.id, kind FROM (
                   SELECT team_id, 'member' AS kind FROM team_members WHERE member_id = ?1
                   UNION ALL SELECT id, 'default-agent' FROM teams WHERE default_agent_id = ?1)
               JOIN teams ON teams.id = team_id ORDER BY teams.name_key, kind DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([member.0], |row| {
        let kind = if row.get::<_, String>(1)? == "member" { RoleKind::Member } else { RoleKind::DefaultAgent };
        Ok(Role { team: row.get::<_, TeamId>(0)?, kind })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What keeps a member from being removed (D3).
pub(crate) fn member_references(connection: &Connection, member: MemberId) -> StoreResult<Vec<Reference>> {
    let kinds = [
        (ReferenceKind::Ownership, "SELECT count(*) FROM contact_owners WHERE member_id = ?1"),
        (ReferenceKind::Assignment, "SELECT count(*) FROM assignments WHERE member_id = ?1"),
        (ReferenceKind::FirstResponse, "SELECT count(*) FROM conversations WHERE first_responder_id = ?1"),
        (ReferenceKind::Membership, "SELECT count(*) FROM team_members WHERE member_id = ?1"),
        (ReferenceKind::DefaultAgent, "SELECT count(*) FROM teams WHERE default_agent_id = ?1"),
        (ReferenceKind::Cover, "SELECT count(DISTINCT absence_id) FROM absence_cover WHERE member_id = ?1"),
    ];
    references(connection, &kinds, member.0)
}

/// What keeps a team from being removed (D3).
pub(crate) fn team_references(connection: &Connection, team: TeamId) -> StoreResult<Vec<Reference>> {
    let kinds = [(ReferenceKind::Conversation, "SELECT count(*) FROM conversations WHERE team_id = ?1")];
    references(connection, &kinds, team.0)
}

/// `it has 2 ownerships, 1 team membership`.
pub(crate) fn referring(references: &[Reference]) -> String {
    let what = references.iter().map(|reference| {
        let plural = if reference.count == 1 { "" } else { "s" };
        format!("{} {}{plural}", reference.count, reference.kind)
    });
    let what: Vec<_> = what.collect();
    format!("it has {}", what.join(", "))
}
