//! A run as a `JUnit` report, as Jenkins' junit-10.xsd has it; `file` and `line` of a case are what
//! pytest and others add to it.

use std::io::Write;
use std::path::Path;

use anstream::adapter::strip_str;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::failure::{failed_text, in_words, summary};
use crate::output::{Error, escaped};
use crate::scenario::{FileFault, Report, ScenarioReport};

/// The report: a suite for each file, a case for each scenario; a file that is faulty has one case,
/// which is an error. Times are left out: they would be other ones each time.
pub fn junit(report: &Report) -> Result<Vec<u8>, Error> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let faulty: Vec<_> = report.faults.chunk_by(|one, other| one.file == other.file).collect();
    let mut all = BytesStart::new("testsuites");
    all.push_attribute(("name", "inboxctl scenario test"));
    Count { tests: report.scenarios.len() + faulty.len(), failures: report.failed, errors: faulty.len() }
        .write(&mut all);
    xml.write_event(Event::Start(all))?;
    for scenarios in report.scenarios.chunk_by(|one, other| one.file == other.file) {
        let Some(first) = scenarios.first() else { continue };
        let failures = scenarios.iter().filter(|scenario| !scenario.failures.is_empty()).count();
        suite(&mut xml, &first.file, &Count { tests: scenarios.len(), failures, errors: 0 }, |xml| {
            scenarios.iter().try_for_each(|scenario| case(xml, scenario))
        })?;
    }
    for faults in faulty {
        let Some(first) = faults.first() else { continue };
        let count = Count { tests: 1, failures: 0, errors: 1 };
        suite(&mut xml, &first.file, &count, |xml| faulty_case(xml, first, faults))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// How many cases there are, and how many of them went wrong.
struct Count {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Count {
    fn write(&self, element: &mut BytesStart<'_>) {
        for (name, number) in [("tests", self.tests), ("failures", self.failures), ("errors", self.errors)] {
            element.push_attribute((name, number.to_string().as_str()));
        }
    }
}

fn suite<W: Write>(
    xml: &mut Writer<W>,
    file: &str,
    count: &Count,
    cases: impl FnOnce(&mut Writer<W>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut suite = BytesStart::new("testsuite");
    attribute(&mut suite, "name", file);
    attribute(&mut suite, "file", file);
    count.write(&mut suite);
    suite.push_attribute(("skipped", "0"));
    xml.write_event(Event::Start(suite))?;
    cases(xml)?;
    Ok(xml.write_event(Event::End(BytesEnd::new("testsuite")))?)
}

fn case(xml: &mut Writer<impl Write>, scenario: &ScenarioReport) -> Result<(), Error> {
    let case = start_of_case(&scenario.name, &scenario.file, scenario.line);
    let Some(first) = scenario.failures.first() else { return Ok(xml.write_event(Event::Empty(case))?) };
    let text = strip_str(&failed_text(scenario, None)).to_string();
    wrong(xml, case, "failure", &first.key, &summary(first), &text)
}

/// The one case of a file that is faulty: it tells all faults.
fn faulty_case(xml: &mut Writer<impl Write>, first: &FileFault, faults: &[FileFault]) -> Result<(), Error> {
    let case = start_of_case("the file can be played", &first.file, first.line);
    let message = format!("{}:{}: {}", first.line, first.column, first.message);
    let line =
        |fault: &FileFault| format!("{}:{}:{}: {}\n", escaped(&fault.file), fault.line, fault.column, in_words(fault));
    wrong(xml, case, "error", first.code.code(), &message, &faults.iter().map(line).collect::<String>())
}

fn start_of_case<'a>(name: &str, file: &str, line: u64) -> BytesStart<'a> {
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
    let mut case = BytesStart::new("testcase");
    attribute(&mut case, "name", name);
    attribute(&mut case, "classname", &stem);
    attribute(&mut case, "file", file);
    attribute(&mut case, "line", &line.to_string());
    case
}

/// A case in which something is wrong: what, in a line, and all of it.
fn wrong(
    xml: &mut Writer<impl Write>,
    case: BytesStart<'_>,
    what: &str,
    kind: &str,
    message: &str,
    text: &str,
) -> Result<(), Error> {
    xml.write_event(Event::Start(case))?;
    let mut element = BytesStart::new(what);
    attribute(&mut element, "type", kind);
    attribute(&mut element, "message", message);
    xml.write_event(Event::Start(element))?;
    xml.write_event(Event::Text(BytesText::new(&holdable(text))))?;
    xml.write_event(Event::End(BytesEnd::new(what)))?;
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
