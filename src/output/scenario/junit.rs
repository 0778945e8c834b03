//! A run as a `JUnit` report, as Jenkins' junit-10.xsd has it; `file` and `line` of a case are what
//! pytest and others add to it.

use std::io::Write;
use std::path::Path;

use anstream::adapter::strip_str;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::failure::{failed_text, summary};
use crate::output::{Error, escaped};
use crate::scenario::{Report, ScenarioReport};

/// The report: a suite for each file, a case for each scenario. Times are left out: they would be
/// other ones each time.
pub fn junit(report: &Report) -> Result<Vec<u8>, Error> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut all = BytesStart::new("testsuites");
    all.push_attribute(("name", "inboxctl scenario test"));
    count(&mut all, report.scenarios.len(), report.failed);
    xml.write_event(Event::Start(all))?;
    for scenarios in report.scenarios.chunk_by(|one, other| one.file == other.file) {
        suite(&mut xml, scenarios)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn suite(xml: &mut Writer<impl Write>, scenarios: &[ScenarioReport]) -> Result<(), Error> {
    let Some(first) = scenarios.first() else { return Ok(()) };
    let failed = scenarios.iter().filter(|scenario| !scenario.failures.is_empty()).count();
    let mut suite = BytesStart::new("testsuite");
    attribute(&mut suite, "name", &first.file);
    attribute(&mut suite, "file", &first.file);
    count(&mut suite, scenarios.len(), failed);
    suite.push_attribute(("skipped", "0"));
    xml.write_event(Event::Start(suite))?;
    scenarios.iter().try_for_each(|scenario| case(xml, scenario))?;
    Ok(xml.write_event(Event::End(BytesEnd::new("testsuite")))?)
}

fn count(element: &mut BytesStart<'_>, tests: usize, failures: usize) {
    element.push_attribute(("tests", tests.to_string().as_str()));
    element.push_attribute(("failures", failures.to_string().as_str()));
    element.push_attribute(("errors", "0"));
}

fn case(xml: &mut Writer<impl Write>, scenario: &ScenarioReport) -> Result<(), Error> {
    let stem = Path::new(&scenario.file).file_stem().unwrap_or_default().to_string_lossy();
    let mut case = BytesStart::new("testcase");
    attribute(&mut case, "name", &scenario.name);
    attribute(&mut case, "classname", &stem);
    attribute(&mut case, "file", &scenario.file);
    attribute(&mut case, "line", &scenario.line.to_string());
    let Some(first) = scenario.failures.first() else { return Ok(xml.write_event(Event::Empty(case))?) };
    xml.write_event(Event::Start(case))?;
    let mut failure = BytesStart::new("failure");
    attribute(&mut failure, "type", &first.key);
    attribute(&mut failure, "message", &summary(first));
    xml.write_event(Event::Start(failure))?;
    let text = strip_str(&failed_text(scenario, None)).to_string();
    xml.write_event(Event::Text(BytesText::new(&holdable(&text))))?;
    xml.write_event(Event::End(BytesEnd::new("failure")))?;
    Ok(xml.write_event(Event::End(BytesEnd::new("testcase")))?)
}

fn attribute(element: &mut BytesStart<'_>, name: &str, value: &str) {
    element.push_attribute((name, holdable(&escaped(value)).as_str()));
}

/// The text with those characters written out that no XML can hold, however they are escaped.
fn holdable(text: &str) -> String {
    let holds = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    let shown = |letter: char| if holds(letter) { letter.into() } else { format!("\\u{{{:x}}}", u32::from(letter)) };
    text.chars().map(shown).collect()
}
