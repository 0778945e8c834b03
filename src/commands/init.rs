//! `init`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Inbox;
use crate::output::escaped;

/// All other commands fail if the store does not exist, so that a mistyped path never creates an empty
/// one. Only your user can read the file.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl init
  inboxctl --store ./inbox.db init")]
pub struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let created = Inbox::create(context.store()?, context.wait)?;
        let path = context.store()?.display().to_string();
        let made = Made { dry_run: false, store: path, created };
        context.ui.done(&made, |_| sentence(&made))?;
        Ok(Outcome::Done)
    }
}

fn sentence(made: &Made) -> String {
    let store = escaped(&made.store);
    if made.created { format!("created store `{store}`\n") } else { format!("store `{store}` already exists\n") }
}

/// The answer of `init`.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(super) struct Made {
    /// Always false: it has no dry run.
    dry_run: bool,
    /// The path of the store.
    store: String,
    /// Whether it was created; false if it existed.
    created: bool,
}
