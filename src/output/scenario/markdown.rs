//! A run as Markdown, for the summary of a CI job.

use super::super::markdown::{escape, fenced, item, list};
use super::super::table::{Cell, Table};
use super::super::text::escaped;
use super::coverage::{covered_line, joined, too_little};
use super::failure::summary;
use super::update::update_text;
use crate::scenario::{Covered, Listed, Report, ScenarioReport, Verdict};

/// Formats a report: a table of the files, then lists of failures, invalid files and coverage.
pub fn markdown(report: &Report) -> String {
    let mut blocks = vec![format!("### {}\n", heading(report))];
    if !report.scenarios.is_empty() {
        blocks.push(files(report).to_markdown());
    }
    let failed = report.scenarios.iter().filter(|one| one.outcome == Verdict::Failed);
    blocks.push(list(failed.map(failures), report.failed as u64));
    let faults = report.faults.iter().map(|fault| {
        let place = format!("`{}:{}`: ", fault.file, fault.fault.place);
        item("", &(place + &fault.fault.message), fault.fault.hint.as_deref())
    });
    let error = report.error.iter().map(|error| item("", &error.message, error.hint.as_deref()));
    blocks.push(list(faults.chain(error), report.faults.len() as u64));
    blocks.extend(report.update.as_ref().map(|update| fenced(&update_text(update))));
    blocks.extend(report.coverage.as_ref().map(|coverage| {
        let rules = covered("rules", &coverage.rules);
        rules + &covered("reasons", &coverage.reasons.reached)
    }));
    blocks.extend(too_little(report).map(|error| format!("**{error}**\n")));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn heading(report: &Report) -> String {
    if report.error.is_some() || !report.faults.is_empty() {
        return "No scenarios were run".to_owned();
    }
    let not_run = if report.not_played == 0 { String::new() } else { format!(", {} not run", report.not_played) };
    format!("Scenarios: {} passed, {} failed{not_run}", report.passed, report.failed)
}

/// The numbers of each file.
fn files(report: &Report) -> Table {
    let mut table = Table::details(&["file", "passed", "failed"]);
    for scenarios in report.scenarios.chunk_by(|one, other| one.scenario.file == other.scenario.file) {
        let failed = scenarios.iter().filter(|one| one.outcome == Verdict::Failed).count();
        let file = scenarios.first().map(|one| one.scenario.file.clone()).unwrap_or_default();
        let numbers = [scenarios.len() - failed, failed].map(|number| Cell::Number(number as u64));
        table.row(std::iter::once(file.into()).chain(numbers));
    }
    table
}

fn failures(scenario: &ScenarioReport) -> String {
    let ScenarioReport { scenario: Listed { file, line, name }, failures, .. } = scenario;
    let mut text = format!("- **{}** (`{}`)\n", escape(&escaped(name)), escaped(&format!("{file}:{line}")));
    for failure in failures {
        let what = format!("`{file}:{}`: {}", failure.line, summary(failure));
        text.push_str(&item("  ", &what, failure.hint.as_deref()));
    }
    text
}

fn covered(what: &str, covered: &Covered<impl ToString>) -> String {
    let not_covered = match covered.never.as_slice() {
        [] => String::new(),
        names => format!(", not covered: {}", joined(names)),
    };
    format!("- {}{not_covered}\n", covered_line(what, covered))
}
