//! The settings.

use rusqlite::Connection;

use super::{StoreError, StoreResult};
use crate::model::{SettingKey, Settings};

/// All settings, with defaults.
pub(crate) fn settings(connection: &Connection) -> StoreResult<Settings> {
    let mut settings = Settings::default();
    let mut statement = connection.prepare_cached("SELECT key, value FROM settings")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (key, value): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let bad = |error: &dyn std::fmt::Display| StoreError::Damaged(format!("setting `{key}`: {error}"));
        let known: SettingKey = key.parse().map_err(|error| bad(&error))?;
        settings.put(known.parse(value.as_deref().unwrap_or("none")).map_err(|error| bad(&error))?);
    }
    Ok(settings)
}
