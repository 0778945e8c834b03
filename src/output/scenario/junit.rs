//! A run as a `JUnit` report, valid by Jenkins' junit-10.xsd. That has no line of a case: it is in the
//! case's output.

use std::io;
use std::path::{Component, Path};

use anstream::adapter::strip_str;
use quick_xml::se::{QuoteLevel, Serializer};
use serde::Serialize;

use super::coverage::too_little;
use super::failure::{failed_text, fault_text, stopped_text, summary};
use crate::output::{OutputError, escaped};
use crate::scenario::{FileFault, Listed, Report, ScenarioReport, Stopped};

/// The duration of everything, which some readers require.
const TIME: &str = "0.000";

/// The name of a run, and of its suite if it could not start.
const RUN: &str = "inboxctl scenario test";

/// Formats a report: a suite for each file, a case for each scenario. An invalid file has one case, an
/// error; a coverage threshold is a suite. All times are zero, so that the same run gives the same report.
pub fn junit(report: &Report) -> Result<Vec<u8>, OutputError> {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let mut serializer = Serializer::new(&mut xml);
    serializer.indent(' ', 2).set_quote_level(QuoteLevel::Full);
    TestSuites::of(report).serialize(serializer).map_err(io::Error::other)?;
    xml.push('\n');
    Ok(xml.into_bytes())
}

#[derive(Serialize)]
#[serde(rename = "testsuites")]
struct TestSuites {
    #[serde(rename = "@name")]
    name: &'static str,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    #[serde(rename = "@time")]
    time: &'static str,
    testsuite: Vec<TestSuite>,
}

#[derive(Default, Serialize)]
struct TestSuite {
    #[serde(rename = "@name")]
    name: String,
    #[serde(rename = "@file", skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(rename = "@tests")]
    tests: usize,
    #[serde(rename = "@failures")]
    failures: usize,
    #[serde(rename = "@errors")]
    errors: usize,
    #[serde(rename = "@skipped")]
    skipped: usize,
    #[serde(rename = "@time")]
    time: &'static str,
    testcase: Vec<TestCase>,
}

#[derive(Serialize)]
struct TestCase {
    #[serde(rename = "@name")]
    name: String,
    #[serde(rename = "@classname")]
    classname: String,
    #[serde(rename = "@time")]
    time: &'static str,
    #[serde(rename = "$value", skip_serializing_if = "Option::is_none")]
    outcome: Option<CaseOutcome>,
    #[serde(rename = "system-out", skip_serializing_if = "Option::is_none")]
    output: Option<String>,
}

/// The outcome of a case that didn't pass.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum CaseOutcome {
    Failure(CaseProblem),
    Error(CaseProblem),
    Skipped {
        #[serde(rename = "@message")]
        message: &'static str,
    },
}

#[derive(Serialize)]
struct CaseProblem {
    #[serde(rename = "@type")]
    kind: String,
    #[serde(rename = "@message")]
    message: String,
    #[serde(rename = "$text")]
    text: String,
}

impl TestSuites {
    fn of(report: &Report) -> Self {
        let run = report.scenarios.iter().map(|one| (&one.scenario.file, TestCase::run(one)));
        let left_out = report.left_out.iter().map(|one| (&one.file, TestCase::left_out(one)));
        let invalid = report.faults.chunk_by(|one, other| one.file == other.file);
        let invalid = invalid.filter_map(|faults| Some((&faults.first()?.file, TestCase::invalid_file(faults)?)));
        let mut suites: Vec<TestSuite> = Vec::new();
        for (file, case) in run.chain(left_out).chain(invalid) {
            let file = attribute(file);
            match suites.last_mut().filter(|suite| suite.name == file) {
                Some(suite) => suite.add(case),
                None => suites.push(TestSuite::new(file.clone(), Some(file), case)),
            }
        }
        let error = report.error.iter().map(|error| TestSuite::new(RUN.to_owned(), None, TestCase::stopped(error)));
        let threshold = report.coverage.as_ref().and_then(|coverage| coverage.threshold);
        let coverage = threshold.map(|least| TestCase::coverage(least, too_little(report)));
        suites.extend(error.chain(coverage.map(|case| TestSuite::new("coverage".to_owned(), None, case))));
        let sum = |number: fn(&TestSuite) -> usize| suites.iter().map(number).sum();
        let (tests, failures, errors) = (sum(|one| one.tests), sum(|one| one.failures), sum(|one| one.errors));
        Self { name: RUN, tests, failures, errors, time: TIME, testsuite: suites }
    }
}

impl TestSuite {
    fn new(name: String, file: Option<String>, case: TestCase) -> Self {
        let mut suite = Self { name, file, time: TIME, ..Self::default() };
        suite.add(case);
        suite
    }

    fn add(&mut self, case: TestCase) {
        self.tests += 1;
        match &case.outcome {
            Some(CaseOutcome::Failure(_)) => self.failures += 1,
            Some(CaseOutcome::Error(_)) => self.errors += 1,
            Some(CaseOutcome::Skipped { .. }) => self.skipped += 1,
            None => {}
        }
        self.testcase.push(case);
    }
}

impl TestCase {
    fn run(scenario: &ScenarioReport) -> Self {
        let text = || strip_str(&failed_text(scenario, None)).to_string();
        let failure = scenario.failures.first().map(|first| CaseProblem::new(&first.key, &summary(first), &text()));
        Self::in_file(&scenario.scenario, failure.map(CaseOutcome::Failure))
    }

    fn left_out(scenario: &Listed) -> Self {
        let skipped = CaseOutcome::Skipped { message: "not run: an earlier scenario failed (--fail-fast)" };
        Self::in_file(scenario, Some(skipped))
    }

    /// The one case of an invalid file.
    fn invalid_file(faults: &[FileFault]) -> Option<Self> {
        let FileFault { file, fault } = faults.first()?;
        let line_of = |one: &FileFault| format!("{}:{}: {}\n", escaped(file), one.fault.place, fault_text(&one.fault));
        let text: Vec<_> = faults.iter().map(line_of).collect();
        let error = CaseProblem::new(fault.code.code(), &fault.to_string(), &text.concat());
        let case = Listed { file: file.clone(), line: fault.place.line, name: "the file is valid".to_owned() };
        Some(Self::in_file(&case, Some(CaseOutcome::Error(error))))
    }

    fn stopped(error: &Stopped) -> Self {
        let error = CaseProblem::new(error.code.code(), &error.message, &stopped_text(error));
        Self::new("the scenarios can be run", "inboxctl", Some(CaseOutcome::Error(error)))
    }

    fn coverage(least: u8, too_little: Option<String>) -> Self {
        let failure = too_little.map(|text| CaseOutcome::Failure(CaseProblem::new("coverage", &text, &text)));
        Self::new(&format!("at least {least} % of the rules are covered"), "coverage", failure)
    }

    fn in_file(Listed { file, line, name }: &Listed, outcome: Option<CaseOutcome>) -> Self {
        let output = Some(holdable(&format!("{}:{line}", escaped(file))));
        Self { output, ..Self::new(name, &class(file), outcome) }
    }

    fn new(name: &str, classname: &str, outcome: Option<CaseOutcome>) -> Self {
        Self { name: attribute(name), classname: attribute(classname), time: TIME, outcome, output: None }
    }
}

impl CaseProblem {
    fn new(kind: &str, message: &str, text: &str) -> Self {
        Self { kind: attribute(kind), message: attribute(message), text: holdable(text) }
    }
}

/// The folders and the name of a file without its ending, by which servers tell cases apart.
fn class(file: &str) -> String {
    let path = Path::new(file).with_extension("");
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

fn attribute(value: &str) -> String {
    holdable(&escaped(value))
}

/// Writes out the characters that XML can't hold even escaped.
fn holdable(text: &str) -> String {
    let holds = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let shown = |letter: char| if holds(letter) { letter.into() } else { format!("\\u{{{:x}}}", u32::from(letter)) };
    text.chars().map(shown).collect()
}
