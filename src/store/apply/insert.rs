//! Inserts many rows a statement.
//!
//! A statement with many rows keeps its place at the end of a table or index, which is where sorted rows
//! go.

use rusqlite::Statement;

use super::writer::Writer;
use crate::store::StoreResult;

const ROWS: usize = 64;

impl Writer<'_> {
    /// Inserts rows, [`ROWS`] a statement; what is left over, one by one.
    pub(super) fn insert<T: Copy>(
        &self,
        into: &str,
        columns: usize,
        rows: &[T],
        bind: impl Fn(&mut Statement<'_>, usize, T) -> rusqlite::Result<()>,
    ) -> StoreResult<()> {
        let (many, few) = rows.split_at(rows.len() - rows.len() % ROWS);
        for (rows, size) in [(many, ROWS), (few, 1)].into_iter().filter(|(rows, _)| !rows.is_empty()) {
            // FAIL in place of ABORT, which would copy every page aside before it is touched: a row
            // that fails ends the whole change.
            let one = format!("({})", vec!["?"; columns].join(", "));
            let mut statement =
                self.prepare(&format!("INSERT OR FAIL INTO {into} VALUES {}", vec![one; size].join(", ")))?;
            for rows in rows.chunks(size) {
                for (number, row) in rows.iter().enumerate() {
                    bind(&mut statement, number * columns, *row)?;
                }
                statement.raw_execute()?;
            }
        }
        Ok(())
    }
}
