//! `scenario …`

mod compare;
mod explain;
mod report;
mod test;

use anyhow::Result;
use clap::Subcommand;

use super::{Context, Outcome};
use crate::scenario::Stage;

/// Each scenario plays in a world of its own, in memory, or with `store: current` on a copy of the
/// store; the store itself is never touched.
#[derive(Debug, Subcommand)]
#[command(after_help = "Each scenario plays in a world of its own, in memory, or with `store: current`
on a copy of the store; the store itself is never touched.

Examples:
  inboxctl scenario test fixtures/scenarios
  inboxctl scenario explain fixtures/scenarios/rosa.yaml
  inboxctl scenario compare day.ndjson --with assign-first-responder=on")]
pub enum Command {
    /// Play scenario files, and say which expectations didn't come
    Test(test::Args),
    /// Show every step with its decision, who came, who was passed over, and why
    Explain(explain::Args),
    /// Play a message log twice, as things are and with something changed, and say what differs
    Compare(compare::Args),
}

impl Command {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Test(args) => args.run(context),
            Self::Explain(args) => args.run(context),
            Self::Compare(args) => args.run(context),
        }
    }
}

/// Where the scenarios play.
fn stage(context: &Context) -> Stage {
    Stage::new(context.store.as_deref(), context.wait)
}
