//! `scenario explain`

use std::path::PathBuf;

use anyhow::Result;
use regex::Regex;

use crate::commands::{Context, Outcome};
use crate::scenario::{self, Sandbox, Selection};

/// Failed expectations are marked with !! and don't change the exit code.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl scenario explain routing.yaml
  inboxctl scenario explain routing.yaml --run 'Rosa writes'
  inboxctl scenario explain routing.yaml --json")]
pub struct ExplainArgs {
    /// Scenario files, folders of .yaml, .yml and .json files, or - for stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only scenarios whose name matches (can be repeated)
    #[arg(long = "run", value_name = "REGEX")]
    names: Vec<Regex>,
}

impl ExplainArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let suites = scenario::load(&scenario::find_files(&self.files, &[])?)?;
        let selection = Selection { names: self.names.clone(), fail_fast: false };
        let mut sandbox = Sandbox::new(context.store.as_deref(), context.wait);
        context.ui.explained(&scenario::explain(&suites, &selection, &mut sandbox)?)?;
        Ok(Outcome::Done)
    }
}
