//! `backup`

use std::path::PathBuf;

use anyhow::Result;

use super::{Context, Outcome, Usage};
use crate::inbox::{BackupReport, Inbox};
use crate::output::{Document, Printable};

/// The backup is a store itself: a consistent copy that only your user can read. It is written whole or
/// not at all, and never replaces an existing file. `inboxctl restore FILE` puts it in the place of the store.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl backup inbox-2026-01-31.db
  inboxctl backup - | gzip > inbox.db.gz
  inboxctl --store inbox-2026-01-31.db status")]
pub struct BackupArgs {
    /// File to create, or - for stdout
    file: PathBuf,
}

impl BackupArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if self.file.as_os_str() == "-" {
            return to_stdout(context);
        }
        let copied = Inbox::back_up(context.store()?, context.wait, &self.file)?;
        context.ui.print_result(&copied)?;
        Ok(Outcome::Done)
    }
}

/// Prints the backup and nothing else.
fn to_stdout(context: &Context) -> Result<Outcome> {
    if context.ui.is_terminal() {
        let message = "can't write a backup to the terminal".to_owned();
        return Err(Usage { message, hint: "pass a file, or redirect stdout".to_owned() }.into());
    }
    let mut copy = Inbox::back_up_unnamed(context.store()?, context.wait)?;
    context.ui.print_file(&mut copy)?;
    Ok(Outcome::Done)
}

impl Printable for BackupReport {
    fn document(&self) -> Document {
        Document::of_line(format!("backed up the store to `{}` ({} bytes)", self.file, self.bytes))
    }
}
