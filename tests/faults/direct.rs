//! Calls that don't go through the C library, as those of rustix: strace fails them instead.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

use super::calls::Trial;
use super::layer::{self, EACCES, EIO, ENOSPC, Faulty};
use super::script::{STORY, Story};
use crate::program::Program;

/// Calls that name, reserve or judge a file.
const DIRECT: [&str; 6] = ["linkat", "renameat", "renameat2", "fallocate", "statx", "faccessat2"];

/// Whether strace is installed and permitted.
fn is_possible() -> bool {
    Command::new("strace").args(["-e", "trace=none", "true"]).output().is_ok_and(|output| output.status.success())
}

/// Runs a command whose nth call of this name fails; none if it makes fewer.
fn run(program: &Program, words: &[&str], name: &str, call: usize, errno: i32) -> Option<Faulty> {
    let outside = TempDir::new().unwrap();
    let trace = outside.path().join("trace");
    let plain = layer::with_library(program, words);
    let mut command = Command::new("strace");
    command.args(["-f", "-o"]).arg(&trace).args(["-e", &format!("trace={name}")]);
    command.args(["-e", &format!("inject={name}:error={errno}:when={call}")]);
    command.arg(plain.get_program()).args(plain.get_args()).env_clear();
    let variables = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.envs(variables.filter(|(name, _)| *name != "LD_PRELOAD")).current_dir(program.home());
    let ended = Faulty { ran: layer::output(&mut command), took: std::time::Duration::ZERO, failed: Vec::new() };
    fs::read_to_string(trace).unwrap().contains("(INJECTED)").then_some(ended)
}

/// Fails every direct call of the chosen commands in each of these ways; the answer is how many.
fn fail_each(is_chosen: impl Fn(&str) -> bool, errors: &[i32]) -> usize {
    let story = Story::run(&STORY);
    let (mut tried, mut problems) = (0, Vec::new());
    for step in story.steps.iter().filter(|step| is_chosen(&step.words.join(" "))) {
        let trial = Trial::new(&story.program, step);
        for (name, errno) in DIRECT.iter().flat_map(|name| errors.iter().map(move |errno| (name, *errno))) {
            for call in 1.. {
                trial.put_back();
                let Some(faulty) = run(&story.program, &step.words, name, call, errno) else { break };
                tried += 1;
                problems.extend(trial.problem_after(&faulty, &format!("{name} {call} {errno}")));
            }
        }
    }
    assert!(problems.is_empty(), "{} of {tried} faults:\n{}", problems.len(), problems.join("\n"));
    tried
}

#[test]
#[ignore = "minutes"]
fn faults_of_every_direct_call_are_all_or_nothing() {
    if !is_possible() {
        eprintln!("skipped: it needs strace");
        return;
    }
    eprintln!("{} faults", fail_each(|_| true, &[EIO, ENOSPC, EACCES]));
}

#[test]
fn some_faults_of_direct_calls_are_all_or_nothing() {
    if !is_possible() {
        eprintln!("skipped: it needs strace");
        return;
    }
    assert!(fail_each(|command| command.contains("--rejects"), &[ENOSPC]) > 0);
}
