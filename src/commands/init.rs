//! `init`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::{Inbox, Run};
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
        let (path, wait) = (&context.store, context.patience());
        let (created, text) = match context.run {
            Run::Real => (Inbox::create(path, wait)?, "was made"),
            Run::Dry => (Inbox::would_create(path, wait)?, "would be made"),
        };
        let text = if created { text } else { "is there already" };
        let path = path.display().to_string();
        context
            .screen
            .document(&Made::new(context, created), |_| format!("the store `{}` {text}\n", escaped(&path)))?;
        Ok(context.pending_if(created))
    }
}

/// Whether the store was made.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(super) struct Made {
    /// Whether it was only shown.
    dry_run: bool,
    /// Where the store lies.
    store: String,
    /// Whether it was made, or would be; false if it was there already.
    created: bool,
}

impl Made {
    fn new(context: &Context, created: bool) -> Self {
        Self { dry_run: context.run == Run::Dry, store: context.store.display().to_string(), created }
    }
}
