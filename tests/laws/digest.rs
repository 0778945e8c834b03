//! The digest of a dry run is that of the real run, and `--expect` applies exactly the plan that was reviewed.

use std::cell::Cell;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use serde_json::Value;

use super::commands::{Chooser, Typed, seeds};
use super::session::Admin;
use crate::rules::random;

/// What a dry run shows.
struct Plan {
    /// Without times: a plan is the same at any time.
    effects: Value,
    digest: String,
}

/// How often a change between the dry run and the real run mattered, and how often it didn't.
#[derive(Default)]
struct Between {
    mattered: Cell<u32>,
    did_not: Cell<u32>,
}

/// The plan of a command, or the code of its refusal.
fn plan(admin: &mut Admin, typed: &Typed) -> Result<Plan, String> {
    let (mut answer, refused) = admin.answer(&typed.with(&["--dry-run"]));
    let digest = answer["digest"].as_str().unwrap_or_default().to_owned();
    let mut effects = answer["effects"].take();
    remove_times(&mut effects);
    refused.map_or(Ok(Plan { effects, digest }), Err)
}

fn remove_times(value: &mut Value) {
    match value {
        Value::Object(keys) => {
            keys.retain(|key, _| !["since", "opened_at", "closed_at"].contains(&key.as_str()));
            keys.values_mut().for_each(remove_times);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_times),
        _ => {}
    }
}

/// Plans a command, lets another one happen in half of the cases, and runs it.
fn plan_and_run(admin: &mut Admin, choose: &mut Chooser, between: &Between) -> TestCaseResult {
    let typed = choose.writer();
    let file = fs::read(admin.store()).unwrap();
    let planned = plan(admin, &typed);
    prop_assert!(fs::read(admin.store()).unwrap() == file, "the dry run changed the store:\n{}", admin);
    admin.let_time_pass(choose);
    let planned = match planned {
        Ok(planned) => planned,
        Err(code) => {
            let refused = admin.answer(&typed).1;
            prop_assert_eq!(refused, Some(code), "\n{}", admin);
            return Ok(());
        }
    };
    match choose.below(4) {
        0 => run_as_planned(admin, &typed, &planned),
        1 => run_as_planned(admin, &typed.with(&["--expect", &planned.digest[..8]]), &planned),
        other => {
            let another = if other == 2 { typed.clone() } else { choose.writer() };
            admin.answer(&another);
            run_after_another(admin, &typed.with(&["--expect", &planned.digest]), (&planned, &typed), between)
        }
    }
}

fn run_as_planned(admin: &mut Admin, typed: &Typed, planned: &Plan) -> TestCaseResult {
    let (answer, refused) = admin.answer(typed);
    if refused.as_deref() != Some("needs-confirmation") {
        prop_assert_eq!(refused, None, "\n{}", admin);
        prop_assert_eq!(&answer["digest"], planned.digest.as_str(), "\n{}", admin);
    }
    Ok(())
}

fn run_after_another(
    admin: &mut Admin,
    expecting: &Typed,
    (planned, typed): (&Plan, &Typed),
    between: &Between,
) -> TestCaseResult {
    let now = plan(admin, typed);
    if now.as_ref().is_ok_and(|now| now.effects == planned.effects) {
        between.did_not.set(between.did_not.get() + 1);
        return run_as_planned(admin, expecting, planned);
    }
    between.mattered.set(between.mattered.get() + 1);
    let file = fs::read(admin.store()).unwrap();
    let refused = admin.answer(expecting).1;
    let expected = now.err().unwrap_or_else(|| "plan-changed".to_owned());
    prop_assert_eq!(refused, Some(expected), "\n{}", admin);
    prop_assert!(fs::read(admin.store()).unwrap() == file, "{}", admin);
    Ok(())
}

fn plans_are_kept(cases: u32, commands: usize) {
    let between = Between::default();
    let law = |seeds: Vec<Option<u64>>| -> TestCaseResult {
        let mut admin = Admin::new();
        for seed in seeds.into_iter().flatten() {
            let mut choose = admin.chooser(seed);
            admin.let_time_pass(&mut choose);
            plan_and_run(&mut admin, &mut choose, &between)?;
        }
        Ok(())
    };
    let ran = TestRunner::new(random(cases)).run(&seeds(commands), law);
    ran.unwrap_or_else(|error| panic!("{error}"));
    assert!(between.mattered.get() > 0 && between.did_not.get() > 0);
}

#[test]
fn plan_is_applied_exactly_or_refused_after_random_commands() {
    plans_are_kept(2, 25);
}

/// `cargo test --test integration -- --ignored long_plan`
#[test]
#[ignore = "takes minutes"]
fn long_plan_is_applied_exactly_or_refused() {
    plans_are_kept(200, 60);
}
