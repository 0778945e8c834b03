//! Whole files: what is read, and each error with its position and hint.

use std::fs;
use std::path::Path;

use super::read;
use crate::formats::fault::{FileError, Position, Spanned};
use crate::formats::scenario::{Expected, Given, Scenario, ScenarioStep, StepAction, World};
use crate::model::{
    AssignReason, ConversationId, Email, ErrorCode, Field, OpenStatus, PassOverReason, Request, Setting, Status,
    Strategy, Target, TeamName, Unassign,
};

mod faults;
mod read;
mod syntax;

/// A scenario with most of what one can say.
const EXAMPLE: &str = r#"scenarios:
  - name: an owner joins the flow's users
    given:
      settings: { assign-first-responder: on }
      members: [ana@acme.example, luis@acme.example, { email: eva@acme.example, active: false }]
      teams:
        - { name: Sales, strategy: round-robin, members: [ana@acme.example, luis@acme.example] }
      contacts:
        - { phone: "+525512345678", account: Acme, owners: [ana@acme.example] }
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect:
          status: new
          assigned: [ana@acme.example]
          because: { ana@acme.example: contact-owner }
      - message: { contact: "+525512345678", from: flow, assign_team: Sales }
        expect:
          team: Sales
          assigned: [ana@acme.example]
          passed_over: { ana@acme.example: already-assigned }
      - assign: { contact: "+525512345678", member: [luis@acme.example] }
      - close: { contact: "+525512345678" }
      - expect: { contact: "+525512345678", status: closed, owners: [ana@acme.example] }
"#;

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

fn ana() -> Email {
    email("ana@acme.example")
}

#[track_caller]
fn read_file(text: &str) -> Vec<Scenario> {
    read(text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[track_caller]
fn only_scenario(text: &str) -> Scenario {
    let mut scenarios = read_file(text);
    assert_eq!(scenarios.len(), 1);
    scenarios.remove(0)
}

/// A file of one scenario whose first step, in line 4, is the given one.
fn with_step(step: &str) -> String {
    format!("scenarios:\n  - name: a\n    steps:\n      - {step}\n      - expect: {{ contact: x, status: new }}\n")
}

#[track_caller]
fn only_step(step: &str) -> ScenarioStep {
    only_scenario(&with_step(step)).steps.remove(0)
}

#[track_caller]
fn action(step: &str) -> StepAction {
    only_step(step).action.unwrap()
}

#[track_caller]
fn expected(step: &str) -> Vec<Expected> {
    only_step(step).expect.unwrap().checks.into_iter().map(|check| check.expected).collect()
}

#[track_caller]
fn given(given: &str) -> Given {
    let scenario = only_scenario(&with_given(given));
    match scenario.world {
        World::Given(given) => *given,
        World::CurrentStore => panic!("not given"),
    }
}

/// A file with a scenario whose `given` is on line 3.
fn with_given(given: &str) -> String {
    format!("scenarios:\n  - name: a\n    given: {given}\n    steps: [{{ expect: {{ contact: x, status: new }} }}]\n")
}

/// Each error as `LINE:COLUMN: MESSAGE (HINT)`.
#[track_caller]
fn check_faults(text: &str, expected: &[&str]) {
    let shown = |fault: &FileError| match &fault.hint {
        Some(hint) => format!("{fault} ({hint})"),
        None => fault.to_string(),
    };
    let faults: Vec<String> = read(text).expect_err("the file is taken").iter().map(shown).collect();
    assert_eq!(faults, expected, "{text}");
}

#[track_caller]
fn check_step(step: &str, expected: &[&str]) {
    check_faults(&with_step(step), expected);
}

#[track_caller]
fn check_given(given: &str, expected: &[&str]) {
    check_faults(&with_given(given), expected);
}
