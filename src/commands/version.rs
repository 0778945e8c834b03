//! `version`

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Context, Outcome};
use crate::inbox::{SCHEMA_VERSION, sqlite_version};
use crate::model::PHONE_DATA_VERSION;
use crate::output::{Cell, Row};

/// Shows the versions of the program and of what it is built with. It reads no store.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl version
  inboxctl version --json")]
pub struct VersionArgs {}

impl VersionArgs {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.ui.print(&ProgramVersions {
            version: env!("CARGO_PKG_VERSION"),
            commit: option_env!("INBOXCTL_COMMIT"),
            sqlite: sqlite_version(),
            phone_data: PHONE_DATA_VERSION,
            store_schema: SCHEMA_VERSION,
        })?;
        Ok(Outcome::Done)
    }
}

/// The answer of `version`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ProgramVersions {
    /// The version of the program.
    version: &'static str,
    /// The commit that the program was built from; null if it was built outside of its git repository.
    commit: Option<&'static str>,
    /// The version of SQLite.
    sqlite: &'static str,
    /// The version of the phone data: that of Google's libphonenumber.
    phone_data: &'static str,
    /// The schema version of the stores that the program writes.
    store_schema: usize,
}

impl Row for ProgramVersions {
    const PLURAL: &'static str = "versions";
    const HEADINGS: &'static [&'static str] = &["inboxctl", "commit", "SQLite", "phone data", "store schema"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::word(self.version),
            Cell::word(self.commit.unwrap_or("unknown")),
            Cell::word(self.sqlite),
            Cell::word(self.phone_data),
            Cell::word(&self.store_schema),
        ]
    }
}
