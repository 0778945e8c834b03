//! Inserts contacts with their owners in batches: many rows a statement, one entry a batch.

use super::pending_contacts::BoundValue;
use super::writer::Writer;
use crate::model::{CONTACT_FIELDS, ContactId, Field, MemberId, OfContact, OwnerReason, Time};
use crate::store::effect_record::StoredDecision;
use crate::store::{StoreResult, contact_batches, contact_row};

/// How many accounts are remembered by name.
const ACCOUNTS: usize = 20_000;

const CELLS: usize = CONTACT_FIELDS.len() + 1;

impl Writer<'_> {
    /// Adds a contact with its owners by import. It is inserted with its batch, at the latest at the end
    /// of the change.
    pub fn make_contact(
        &mut self,
        at: Time,
        contact: ContactId,
        phone: &str,
        fields: OfContact<Option<&str>>,
        owners: Vec<MemberId>,
    ) -> StoreResult<()> {
        if self.made.owners.len() >= contact_batches::LONGEST {
            self.write_made()?;
        }
        self.made.first.get_or_insert((contact, at));
        self.made.push(phone);
        for (known, value) in CONTACT_FIELDS.iter().zip(fields) {
            match value {
                None => self.made.cells.push(BoundValue::Null),
                Some(name) if known.field == Field::Account => {
                    let account = self.account(name)?;
                    self.made.cells.push(BoundValue::Number(account));
                }
                Some(text) => self.made.push(text),
            }
        }
        self.made.effects += 1 + owners.len();
        self.members.extend(&owners);
        self.made.owners.push(owners);
        Ok(())
    }

    fn account(&mut self, name: &str) -> StoreResult<i64> {
        if let Some(id) = self.made.accounts.get(name) {
            return Ok(*id);
        }
        let id = contact_row::account_id(self.connection, name)?;
        if self.made.accounts.len() >= ACCOUNTS {
            self.made.accounts.clear();
        }
        self.made.accounts.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Inserts the pending contacts.
    pub fn write_made(&mut self) -> StoreResult<()> {
        let Some((first, at)) = self.made.first.take() else { return Ok(()) };
        let change = self.change()?.0;
        self.insert_contacts(first)?;
        self.insert_owners(first, at, change)?;
        let owners = std::mem::take(&mut self.made.owners);
        let (contacts, effects) = (owners.len(), std::mem::take(&mut self.made.effects));
        let at = (at != self.stamp.at).then_some(at.as_nanoseconds());
        self.write_batch(
            first,
            contacts,
            effects,
            StoredDecision { at, made: Some(owners), ..StoredDecision::default() },
        )?;
        self.made.text.clear();
        self.made.cells.clear();
        Ok(())
    }

    fn insert_contacts(&self, first: ContactId) -> StoreResult<()> {
        let into = format!("contacts (id, {})", *contact_row::COLUMNS);
        let rows: Vec<_> = (first.0..).zip(self.made.cells.chunks(CELLS)).collect();
        self.insert(&into, CELLS + 1, &rows, |statement, place, (id, cells)| {
            statement.raw_bind_parameter(place + 1, id)?;
            cells.iter().zip(place + 2..).try_for_each(|(cell, place)| self.made.bind(statement, place, *cell))
        })
    }

    fn insert_owners(&self, first: ContactId, at: Time, change: i64) -> StoreResult<()> {
        let contacts = (first.0..).zip(&self.made.owners);
        let rows = contacts.flat_map(|(contact, owners)| {
            owners.iter().zip(0_i64..).map(move |(member, position)| (contact, member.0, position))
        });
        let rows: Vec<_> = rows.collect();
        let into = "contact_owners (contact_id, member_id, position, reason, since, change_id)";
        self.insert(into, 6, &rows, |statement, place, (contact, member, position)| {
            statement.raw_bind_parameter(place + 1, contact)?;
            statement.raw_bind_parameter(place + 2, member)?;
            statement.raw_bind_parameter(place + 3, position)?;
            statement.raw_bind_parameter(place + 4, OwnerReason::Import.code())?;
            statement.raw_bind_parameter(place + 5, at.as_nanoseconds())?;
            statement.raw_bind_parameter(place + 6, change)
        })
    }
}
