//! Rows of a list, one by one, and how many there are where only the first are wanted.

use rusqlite::{Connection, Row, params_from_iter};

use super::StoreResult;
use super::clauses::Clauses;
use super::view::Visit;

/// The rows of a list.
pub(super) struct ListSql<'a> {
    pub(super) select: &'a str,
    /// What is counted: without the tables that only name or sort the rows.
    pub(super) from: &'a str,
    pub(super) order: &'a str,
}

/// Visits the rows of a list. Where the visitor stops early, the answer is how many there are.
pub(super) fn visit_rows<T>(
    connection: &Connection,
    ListSql { select, from, order }: ListSql<'_>,
    clauses: &Clauses,
    mut read: impl FnMut(&Row<'_>) -> StoreResult<T>,
    visit: Visit<'_, T>,
) -> StoreResult<Option<u64>> {
    let some = clauses.sql();
    let mut statement = connection.prepare_cached(&format!("{select} {some} ORDER BY {order}"))?;
    let mut rows = statement.query(params_from_iter(&clauses.values))?;
    while let Some(row) = rows.next()? {
        if visit(read(row)?).is_break() {
            let count = format!("SELECT count(*) FROM {from} {some}");
            return Ok(Some(connection.query_row(&count, params_from_iter(&clauses.values), |row| row.get(0))?));
        }
    }
    Ok(None)
}
