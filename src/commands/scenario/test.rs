//! `scenario test`

use std::path::PathBuf;

use anyhow::Result;
use regex::Regex;

use super::report;
use crate::commands::arguments::percent;
use crate::commands::report_file::ReportArg;
use crate::commands::{Context, Outcome, Usage};
use crate::inbox::RunMode;
use crate::output::CoverageDetail;
use crate::scenario::{self, Listed, Report, Sandbox, ScenarioError, Selection, Suite};

/// A scenario stops at its first failed step; `scenario explain` and --update continue with the next step.
/// See `inboxctl help scenarios` for the format.
///
/// Exits with 0 if all scenarios passed, 1 if one failed or the coverage is below the threshold, 3 if a file
/// is invalid (reports contain the error), 5 if nothing ran. Coverage counts the steps, not what was given.
///
/// --update skips, with the reason, what it can't decide: steps that name something unknown, `not_assigned`,
/// expectations with comments or anchors, and JSON files. With --dry-run --detailed-exitcode it checks in CI
/// that there is nothing to update.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl scenario test fixtures/scenarios
  inboxctl scenario test routing.yaml --run '^O1' --fail-fast
  inboxctl scenario test tests --report junit=junit.xml --report github
  inboxctl scenario test tests --coverage --coverage-threshold 90
  inboxctl scenario test routing.yaml --update --dry-run")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct TestArgs {
    /// Scenario files, folders of .yaml, .yml and .json files, or - for stdin
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only scenarios whose name matches (can be repeated)
    #[arg(long = "run", value_name = "REGEX")]
    names: Vec<Regex>,
    /// List the scenarios instead of running them
    #[arg(long)]
    list: bool,
    /// Stop at the first failed scenario
    #[arg(long)]
    fail_fast: bool,
    /// Write a report: junit=FILE, json=FILE, html=FILE, markdown=FILE or github (can be repeated)
    ///
    /// FILE may be - for stdout. `html` writes a page for a browser, `markdown` a summary of a CI job, `github`
    /// prints annotations for GitHub Actions. See `inboxctl help ci`.
    #[arg(long = "report", value_name = "REPORT", conflicts_with = "list", value_parser = ReportArg::of_run)]
    reports: Vec<ReportArg>,
    /// Show which rules and reasons are covered
    #[arg(long, conflicts_with = "list")]
    coverage: bool,
    /// Fail if less than N % of the rules are covered
    #[arg(long, value_name = "N", value_parser = percent, conflicts_with = "list")]
    coverage_threshold: Option<u8>,
    /// Update failing expectations in place
    ///
    /// Refused when the variable CI is set, unless with --dry-run.
    #[arg(long, conflicts_with_all = ["list", "fail_fast"])]
    update: bool,
}

impl TestArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        self.check_update(context)?;
        let selection = Selection { names: self.names.clone(), fail_fast: self.fail_fast };
        if self.list {
            return list(context, &scenario::load(&scenario::find_files(&self.paths, &[])?)?, &selection);
        }
        let reports = report::open(&self.reports, context, &self.paths)?;
        let mut report = match self.play(context, &reports.paths(), &selection) {
            Ok(report) => report,
            Err(error) => {
                report::write_error(reports, context, &error)?;
                return Err(error.into());
            }
        };
        let asked = self.coverage || self.coverage_threshold.is_some();
        let coverage = report.coverage.filter(|_| asked);
        report.coverage = coverage.map(|coverage| coverage.measured(self.coverage_threshold));
        let detail = if self.coverage { CoverageDetail::Lists } else { CoverageDetail::Totals };
        report::write(reports, context, &report, detail)?;
        context.ui.too_little_coverage(&report);
        Ok(outcome(context, &report))
    }

    /// Whether workflow commands are printed.
    pub(in crate::commands) fn prints_annotations(&self) -> bool {
        self.reports.contains(&ReportArg::Github)
    }

    fn play(&self, context: &Context, reports: &[PathBuf], selection: &Selection) -> Result<Report, ScenarioError> {
        let files = &scenario::find_files(&self.paths, reports)?;
        let mut sandbox = Sandbox::new(context.store.as_deref(), context.wait);
        if self.update {
            scenario::update(scenario::load(files)?, selection, &mut sandbox, context.run)
        } else if self.fail_fast {
            scenario::run(&scenario::load(files)?, selection, &mut sandbox)
        } else {
            scenario::run_files(files, selection, &mut sandbox)
        }
    }

    /// What passes because it was rewritten proves nothing, but that nothing would have to be rewritten
    /// does; and stdin can't be rewritten.
    fn check_update(&self, context: &Context) -> Result<(), Usage> {
        if !self.update {
            return context.check_no_dry_run("--update");
        }
        if context.in_ci && context.run == RunMode::Apply {
            let hint = "update locally and commit the changes; to check in CI, add `--dry-run --detailed-exitcode`";
            return Err(Usage::new("`--update` is disabled in CI (the variable CI is set)", hint));
        }
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            let hint = "pass files or folders";
            return Err(Usage::new("`--update` can't rewrite stdin", hint));
        }
        Ok(())
    }
}

fn outcome(context: &Context, report: &Report) -> Outcome {
    let enough = report.coverage.as_ref().is_none_or(|coverage| coverage.ok);
    if report.failed > 0 || !enough {
        return Outcome::No;
    }
    context.outcome_of(report.update.as_ref().is_some_and(|update| !update.updated.is_empty()))
}

fn list(context: &Context, suites: &[Suite], selection: &Selection) -> Result<Outcome> {
    let selected = suites.iter().flat_map(|suite| suite.selected(selection));
    let listed: Vec<_> = selected.map(|(suite, scenario)| Listed::of(&suite.path, scenario)).collect();
    if listed.is_empty() {
        return Err(ScenarioError::NothingSelected.into());
    }
    context.ui.print_list(&listed)?;
    Ok(Outcome::Done)
}
