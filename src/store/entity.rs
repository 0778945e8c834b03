//! Members, teams and contacts as rows with fields: reading, inserting and updating them.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::contact_row::account_id;
use super::{StoreResult, contact_state, contacts, directory};
use crate::model::{ContactId, ConversationId, Effect, Field, Fields, MemberId, Phone, TeamId, fold};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum EntityRef {
    Member(MemberId),
    Team(TeamId),
    Contact(ContactId),
    Conversation(ConversationId),
}

impl EntityRef {
    /// What it is, which in the plural is the name of its table, and its number there.
    pub(crate) fn row(self) -> (&'static str, i64) {
        match self {
            Self::Member(id) => ("member", id.0),
            Self::Team(id) => ("team", id.0),
            Self::Contact(id) => ("contact", id.0),
            Self::Conversation(id) => ("conversation", id.0),
        }
    }

    /// What an effect sets fields of.
    pub(super) fn updated_by(effect: &Effect) -> Option<Self> {
        match effect {
            Effect::UpdateMember { member, .. } => Some(Self::Member(*member)),
            Effect::UpdateTeam { team, .. } => Some(Self::Team(*team)),
            Effect::UpdateContact { contact, .. } => Some(Self::Contact(*contact)),
            _ => None,
        }
    }

    /// The fields that an update compares and sets; `None` if it does not exist.
    pub(crate) fn fields(self, connection: &Connection) -> StoreResult<Option<Fields>> {
        Ok(match self {
            Self::Member(id) => directory::member(connection, id)?.map(|member| member.fields()),
            Self::Team(id) => directory::team(connection, id)?.map(|team| team.fields()),
            Self::Contact(id) => contacts::contact_fields(connection, id)?,
            Self::Conversation(_) => None,
        })
    }
}

/// Inserts a row of this kind, with the next number if none is given, and returns the number.
pub(crate) fn insert(connection: &Connection, kind: &str, id: Option<i64>, fields: &Fields) -> StoreResult<i64> {
    if id.is_none() {
        // SQLite would report a full disk.
        contact_state::next_number(connection, &format!("{kind}s"))?;
    }
    let (columns, values) = cells(connection, kind, fields)?;
    let places = ", ?".repeat(columns.len());
    let sql = format!("INSERT INTO {kind}s (id, {}) VALUES (?{places})", columns.join(", "));
    connection.prepare_cached(&sql)?.execute(params_from_iter([Value::from(id)].into_iter().chain(values)))?;
    Ok(connection.last_insert_rowid())
}

/// Inserts a contact; its phone must be free.
pub(crate) fn insert_contact(connection: &Connection, phone: &Phone, fields: &Fields) -> StoreResult<ContactId> {
    let mut fields = fields.clone();
    fields.insert(Field::Phone, Some(phone.to_string()));
    insert(connection, "contact", None, &fields).map(ContactId)
}

/// Deletes a contact that was inserted for a request that was refused.
pub(crate) fn delete_new_contact(connection: &Connection, contact: ContactId) -> StoreResult<()> {
    connection.prepare_cached("DELETE FROM contacts WHERE id = ?1")?.execute([contact.0])?;
    Ok(())
}

pub(super) fn update(connection: &Connection, thing: EntityRef, set: &Fields) -> StoreResult<()> {
    let (kind, id) = thing.row();
    let (columns, values) = cells(connection, kind, set)?;
    let sql = format!("UPDATE {kind}s SET {} = ? WHERE id = ?", columns.join(" = ?, "));
    connection.prepare_cached(&sql)?.execute(params_from_iter(values.into_iter().chain([id.into()])))?;
    Ok(())
}

/// The columns of fields, with their values.
fn cells(connection: &Connection, kind: &str, fields: &Fields) -> StoreResult<(Vec<&'static str>, Vec<Value>)> {
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for (field, text) in fields {
        let (column, value) = match field {
            Field::Account => {
                ("account_id", text.as_ref().map(|name| account_id(connection, name)).transpose()?.into())
            }
            Field::DefaultAgent => ("default_agent_id", text.as_ref().and_then(|id| id.parse::<i64>().ok()).into()),
            Field::ReassignAfter => {
                (field.code(), text.as_ref().and_then(|minutes| minutes.parse::<i64>().ok()).into())
            }
            _ => (field.code(), text.clone().into()),
        };
        columns.push(column);
        values.push(value);
        if kind == "team" && *field == Field::Name {
            columns.push("name_key");
            values.push(text.as_deref().map(fold).into());
        }
    }
    Ok((columns, values))
}
