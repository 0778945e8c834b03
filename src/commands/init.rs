//! `init`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Inbox;
use crate::output::escaped;

/// Make the store; again is a no-op
#[derive(Debug, clap::Args)]
#[command(after_help = "Every other command refuses a store that isn't there, so that a typo in a path
never makes an empty one. The file can be read by you alone.

Examples:
  inboxctl init
  inboxctl --store ./inbox.db init")]
pub struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let created = Inbox::create(context.store()?, context.wait)?;
        let text = if created { "was made" } else { "is there already" };
        let path = context.store()?.display().to_string();
        let made = Made { dry_run: false, store: path.clone(), created };
        context.ui.done(&made, |_| format!("the store `{}` {text}\n", escaped(&path)))?;
        Ok(Outcome::Done)
    }
}

/// Whether the store was made.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(super) struct Made {
    /// Always false: there is no dry run of it.
    dry_run: bool,
    /// Where the store lies.
    store: String,
    /// Whether it was made; false if it was there already.
    created: bool,
}
