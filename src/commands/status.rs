//! `status`

use anyhow::Result;

use super::{Context, Outcome};

/// Shows the number of members, teams, contacts, conversations and changes, of open conversations without
/// a member and of contacts without an active owner; and the settings.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl status
  inboxctl status --json")]
pub struct StatusArgs {}

impl StatusArgs {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.show(|reader| reader.counts())
    }
}
