//! `scenario explain`

use std::path::PathBuf;

use anyhow::Result;
use regex::Regex;

use super::stage;
use crate::commands::{Context, Outcome};
use crate::scenario::{self, Files, Selection};

/// Explain each step: its decision, who was assigned or passed over, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "A failed expectation is marked with !!; the exit code is 0 all the same.

Examples:
  inboxctl scenario explain routing.yaml
  inboxctl scenario explain routing.yaml --run 'Rosa writes'
  inboxctl scenario explain routing.yaml --json")]
pub struct Args {
    /// Scenario files, folders of .yaml, .yml and .json files, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Explain only scenarios whose name matches (can be repeated)
    #[arg(long = "run", value_name = "REGEX")]
    names: Vec<Regex>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let suites = scenario::load(&Files::find(&self.files, &[])?)?;
        let selection = Selection { names: self.names.clone(), fail_fast: false };
        let mut stage = stage(context);
        context.ui.explained(&scenario::explain(&suites, &selection, &mut stage)?)?;
        Ok(Outcome::Done)
    }
}
