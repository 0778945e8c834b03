//! A failed scenario, for people: the place, the expected and actual values, and the decision.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Color, Style};
use serde_json::Value;

use super::super::effects::{as_i64, effects_table, passed_over};
use super::super::text::{count, escaped};
use crate::formats::FileError;
use crate::inbox::view;
use crate::scenario::{Failure, Listed, ScenarioReport, StepDecision, Stopped};

/// A failed scenario with its failures.
pub(super) fn failed_text(scenario: &ScenarioReport, width: Option<u16>) -> String {
    let mut text = title(scenario, "FAILED") + "\n";
    for failure in &scenario.failures {
        let _ = writeln!(text, "  {}:{}: {}", escaped(&scenario.scenario.file), failure.line, failure.key);
        text.push_str(&difference_text(&failure.expected, &failure.actual));
        let hint = failure.hint.iter().map(|hint| format!("    hint: {}\n", escaped(hint)));
        text.extend(hint);
    }
    if let Some(decision) = scenario.failures.first().and_then(|failure| failure.decision.as_ref()) {
        text.push_str(&decision_text(decision, width));
    }
    text.push('\n');
    text
}

/// The message of an error, with its hint on a line of its own.
pub(super) fn fault_text(fault: &FileError) -> String {
    with_hint(&fault.message, fault.hint.as_deref())
}

pub(super) fn stopped_text(error: &Stopped) -> String {
    with_hint(&error.message, error.hint.as_deref())
}

fn with_hint(message: &str, hint: Option<&str>) -> String {
    let hint = hint.map(|hint| format!("\n{}", escaped(hint)));
    escaped(message).into_owned() + &hint.unwrap_or_default()
}

pub(super) fn title(scenario: &ScenarioReport, outcome: &str) -> String {
    let Listed { file, line, name } = &scenario.scenario;
    format!("{}:{line}: {outcome}: {}", escaped(file), escaped(name))
}

const RED: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red)));
const GREEN: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green)));

/// A line of a difference between an expected and an actual value, or an old and a new one.
pub(in crate::output) enum DiffLine {
    Same(String),
    Old(String),
    New(String),
}

impl DiffLine {
    fn painted(&self, [old, new]: [Style; 2]) -> String {
        match self {
            Self::Same(line) => line.clone(),
            Self::Old(line) => painted(line, old),
            Self::New(line) => painted(line, new),
        }
    }
}

/// The expected and the actual value, escaped; of several effects, a diff.
pub(in crate::output) fn difference(expected: &Value, actual: &Value) -> Vec<DiffLine> {
    if let (Some(expected), Some(actual)) = (objects(expected), objects(actual)) {
        return diff(&expected, &actual);
    }
    vec![
        DiffLine::Old(format!("expected: {}", value_text(expected))),
        DiffLine::New(format!("actual:   {}", value_text(actual))),
    ]
}

/// Formats the expected value in green and the actual one in red; of several effects, a diff.
fn difference_text(expected: &Value, actual: &Value) -> String {
    let lines = difference(expected, actual).into_iter().map(|line| line.painted([GREEN, RED]));
    let legend = objects(expected).zip(objects(actual));
    let legend = legend.map(|_| painted("- expected", GREEN) + ", " + &painted("+ actual", RED));
    indented(&legend.into_iter().chain(lines).collect::<Vec<_>>())
}

/// Formats an update: the old value in red, the new one, if any, in green.
pub(super) fn update_diff(old: &Value, new: Option<&Value>) -> String {
    let lines = |value| objects(value).unwrap_or_else(|| vec![value_text(value)]);
    let lines = diff(&lines(old), &new.map(lines).unwrap_or_default());
    indented(&lines.iter().map(|line| line.painted([RED, GREEN])).collect::<Vec<_>>())
}

fn indented(lines: &[String]) -> String {
    format!("    {}\n", lines.join("\n    "))
}

/// A list of maps, each on a line.
fn objects(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array().filter(|items| items.iter().all(Value::is_object))?;
    Some(items.iter().map(|item| escaped(&item.to_string()).into_owned()).collect())
}

fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// Marks the lines between the common beginning and end with `-` and `+`.
fn diff(old: &[String], new: &[String]) -> Vec<DiffLine> {
    let alike = |pair: &(&String, &String)| pair.0 == pair.1;
    let first = old.iter().zip(new).take_while(alike).count();
    let (removed, added) = (old.get(first..).unwrap_or_default(), new.get(first..).unwrap_or_default());
    let last = removed.iter().rev().zip(added.iter().rev()).take_while(alike).count();
    let removed = removed.iter().take(removed.len() - last).map(|line| DiffLine::Old(format!("- {line}")));
    let added = added.iter().take(added.len() - last).map(|line| DiffLine::New(format!("+ {line}")));
    let same = |line: &String| DiffLine::Same(format!("  {line}"));
    let begin = old.iter().take(first).map(same);
    let end = old.iter().skip(old.len() - last).map(same);
    begin.chain(removed).chain(added).chain(end).collect()
}

/// A value on one line, without quotes.
pub(super) fn value_text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => escaped(text).into_owned(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let parts = map.iter().map(|(key, value)| format!("{}: {}", escaped(key), value_text(value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A failure on one line.
pub(super) fn summary(failure: &Failure) -> String {
    let Failure { key, expected, actual, .. } = failure;
    if objects(expected).is_some_and(|maps| !maps.is_empty()) || objects(actual).is_some_and(|maps| !maps.is_empty()) {
        return format!("{key}: not as expected");
    }
    format!("{key}: expected {}, actual {}", value_text(expected), value_text(actual))
}

fn decision_text(decision: &StepDecision, width: Option<u16>) -> String {
    let rules: Vec<_> = decision.rules.iter().map(ToString::to_string).collect();
    let rules = if rules.is_empty() { String::new() } else { format!(", rules {}", rules.join(" ")) };
    if let Some(refused) = &decision.refused {
        return format!("  decision: refused: {}{rules}\n", escaped(refused));
    }
    let mut text = format!("  decision: {}{rules}\n", count(as_i64(decision.effects.len()), "effect"));
    text.push_str(&effects_table(&decision.effects, view::EffectView::sentence).to_text(width));
    text.push_str(&passed_over(&decision.passed_over, as_i64(decision.passed_over.len())).to_text(width));
    text
}
