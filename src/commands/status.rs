//! `status`

use anyhow::Result;

use super::{Context, Outcome};

/// Show what is in the store
#[derive(Debug, clap::Args)]
#[command(after_help = "Counts members, teams, contacts, conversations and changes; says how many open
conversations have no member and how many contacts have no active owner; and
lists the settings.

Examples:
  inboxctl status
  inboxctl status --json")]
pub struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let counts = context.read(|reader| reader.counts())?;
        context.ui.counts(&counts)?;
        Ok(Outcome::Done)
    }
}
