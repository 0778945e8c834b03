//! Failures and errors as workflow commands, which GitHub shows beside the lines of a change.

use super::coverage::too_little;
use super::failure::{fault_text, stopped_text, summary};
use crate::formats::Position;
use crate::output::escaped;
use crate::output::workflow::{Workflow, without_commands};
use crate::scenario::{Failure, FileFault, Report, ScenarioReport};

/// The most errors of a step that GitHub shows.
const SHOWN: usize = 10;

/// The workflow commands of a run.
pub(super) struct Annotations {
    /// A line for each command.
    pub(super) text: String,
    /// How many errors GitHub would not show, in a sentence.
    pub(super) note: Option<String>,
}

impl Annotations {
    /// Annotates a coverage below the threshold, each failure and each error of a file, as far as GitHub
    /// shows them; a notice has the number of the others.
    pub(super) fn of(report: &Report, workflow: &Workflow) -> Self {
        let failures =
            report.scenarios.iter().flat_map(|scenario| scenario.failures.iter().map(move |one| (scenario, one)));
        let failures = failures.map(|(scenario, failure)| failed(workflow, scenario, failure));
        let faults = report.faults.iter().map(|fault| faulty(workflow, fault));
        let stopped = report.error.iter().map(|error| command("error", &[], &stopped_text(error)));
        let coverage = too_little(report).map(|sentence| command("error", &[], &sentence));
        let mut lines: Vec<_> = coverage.into_iter().chain(failures).chain(faults).chain(stopped).collect();
        let note = (lines.len() > SHOWN).then(|| {
            format!(
                "{SHOWN} of {} errors are annotated, the most that GitHub shows for a step; see the log of the step, \
                 or add `--report markdown=$GITHUB_STEP_SUMMARY`",
                lines.len()
            )
        });
        lines.truncate(SHOWN);
        lines.extend(note.as_deref().map(|note| command("notice", &[], note)));
        Self { text: lines.concat(), note }
    }
}

fn faulty(workflow: &Workflow, FileFault { file, fault }: &FileFault) -> String {
    command("error", &place(workflow, file, fault.place), &fault_text(fault))
}

fn failed(workflow: &Workflow, scenario: &ScenarioReport, failure: &Failure) -> String {
    let at = Position { line: failure.line, column: failure.column };
    let mut properties = place(workflow, &scenario.scenario.file, at);
    properties.push(("title", without_commands(&escaped(&scenario.scenario.name)).into_owned()));
    command("error", &properties, &summary(failure))
}

/// The path from the root of the repository; none for stdin.
fn place(workflow: &Workflow, file: &str, at: Position) -> Vec<(&'static str, String)> {
    if file == "-" {
        return Vec::new();
    }
    let file = workflow.path_in_repository(file);
    vec![("file", file), ("line", at.line.to_string()), ("col", at.column.to_string())]
}

/// `::error file=a.yaml,line=9::status: expected flow, actual new`
fn command(name: &str, properties: &[(&str, String)], text: &str) -> String {
    let properties: Vec<_> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let blank = if properties.is_empty() { "" } else { " " };
    format!("::{name}{blank}{}::{}\n", properties.join(","), message(text))
}

fn message(text: &str) -> String {
    encoded(&without_commands(text))
}

fn encoded(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    encoded(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_lines_are_escaped() {
        assert_eq!(property("C:\\a,b 100%\r\n"), "C%3A\\a%2Cb 100%25%0D%0A");
        assert_eq!(message("a: b, 100%\n::error::no"), "a: b, 100%25%0A\\u{3a}:error::no");
        assert_eq!(command("error", &[], "##[add-mask]a"), "::error::#\\u{23}[add-mask]a\n");
        let properties = [("file", "a,b".to_owned()), ("line", "1".to_owned())];
        assert_eq!(command("notice", &properties, "c"), "::notice file=a%2Cb,line=1::c\n");
    }
}
