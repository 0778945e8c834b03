//! The rows of contacts in SQL, by the table of their fields.

use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, Row};

use super::StoreResult;
use crate::model::{CONTACT_FIELDS, ContactField, ContactValues, Field, Fields, fold};

/// The columns of a contact, without its number.
pub(super) static COLUMNS: LazyLock<String> =
    LazyLock::new(|| format!("phone, {}", CONTACT_FIELDS.map(|field| field.column).join(", ")));

/// The number, the phone and the fields of contacts, under their names.
pub(super) static SELECT: LazyLock<String> = LazyLock::new(|| select("contacts"));

/// Reads contacts from a table like `contacts`.
pub(super) fn select(table: &str) -> String {
    let value = |field: ContactField| format!("{} AS {}", field.value, field.key());
    let values = CONTACT_FIELDS.map(value).join(", ");
    format!("SELECT {table}.id, phone, {values} FROM {table} LEFT JOIN accounts ON accounts.id = account_id")
}

/// The fields of a contact with its phone, from a row of [`select`].
pub(super) fn fields(row: &Row<'_>) -> StoreResult<Fields> {
    let all = CONTACT_FIELDS.iter().map(|field| field.field).chain([Field::Phone]);
    let fields = all.map(|field| Ok((field, row.get(field.code())?)));
    Ok(fields.collect::<Result<_, rusqlite::Error>>()?)
}

/// The fields of a contact without its phone, from a row of [`select`].
pub(super) fn values(row: &Row<'_>) -> StoreResult<ContactValues> {
    let mut values = ContactValues::default();
    for (field, value) in CONTACT_FIELDS.iter().zip(&mut values.0) {
        *value = row.get(field.key())?;
    }
    Ok(values)
}

/// The number of an account's spelling, new if need be.
pub(super) fn account_id(connection: &Connection, name: &str) -> StoreResult<i64> {
    let find = "SELECT id FROM accounts WHERE name = ?1";
    if let Some(id) = connection.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let sql = "INSERT INTO accounts (name, name_key) VALUES (?1, ?2)";
    connection.prepare_cached(sql)?.execute((name, fold(name)))?;
    Ok(connection.last_insert_rowid())
}
