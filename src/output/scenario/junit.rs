//! A run as a `JUnit` report, as Jenkins' junit-10.xsd has it. That knows no line of a case: where a
//! scenario stands is its output.

use std::io::Write;
use std::path::{Component, Path};

use anstream::adapter::strip_str;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::failure::{failed_text, in_words, stopped_text, summary};
use super::too_little;
use crate::output::{Error, escaped};
use crate::scenario::{FileFault, Listed, Report, ScenarioReport, Verdict};

/// The name of a run, and of the suite that it has where nothing could be played.
const WHOLE: &str = "inboxctl scenario test";

/// The report: a suite for each file, a case for each scenario; a file that is faulty has one case,
/// which is an error, and a threshold of the coverage is a suite of its own, so that servers show
/// why the run failed. Times are left out: they would be other ones each time.
pub fn junit(report: &Report) -> Result<Vec<u8>, Error> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let faulty: Vec<_> = report.faults.chunk_by(|one, other| one.file == other.file).collect();
    let threshold = report.coverage.as_ref().and_then(|coverage| coverage.threshold);
    let mut all = BytesStart::new("testsuites");
    all.push_attribute(("name", WHOLE));
    let cases: Vec<_> =
        report.scenarios.iter().map(Case::Played).chain(report.left_out.iter().map(Case::LeftOut)).collect();
    let errors = faulty.len() + usize::from(report.error.is_some());
    let tests = cases.len() + errors + usize::from(threshold.is_some());
    let failures = report.failed + usize::from(too_little(report).is_some());
    Count { tests, failures, errors, skipped: 0 }.write(&mut all);
    xml.write_event(Event::Start(all))?;
    for cases in cases.chunk_by(|one, other| one.file() == other.file()) {
        file(&mut xml, cases)?;
    }
    for faults in faulty {
        let Some(first) = faults.first() else { continue };
        let count = Count { tests: 1, errors: 1, ..Count::default() };
        suite(&mut xml, &first.file, File::Named, &count, |xml| faulty_case(xml, first, faults))?;
    }
    if let Some(error) = &report.error {
        let count = Count { tests: 1, errors: 1, ..Count::default() };
        suite(&mut xml, WHOLE, File::None, &count, |xml| {
            case(xml, "the scenarios can be run", "inboxctl", |xml| {
                wrong(xml, "error", error.code.code(), &error.message, &stopped_text(error))
            })
        })?;
    }
    if let Some(threshold) = threshold {
        coverage(&mut xml, threshold, too_little(report))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// A scenario as a case.
#[derive(Clone, Copy)]
enum Case<'r> {
    Played(&'r ScenarioReport),
    LeftOut(&'r Listed),
}

impl<'r> Case<'r> {
    fn file(self) -> &'r str {
        match self {
            Self::Played(scenario) => &scenario.file,
            Self::LeftOut(scenario) => &scenario.file,
        }
    }

    fn write(self, xml: &mut Writer<impl Write>) -> Result<(), Error> {
        match self {
            Self::Played(scenario) => played(xml, scenario),
            Self::LeftOut(Listed { name, file, line }) => {
                let mut skipped = BytesStart::new("skipped");
                skipped.push_attribute(("message", "not run: an earlier scenario failed (--fail-fast)"));
                case_of_file(xml, name, file, *line, |xml| Ok(xml.write_event(Event::Empty(skipped))?))
            }
        }
    }
}

/// The suite of a file.
fn file(xml: &mut Writer<impl Write>, cases: &[Case<'_>]) -> Result<(), Error> {
    let Some(first) = cases.first() else { return Ok(()) };
    let failed = |case: &&Case<'_>| matches!(case, Case::Played(scenario) if scenario.outcome == Verdict::Failed);
    let failures = cases.iter().filter(failed).count();
    let skipped = cases.iter().filter(|case| matches!(case, Case::LeftOut(_))).count();
    let count = Count { tests: cases.len(), failures, errors: 0, skipped };
    suite(xml, first.file(), File::Named, &count, |xml| cases.iter().try_for_each(|case| case.write(xml)))
}

/// The suite of a threshold, with its one case.
fn coverage(xml: &mut Writer<impl Write>, threshold: u8, too_little: Option<String>) -> Result<(), Error> {
    let count = Count { tests: 1, failures: usize::from(too_little.is_some()), ..Count::default() };
    suite(xml, "coverage", File::None, &count, |xml| {
        case(xml, &format!("at least {threshold} % of the rules are covered"), "coverage", |xml| match too_little {
            Some(sentence) => wrong(xml, "failure", "coverage", &sentence, &sentence),
            None => Ok(()),
        })
    })
}

/// How many cases there are, and how many of them didn't pass.
#[derive(Default)]
struct Count {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Count {
    fn write(&self, element: &mut BytesStart<'_>) {
        for (name, number) in [("tests", self.tests), ("failures", self.failures), ("errors", self.errors)] {
            element.push_attribute((name, number.to_string().as_str()));
        }
    }
}

/// Whether a suite is named after a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    Named,
    None,
}

fn suite<W: Write>(
    xml: &mut Writer<W>,
    name: &str,
    file: File,
    count: &Count,
    cases: impl FnOnce(&mut Writer<W>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut suite = BytesStart::new("testsuite");
    attribute(&mut suite, "name", name);
    if file == File::Named {
        attribute(&mut suite, "file", name);
    }
    count.write(&mut suite);
    suite.push_attribute(("skipped", count.skipped.to_string().as_str()));
    xml.write_event(Event::Start(suite))?;
    cases(xml)?;
    Ok(xml.write_event(Event::End(BytesEnd::new("testsuite")))?)
}

fn played(xml: &mut Writer<impl Write>, scenario: &ScenarioReport) -> Result<(), Error> {
    case_of_file(xml, &scenario.name, &scenario.file, scenario.line, |xml| {
        let Some(first) = scenario.failures.first() else { return Ok(()) };
        let text = strip_str(&failed_text(scenario, None)).to_string();
        wrong(xml, "failure", &first.key, &summary(first), &text)
    })
}

/// The one case of a file that is faulty: it tells all faults.
fn faulty_case(xml: &mut Writer<impl Write>, first: &FileFault, faults: &[FileFault]) -> Result<(), Error> {
    let message = format!("{}:{}: {}", first.line, first.column, first.message);
    let line =
        |fault: &FileFault| format!("{}:{}:{}: {}\n", escaped(&fault.file), fault.line, fault.column, in_words(fault));
    let text = faults.iter().map(line).collect::<String>();
    case_of_file(xml, "the file is valid", &first.file, first.line, |xml| {
        wrong(xml, "error", first.code.code(), &message, &text)
    })
}

/// A case that stands in a file, with what came of it.
fn case_of_file<W: Write>(
    xml: &mut Writer<W>,
    name: &str,
    file: &str,
    line: u64,
    came_to: impl FnOnce(&mut Writer<W>) -> Result<(), Error>,
) -> Result<(), Error> {
    case(xml, name, &class(file), |xml| {
        came_to(xml)?;
        element(xml, BytesStart::new("system-out"), &format!("{}:{line}", escaped(file)))
    })
}

/// The file as servers tell cases of one name apart: its folders, then its name without an ending.
fn class(file: &str) -> String {
    let path = Path::new(file).with_extension("");
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

fn case<W: Write>(
    xml: &mut Writer<W>,
    name: &str,
    class: &str,
    inside: impl FnOnce(&mut Writer<W>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut case = BytesStart::new("testcase");
    attribute(&mut case, "name", name);
    attribute(&mut case, "classname", class);
    xml.write_event(Event::Start(case))?;
    inside(xml)?;
    Ok(xml.write_event(Event::End(BytesEnd::new("testcase")))?)
}

/// Something that is wrong: what, in a line, and all of it.
fn wrong(xml: &mut Writer<impl Write>, what: &'static str, kind: &str, message: &str, text: &str) -> Result<(), Error> {
    let mut start = BytesStart::new(what);
    attribute(&mut start, "type", kind);
    attribute(&mut start, "message", message);
    element(xml, start, text)
}

/// An element that holds a text.
fn element(xml: &mut Writer<impl Write>, start: BytesStart<'_>, text: &str) -> Result<(), Error> {
    let end = start.to_end().into_owned();
    xml.write_event(Event::Start(start))?;
    xml.write_event(Event::Text(BytesText::new(&holdable(text))))?;
    Ok(xml.write_event(Event::End(end))?)
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
