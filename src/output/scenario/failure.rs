//! A scenario that failed, for people: where, what was expected against what came, what was decided.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::super::effects::{as_i64, effects_text, passed_over_text};
use super::super::text::{count, escaped};
use crate::inbox::view;
use crate::scenario::{Failure, FileFault, ScenarioReport, StepDecision, Stopped};

/// A failed scenario with all that didn't come.
pub(super) fn failed_text(scenario: &ScenarioReport, width: Option<u16>) -> String {
    let mut text = title(scenario, "FAILED") + "\n";
    for failure in &scenario.failures {
        let _ = writeln!(text, "  {}:{}: {}", escaped(&scenario.file), failure.line, failure.key);
        text.push_str(&changed_text(&failure.expected, "actual", &failure.actual));
        let hint = failure.hint.iter().map(|hint| format!("    hint: {}\n", escaped(hint)));
        text.extend(hint);
    }
    if let Some(decision) = scenario.failures.first().and_then(|failure| failure.decision.as_ref()) {
        text.push_str(&decision_text(decision, width));
    }
    text.push('\n');
    text
}

/// What is wrong with a file, and what to do about it in a line of its own.
pub(super) fn in_words(fault: &FileFault) -> String {
    with_hint(&fault.message, fault.hint.as_deref())
}

/// Why nothing was played, in the same way.
pub(super) fn stopped_text(error: &Stopped) -> String {
    with_hint(&error.message, error.hint.as_deref())
}

fn with_hint(message: &str, hint: Option<&str>) -> String {
    let hint = hint.map(|hint| format!("\n{}", escaped(hint)));
    escaped(message).into_owned() + &hint.unwrap_or_default()
}

/// Where a scenario is, how it went, and its name.
pub(super) fn title(scenario: &ScenarioReport, outcome: &str) -> String {
    format!("{}:{}: {outcome}: {}", escaped(&scenario.file), scenario.line, escaped(&scenario.name))
}

/// What was expected against something else, as a diff; of several effects, those that are alike
/// without a sign.
pub(super) fn changed_text(expected: &Value, label: &str, other: &Value) -> String {
    let mut lines = Vec::new();
    if let (Some(expected), Some(other)) = (objects(expected), objects(other)) {
        lines.push(signed("- expected", &format!("+ {label}")).join(", "));
        lines.extend(diff(&expected, &other));
    } else {
        let label = format!("{label}:");
        let expected = format!("- expected: {}", value_text(expected));
        lines.extend(signed(&expected, &format!("+ {label:<9} {}", value_text(other))));
    }
    format!("    {}\n", lines.join("\n    "))
}

/// Each of several maps on a line.
fn objects(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array().filter(|items| items.iter().all(Value::is_object))?;
    Some(items.iter().map(|item| escaped(&item.to_string()).into_owned()).collect())
}

/// One line that was expected and one that came, in their colours.
fn signed(expected: &str, actual: &str) -> [String; 2] {
    let red = Style::new().fg_color(Some(AnsiColor::Red.into()));
    let green = Style::new().fg_color(Some(AnsiColor::Green.into()));
    [format!("{red}{expected}{red:#}"), format!("{green}{actual}{green:#}")]
}

/// Lines that both begin or end with, and what differs between.
fn diff(expected: &[String], actual: &[String]) -> Vec<String> {
    let alike = |pair: &(&String, &String)| pair.0 == pair.1;
    let first = expected.iter().zip(actual).take_while(alike).count();
    let (gone, come) = (expected.get(first..).unwrap_or_default(), actual.get(first..).unwrap_or_default());
    let last = gone.iter().rev().zip(come.iter().rev()).take_while(alike).count();
    let gone = gone.iter().take(gone.len() - last).map(|line| signed(&format!("- {line}"), "")[0].clone());
    let come = come.iter().take(come.len() - last).map(|line| signed("", &format!("+ {line}"))[1].clone());
    let same = |line: &String| format!("  {line}");
    let begin = expected.iter().take(first).map(same);
    let end = expected.iter().skip(expected.len() - last).map(same);
    begin.chain(gone).chain(come).chain(end).collect()
}

/// A value as a person would write it: names bare, several on one line.
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

/// One failure on one line.
pub(super) fn summary(failure: &Failure) -> String {
    let Failure { key, expected, actual, .. } = failure;
    if objects(expected).is_some_and(|maps| !maps.is_empty()) || objects(actual).is_some_and(|maps| !maps.is_empty()) {
        return format!("{key}: not as expected");
    }
    format!("{key}: expected {}, actual {}", value_text(expected), value_text(actual))
}

fn decision_text(decision: &StepDecision, width: Option<u16>) -> String {
    let rules: Vec<_> = decision.rules.iter().map(ToString::to_string).collect();
    let spoke = if rules.is_empty() { String::new() } else { format!("; rules {}", rules.join(" ")) };
    if let Some(refused) = &decision.refused {
        return format!("  the step was refused: {}{spoke}\n", escaped(refused));
    }
    let mut text = format!("  the step decided {}{spoke}\n", count(as_i64(decision.effects.len()), "effect"));
    text.push_str(&effects_text(&decision.effects, view::Effect::sentence, width));
    text.push_str(&passed_over_text(&decision.passed_over, as_i64(decision.passed_over.len()), width));
    text
}
