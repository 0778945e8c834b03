//! Tries inputs without libFuzzer, in a process of its own for each target: its output is not that of the
//! tests, and it can be ended.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::mutation::Mutator;
use super::targets::{TARGETS, Target};
use crate::project_rules::project;

/// The longest time for an input: these builds are slow.
const LONGEST: Duration = Duration::from_secs(30);

/// How long mutated inputs of each target are tried, in seconds.
const MUTATED_FOR: u64 = 3;

/// A process that tries inputs. In its folder are the last input, and what it wrote to stderr.
struct Worker {
    child: Child,
    folder: tempfile::TempDir,
}

impl Worker {
    /// Starts one for a target: for its inputs and mutated ones, or for its regressions only if it has no time.
    fn start(target: &Target, seconds: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--ignored", "--exact", "fuzz::replay::worker", "--nocapture"]).current_dir(folder.path());
        child.env("TMPDIR", folder.path()).env("TZ", "UTC");
        let stderr = File::create(folder.path().join("stderr")).unwrap();
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(stderr).spawn().unwrap();
        let task = format!("{} {seconds} {}", target.name, folder.path().display());
        child.stdin.take().unwrap().write_all(task.as_bytes()).unwrap();
        Self { child, folder }
    }

    /// Waits for the end, and returns why it failed, if it did.
    fn finish(mut self, target: &Target) -> Option<String> {
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break Some(status),
                None if begun.elapsed() > Duration::from_mins(10) => break None,
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        };
        if status.is_some_and(|status| status.success()) {
            return None;
        }
        // It may have ended by itself.
        let _ = self.child.kill();
        let folder = self.folder.keep();
        let stderr = fs::read(folder.join("stderr")).unwrap();
        let stderr = String::from_utf8_lossy(&stderr);
        let why: Vec<_> = stderr.lines().skip_while(|line| !line.contains("panicked at")).take(20).collect();
        Some(format!("{}: {status:?}, see {}: {}", target.name, folder.display(), why.join("\n")))
    }
}

/// Tries inputs of all targets, two at a time.
fn try_all(seconds: u64) {
    let mut failures = Vec::new();
    for pair in TARGETS.chunks(2) {
        let workers: Vec<_> = pair.iter().map(|target| (Worker::start(target, seconds), target)).collect();
        failures.extend(workers.into_iter().filter_map(|(worker, target)| worker.finish(target)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn inputs_that_found_a_defect_pass() {
    try_all(0);
}

#[test]
#[ignore = "takes a minute"]
fn fixtures_and_mutated_inputs_pass() {
    try_all(MUTATED_FOR);
}

/// Does the task on stdin, if there is one.
#[test]
#[ignore = "started by the other tests"]
fn worker() {
    let task = io::read_to_string(io::stdin()).unwrap();
    let [name, seconds, folder] = task.split(' ').collect::<Vec<_>>()[..] else { return };
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let (seconds, folder) = (Duration::from_secs(seconds.parse().unwrap()), Path::new(folder));
    if seconds.is_zero() {
        for input in target.regressions(&project("")) {
            attempt(target, &input, folder);
        }
        return;
    }
    let inputs = target.inputs(&project(""));
    for input in &inputs {
        attempt(target, input, folder);
    }
    let (mut mutator, begun) = (Mutator::new(&inputs), Instant::now());
    while begun.elapsed() < seconds {
        attempt(target, &mutator.next(), folder);
    }
}

/// Tries an input, which is left in the folder.
fn attempt(target: &Target, input: &[u8], folder: &Path) {
    fs::write(folder.join("input"), input).unwrap();
    let begun = Instant::now();
    (target.run)(input);
    let taken = begun.elapsed();
    assert!(taken < LONGEST, "it took {} s", taken.as_secs());
}
