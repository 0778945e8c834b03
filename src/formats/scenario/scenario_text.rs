//! Rewrites the `expect` blocks of a scenario file; every other line stays byte for byte.
//!
//! A block is replaced as a whole, in canonical style. Where that would lose something that a person
//! wrote, or write into another place, there is a reason instead; [`reread`] checks the result.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, StructureStyle};
use serde_json::{Map, Value};

use super::expect::Expect;
use super::file::Scenario;
use super::read::{plain_value, read};
use super::step::ScenarioStep;
use crate::formats::fault::Position;
use crate::formats::yaml::{WIDTH, block, entry};

/// Why an `expect` block is not rewritten, in words.
type SkipReason = &'static str;

const LAYOUT: SkipReason = "its step is not in block style, with one key per line";
/// It would be lost.
const COMMENT: SkipReason = "`expect` contains a comment";
/// Another place of the file may share it.
const SHARED: SkipReason = "`expect` has an anchor, an alias or a tag";

/// The lines that the `expect` of a step takes or, if it has none, the place to insert it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectSlot {
    lines: Range<usize>,
    /// The text before `expect` on its line.
    prefix: String,
}

/// The text of a scenario file, line by line.
#[derive(Debug)]
pub struct ScenarioText<'t> {
    lines: Vec<&'t str>,
    line_end: &'static str,
}

impl<'t> ScenarioText<'t> {
    /// Splits a text into lines.
    pub fn new(text: &'t str) -> Self {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { lines: text.split_inclusive('\n').collect(), line_end }
    }

    /// Finds the lines to replace for the `expect` of a step.
    pub fn slot(&self, step: &ScenarioStep) -> Result<ExpectSlot, SkipReason> {
        let (prefix, first) = self.split(step.place)?;
        let end = self.end_of_block(step.place, prefix.len());
        check_step(first)?;
        let Some(expect) = &step.expect else {
            return Ok(ExpectSlot { lines: end..end, prefix: " ".repeat(prefix.len()) });
        };
        let (prefix, first) = self.split(expect.place)?;
        let lines = index(expect.place)..self.end_of_block(expect.place, prefix.len() + 1);
        let rest = self.lines.get(lines.start + 1..lines.end).unwrap_or_default().concat();
        check_expect(&format!("{}{first}{rest}", " ".repeat(prefix.len())))?;
        Ok(ExpectSlot { lines, prefix: prefix.to_owned() })
    }

    /// The line of a position, split there. Only indentation and dashes may be before it.
    fn split(&self, place: Position) -> Result<(&'t str, &'t str), SkipReason> {
        let column = usize::try_from(place.column).unwrap_or_default().saturating_sub(1);
        let line = self.lines.get(index(place)).and_then(|line| line.split_at_checked(column));
        line.filter(|(prefix, _)| prefix.bytes().all(|byte| matches!(byte, b' ' | b'-'))).ok_or(LAYOUT)
    }

    /// The end of the lines that are indented so deep; blank lines and comments at the end are not included.
    fn end_of_block(&self, place: Position, indent: usize) -> usize {
        let start = index(place) + 1;
        let following = self.lines.get(start..).unwrap_or_default().iter().enumerate();
        let is_filler = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
        let is_inside = |line: &str| line.len() - line.trim_start_matches(' ').len() >= indent;
        let block = following.take_while(|(_, line)| is_filler(line) || is_inside(line));
        block.filter(|(_, line)| !is_filler(line)).last().map_or(start, |(at, _)| start + at + 1)
    }

    /// The text with these expectations in their slots.
    pub fn with(&self, edits: impl IntoIterator<Item = (ExpectSlot, Expect)>) -> String {
        let edits: BTreeMap<_, _> =
            edits.into_iter().map(|(slot, expect)| (slot.lines.start, (slot, expect))).collect();
        let (mut text, mut at) = (String::new(), 0);
        for (slot, expect) in edits.into_values() {
            text.extend(self.lines.get(at..slot.lines.start).unwrap_or_default().iter().copied());
            self.push(&mut text, &slot, &expect);
            at = slot.lines.end;
        }
        text.extend(self.lines.get(at..).unwrap_or_default().iter().copied());
        text
    }

    fn push(&self, text: &mut String, slot: &ExpectSlot, expect: &Expect) {
        let is_last = !self.lines.get(slot.lines.end.saturating_sub(1)).is_some_and(|line| line.ends_with('\n'));
        if is_last && slot.lines.is_empty() {
            text.push_str(self.line_end);
        }
        let entries = expect.entries();
        let inline = format!("{}{}", slot.prefix, entry("expect", &Value::Object(entries.clone())));
        let is_inline = slot.lines.len() < 2 && inline.chars().count() <= WIDTH;
        let lines = if is_inline { vec![inline] } else { block(&slot.prefix, "expect", &entries) };
        text.push_str(&lines.join(self.line_end));
        if !is_last {
            text.push_str(self.line_end);
        }
    }
}

fn index(place: Position) -> usize {
    usize::try_from(place.line).unwrap_or_default().saturating_sub(1)
}

/// Refuses a step that doesn't start a block map of its own.
fn check_step(line: &str) -> Result<(), SkipReason> {
    let first = Parser::new_from_str(line).find_map(|event| event.ok().map(|(event, _)| event).filter(Event::is_node));
    match first {
        Some(Event::MappingStart(StructureStyle::Block, 0, None)) => Ok(()),
        None | Some(Event::MappingStart(StructureStyle::Flow, ..)) => Err(LAYOUT),
        Some(_) => Err(SHARED),
    }
}

/// Refuses an `expect` block in which something would be lost.
fn check_expect(block: &str) -> Result<(), SkipReason> {
    Parser::new_from_str(block).try_for_each(|event| match event {
        Ok((Event::Comment(..), _)) => Err(COMMENT),
        Ok((Event::Scalar(_, _, anchor, tag), _)) if anchor > 0 || tag.is_some() => Err(SHARED),
        Ok((Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag), _))
            if anchor > 0 || tag.is_some() =>
        {
            Err(SHARED)
        }
        Ok((Event::Alias(..), _)) => Err(SHARED),
        Err(error) if matches!(error.kind(), ErrorKind::UnknownAnchor) => Err(SHARED),
        Err(_) => Err(LAYOUT),
        Ok(_) => Ok(()),
    })
}

/// Reads an edited text back, unless it differs from the text before in more than expectations, or
/// these aren't those of `scenarios`.
pub fn reread(text: &str, before: &str, scenarios: &[Scenario]) -> Option<Vec<Scenario>> {
    let now = read(text).ok()?;
    let is_right =
        expectations(&now).eq(expectations(scenarios)) && without_expectations(text)? == without_expectations(before)?;
    is_right.then_some(now)
}

fn expectations(scenarios: &[Scenario]) -> impl Iterator<Item = Option<Map<String, Value>>> + '_ {
    scenarios.iter().flat_map(|scenario| &scenario.steps).map(|step| step.expect.as_ref().map(Expect::entries))
}

fn without_expectations(text: &str) -> Option<Value> {
    let mut file = plain_value(text)?;
    for scenario in items(file.get_mut("scenarios")?) {
        for step in items(scenario.get_mut("steps")?) {
            step.as_object_mut()?.remove("expect");
        }
    }
    Some(file)
}

/// The items of a list, or the one item without brackets.
fn items(list: &mut Value) -> &mut [Value] {
    match list {
        Value::Array(items) => items,
        one => std::slice::from_mut(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"scenarios:
  - name: one
    given:
      settings: { default-country: MX }
      teams: [{ name: Sales }]
      contacts: [{ phone: "5512345678" }]
    steps:
      - message: { contact: "5512345678", from: contact }
        expect: { status: new }
      - close: { contact: "5512345678" }
"#;

    #[test]
    fn reread_accepts_other_expectations_only() {
        let expected = read(&BEFORE.replace("new", "flow")).unwrap();
        let is_accepted = |old: &str, new: &str| {
            assert!(BEFORE.contains(old), "{old}");
            reread(&BEFORE.replace("new", "flow").replace(old, new), BEFORE, &expected).is_some()
        };
        assert!(is_accepted("scenarios:", "# moved\n\nscenarios:"));
        assert!(is_accepted("given:\n      settings: {", "given:\n      settings:  {"));
        for (old, new) in [
            ("status: ", "status: new # "),
            ("name: one", "name: two"),
            ("MX", "ES"),
            ("name: Sales", "name: sales"),
            ("phone: \"5512345678\"", "phone: \"5512345679\""),
            ("from: contact", "from: system"),
            ("from: contact", "from: contact, at: 2026-01-02T00:00:00Z"),
            ("      - close: { contact: \"5512345678\" }\n", ""),
        ] {
            assert!(!is_accepted(old, new), "{new}");
        }
    }
}
