//! Failures and errors as workflow commands, which GitHub shows beside the lines of a change.

use super::coverage::too_little;
use super::failure::{fault_text, stopped_text, summary};
use crate::formats::Position;
use crate::output::escaped;
use crate::scenario::{Failure, FileFault, Report, ScenarioReport};

/// A line for each failure, each error of a file, and a coverage below the threshold.
pub(super) fn annotations(report: &Report) -> String {
    let failures =
        report.scenarios.iter().flat_map(|scenario| scenario.failures.iter().map(move |one| (scenario, one)));
    let failures = failures.map(|(scenario, failure)| annotation(scenario, failure));
    let too_little = too_little(report).map(|sentence| format!("::error::{}\n", message(&sentence)));
    let stopped = report.error.iter().map(|error| format!("::error::{}\n", message(&stopped_text(error))));
    failures.chain(report.faults.iter().map(faulty)).chain(stopped).chain(too_little).collect()
}

fn faulty(faulty: &FileFault) -> String {
    let Position { line, column } = faulty.fault.place;
    format!("::error file={},line={line},col={column}::{}\n", file(&faulty.file), message(&fault_text(&faulty.fault)))
}

fn annotation(scenario: &ScenarioReport, failure: &Failure) -> String {
    let (file, title) = (file(&scenario.scenario.file), property(&escaped(&scenario.scenario.name)));
    format!("::error file={file},line={},title={title}::{}\n", failure.line, message(&summary(failure)))
}

/// The path from the root of the repository.
fn file(path: &str) -> String {
    let mut path = path;
    while let Some(below) = path.strip_prefix("./") {
        path = below.trim_start_matches('/');
    }
    property(path)
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_lines_are_escaped() {
        assert_eq!(file("././/tests/../a.yaml"), "tests/../a.yaml");
        assert_eq!(property("C:\\a,b 100%\r\n"), "C%3A\\a%2Cb 100%25%0D%0A");
        assert_eq!(message("a: b, 100%\n::error::no"), "a: b, 100%25%0A::error::no");
    }
}
