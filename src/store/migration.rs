//! The schema of each version, and the way from one to the next.

use rusqlite::config::DbConfig;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, TransactionBehavior};

use super::{StoreError, StoreResult};
use crate::model::fold;

/// Appended to, never edited: released stores have run them. `user_version` counts how many.
///
/// Not `rusqlite_migration`, which reads the version before its transaction: two programs could run a
/// migration twice.
const STEPS: &[&str] = &[
    include_str!("migrations/0001-first.sql"),
    include_str!("migrations/0002-bulk.sql"),
    include_str!("migrations/0003-undo.sql"),
    include_str!("migrations/0004-active.sql"),
    include_str!("migrations/0005-lean.sql"),
    include_str!("migrations/0006-recorded.sql"),
    include_str!("migrations/0007-several.sql"),
    include_str!("migrations/0008-away.sql"),
];

/// The schema version of new and upgraded stores.
pub const SCHEMA_VERSION: usize = STEPS.len();

/// The number of migrations that a store has had.
fn version(connection: &Connection) -> StoreResult<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| StoreError::Damaged(format!("invalid schema version {version}")))
}

/// Runs the missing migrations; returns whether there were any. Concurrent callers wait.
pub(super) fn migrate(connection: &mut Connection) -> StoreResult<bool> {
    // Some edit the text of the schema.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let migrated = run_missing_steps(connection);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    migrated
}

fn run_missing_steps(connection: &mut Connection) -> StoreResult<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let left = STEPS.get(version(&transaction)?..).unwrap_or_default();
    if left.is_empty() {
        return Ok(false);
    }
    left.iter().try_for_each(|step| transaction.execute_batch(step))?;
    transaction.pragma_update(None, "user_version", STEPS.len())?;
    // A step may have edited the text of the schema; other connections read it again when this differs.
    let schema: i64 = transaction.pragma_query_value(None, "schema_version", |row| row.get(0))?;
    transaction.pragma_update(None, "schema_version", schema + 1)?;
    transaction.commit()?;
    Ok(true)
}

/// The database of an empty store of a former version, in memory.
pub(super) fn empty_of_version(steps: usize) -> StoreResult<Connection> {
    let connection = Connection::open_in_memory()?;
    add_fold(&connection)?;
    STEPS.iter().take(steps).try_for_each(|step| connection.execute_batch(step))?;
    Ok(connection)
}

/// Adds a function that folds names as the model does.
pub(super) fn add_fold(connection: &Connection) -> StoreResult<()> {
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8;
    let folded = |context: &mut Context<'_>| Ok(context.get::<Option<String>>(0)?.map(|text| fold(&text)));
    Ok(connection.create_scalar_function("fold", 1, flags, folded)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_valid_and_run_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        add_fold(&connection).unwrap();
        assert!(migrate(&mut connection).unwrap());
        assert_eq!(version(&connection).unwrap(), STEPS.len());
        assert!(!migrate(&mut connection).unwrap());
    }
}
