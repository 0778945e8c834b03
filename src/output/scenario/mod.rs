//! How scenarios went: for people, for scripts, and for what reads reports.

mod compare;
mod explain;
mod failure;
mod github;
mod junit;

use std::fmt::Write as _;

use self::failure::{changed_text, failed_text, title};
use super::screen::{Error, Format, Noise, Screen};
use super::text::{count, escaped};
use crate::model::RuleId;
use crate::scenario::{Coverage, Left, Report, Update, Verdict};

pub use compare::{Compared, Comparing};
pub use junit::junit;

impl Screen {
    /// How a run of scenarios went.
    pub fn scenario_report(&self, report: &Report) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(report.scenarios.iter().cloned());
        }
        self.document(report, |width| report_text(report, width, self.noise))
    }

    /// The same on stderr, where stdout belongs to something else.
    pub fn scenario_report_aside(&self, report: &Report) {
        if self.noise > Noise::Quiet {
            self.complain_styled(&report_text(report, None, self.noise));
        }
    }

    /// Each failure, and each fault of a file, as GitHub shows it beside the lines of a change.
    pub fn github(&self, report: &Report) -> Result<(), Error> {
        self.text(&github::annotations(report))
    }
}

/// The report as a file for scripts.
pub fn report_json(report: &Report) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    super::screen::json(&mut bytes, report)?;
    Ok(bytes)
}

fn report_text(report: &Report, width: Option<u16>, noise: Noise) -> String {
    let mut text = report.update.as_ref().map(update_text).unwrap_or_default();
    for scenario in &report.scenarios {
        match scenario.outcome {
            Verdict::Failed => text.push_str(&failed_text(scenario, width)),
            Verdict::Passed if noise == Noise::Verbose => {
                let _ = writeln!(text, "{}", title(scenario, "passed"));
            }
            Verdict::Passed => {}
        }
    }
    text.push_str(&report.coverage.as_ref().map(coverage_text).unwrap_or_default());
    let _ = writeln!(text, "{} passed, {} failed", report.passed, report.failed);
    text
}

fn update_text(update: &Update) -> String {
    let mut text = String::new();
    for one in &update.updated {
        let _ = writeln!(text, "{}:{}: rewritten: {}", escaped(&one.file), one.line, one.key);
        text.push_str(&changed_text(&one.expected, &one.actual));
    }
    for Left { file, line, key, why } in &update.left {
        let _ = writeln!(text, "{}:{line}: left: {key}: {why}", escaped(file));
    }
    let number = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
    let (done, left) = (number(update.updated.len()), number(update.left.len()));
    let dry = if update.dry_run { "dry run, nothing is written: " } else { "" };
    let _ = writeln!(text, "{dry}{} rewritten, {left} left", count(done, "expectation"));
    text
}

fn coverage_text(coverage: &Coverage) -> String {
    let (rules, reasons) = (&coverage.rules, &coverage.reasons.reached);
    let mut text = format!(
        "{} of {} rules and {} of {} reason codes were met\n",
        rules.fired.len(),
        rules.fired.len() + rules.never.len(),
        reasons.fired.len(),
        reasons.fired.len() + reasons.never.len(),
    );
    for rule in &rules.never {
        let _ = writeln!(text, "  never  {rule}  {}", RuleId::sentence(*rule));
    }
    for reason in &reasons.never {
        let _ = writeln!(text, "  never  {reason}");
    }
    text
}
