//! Rows of a list, one by one, and how many there are where only the first are wanted.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::StoreResult;
use super::view::Visit;

/// Visits the rows of a statement. Where the visitor stops early, the answer is how many there are.
pub(super) fn visit_rows<T>(
    connection: &Connection,
    sql: &str,
    values: &[Value],
    mut read: impl FnMut(&Row<'_>) -> StoreResult<T>,
    visit: Visit<'_, T>,
) -> StoreResult<Option<u64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if visit(read(row)?).is_break() {
            let count = format!("SELECT count(*) FROM ({sql})");
            return Ok(Some(connection.query_row(&count, params_from_iter(values), |row| row.get(0))?));
        }
    }
    Ok(None)
}
