//! What the benches share: whole processes are timed, in turn, so that a machine that slows down slows
//! both; what counts is the ratio of the medians.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Whether there is such a program to compare with; if not, that is said.
pub(crate) fn is_there(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if version.is_err() {
        println!("skipped: there is no {program} to compare with");
    }
    version.is_ok()
}

/// How long a process takes that succeeds.
pub(crate) fn timed(command: &mut Command) -> Fallible<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() { Ok(start.elapsed()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// The time in the middle.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
