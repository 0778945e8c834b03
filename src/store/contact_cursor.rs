//! Contacts with their fields and owners for an import, singly or in the order of phones, in pages, so
//! that memory stays constant and rows may be written in between.

use rusqlite::{Connection, Row};

use super::StoreResult;
use super::contact_row::SELECT;
use super::contact_state::read_seat;
use super::numbers::read_number;
use crate::model::{ContactId, ContactState, ContactValues, ConversationId, OwnerReason, Seat};

#[derive(Debug, Clone, Default)]
pub(crate) struct StoredContact {
    id: i64,
    pub(crate) phone: String,
    pub(crate) fields: ContactValues,
    pub(crate) owners: Vec<Seat<OwnerReason>>,
}

impl StoredContact {
    pub(crate) fn id(&self) -> ContactId {
        ContactId(self.id)
    }

    /// The contact with its owners; its conversations are not loaded.
    pub(crate) fn state(&self) -> ContactState {
        let mut state = ContactState::new(self.id(), ConversationId(0));
        self.owners.iter().for_each(|owner| state.owners.push(*owner));
        state
    }

    /// Reads a row of [`SELECT`], reusing the allocated texts.
    fn read(&mut self, row: &Row<'_>) -> StoreResult<()> {
        self.id = read_number(row, 0, "contact")?;
        self.phone.clear();
        self.phone.push_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        for (place, field) in self.fields.0.iter_mut().enumerate() {
            let value = row.get_ref(place + 2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
            match (value, &mut *field) {
                (Some(new), Some(text)) => {
                    text.clear();
                    text.push_str(new);
                }
                (new, field) => *field = new.map(str::to_owned),
            }
        }
        self.owners.clear();
        Ok(())
    }
}

/// The number of contacts of a page.
const PAGE: usize = 1024;

/// The maximum and minimum number of ownerships of a page.
const OWNERS: (usize, usize) = (2048, 16);

/// Reads contacts with their owners.
pub(crate) struct ContactCursor<'c> {
    connection: &'c Connection,
    owners: OwnerCursor<'c>,
    /// The current page, and how much of it is filled and used.
    page: Vec<StoredContact>,
    filled: usize,
    at: usize,
    /// The phone after which the next page begins.
    after: String,
    /// Whether the current page is the last; contacts added after it meanwhile are not visited.
    ended: bool,
}

impl<'c> ContactCursor<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        let owners = OwnerCursor { connection, page: Vec::new(), from: 0, to: 0, size: OWNERS.1 };
        Self { connection, owners, page: Vec::new(), filled: 0, at: 0, after: String::new(), ended: false }
    }

    pub(crate) fn find(&mut self, phone: &str) -> StoreResult<Option<&StoredContact>> {
        self.query(&format!("{} WHERE phone = ?1", *SELECT), phone)?;
        self.take()
    }

    /// Fills the page with the rows of a statement.
    fn query(&mut self, sql: &str, value: impl rusqlite::ToSql) -> StoreResult<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([value])?;
        (self.filled, self.at) = (0, 0);
        while let Some(row) = rows.next()? {
            if self.page.len() == self.filled {
                self.page.push(StoredContact::default());
            }
            let Some(known) = self.page.get_mut(self.filled) else { break };
            known.read(row)?;
            self.filled += 1;
        }
        Ok(())
    }

    fn take(&mut self) -> StoreResult<Option<&StoredContact>> {
        if self.at >= self.filled {
            return Ok(None);
        }
        let Some(known) = self.page.get_mut(self.at) else { return Ok(None) };
        self.at += 1;
        self.owners.of(ContactId(known.id), &mut known.owners)?;
        Ok(Some(known))
    }

    /// The phone of the next contact in the order of phones.
    pub(crate) fn peek(&mut self) -> StoreResult<Option<&str>> {
        if self.at >= self.filled && !self.ended {
            let after = std::mem::take(&mut self.after);
            self.query(&format!("{} WHERE phone > ?1 ORDER BY phone LIMIT {PAGE}", *SELECT), &after)?;
            self.after = after;
            self.ended = self.filled < PAGE;
            if let Some(last) = self.filled.checked_sub(1).and_then(|last| self.page.get(last)) {
                self.after.clone_from(&last.phone);
            }
        }
        let next = self.page.get(self.at).filter(|_| self.at < self.filled);
        Ok(next.map(|known| known.phone.as_str()))
    }

    /// The next contact in the order of phones.
    pub(crate) fn next(&mut self) -> StoreResult<Option<&StoredContact>> {
        self.peek()?;
        self.take()
    }

    /// The contacts of an account after this one, by number; without a key, those without an account.
    pub(crate) fn of_account(&mut self, key: Option<&str>, after: ContactId) -> StoreResult<Vec<StoredContact>> {
        let account = match key {
            Some(_) => "account_id IN (SELECT id FROM accounts WHERE name_key = ?1)",
            None => "account_id IS NULL AND ?1 IS NULL",
        };
        let (select, after) = (&*SELECT, after.0);
        let sql = format!("{select} WHERE {account} AND contacts.id > {after} ORDER BY contacts.id LIMIT {PAGE}");
        self.query(&sql, key)?;
        let mut found = Vec::with_capacity(self.filled);
        while let Some(known) = self.take()? {
            found.push(known.clone());
        }
        Ok(found)
    }
}

/// Reads the owners of contacts, in larger pages for consecutive contacts.
struct OwnerCursor<'c> {
    connection: &'c Connection,
    page: Vec<(i64, Seat<OwnerReason>)>,
    /// The page has the owners of the contacts from here to before there.
    from: i64,
    to: i64,
    size: usize,
}

impl OwnerCursor<'_> {
    fn of(&mut self, contact: ContactId, owners: &mut Vec<Seat<OwnerReason>>) -> StoreResult<()> {
        let id = contact.0;
        if !(self.from..self.to).contains(&id) {
            // A contact just after the page may begin a sequential read.
            let follows = id >= self.to && id - self.to < 64;
            self.size = if follows { (self.size * 2).min(OWNERS.0) } else { OWNERS.1 };
            self.read(id)?;
        }
        let start = self.page.partition_point(|(contact, _)| *contact < id);
        let rest = self.page.get(start..).unwrap_or_default();
        owners.extend(rest.iter().take_while(|(contact, _)| *contact == id).map(|(_, owner)| *owner));
        owners.sort_unstable_by_key(|owner| owner.position);
        Ok(())
    }

    fn read(&mut self, from: i64) -> StoreResult<()> {
        let sql = "SELECT contact_id, member_id, since, change_id, position, reason, pinned FROM contact_owners
                   WHERE contact_id >= ?1 LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut size = self.size;
        loop {
            let mut rows = statement.query((from, size))?;
            self.page.clear();
            while let Some(row) = rows.next()? {
                self.page.push(read_owner(row)?);
            }
            // A full page may end among the owners of a contact.
            let last = self.page.last().map_or(from, |(contact, _)| *contact);
            let full = self.page.len() >= size;
            (self.from, self.to) = (from, if full { last } else { i64::MAX });
            if !full || last > from {
                return Ok(());
            }
            size *= 2;
        }
    }
}

fn read_owner(row: &Row<'_>) -> StoreResult<(i64, Seat<OwnerReason>)> {
    let contact = read_number(row, 0, "contact")?;
    Ok((contact, read_seat(row, 1, ("contact_owners", contact))?))
}
