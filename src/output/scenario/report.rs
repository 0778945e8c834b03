//! The results of a run on the screen.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::super::csv::CsvRecords;
use super::super::error::OutputError;
use super::super::format::{Shape, Verbosity};
use super::super::ui::{self, Ui};
use super::coverage::{CoverageDetail, coverage_text, too_little};
use super::failure::{failed_text, title};
use super::github::Annotations;
use super::markdown::markdown;
use super::update::update_text;
use crate::scenario::{Listed, Report, ScenarioReport, Verdict};

impl Ui {
    /// Prints the results of a run.
    pub fn scenario_report(&self, report: &Report, detail: CoverageDetail) -> Result<(), OutputError> {
        match self.format.shape() {
            Shape::Document => {
                let text = || report_text(report, self.width, self.verbosity, detail);
                self.print_for_people(text, || markdown(report))
            }
            Shape::Rows => {
                let row = |ScenarioReport { scenario: Listed { file, line, name }, outcome, .. }: &ScenarioReport| {
                    [file.clone(), line.to_string(), name.clone(), outcome.to_string()]
                };
                let keys = ["file", "line", "name", "outcome"];
                self.print_records(CsvRecords::of_texts(keys, report.scenarios.iter().map(row)))
            }
            Shape::Value | Shape::Lines => OutputError::unless_closed(self.print_json(report)),
        }
    }

    /// Prints the results to stderr, where stdout has a report.
    pub fn scenario_report_to_stderr(&self, report: &Report, detail: CoverageDetail) {
        if self.verbosity > Verbosity::Quiet {
            self.print_to_stderr(&report_text(report, None, self.verbosity, detail));
        }
    }

    /// Prints the error of a coverage below its threshold. JSON has it in the answer.
    pub fn too_little_coverage(&self, report: &Report) {
        if let Some(error) = too_little(report).filter(|_| !self.format.is_json()) {
            let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
            self.print_to_stderr(&format!("{red}error:{red:#} {error}\n"));
        }
    }

    /// Prints the failures as workflow commands of GitHub.
    pub fn github(&self, report: &Report) -> Result<(), OutputError> {
        let annotations = Annotations::of(report, &self.workflow.clone().unwrap_or_default());
        self.print_text(&annotations.text)?;
        if let Some(note) = annotations.note {
            self.note(&format!("note: {note}"));
        }
        Ok(())
    }
}

/// Formats a report as JSON.
pub fn report_json(report: &Report) -> Result<Vec<u8>, OutputError> {
    let mut bytes = Vec::new();
    ui::json(&mut bytes, report)?;
    Ok(bytes)
}

fn report_text(report: &Report, width: Option<u16>, verbosity: Verbosity, detail: CoverageDetail) -> String {
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
    text + &totals(report) + "\n"
}

fn totals(report: &Report) -> String {
    let mut text = format!("{} passed, {} failed", report.passed, report.failed);
    if report.not_played > 0 {
        let _ = write!(text, ", {} not run", report.not_played);
    }
    if report.update.as_ref().is_some_and(|update| update.dry_run && !update.updated.is_empty()) {
        text.push_str(" after the update");
    }
    text
}
