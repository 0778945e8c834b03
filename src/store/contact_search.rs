//! The contacts with a text in any of their fields.

use rusqlite::{Connection, Row, params_from_iter};

use super::StoreResult;
use super::clauses::Clauses;
use super::row_set::RowSet;
use crate::model::{CONTACT_FIELDS, ContactField, Field, Finder};

/// Separates fields, so that no text is found across two.
const SEPARATOR: char = '\u{1f}';

/// Finds the contacts with this text in the phone, the whole name, the email, the account or the external
/// id. Reads all contacts as they stand in the file, once.
pub(super) fn find_contacts(connection: &Connection, clauses: &Clauses, wanted: &str) -> StoreResult<RowSet> {
    let mut finder = Finder::new(wanted);
    let accounts = find_accounts(connection, &mut finder)?;
    let columns: Vec<_> = own_fields().map(|field| field.column).collect();
    let sql = format!("SELECT id, account_id, phone, {} FROM contacts {}", columns.join(", "), clauses.sql());
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&clauses.values))?;
    let (mut found, mut fields) = (RowSet::default(), String::new());
    while let Some(row) = rows.next()? {
        let account: Option<i64> = row.get(1)?;
        let is_found = account.is_some_and(|account| accounts.contains(account)) || {
            read_fields(row, &mut fields)?;
            finder.is_in(&fields)
        };
        if is_found {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

fn find_accounts(connection: &Connection, finder: &mut Finder) -> StoreResult<RowSet> {
    let mut statement = connection.prepare("SELECT id, name FROM accounts")?;
    let mut rows = statement.query([])?;
    let mut found = RowSet::default();
    while let Some(row) = rows.next()? {
        if finder.is_in(text(row, 1)?) {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

/// The fields that stand in the row of a contact.
fn own_fields() -> impl Iterator<Item = &'static ContactField> {
    CONTACT_FIELDS.iter().filter(|field| field.field != Field::Account)
}

/// Reads the phone and the fields of a row into one text, the first and the last name as one field.
fn read_fields(row: &Row<'_>, fields: &mut String) -> StoreResult<()> {
    fields.clear();
    fields.push_str(text(row, 2)?);
    for (place, field) in (3..).zip(own_fields()) {
        fields.push(if field.field == Field::LastName { ' ' } else { SEPARATOR });
        fields.push_str(text(row, place)?);
    }
    Ok(())
}

/// A column as a text; empty if it is unset.
fn text<'r>(row: &'r Row<'_>, place: usize) -> StoreResult<&'r str> {
    Ok(row.get_ref(place)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::fold_accents;
    use crate::store::Store;

    type Contact = [Option<String>; 5];

    /// The fields of each contact, as they are searched.
    const FIELDS: &str = "SELECT contacts.id, concat_ws(char(31), phone, first_name, last_name,
                                                        first_name || ' ' || last_name, email, accounts.name, external_id)
                          FROM contacts LEFT JOIN accounts ON accounts.id = account_id ORDER BY contacts.id";

    /// The definition of a search: all fields of each contact are folded.
    fn defined(store: &Connection, wanted: &str) -> Vec<i64> {
        let mut statement = store.prepare(FIELDS).unwrap();
        let fields = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
        let found = fields.map(Result::unwrap).filter(|(_, text)| fold_accents(text).contains(&fold_accents(wanted)));
        found.map(|(id, _)| id).collect()
    }

    fn store(contacts: &[Contact]) -> Store {
        let mut store = Store::in_memory().unwrap();
        let transaction = store.begin().unwrap();
        for (id, [first, last, email, account, external_id]) in (1..).zip(contacts) {
            let account = account.as_ref().map(|name| {
                let sql = "INSERT OR IGNORE INTO accounts (name, name_key) VALUES (?1 || '.', '')";
                transaction.execute(sql, [name]).unwrap();
                let sql = "SELECT id FROM accounts WHERE name = ?1 || '.'";
                transaction.query_row(sql, [name], |row| row.get::<_, i64>(0)).unwrap()
            });
            let sql = "INSERT INTO contacts (id, phone, first_name, last_name, email, account_id, external_id)
                       VALUES (?1, '+1' || ?1, ?2, ?3, ?4, ?5, ?6)";
            transaction.execute(sql, (id, first, last, email, account, external_id)).unwrap();
        }
        transaction.commit().unwrap();
        store
    }

    const FIELD: &str = "[ab A\u{e1}\u{c1}\u{df}\u{301}\u{ad}\u{a0}\t1+]{0,4}|\\PC{0,4}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn contacts_are_found_as_by_folding_all_fields(
            contacts in prop::collection::vec(prop::array::uniform5(prop::option::of(FIELD)), 1..6),
            wanted in prop::collection::vec("[abA \u{e1}\u{301}1+.]{0,3}|\\PC{0,2}", 1..20),
        ) {
            let mut store = store(&contacts);
            let store = store.read().unwrap();
            for wanted in wanted {
                let found = find_contacts(&store, &Clauses::default(), &wanted).unwrap();
                prop_assert!(found.iter().eq(defined(&store, &wanted)), "{:?} in {:?}", wanted, contacts);
            }
        }
    }
}
