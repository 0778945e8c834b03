//! Requests about contacts.

use super::error::{InboxError, Result};
use super::find::{self, Lookup};
use super::members::check_texts;
use super::session::{Loaded, Session};
use crate::model::{ContactId, ContactState, Effect, Email, Field, Fields, Phone, Request};
use crate::store::entity::{self, EntityRef};
use crate::store::{contact_state, contacts};

#[derive(Debug, Clone, Default)]
pub struct NewContact {
    /// In any spelling.
    pub phone: String,
    /// The fields of the contact.
    pub fields: Fields,
    /// The first owners.
    pub owners: Vec<Email>,
}

impl Session<'_> {
    /// Adds a contact, with owners if any are named.
    pub fn add_contact(&mut self, new: &NewContact) -> Result<()> {
        check_texts(&new.fields)?;
        check_email(&new.fields)?;
        let phone = match find::contact_or_phone(self.connection, &new.phone, self.phones)? {
            Lookup::Existing(id) => {
                let hint = |phone: &str| format!("update it with `inboxctl contact update {phone}`");
                return Err(self.contact_exists(id, hint)?);
            }
            Lookup::Unknown(phone) => phone,
        };
        let members = self.members(&new.owners)?;
        let contact = entity::insert_contact(self.connection, &phone, &new.fields)?;
        let chat = ContactState::new(contact, self.next_conversation()?);
        let request = Request::AddOwners { members, assign_open: false, pin: false };
        let before = vec![Effect::AddContact { contact }];
        self.decide_and_apply(Loaded { contact: Some(chat), before, ..Loaded::default() }, &request)
    }

    fn contact_exists(&self, id: ContactId, hint: impl FnOnce(&str) -> String) -> Result<InboxError> {
        let phone = contacts::show_contact(self.connection, id)?.phone;
        Ok(InboxError::AlreadyExists { message: format!("contact `{phone}` already exists"), hint: Some(hint(&phone)) })
    }

    /// Updates the fields of a contact that differ.
    pub fn update_contact(&mut self, contact: &str, mut set: Fields) -> Result<()> {
        check_texts(&set)?;
        check_email(&set)?;
        let id = self.named_contact(contact)?;
        if let Some(Some(phone)) = set.get(&Field::Phone) {
            let phone = self.free_phone(id, phone)?;
            set.insert(Field::Phone, Some(phone.to_string()));
        }
        self.update(EntityRef::Contact(id), set, |set| Effect::UpdateContact { contact: id, set })
    }

    /// Returns the new phone of a contact, unless another contact has it.
    fn free_phone(&self, contact: ContactId, typed: &str) -> Result<Phone> {
        let phone = self.phones.read(typed)?;
        match contact_state::contact_by_phone(self.connection, phone.as_str())? {
            Some(other) if other != contact => {
                let hint = |phone: &str| format!("see `inboxctl contact show {phone}`, or choose another phone");
                Err(self.contact_exists(other, hint)?)
            }
            _ => Ok(phone),
        }
    }
}

/// Checks the email of a contact, which is stored as typed.
fn check_email(fields: &Fields) -> Result<()> {
    if let Some(Some(email)) = fields.get(&Field::Email) {
        email.parse::<Email>()?;
    }
    Ok(())
}
