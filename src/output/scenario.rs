//! How scenarios went, for people.

use std::fmt::Write as _;

use serde_json::Value;

use super::answer::{effects_text, passed_over_text};
use super::screen::{Error, Format, Noise, Screen};
use super::text::{count, escaped};
use crate::scenario::{Failure, Report, ScenarioReport, StepDecision, Verdict};

impl Screen {
    /// How a run of scenarios went.
    pub fn scenario_report(&self, report: &Report) -> Result<(), Error> {
        if self.format == Format::Csv {
            return self.all(report.scenarios.iter().cloned());
        }
        self.document(report, |width| {
            let mut text = String::new();
            for scenario in &report.scenarios {
                match scenario.outcome {
                    Verdict::Failed => text.push_str(&failed_text(scenario, width)),
                    Verdict::Passed if self.noise == Noise::Verbose => {
                        let _ = writeln!(text, "passed  {}", title(scenario));
                    }
                    Verdict::Passed => {}
                }
            }
            let _ = writeln!(text, "{} passed, {} failed", report.passed, report.failed);
            text
        })
    }
}

fn failed_text(scenario: &ScenarioReport, width: Option<u16>) -> String {
    let mut text = format!("FAILED  {}\n", title(scenario));
    for failure in &scenario.failures {
        text.push_str(&failure_text(&scenario.file, failure));
    }
    if let Some(decision) = scenario.failures.first().and_then(|failure| failure.decision.as_ref()) {
        text.push_str(&decision_text(decision, width));
    }
    text.push('\n');
    text
}

fn title(scenario: &ScenarioReport) -> String {
    format!("{}:{}  {}", escaped(&scenario.file), scenario.line, escaped(&scenario.name))
}

fn failure_text(file: &str, failure: &Failure) -> String {
    format!(
        "  {}:{}: {}\n    expected  {}\n    actual    {}\n",
        escaped(file),
        failure.line,
        failure.key,
        value_text(&failure.expected),
        value_text(&failure.actual)
    )
}

/// A value as a person would write it: names bare, several on one line, effects a line each.
fn value_text(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => escaped(text).into_owned(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n              ")
        }
        Value::Array(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        Value::Object(map) => {
            let parts = map.iter().map(|(key, value)| format!("{}: {}", escaped(key), value_text(value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn decision_text(decision: &StepDecision, width: Option<u16>) -> String {
    if let Some(refused) = &decision.refused {
        return format!("  the step was refused: {}\n", escaped(refused));
    }
    let all = i64::try_from(decision.effects.len()).unwrap_or(i64::MAX);
    let rules: Vec<_> = decision.rules.iter().map(ToString::to_string).collect();
    let spoke = if rules.is_empty() { String::new() } else { format!("; rules {}", rules.join(" ")) };
    let mut text = format!("  the step decided {}{spoke}\n", count(all, "effect"));
    text.push_str(&effects_text(&decision.effects, width));
    text.push_str(&passed_over_text(&decision.passed_over, width));
    text
}
