//! A thousand small scenarios, each with its own world, side by side with a thousand small tests
//! of `promtool test rules` (Debian's package prometheus): `cargo bench --bench scenarios`. A scenario
//! has three steps with an expectation each; a test of promtool has one series and one alert.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod whole;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use whole::{Fallible, is_installed, median, timed};

const SCENARIOS: usize = 1_000;
const ROUNDS: usize = 3;
/// The shorter one runs more often.
const TURNS: usize = 5;

fn main() -> Fallible {
    if !is_installed("promtool") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("scenarios.yaml"), scenarios()?)?;
    fs::write(folder.path().join("rules.yml"), RULES)?;
    fs::write(folder.path().join("tests.yml"), tests()?)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(promtool(folder.path())?);
        for _ in 0..TURNS {
            ours.push(inboxctl(folder.path())?);
        }
    }
    let (ours, theirs) = (median(ours).as_secs_f64(), median(theirs).as_secs_f64());
    println!("{:<28}{:>12}{:>12}{:>8}", format!("{SCENARIOS} tests"), "inboxctl", "promtool", "ratio");
    println!("{:<28}{ours:>10.3} s{theirs:>10.3} s{:>8.3}", "scenarios, rule tests", ours / theirs);
    Ok(())
}

fn inboxctl(folder: &Path) -> Fallible<Duration> {
    let program = env!("CARGO_BIN_EXE_inboxctl");
    timed(Command::new(program).args(["scenario", "test", "scenarios.yaml"]).current_dir(folder))
}

fn promtool(folder: &Path) -> Fallible<Duration> {
    timed(Command::new("promtool").args(["test", "rules", "tests.yml"]).current_dir(folder))
}

fn scenarios() -> Result<String, std::fmt::Error> {
    let mut text = "scenarios:\n".to_owned();
    for number in 0..SCENARIOS {
        write!(text, "  - name: scenario {number}\n{SCENARIO}")?;
    }
    Ok(text)
}

const SCENARIO: &str = r#"    given:
      members: [ana@acme.example, luis@acme.example]
      contacts: [{ phone: "+525512345678", owners: [ana@acme.example] }]
    steps:
      - message: { contact: "+525512345678", from: contact }
        expect: { status: new, assigned: [ana@acme.example] }
      - message: { contact: "+525512345678", from: member, member: luis@acme.example }
        expect: { status: in-progress }
      - close: { contact: "+525512345678" }
        expect: { status: closed }
"#;

const RULES: &str = "groups:
  - name: one
    rules:
      - alert: Down
        expr: up == 0
        for: 1m
";

fn tests() -> Result<String, std::fmt::Error> {
    let mut text = "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n".to_owned();
    for number in 0..SCENARIOS {
        write!(
            text,
            "  - interval: 1m
    input_series:
      - series: 'up{{instance=\"i{number}\"}}'
        values: '0 0 0 0 0'
    alert_rule_test:
      - eval_time: 3m
        alertname: Down
        exp_alerts:
          - exp_labels: {{ instance: i{number} }}
"
        )?;
    }
    Ok(text)
}
