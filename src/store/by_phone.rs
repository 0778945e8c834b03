//! Some contacts in the order of phones, without sorting all of them where only the first are wanted.

use rusqlite::{Connection, OptionalExtension};

use super::StoreResult;
use super::row_set::RowSet;
use super::view::Visit;
use crate::model::ContactId;

/// About as many steps in the index of phones take as long as one contact at random.
const STEPS: usize = 20;

/// Visits a row of each contact by phone. It walks along the index of phones, which finds the first of many at
/// once; where it is quicker to sort those that are left, it does that. Where the visitor stops early, the
/// answer is how many there are.
pub(super) fn visit_by_phone<T>(
    connection: &Connection,
    chosen: &RowSet,
    mut read: impl FnMut(ContactId) -> StoreResult<T>,
    visit: Visit<'_, T>,
) -> StoreResult<Option<u64>> {
    let mut is_cut = false;
    let mut visit_next = |id: i64| {
        is_cut = visit(read(ContactId(id))?).is_break();
        Ok(!is_cut)
    };
    if let Some(last) = walk(connection, chosen, &mut visit_next)? {
        for id in sorted_from(connection, chosen, &last)? {
            if !visit_next(id)? {
                break;
            }
        }
    }
    Ok(is_cut.then(|| u64::try_from(chosen.len()).unwrap_or(u64::MAX)))
}

/// Walks along the index until all are visited; or returns the phone where it stopped.
fn walk(
    connection: &Connection,
    chosen: &RowSet,
    mut visit_next: impl FnMut(i64) -> StoreResult<bool>,
) -> StoreResult<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT id, phone FROM contacts ORDER BY phone")?;
    let mut rows = statement.query([])?;
    let (mut left, mut steps) = (chosen.len(), chosen.len().saturating_mul(STEPS));
    while left > 0 {
        let Some(row) = rows.next()? else { break };
        if steps == 0 {
            // The row before this one has been visited, this one has not.
            return Ok(Some(row.get(1)?));
        }
        steps -= 1;
        let id = row.get(0)?;
        if chosen.contains(id) {
            left -= 1;
            if !visit_next(id)? {
                break;
            }
        }
    }
    Ok(None)
}

/// Those from a phone on, sorted.
fn sorted_from(connection: &Connection, chosen: &RowSet, first: &str) -> StoreResult<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT phone FROM contacts WHERE id = ?1 AND phone >= ?2")?;
    let mut sorted: Vec<(String, i64)> = Vec::new();
    for id in chosen.iter() {
        let phone = statement.query_row((id, first), |row| row.get(0)).optional()?;
        sorted.extend(phone.map(|phone| (phone, id)));
    }
    sorted.sort_unstable();
    Ok(sorted.into_iter().map(|(_, id)| id).collect())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::store::Store;

    const CONTACTS: i64 = 100;

    /// The phones are in another order than the numbers.
    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        let transaction = store.begin().unwrap();
        for id in 1..=CONTACTS {
            let phone = format!("+1{:03}", id * 37 % 101);
            transaction.execute("INSERT INTO contacts (id, phone) VALUES (?1, ?2)", (id, phone)).unwrap();
        }
        transaction.commit().unwrap();
        store
    }

    fn set(ids: &[i64]) -> RowSet {
        let mut set = RowSet::default();
        for id in ids {
            set.insert(*id);
        }
        set
    }

    /// The first contacts, and how many there are if these are not all.
    fn visited(chosen: &RowSet, limit: usize) -> (Vec<i64>, Option<u64>) {
        let mut found = Vec::new();
        let mut visit = |id: ContactId| {
            if found.len() == limit {
                return ControlFlow::Break(());
            }
            found.push(id.0);
            ControlFlow::Continue(())
        };
        let total = visit_by_phone(&store().read().unwrap(), chosen, Ok, &mut visit).unwrap();
        (found, total)
    }

    #[test]
    fn chosen_contacts_come_by_phone() {
        for step in [1, 2, 7, 30, 60, 99] {
            let mut expected: Vec<i64> = (1..=CONTACTS).step_by(step).collect();
            let chosen = set(&expected);
            expected.sort_by_key(|id| id * 37 % 101);
            for limit in 0..expected.len() {
                let total = u64::try_from(expected.len()).ok();
                assert_eq!(visited(&chosen, limit), (expected[..limit].to_vec(), total), "every {step}");
            }
            assert_eq!(visited(&chosen, expected.len()), (expected, None), "every {step}");
        }
        assert_eq!(visited(&RowSet::default(), 1), (Vec::new(), None));
    }

    #[test]
    fn missing_contact_is_passed_over() {
        let chosen = set(&[3, CONTACTS + 7, 1]);
        assert_eq!(visited(&chosen, 9), (vec![3, 1], None));
    }
}
