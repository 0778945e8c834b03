//! `scenario …`

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use regex::Regex;

use super::{Context, Outcome};
use crate::scenario::{self, Selection, Suite};

/// Each scenario plays in a world of its own, in memory; no store is read or touched.
#[derive(Debug, Subcommand)]
#[command(after_help = "Each scenario plays in a world of its own, in memory; no store is read or
touched.

Examples:
  inboxctl scenario test fixtures/scenarios")]
pub enum Command {
    /// Play scenario files, and say which expectations didn't come
    #[command(after_help = "Exits with 0 if all passed, 1 if one failed, 3 if a file is faulty, 5 if nothing
ran.

Examples:
  inboxctl scenario test fixtures/scenarios
  inboxctl scenario test routing.yaml --run '^O1' --fail-fast
  inboxctl scenario test routing.yaml --json")]
    Test(Test),
}

/// What to play.
#[derive(Debug, Args)]
pub struct Test {
    /// Files, folders that are searched through (.yaml .yml .json), or - for stdin
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only scenarios whose name matches; give it again for more
    #[arg(long = "run", value_name = "REGEX")]
    names: Vec<Regex>,
    /// Only list the scenarios
    #[arg(long)]
    list: bool,
    /// Stop at the first scenario that fails
    #[arg(long)]
    fail_fast: bool,
}

impl Command {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Test(args) => args.run(context),
        }
    }
}

impl Test {
    fn run(&self, context: &Context) -> Result<Outcome> {
        let suites = scenario::load(&self.paths)?;
        let selection = Selection { names: self.names.clone(), fail_fast: self.fail_fast };
        if self.list {
            return list(context, &suites, &selection);
        }
        let report = scenario::run(&suites, &selection)?;
        context.screen.scenario_report(&report)?;
        Ok(if report.failed == 0 { Outcome::Done } else { Outcome::No })
    }
}

fn list(context: &Context, suites: &[Suite], selection: &Selection) -> Result<Outcome> {
    let listed = suites.iter().flat_map(|suite| suite.scenarios.iter().map(move |scenario| (suite, scenario)));
    let listed: Vec<_> = listed
        .filter(|(_, scenario)| selection.takes(&scenario.name.value))
        .map(|(suite, scenario)| scenario::Listed {
            file: suite.path.display().to_string(),
            line: scenario.place.line,
            name: scenario.name.value.clone(),
        })
        .collect();
    if listed.is_empty() {
        return Err(scenario::Error::NothingSelected.into());
    }
    context.screen.all(listed)?;
    Ok(Outcome::Done)
}
