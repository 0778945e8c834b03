//! `scenario …`

mod compare;
mod explain;
mod report;
mod test;

use anyhow::Result;
use clap::Subcommand;

use super::{Context, Outcome};
use crate::scenario::Stage;

/// A scenario runs on a temporary store, or with `store: current` on a copy of the store; the store itself
/// is never changed. See `inboxctl help scenarios` for the format.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl scenario test fixtures/scenarios
  inboxctl scenario explain fixtures/scenarios/rosa.yaml
  inboxctl scenario compare day.ndjson --with assign-first-responder=on")]
pub enum Command {
    /// Run scenario files and report failed expectations
    Test(test::Args),
    /// Show each step with its decision and the reasons
    Explain(explain::Args),
    /// Replay a message log with and without a change and show the differences
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
