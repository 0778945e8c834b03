//! How scenarios went: for people, for scripts, and for what reads reports.

mod compare;
mod explain;
mod failure;
mod github;
mod junit;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use self::failure::{failed_text, title, update_diff};
use super::csv::CsvRecords;
use super::document::Document;
use super::effects::as_i64;
use super::error::OutputError;
use super::format::{Format, Verbosity};
use super::layout::wrapped;
use super::printable::Printable;
use super::text::{count, escaped};
use super::ui::Ui;
use crate::model::RuleId;
use crate::scenario::{Coverage, Covered, ExpectEntry, NotUpdated, Report, Rewritten, UpdateReport, Verdict};

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
    pub fn scenario_report(&self, report: &Report, detail: Detail) -> Result<(), OutputError> {
        match self.format {
            Format::Table => self.print_text(&report_text(report, self.width, self.verbosity, detail)),
            _ => self.print(report),
        }
    }

    /// The same on stderr, where stdout belongs to something else.
    pub fn scenario_report_aside(&self, report: &Report, detail: Detail) {
        if self.verbosity > Verbosity::Quiet {
            self.print_to_stderr(&report_text(report, None, self.verbosity, detail));
        }
    }

    /// That too little was met, for a person; a script has it in the answer.
    pub fn too_little(&self, report: &Report) {
        if let Some(sentence) = too_little(report).filter(|_| !self.format.is_json()) {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            self.print_to_stderr(&format!("{red}error:{red:#} {sentence}\n"));
        }
    }

    /// What went wrong, as GitHub shows it beside the lines of a change.
    pub fn github(&self, report: &Report) -> Result<(), OutputError> {
        self.print_text(&github::annotations(report))
    }
}

impl Printable for Report {
    fn document(&self) -> Document {
        let mut document = Document::default();
        document.verbatim(report_text(self, None, Verbosity::Normal, Detail::Whole));
        document
    }

    fn records(&self) -> serde_json::Result<CsvRecords> {
        CsvRecords::of(&self.scenarios)
    }
}

/// The report as a file for scripts.
pub fn report_json(report: &Report) -> Result<Vec<u8>, OutputError> {
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
        let _ = write!(text, ", {} not run", report.not_played);
    }
    if report.update.as_ref().is_some_and(|update| update.dry_run && !update.updated.is_empty()) {
        text.push_str(" after the update");
    }
    text + "\n"
}

fn update_text(update: &UpdateReport) -> String {
    let mut text = String::new();
    let (updated, left) = if update.dry_run { ("would update", "leave") } else { ("updated", "left") };
    for one in &update.updated {
        let _ = writeln!(text, "{}:{}: {updated} {}", escaped(&one.file), one.line, one.key);
        text.push_str(&update_diff(&one.expected, new_value(one).as_ref()));
    }
    for NotUpdated { file, line, key, why } in &update.left {
        let _ = writeln!(text, "{}:{line}: {left} {key} unchanged: {why}", escaped(file));
    }
    let number = count(as_i64(update.updated.len()), "expectation");
    let _ = writeln!(text, "{updated} {number}, {left} {} unchanged", update.left.len());
    text
}

/// The new value, with its key if that is another one; none if the entry was removed.
fn new_value(one: &Rewritten) -> Option<Value> {
    let ExpectEntry { key, value } = one.instead.as_ref()?;
    Some(if *key == one.key { value.clone() } else { json!({ key: value }) })
}

fn coverage_text(coverage: &Coverage, width: Option<u16>, detail: Detail) -> String {
    let whole = detail == Detail::Whole;
    let (rules, reasons) = (&coverage.rules, &coverage.reasons.reached);
    let mut text = covered_text("rules", rules, (whole, whole || !coverage.ok), width);
    text.push_str(&covered_text("reasons", reasons, (whole, whole), width));
    text
}

/// How many are covered, and which are and aren't, if asked for.
fn covered_text(
    what: &str,
    Covered { fired, never }: &Covered<impl ToString>,
    (list_covered, list_others): (bool, bool),
    width: Option<u16>,
) -> String {
    let list = |mark, names: &[_]| match names {
        [] => String::new(),
        names => {
            let names: Vec<_> = names.iter().map(ToString::to_string).collect();
            wrapped(mark, &names.join(" "), width.map_or(WIDTH, usize::from))
        }
    };
    let mut text = format!("{} of {} {what} covered\n", fired.len(), fired.len() + never.len());
    if list_covered {
        text.push_str(&list("  covered      ", fired));
    }
    if list_others {
        text.push_str(&list("  not covered  ", never));
    }
    text
}

/// That less is covered than was asked for, if so.
fn too_little(report: &Report) -> Option<String> {
    let coverage = report.coverage.as_ref().filter(|coverage| !coverage.ok)?;
    let (fired, all, least) = (coverage.rules.fired.len(), RuleId::ALL.len(), coverage.threshold?);
    let part = fired * 100 / all;
    Some(format!("{fired} of {all} rules covered ({part} %), expected at least {least} %"))
}
