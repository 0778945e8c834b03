//! Shared by the benches: whole processes are timed in turn, so that a machine that slows down slows
//! both; the result is the ratio of the medians.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Whether a program to compare with is installed; reports a skipped bench if not.
pub(crate) fn is_installed(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if version.is_err() {
        println!("skipped: {program} is not installed");
    }
    version.is_ok()
}

/// Times a process; one that fails is an error.
pub(crate) fn timed(command: &mut Command) -> Fallible<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() { Ok(start.elapsed()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// The median.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
