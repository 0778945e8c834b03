//! `check`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Inbox;

/// Reads the whole store and changes nothing: checks the file, its schema, the consistency of its rows with each
/// other and with the rules, the canonical form of every phone number, and the history. Shows the first 100
/// problems of each kind and exits with 1 if there are any. Additional indexes and statistics of the query
/// planner are noted.
///
/// If a table of the store is another one, only the schema is checked.
///
/// Earlier versions read digits of another country as a number of the default country (+52 2125550117 for
/// 1 212 555 0117). Such a phone number is reported if it is invalid and the other number is valid; where
/// both are valid, it can't be recognized.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl check
  inboxctl check --json")]
pub struct CheckArgs {}

impl CheckArgs {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let check = Inbox::open_to_check(context.store()?, context.wait)?.check()?;
        context.ui.print(&check)?;
        Ok(if check.ok { Outcome::Done } else { Outcome::No })
    }
}
