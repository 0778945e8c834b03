//! `check`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Inbox;

/// Look for faults of the store: its file, its rows, its history
#[derive(Debug, clap::Args)]
#[command(after_help = "Looks at the whole store and changes nothing: whether the file is whole, whether
the rows agree with each other and with the rules, whether every phone is still
in canonical form, and whether the history can be read. Of each kind of fault
the first 100 are told. Exits with 1 if there is any.

Earlier versions took bare digits of another country for a number of the default
country (+52 2125550117 for 1 212 555 0117). Such a phone is named if it is not
valid and the other number is; if both are valid, it can't be recognised.

Examples:
  inboxctl check
  inboxctl check --json")]
pub struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let check = Inbox::open_for_reading(context.store()?, context.wait)?.check()?;
        context.ui.check(&check)?;
        Ok(if check.ok { Outcome::Done } else { Outcome::No })
    }
}
