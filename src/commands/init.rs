//! `init`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Inbox;
use crate::output::{Document, Printable};

/// All other commands fail if the store does not exist, so that a mistyped path never creates an empty
/// one. Only your user can read the file.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl init
  inboxctl --store ./inbox.db init")]
pub struct InitArgs {}

impl InitArgs {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let created = Inbox::create(context.store()?, context.wait)?;
        let path = context.store()?.display().to_string();
        context.ui.print_result(&InitAnswer { dry_run: false, store: path, created })?;
        Ok(Outcome::Done)
    }
}

/// The answer of `init`.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(super) struct InitAnswer {
    /// Always false: it has no dry run.
    dry_run: bool,
    /// The path of the store.
    store: String,
    /// Whether it was created; false if it existed.
    created: bool,
}

impl Printable for InitAnswer {
    fn document(&self) -> Document {
        let store = &self.store;
        Document::of_line(if self.created {
            format!("created store `{store}`")
        } else {
            format!("store `{store}` already exists")
        })
    }
}
