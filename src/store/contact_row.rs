//! The fields of a contact in a row of SQLite.

use rusqlite::Row;

use super::StoreResult;
use crate::model::{Field, Fields};

/// The fields of a contact, from a row that has them under their names.
pub(super) fn fields(row: &Row<'_>) -> StoreResult<Fields> {
    let all = [Field::Phone, Field::FirstName, Field::LastName, Field::Email, Field::Account, Field::ExternalId];
    let fields = all.into_iter().map(|field| Ok((field, row.get(field.code())?)));
    Ok(fields.collect::<Result<_, rusqlite::Error>>()?)
}
