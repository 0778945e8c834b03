//! The fields of members, teams and contacts, and the table of those of a contact: readers, schemas, help,
//! SQL, CSV, options and exports follow from it. A new field is a code, a row here and a column in SQL.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, json};

use super::code::codes;

codes! {
    /// A field of a member, a team or a contact.
    pub enum Field {
        /// The phone of a contact.
        Phone = "phone",
        /// The email of a member or a contact.
        Email = "email",
        /// The name of a member or a team.
        Name = "name",
        /// The first name of a contact.
        FirstName = "first_name",
        /// The last name of a contact.
        LastName = "last_name",
        /// The account of a contact.
        Account = "account",
        /// The id of a member or a contact in another system.
        ExternalId = "external_id",
        /// The strategy of a team.
        Strategy = "strategy",
        /// The default agent of a team, by number.
        DefaultAgent = "default_agent",
        /// The minutes after which a team's pick is reassigned.
        ReassignAfter = "reassign_after",
    }
}

/// Fields with their values; `None` is unset.
pub type Fields = std::collections::BTreeMap<Field, Option<String>>;

/// A field of a contact besides its phone.
#[derive(Debug, Clone, Copy)]
pub struct ContactField {
    /// The field, whose code is its key in files and in JSON.
    pub field: Field,
    /// The column of the table `contacts`.
    pub column: &'static str,
    /// The value in SQL, where contacts are joined with their accounts.
    pub value: &'static str,
    /// The label in a table.
    pub label: &'static str,
    /// The description in schemas.
    pub doc: &'static str,
    /// The option that sets it, without dashes, the name of its value, and its help.
    pub option: (&'static str, &'static str, &'static str),
}

impl ContactField {
    const fn new(field: Field, label: &'static str, doc: &'static str) -> Self {
        Self { field, column: field.code(), value: field.code(), label, doc, option: ("", "", "") }
    }

    const fn option(self, name: &'static str, value: &'static str, help: &'static str) -> Self {
        Self { option: (name, value, help), ..self }
    }

    /// The key in files and in JSON.
    pub const fn key(&self) -> &'static str {
        self.field.code()
    }
}

/// The fields of a contact besides its phone, in the order of lists.
pub const CONTACT_FIELDS: [ContactField; 5] = [
    ContactField::new(Field::FirstName, "first name", "The first name.").option("first-name", "NAME", "First name"),
    ContactField::new(Field::LastName, "last name", "The last name.").option("last-name", "NAME", "Last name"),
    ContactField::new(Field::Email, "email", "The email.").option("email", "EMAIL", "Email"),
    ContactField {
        column: "account_id",
        value: "accounts.name",
        ..ContactField::new(Field::Account, "account", "The account (company) of the contact.")
    }
    .option("account", "ACCOUNT", "Account (company) the contact belongs to"),
    ContactField::new(Field::ExternalId, "external id", "The id in another system.").option(
        "external-id",
        "ID",
        "Id in another system",
    ),
];

/// One value for each of [`CONTACT_FIELDS`].
pub type OfContact<T> = [T; CONTACT_FIELDS.len()];

/// The values of a contact's fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactValues(pub OfContact<Option<String>>);

impl ContactValues {
    /// The value of a field.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.iter().find(|(known, _)| known.field == field).and_then(|(_, value)| value)
    }

    /// The fields with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static ContactField, Option<&str>)> {
        CONTACT_FIELDS.iter().zip(self.0.iter().map(Option::as_deref))
    }
}

impl Serialize for ContactValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(field, value)| (field.key(), value)))
    }
}

impl JsonSchema for ContactValues {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ContactValues".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let property = |field: &ContactField| {
            (field.key().to_owned(), json!({ "description": field.doc, "type": ["string", "null"] }))
        };
        let properties: Map<_, _> = CONTACT_FIELDS.iter().map(property).collect();
        let required = CONTACT_FIELDS.map(|field| field.key());
        json_schema!({ "type": "object", "properties": properties, "required": required })
    }
}
