//! `backup`

use std::path::PathBuf;

use anyhow::Result;

use super::{Context, Outcome, Usage};
use crate::inbox::{Copied, Inbox};
use crate::output::escaped;

/// Copy the store to a file, while others use it
#[derive(Debug, clap::Args)]
#[command(after_help = "The copy is a store itself, as the store is at one moment, readable by you
alone. It appears whole or not at all, and never over a file that is there.

Examples:
  inboxctl backup inbox-2026-01-31.db
  inboxctl backup - > /media/stick/inbox.db
  inboxctl --store inbox-2026-01-31.db status")]
pub struct Args {
    /// The file to make, or - for stdout
    file: PathBuf,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if self.file.as_os_str() == "-" {
            return to_stdout(context);
        }
        let copied = Inbox::back_up(context.store()?, context.wait, &self.file)?;
        context.ui.done(&copied, |_| sentence(&copied))?;
        Ok(Outcome::Done)
    }
}

/// The copy is the result: nothing else is printed.
fn to_stdout(context: &Context) -> Result<Outcome> {
    if context.ui.is_terminal() {
        let message = "a store is nothing to look at in a terminal".to_owned();
        return Err(Usage { message, hint: "name a file, or pipe it on".to_owned() }.into());
    }
    let mut copy = Inbox::back_up_unnamed(context.store()?, context.wait)?;
    context.ui.file(&mut copy)?;
    Ok(Outcome::Done)
}

fn sentence(copied: &Copied) -> String {
    format!("the store was copied to `{}`, {} bytes\n", escaped(&copied.file), copied.bytes)
}
