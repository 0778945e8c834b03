//! Failures and faults as workflow commands of GitHub, which shows them beside the lines of a change.

use super::failure::{in_words, summary};
use crate::output::escaped;
use crate::scenario::{Failure, FileFault, Report, ScenarioReport};

/// A line for each failure, and for each fault of a file.
pub(super) fn annotations(report: &Report) -> String {
    let failures =
        report.scenarios.iter().flat_map(|scenario| scenario.failures.iter().map(move |one| (scenario, one)));
    let failures = failures.map(|(scenario, failure)| annotation(scenario, failure));
    failures.chain(report.faults.iter().map(faulty)).collect()
}

fn faulty(fault: &FileFault) -> String {
    let FileFault { file, line, column, .. } = fault;
    format!("::error file={},line={line},col={column}::{}\n", property(file), message(&in_words(fault)))
}

fn annotation(scenario: &ScenarioReport, failure: &Failure) -> String {
    let (file, title) = (property(&scenario.file), property(&escaped(&scenario.name)));
    let message = message(&format!("{}\n{}", escaped(&scenario.name), summary(failure)));
    format!("::error file={file},line={},title={title}::{message}\n", failure.line)
}

/// As the runner reads messages.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As the runner reads properties.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line_early() {
        assert_eq!(property("C:\\a,b 100%\r\n"), "C%3A\\a%2Cb 100%25%0D%0A");
        assert_eq!(message("a: b, 100%\n::error::no"), "a: b, 100%25%0A::error::no");
    }
}
