//! Contacts and ownerships: reading, listing.

use rusqlite::{Connection, OptionalExtension, Row};

use super::by_phone::visit_by_phone;
use super::clauses::{Clauses, of_account};
use super::contact_row::{self, SELECT};
use super::contact_search::find_contacts;
use super::list::{ListSql, visit_rows};
use super::row_set::RowSet;
use super::view::{self, Visit};
use super::{StoreError, StoreResult};
use crate::model::{
    ChangeId, ContactId, ConversationId, Fields, MemberId, OrderColumns, OwnerReason, RowOrder, Time, fold,
};

/// Which contacts to list.
#[derive(Debug, Clone, Default)]
pub struct ContactFilter {
    /// Of this account, in any case; without one if blank.
    pub account: Option<String>,
    pub owner: Option<MemberId>,
    /// Without an active owner.
    pub unowned: bool,
    /// With an inactive owner, whether or not others are active.
    pub owned_by_inactive: bool,
    /// With this text in a name, the account, the email, the phone or the external id; in any case and
    /// without accents.
    pub search: Option<String>,
    pub order: RowOrder,
}

/// The keys by which contacts can be sorted in SQL.
pub const CONTACT_ORDER: OrderColumns = &[
    ("phone", "phone"),
    ("first_name", "fold(first_name)"),
    ("last_name", "fold(last_name)"),
    ("email", "fold(email)"),
    ("account", "accounts.name_key"),
    ("external_id", "fold(external_id)"),
];

/// The keys by which ownerships can be sorted in SQL.
pub const OWNER_ORDER: OrderColumns = &[
    ("phone", "contacts.phone"),
    ("account", "accounts.name_key"),
    ("owner", "members.email"),
    ("active", "members.active"),
    ("reason", "contact_owners.reason"),
    ("since", "contact_owners.since"),
    ("change", "contact_owners.change_id"),
    ("pinned", "contact_owners.pinned"),
];

/// Which ownerships to list.
#[derive(Debug, Clone, Default)]
pub struct OwnerFilter {
    pub contact: Option<ContactId>,
    pub member: Option<MemberId>,
    /// Of this account's contacts, in any case; of those without one if blank.
    pub account: Option<String>,
    pub reason: Option<OwnerReason>,
    /// Pinned ones.
    pub pinned: bool,
    pub order: RowOrder,
}

/// The fields of a contact, as an update compares them; `None` if it does not exist.
pub(crate) fn contact_fields(connection: &Connection, id: ContactId) -> StoreResult<Option<Fields>> {
    let mut statement = connection.prepare_cached(&format!("{} WHERE contacts.id = ?1", *SELECT))?;
    statement.query([id.0])?.next()?.map(contact_row::fields).transpose()
}

/// The phones of the contacts with an external id, in order. Looks at all rows: few commands name contacts so, and
/// an index would slow down every import.
pub(crate) fn phones_of_external_id(connection: &Connection, id: &str) -> StoreResult<Vec<String>> {
    // The sign keeps SQLite from walking the rows in the order of phones.
    let mut statement =
        connection.prepare_cached("SELECT phone FROM contacts WHERE external_id = ?1 ORDER BY +phone")?;
    let phones = statement.query_map([id], |row| row.get(0))?;
    Ok(phones.collect::<Result<_, _>>()?)
}

/// A contact as people and scripts see it.
pub(crate) fn show_contact(connection: &Connection, id: ContactId) -> StoreResult<view::ContactView> {
    let mut statement = connection.prepare_cached(&format!("{} WHERE contacts.id = ?1", *SELECT))?;
    let mut rows = statement.query([id.0])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    read_contact(connection, row)
}

fn read_contact(connection: &Connection, row: &Row<'_>) -> StoreResult<view::ContactView> {
    let owners = owner_emails(connection, row.get::<_, ContactId>("id")?)?;
    Ok(view::ContactView {
        phone: row.get("phone")?,
        fields: contact_row::values(row)?,
        inactive: owners.iter().filter(|(_, active)| !active).map(|(email, _)| email.clone()).collect(),
        owners: owners.into_iter().map(|(email, _)| email).collect(),
    })
}

/// The owners' emails, as they came, and whether they are active.
pub(super) fn owner_emails(connection: &Connection, id: ContactId) -> StoreResult<Vec<(String, bool)>> {
    let sql = "SELECT members.email, members.active FROM contact_owners JOIN members ON members.id = member_id
               WHERE contact_id = ?1 ORDER BY position";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The contacts by phone.
pub(crate) fn list_contacts(
    connection: &Connection,
    filter: &ContactFilter,
    visit: Visit<'_, view::ContactView>,
) -> StoreResult<Option<u64>> {
    let mut clauses = Clauses::default();
    of_account(&mut clauses, filter.account.as_deref());
    clauses.push_if(filter.unowned, UNOWNED);
    let inactive = "contacts.id IN (SELECT contact_id FROM members CROSS JOIN contact_owners ON member_id = members.id
                                    WHERE members.active = 0)";
    clauses.push_if(filter.owned_by_inactive, inactive);
    let digits = filter.search.as_deref().and_then(digits_of_phone);
    let text = filter.search.as_deref().filter(|_| digits.is_none());
    clauses.push_some("instr(phone, ?) > 0", digits);
    let found = match filter.owner {
        Some(owner) if text.is_none() && clauses.is_empty() && filter.order.is_empty() => {
            contacts_of(connection, owner)?
        }
        owner => {
            let theirs = "contacts.id IN (SELECT contact_id FROM contact_owners WHERE member_id = ?)";
            clauses.push_some(theirs, owner.map(|owner| owner.0));
            let Some(text) = text else {
                let order = filter.order.sql(CONTACT_ORDER, "phone");
                let list = ListSql { select: &SELECT, from: "contacts", order: &order };
                return visit_rows(connection, list, &clauses, |row| read_contact(connection, row), visit);
            };
            find_contacts(connection, &clauses, text)?
        }
    };
    visit_by_phone(connection, &found, |id| show_contact(connection, id), visit)
}

/// The clause for contacts without an active owner.
pub(super) const UNOWNED: &str = "NOT EXISTS (SELECT 1 FROM contact_owners JOIN members ON members.id = member_id
                   WHERE contact_owners.contact_id = contacts.id AND members.active = 1)";

/// The contacts that a member owns.
fn contacts_of(connection: &Connection, owner: MemberId) -> StoreResult<RowSet> {
    RowSet::read(connection, "SELECT contact_id FROM contact_owners WHERE member_id = ?1", [owner.0])
}

/// The digits of what can only be meant as a part of a phone number.
fn digits_of_phone(text: &str) -> Option<String> {
    let written_so = |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || "+-().".contains(letter);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 4 && text.chars().all(written_so)).then_some(digits)
}

/// The ownerships by phone, each contact's as they came.
pub(crate) fn list_owners(
    connection: &Connection,
    filter: &OwnerFilter,
    visit: Visit<'_, view::Ownership>,
) -> StoreResult<Option<u64>> {
    if let OwnerFilter { contact: None, member: Some(member), account: None, reason: None, pinned: false, order } =
        filter
        && order.is_empty()
    {
        let sql = format!("{OWNERSHIP} WHERE contacts.id = ?1 AND member_id = ?2");
        let mut statement = connection.prepare_cached(&sql)?;
        let read =
            |id: ContactId| -> StoreResult<_> { statement.query_one((id.0, member.0), |row| Ok(read_ownership(row)))? };
        return visit_by_phone(connection, &contacts_of(connection, *member)?, read, visit);
    }
    let clauses = owner_clauses(filter);
    let of_account = "contact_owners JOIN contacts ON contacts.id = contact_id";
    let from = if filter.account.is_some() { of_account } else { "contact_owners" };
    let order = filter.order.sql(OWNER_ORDER, "contacts.phone, position");
    let list = ListSql { select: OWNERSHIP, from, order: &order };
    visit_rows(connection, list, &clauses, read_ownership, visit)
}

pub(super) fn owner_clauses(filter: &OwnerFilter) -> Clauses {
    let mut clauses = Clauses::default();
    clauses.push_some("contact_id = ?", filter.contact.map(|contact| contact.0));
    clauses.push_some("member_id = ?", filter.member.map(|member| member.0));
    clauses.push_some("reason = ?", filter.reason.map(|reason| reason.code().to_owned()));
    clauses.push_if(filter.pinned, "pinned = 1");
    of_account(&mut clauses, filter.account.as_deref());
    clauses
}

/// The contact that was removed last of those with a name in the history: its phone, or `erased-7`. None if a contact
/// has the phone now.
pub(crate) fn removed_contact(connection: &Connection, name: &str) -> StoreResult<Option<ContactId>> {
    let sql = "SELECT max(id) FROM (SELECT id FROM removed WHERE kind = 'contact' AND name = ?1
                                    UNION ALL SELECT id FROM removed_contacts WHERE phone = ?1)
               WHERE NOT EXISTS (SELECT 1 FROM contacts WHERE phone = ?1)";
    let id: Option<i64> = connection.prepare_cached(sql)?.query_row([name], |row| row.get(0))?;
    Ok(id.map(ContactId))
}

/// The phone of the contact that one with this phone was merged into.
pub(crate) fn merged_into(connection: &Connection, phone: &str) -> StoreResult<Option<String>> {
    let sql = "SELECT contacts.phone FROM removed JOIN contacts ON contacts.id = merged_into
               WHERE kind = 'contact' AND name = ?1 AND merged_into IS NOT NULL";
    Ok(connection.prepare_cached(sql)?.query_row([phone], |row| row.get(0)).optional()?)
}

/// All conversations of a contact, by number.
pub(crate) fn conversations_of(connection: &Connection, contact: ContactId) -> StoreResult<Vec<ConversationId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM conversations WHERE contact_id = ?1 ORDER BY id")?;
    let ids = statement.query_map([contact.0], |row| row.get::<_, ConversationId>(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// CROSS JOIN keeps SQLite from sorting all ownerships when the index of phones has the order.
const OWNERSHIP: &str = "SELECT contacts.phone, accounts.name AS account, members.email AS owner, members.active,
            contact_owners.reason, contact_owners.since, contact_owners.change_id, contact_owners.pinned, contacts.id
     FROM contacts CROSS JOIN contact_owners ON contact_owners.contact_id = contacts.id
     JOIN members ON members.id = contact_owners.member_id
     LEFT JOIN accounts ON accounts.id = contacts.account_id";

fn read_ownership(row: &Row<'_>) -> StoreResult<view::Ownership> {
    let reason = row.get::<_, String>("reason")?.parse::<OwnerReason>();
    let contact = row.get("id")?;
    Ok(view::Ownership {
        phone: row.get("phone")?,
        account: row.get("account")?,
        owner: row.get("owner")?,
        active: row.get("active")?,
        reason: reason.map_err(|error| StoreError::bad_row("contact_owners", contact, error))?,
        since: Time::from_nanoseconds(row.get("since")?),
        change: row.get::<_, ChangeId>("change_id")?,
        pinned: row.get("pinned")?,
    })
}

/// How many ownerships there are, but for those with these reasons.
pub(crate) fn count_owners(connection: &Connection, except: &[OwnerReason]) -> StoreResult<u64> {
    let except: Vec<_> = except.iter().map(|reason| format!("'{}'", reason.code())).collect();
    let sql = format!("SELECT count(*) FROM contact_owners WHERE reason NOT IN ({})", except.join(", "));
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}

pub(crate) fn has_pinned_owners(connection: &Connection) -> StoreResult<bool> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM contact_owners WHERE pinned = 1)", [], |row| row.get(0))?)
}

pub(crate) fn count_owned(connection: &Connection, member: MemberId) -> StoreResult<i64> {
    let sql = "SELECT count(*) FROM contact_owners WHERE member_id = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([member.0], |row| row.get(0))?)
}

/// Whether a contact has an account of this name, in any case. A name that only earlier contacts had is unknown.
pub(crate) fn has_account(connection: &Connection, name: &str) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (
        SELECT 1 FROM accounts JOIN contacts ON contacts.account_id = accounts.id WHERE name_key = ?1)";
    Ok(connection.query_row(sql, [fold(name)], |row| row.get(0))?)
}

/// The names of the contacts' accounts, each in one spelling.
pub(crate) fn account_names(connection: &Connection) -> StoreResult<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT min(name) FROM accounts
         WHERE EXISTS (SELECT 1 FROM contacts WHERE account_id = accounts.id) GROUP BY name_key",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The key of the next account behind this one, before that one.
pub(crate) fn next_account(connection: &Connection, after: &str, before: Option<&str>) -> StoreResult<Option<String>> {
    let sql = "SELECT min(name_key) FROM accounts WHERE name_key > ?1 AND (?2 IS NULL OR name_key < ?2)";
    Ok(connection.prepare_cached(sql)?.query_row((after, before), |row| row.get(0))?)
}
