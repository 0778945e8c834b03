//! Rows of a list, one by one, and how many there are where only the first are wanted.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::StoreResult;
use super::view::Visit;

/// The statements of a list, with the same values.
pub(super) struct ListSql {
    pub(super) rows: String,
    /// How many there are, without the tables that only name or sort them.
    pub(super) count: String,
}

/// Visits the rows of a list. Where the visitor stops early, the answer is how many there are.
pub(super) fn visit_rows<T>(
    connection: &Connection,
    list: &ListSql,
    values: &[Value],
    mut read: impl FnMut(&Row<'_>) -> StoreResult<T>,
    visit: Visit<'_, T>,
) -> StoreResult<Option<u64>> {
    let mut statement = connection.prepare_cached(&list.rows)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if visit(read(row)?).is_break() {
            return Ok(Some(connection.query_row(&list.count, params_from_iter(values), |row| row.get(0))?));
        }
    }
    Ok(None)
}
