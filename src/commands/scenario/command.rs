//! `scenario`

use anyhow::Result;
use clap::Subcommand;

use super::compare::CompareArgs;
use super::explain::ExplainArgs;
use super::test::TestArgs;
use crate::commands::{Context, Outcome};

/// A scenario runs on a temporary store, or with `store: current` on a copy of the store; the store itself
/// is never changed. See `inboxctl help scenarios` for the format.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl scenario test fixtures/scenarios
  inboxctl scenario explain fixtures/scenarios/rosa.yaml
  inboxctl scenario compare day.ndjson --with assign-first-responder=on")]
pub enum ScenarioCommand {
    /// Run scenario files and report failed expectations
    Test(TestArgs),
    /// Show each step with its decision and the reasons
    Explain(ExplainArgs),
    /// Replay a message log with and without a change and show the differences
    Compare(Box<CompareArgs>),
}

impl ScenarioCommand {
    /// Whether workflow commands are printed.
    pub(in crate::commands) fn prints_annotations(&self) -> bool {
        matches!(self, Self::Test(args) if args.prints_annotations())
    }

    pub(in crate::commands) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Test(args) => args.run(context),
            Self::Explain(args) => args.run(context),
            Self::Compare(args) => args.run(context),
        }
    }
}
