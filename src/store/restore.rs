//! A backup that takes the place of the store.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::history::ChangeMeta;
use super::{StoreResult, Writer, file};
use crate::model::ChangeId;

/// Records the restoration in the backup, without effects. Numbers go on after the highest of the former store and the
/// backup, so that none is used twice.
pub(crate) fn record(former: &Connection, backup: &Connection, stamp: ChangeMeta) -> StoreResult<ChangeId> {
    let mut statement = former.prepare("SELECT name, seq FROM sqlite_sequence")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        raise(backup, &row.get::<_, String>(0)?, row.get(1)?)?;
    }
    let mut writer = Writer::new(backup, stamp);
    let change = writer.change()?;
    writer.finish()?;
    backup.execute("UPDATE changes SET is_restore = 1 WHERE id = ?1", [change.0])?;
    Ok(change)
}

/// Raises the last number of a table.
fn raise(backup: &Connection, table: &str, number: i64) -> StoreResult<()> {
    let raised = backup.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", (table, number))?;
    if raised == 0 {
        backup.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table, number))?;
    }
    Ok(())
}

/// Moves a store that can't be opened, with its side files, to a free name beside it.
pub(crate) fn move_aside(path: &Path) -> StoreResult<PathBuf> {
    let path = file::target(path);
    let aside = free_name(&path, ".damaged");
    let files = [path.clone()].into_iter().chain(file::beside(&path));
    let moved = [aside.clone()].into_iter().chain(file::beside(&aside));
    for (from, to) in files.zip(moved).filter(|(from, _)| from.exists()) {
        fs::rename(&from, to).map_err(|error| file::io_error(&from, &error))?;
    }
    Ok(aside)
}

/// The path with this ending, and a number if the name is taken: a restoration may have been cut off before.
pub(crate) fn free_name(path: &Path, ending: &str) -> PathBuf {
    let named = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        if number > 1 {
            name.push(format!("-{number}"));
        }
        PathBuf::from(name)
    };
    let mut number = 1;
    while named(number).symlink_metadata().is_ok() {
        number += 1;
    }
    named(number)
}

/// Whether a change restored a backup.
pub(crate) fn is_restore(connection: &Connection, change: ChangeId) -> StoreResult<bool> {
    let mut statement = connection.prepare_cached("SELECT is_restore FROM changes WHERE id = ?1")?;
    Ok(statement.query_row([change.0], |row| row.get(0))?)
}
