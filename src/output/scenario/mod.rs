//! How scenarios went: for people, for scripts, and for what reads reports.

mod compare;
mod explain;
mod failure;
mod github;
mod junit;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use self::failure::{changed_text, failed_text, title};
use super::text::{count, escaped, wrapped};
use super::ui::{Error, Format, Ui, Verbosity};
use crate::model::RuleId;
use crate::scenario::{Coverage, Entry, Left, Report, Rewritten, Update, Verdict};

pub use compare::Compared;
pub use junit::junit;

/// How wide lists of ids are where there is no terminal.
const WIDTH: usize = 80;

/// How much of the coverage is told to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// What was met and what wasn't.
    Whole,
    /// How much was met; if that is too little, what is missing.
    Sum,
}

impl Ui {
    /// How a run of scenarios went.
    pub fn scenario_report(&self, report: &Report, detail: Detail) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(report.scenarios.iter().cloned());
        }
        self.document(report, |width| report_text(report, width, self.verbosity, detail))
    }

    /// The same on stderr, where stdout belongs to something else.
    pub fn scenario_report_aside(&self, report: &Report, detail: Detail) {
        if self.verbosity > Verbosity::Quiet {
            self.print_to_stderr(&report_text(report, None, self.verbosity, detail));
        }
    }

    /// That too little was met, for a person; a script has it in the answer.
    pub fn too_little(&self, report: &Report) {
        if let (Some(sentence), Format::Table | Format::Csv) = (too_little(report), self.format) {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            self.print_to_stderr(&format!("{red}error:{red:#} {sentence}\n"));
        }
    }

    /// What went wrong, as GitHub shows it beside the lines of a change.
    pub fn github(&self, report: &Report) -> Result<(), Error> {
        self.text(&github::annotations(report))
    }
}

/// The report as a file for scripts.
pub fn report_json(report: &Report) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    super::ui::json(&mut bytes, report)?;
    Ok(bytes)
}

fn report_text(report: &Report, width: Option<u16>, verbosity: Verbosity, detail: Detail) -> String {
    let mut text = report.update.as_ref().map(update_text).unwrap_or_default();
    for scenario in &report.scenarios {
        match scenario.outcome {
            Verdict::Failed => text.push_str(&failed_text(scenario, width)),
            Verdict::Passed if verbosity == Verbosity::Verbose => {
                let _ = writeln!(text, "{}", title(scenario, "passed"));
            }
            Verdict::Passed => {}
        }
    }
    text.push_str(&report.coverage.as_ref().map(|met| coverage_text(met, width, detail)).unwrap_or_default());
    text + &totals(report)
}

fn totals(report: &Report) -> String {
    let mut text = format!("{} passed, {} failed", report.passed, report.failed);
    if report.not_played > 0 {
        let _ = write!(text, ", {} not played", report.not_played);
    }
    if report.update.as_ref().is_some_and(|update| update.dry_run && !update.updated.is_empty()) {
        text.push_str(", once it is rewritten");
    }
    text + "\n"
}

fn update_text(update: &Update) -> String {
    let mut text = String::new();
    let be = if update.dry_run { "would be " } else { "" };
    for one in &update.updated {
        let _ = writeln!(text, "{}:{}: {be}rewritten: {}", escaped(&one.file), one.line, one.key);
        text.push_str(&changed_text(&one.expected, "instead", &instead(one)));
    }
    for Left { file, line, key, why } in &update.left {
        let _ = writeln!(text, "{}:{line}: left: {key}: {why}", escaped(file));
    }
    let number = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
    let (done, left) = (number(update.updated.len()), number(update.left.len()));
    let dry = if update.dry_run { "dry run, nothing is written: " } else { "" };
    let _ = writeln!(text, "{dry}{} {be}rewritten, {left} left", count(done, "expectation"));
    text
}

/// What is expected instead: a value under the same key alone, another key with it.
fn instead(one: &Rewritten) -> Value {
    match &one.instead {
        Some(entry) if entry.key == one.key => entry.value.clone(),
        Some(Entry { key, value }) => json!({ key: value }),
        None => json!("nothing"),
    }
}

fn coverage_text(coverage: &Coverage, width: Option<u16>, detail: Detail) -> String {
    let (rules, reasons) = (&coverage.rules, &coverage.reasons.reached);
    let mut text = format!(
        "{} of {} rules and {} of {} reason codes were met\n",
        rules.fired.len(),
        rules.fired.len() + rules.never.len(),
        reasons.fired.len(),
        reasons.fired.len() + reasons.never.len(),
    );
    if detail == Detail::Whole {
        text.push_str(&met(&rules.fired, width));
    }
    if detail == Detail::Whole || !coverage.ok {
        for rule in &rules.never {
            let _ = writeln!(text, "  never  {rule}  {}", RuleId::sentence(*rule));
        }
    }
    if detail == Detail::Whole {
        text.push_str(&met(&reasons.fired, width));
        for reason in &reasons.never {
            let _ = writeln!(text, "  never  {reason}");
        }
    }
    text
}

/// What was met, close together.
fn met(fired: &[impl ToString], width: Option<u16>) -> String {
    if fired.is_empty() {
        return String::new();
    }
    let names: Vec<_> = fired.iter().map(ToString::to_string).collect();
    wrapped("  met    ", &names.join(" "), width.map_or(WIDTH, usize::from))
}

/// That less was met than was asked for, if so.
fn too_little(report: &Report) -> Option<String> {
    let coverage = report.coverage.as_ref().filter(|coverage| !coverage.ok)?;
    let (fired, all, least) = (coverage.rules.fired.len(), RuleId::ALL.len(), coverage.threshold?);
    let part = fired * 100 / all;
    Some(format!("the scenarios met {fired} of {all} rules, {part} %, which is less than {least} %"))
}
