//! `init`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::{Inbox, Run};

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
        let path = context.store.display();
        if context.run == Run::Dry {
            let is_there = context.store.exists();
            let text = if is_there { "is there already" } else { "would be made" };
            context.screen.document(&Made::new(context, !is_there), |_| format!("the store `{path}` {text}\n"))?;
            return Ok(if context.detailed_exitcode && !is_there { Outcome::Pending } else { Outcome::Done });
        }
        let created = Inbox::create(&context.store, context.wait)?;
        let text = if created { "was made" } else { "is there already" };
        context.screen.document(&Made::new(context, created), |_| format!("the store `{path}` {text}\n"))?;
        Ok(Outcome::Done)
    }
}

#[derive(serde::Serialize)]
struct Made {
    dry_run: bool,
    store: String,
    created: bool,
}

impl Made {
    fn new(context: &Context, created: bool) -> Self {
        Self { dry_run: context.run == Run::Dry, store: context.store.display().to_string(), created }
    }
}
