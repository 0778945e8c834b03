//! The page of `scenario test --report html=FILE`.

use std::collections::BTreeSet;

use askama::Template;

use super::bar_chart::{Bar, BarChart, Fill, LegendItem};
use super::frame::Frame;
use super::page_table::{PageCell, PageColumn, PageTable, shown_of};
use super::page_text::{cut, name};
use crate::inbox::view;
use crate::model::{RuleId, Time};
use crate::output::LocalTimes;
use crate::output::effects::as_i64;
use crate::output::scenario::{DiffLine, difference};
use crate::output::text::{count, grouped};
use crate::scenario::{Failure, Listed, Report, ScenarioReport, StepDecision, Verdict};

/// The most failed scenarios that are shown, and the most failures and lines of each.
const FAILED: usize = 50;
const FAILURES: usize = 5;
const LINES: usize = 12;

/// The most characters of a line or a sentence.
const LINE: usize = 240;

/// The most scenarios of the matrix, and files of the chart.
const SCENARIOS: usize = 250;
const FILES: usize = 40;

/// Where the rest is.
const ELSEWHERE: &str = "“--report json=FILE”";

#[derive(Template)]
#[template(path = "scenario_page.html", config = "src/output/html/askama.toml")]
struct ScenarioPage {
    frame: Frame,
    /// Why nothing ran.
    errors: Vec<PageError>,
    failures: Vec<FailedScenario>,
    more_failures: Option<String>,
    files: Option<BarChart>,
    coverage: Vec<CoverageLine>,
    matrix: Option<PageTable>,
}

struct PageError {
    place: Option<String>,
    message: String,
    hint: Option<String>,
}

struct FailedScenario {
    name: String,
    place: String,
    failures: Vec<ShownFailure>,
    more: Option<String>,
    decision: Vec<String>,
}

struct ShownFailure {
    place: String,
    key: String,
    lines: Vec<DiffLine>,
    more: Option<String>,
    hint: Option<String>,
}

struct CoverageLine {
    text: String,
    not_covered: String,
}

/// Formats the results of a run as a page, as seen at a time.
pub fn scenario_page(report: &Report, times: &LocalTimes, at: Time) -> Result<String, askama::Error> {
    let failed: Vec<_> = report.scenarios.iter().filter(|one| one.outcome == Verdict::Failed).collect();
    let errors = errors(report);
    let heading = if errors.is_empty() {
        let not_run = if report.not_played == 0 { String::new() } else { format!(", {} not run", report.not_played) };
        let (passed, failed) = (grouped(report.passed as u64), grouped(report.failed as u64));
        format!("Scenarios: {passed} passed, {failed} failed{not_run}")
    } else {
        "No scenarios were run".to_owned()
    };
    let page = ScenarioPage {
        frame: Frame { title: heading.clone(), heading, subtitle: times.with_zone(at) },
        errors,
        failures: failed.iter().take(FAILED).map(|one| failed_scenario(one)).collect(),
        more_failures: shown_of(failed.len().min(FAILED), failed.len(), "failed scenarios", ELSEWHERE),
        files: files(report),
        coverage: coverage(report),
        matrix: matrix(report),
    };
    page.render()
}

fn errors(report: &Report) -> Vec<PageError> {
    let line = |text: &str| cut(text, LINE);
    let faults = report.faults.iter().take(FAILED).map(|fault| PageError {
        place: Some(line(&format!("{}:{}", fault.file, fault.fault.place))),
        message: line(&fault.fault.message),
        hint: fault.fault.hint.as_deref().map(line),
    });
    let error = report.error.iter();
    let error = error.map(|error| PageError {
        place: None,
        message: line(&error.message),
        hint: error.hint.as_deref().map(line),
    });
    faults.chain(error).collect()
}

fn failed_scenario(scenario: &ScenarioReport) -> FailedScenario {
    let Listed { file, line, name: title } = &scenario.scenario;
    let all = scenario.failures.len();
    let decision = scenario.failures.first().and_then(|failure| failure.decision.as_ref());
    FailedScenario {
        name: cut(title, LINE),
        place: cut(&format!("{file}:{line}"), LINE),
        failures: scenario.failures.iter().take(FAILURES).map(|failure| shown_failure(file, failure)).collect(),
        more: shown_of(all.min(FAILURES), all, "failed expectations", ELSEWHERE),
        decision: decision.map(decision_lines).unwrap_or_default(),
    }
}

fn shown_failure(file: &str, failure: &Failure) -> ShownFailure {
    let lines = difference(&failure.expected, &failure.actual);
    let all = lines.len();
    let lines = lines.into_iter().take(LINES).map(|line| match line {
        DiffLine::Same(line) => DiffLine::Same(cut(&line, LINE)),
        DiffLine::Old(line) => DiffLine::Old(cut(&line, LINE)),
        DiffLine::New(line) => DiffLine::New(cut(&line, LINE)),
    });
    ShownFailure {
        place: cut(&format!("{file}:{}", failure.line), LINE),
        key: name(&failure.key),
        lines: lines.collect(),
        more: shown_of(all.min(LINES), all, "lines", ELSEWHERE),
        hint: failure.hint.as_deref().map(|hint| cut(hint, LINE)),
    }
}

/// What the step decided, a sentence a line.
fn decision_lines(decision: &StepDecision) -> Vec<String> {
    let rules: Vec<_> = decision.rules.iter().map(ToString::to_string).collect();
    let rules = if rules.is_empty() { String::new() } else { format!(" (rules {})", rules.join(" ")) };
    if let Some(refused) = &decision.refused {
        return vec![cut(&format!("refused: {refused}{rules}"), LINE)];
    }
    let first = format!("{}{rules}", count(as_i64(decision.effects.len()), "effect"));
    let effects = decision.effects.iter().map(view::EffectView::sentence);
    let passed =
        decision.passed_over.iter().map(|entry| format!("passed over: {} ({})", entry.sentence(), entry.reason));
    std::iter::once(first).chain(effects.chain(passed).take(LINES).map(|line| cut(&line, LINE))).collect()
}

/// The passed and the failed scenarios of each file, those with failures first.
fn files(report: &Report) -> Option<BarChart> {
    let files = report.scenarios.chunk_by(|one, other| one.scenario.file == other.scenario.file);
    let mut files: Vec<_> = files.collect();
    let failed = |file: &[ScenarioReport]| file.iter().filter(|one| one.outcome == Verdict::Failed).count();
    files.sort_by_key(|file| std::cmp::Reverse(failed(file)));
    let bar = |file: &&[ScenarioReport]| {
        let (all, failed) = (file.len() as u64, failed(file) as u64);
        let label = file.first().map(|one| name(&one.scenario.file)).unwrap_or_default();
        let value = if failed == 0 { grouped(all) } else { format!("{} of {} failed", grouped(failed), grouped(all)) };
        Bar { label, value, parts: vec![(all - failed, Fill::PLAIN), (failed, Fill::HATCHED)] }
    };
    let legend = [(Fill::PLAIN, "passed"), (Fill::HATCHED, "failed")];
    (!files.is_empty()).then(|| BarChart {
        id: "files",
        title: "Scenarios of each file".to_owned(),
        description: format!(
            "Bars for {}: {} scenarios passed, {} failed.",
            count(as_i64(files.len()), "file"),
            grouped(report.passed as u64),
            grouped(report.failed as u64),
        ),
        unit: "scenarios",
        bars: files.iter().take(FILES).map(bar).collect(),
        marker: None,
        legend: legend.map(|(fill, text)| LegendItem { fill: Some(fill), text: text.to_owned() }).into(),
        note: shown_of(files.len().min(FILES), files.len(), "files", ELSEWHERE),
    })
}

fn coverage(report: &Report) -> Vec<CoverageLine> {
    let line = |what: &str, fired: usize, never: Vec<String>| CoverageLine {
        text: format!("{fired} of {} {what} covered", fired + never.len()),
        not_covered: never.join(" "),
    };
    if report.scenarios.is_empty() {
        return Vec::new();
    }
    let covered: BTreeSet<_> = report.scenarios.iter().flat_map(|one| &one.rules).collect();
    let never = RuleId::ALL.iter().filter(|rule| !covered.contains(rule)).map(ToString::to_string).collect();
    let rules = line("rules", covered.len(), never);
    let reasons = report.coverage.as_ref().map(|coverage| &coverage.reasons.reached);
    let reasons = reasons
        .map(|covered| line("reasons", covered.fired.len(), covered.never.iter().map(ToString::to_string).collect()));
    std::iter::once(rules).chain(reasons).collect()
}

/// Which scenario covers which rule: the failed ones first.
fn matrix(report: &Report) -> Option<PageTable> {
    let mut scenarios: Vec<_> = report.scenarios.iter().collect();
    scenarios.sort_by_key(|one| one.outcome == Verdict::Passed);
    let shown = scenarios.get(..SCENARIOS).unwrap_or(&scenarios);
    let outcome = |verdict| match verdict {
        Verdict::Passed => PageCell::Mark { text: "passed", class: "good" },
        Verdict::Failed => PageCell::Mark { text: "failed", class: "bad" },
    };
    let row = |one: &&ScenarioReport| {
        let Listed { file, line, name: title } = &one.scenario;
        let marks = RuleId::ALL.iter().map(|rule| {
            if one.rules.contains(rule) { PageCell::Mark { text: "●", class: "" } } else { PageCell::Empty }
        });
        let first =
            [PageCell::Name(name(title)), outcome(one.outcome), PageCell::Code(name(&format!("{file}:{line}")))];
        first.into_iter().chain(marks).collect()
    };
    let rules = RuleId::ALL.iter().map(|rule| PageColumn::text(rule.code()));
    let all = RuleId::ALL
        .iter()
        .map(|rule| PageCell::Number(report.scenarios.iter().filter(|one| one.rules.contains(rule)).count() as u64));
    (!shown.is_empty()).then(|| PageTable {
        caption: "Rules by scenarios: ● is a rule that a step of the scenario covers".to_owned(),
        columns: ["Scenario", "Outcome", "Place"].map(PageColumn::text).into_iter().chain(rules).collect(),
        rows: shown.iter().map(row).collect(),
        totals: [PageCell::Name("scenarios that cover the rule".to_owned()), PageCell::Empty, PageCell::Empty]
            .into_iter()
            .chain(all)
            .collect(),
        note: shown_of(shown.len(), scenarios.len(), "scenarios", ELSEWHERE),
    })
}
