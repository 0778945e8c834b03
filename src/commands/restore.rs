//! `restore`

use std::path::PathBuf;

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::{Inbox, RestoreReport};
use crate::output::{Document, Printable};

/// Copies the backup over the store, as one step that a power cut can't tear, and keeps the former store in a file
/// beside it. Fails if another process has the store open. The history has the restoration as a change without
/// effects; it can't be undone, but the former store can be restored in the same way.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl restore inbox-2026-01-31.db --dry-run
  inboxctl restore inbox-2026-01-31.db")]
pub struct RestoreArgs {
    /// Backup to put in the place of the store
    file: PathBuf,
}

impl RestoreArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let report = Inbox::restore(context.store()?, context.wait, &context.change_options(), &self.file)?;
        context.ui.print_result(&report)?;
        Ok(context.outcome_of(true))
    }
}

impl Printable for RestoreReport {
    fn document(&self) -> Document {
        let (contacts, conversations) = (self.status.contacts.total, self.status.conversations.open);
        let counts = format!("contacts: {contacts}, open conversations: {conversations}");
        let mut document = Document::default();
        match self.change {
            Some(change) => {
                document.line(format!("change {change}: restored `{}` ({counts})", self.restored));
                if let Some(kept) = &self.kept {
                    document.line(format!("the former store is kept in `{kept}`"));
                }
            }
            None => document.line(format!("dry run: would restore `{}` ({counts})", self.restored)),
        }
        document
    }
}
