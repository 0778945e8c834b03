//! The library that fails calls, and the calls that it has seen.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{Program, Ran};

/// Built once for each run of the tests.
static LIBRARY: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let library = folder.path().join("shim.so");
    let compiler = compiler();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"];
    let built = Command::new(compiler).args(flags).arg(&library).arg(source).status().unwrap();
    assert!(built.success());
    (folder, library)
});

#[expect(clippy::disallowed_methods, reason = "the caller chooses the compiler")]
fn compiler() -> OsString {
    std::env::var_os("CC").unwrap_or("cc".into())
}

pub(super) const EIO: i32 = 5;
pub(super) const EINTR: i32 = 4;
pub(super) const EACCES: i32 = 13;
pub(super) const EMFILE: i32 = 24;
pub(super) const ENOSPC: i32 = 28;
pub(super) const ENOLCK: i32 = 37;
pub(super) const ENOMEM: i32 = 12;
/// Half of a read or write.
pub(super) const SHORT: i32 = 0;

/// A call below the folder of a program: its kind, as the library names it, and its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) kind: char,
    pub(super) path: PathBuf,
}

/// Which call fails, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    /// The first call is 1.
    pub(super) call: usize,
    pub(super) errno: i32,
    /// The kinds that fail.
    pub(super) kinds: &'static str,
    /// Whether later calls fail too.
    pub(super) is_lasting: bool,
}

/// The result of a run with the library, and the calls that failed.
pub(super) struct Faulty {
    pub(super) ran: Ran,
    pub(super) took: Duration,
    pub(super) failed: Vec<Call>,
}

/// Runs a command whose output may be a store.
pub(super) fn output(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    Ran { code: output.status.code(), stdout, stderr: String::from_utf8(output.stderr).unwrap() }
}

/// The program with the library, which does nothing yet.
pub(super) fn with_library(program: &Program, words: &[&str]) -> Command {
    let mut command = program.command(words);
    command.env("LD_PRELOAD", &LIBRARY.1).env("FAULT_PREFIX", fs::canonicalize(program.home()).unwrap());
    command.env("TMPDIR", program.home().join("tmp"));
    command
}

/// Runs a command without faults; the answer is every call that it makes.
pub(super) fn calls(program: &Program, words: &[&str]) -> (Ran, Vec<Call>) {
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace");
    let ran = output(with_library(program, words).env("FAULT_TRACE", &trace));
    let trace = fs::read_to_string(trace).unwrap_or_default();
    (ran, trace.lines().map(Call::of).collect())
}

/// Runs a command with a fault.
pub(super) fn run(program: &Program, words: &[&str], fault: Fault) -> Faulty {
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace");
    let mut command = with_library(program, words);
    command.env("FAULT_TRACE", &trace).env("FAULT_AT", fault.call.to_string());
    command.env("FAULT_ERRNO", fault.errno.to_string()).env("FAULT_KINDS", fault.kinds);
    if fault.is_lasting {
        command.env("FAULT_STICKY", "1");
    }
    let begun = Instant::now();
    let ran = output(&mut command);
    let took = begun.elapsed();
    let trace = fs::read_to_string(trace).unwrap_or_default();
    let failed = trace.lines().filter_map(|line| line.strip_prefix('!')).map(Call::of).collect();
    Faulty { ran, took, failed }
}

impl Call {
    fn of(line: &str) -> Self {
        let (kind, path) = line.split_at(1);
        Self { kind: kind.chars().next().unwrap(), path: path.trim_start().into() }
    }

    /// Faults of this call: an error of its own, and one that lasts, as those of a full disk, of a broken one, and of
    /// one that is read-only from then on. Calls take turns with the errors that they can have.
    pub(super) fn faults(&self, call: usize) -> Vec<Fault> {
        let once: &[i32] = match self.kind {
            'o' => &[EIO, EACCES, EMFILE, ENOSPC, EINTR],
            'r' => &[EIO, EINTR, SHORT],
            'w' => &[EIO, ENOSPC, EINTR, SHORT],
            's' | 't' => &[EIO, ENOSPC, EINTR],
            'l' => &[EIO, ENOLCK],
            'm' => &[ENOMEM],
            'n' => &[EIO, ENOSPC, EACCES],
            _ => &[EIO, EACCES],
        };
        let lasting: Vec<_> = LASTING.into_iter().filter(|(kinds, _)| kinds.contains(self.kind)).collect();
        let kinds = KINDS.into_iter().find(|kind| kind.starts_with(self.kind)).unwrap();
        let mut faults = vec![Fault { call, errno: once[call % once.len()], kinds, is_lasting: false }];
        if !lasting.is_empty() {
            let (kinds, errno) = lasting[call % lasting.len()];
            faults.push(Fault { call, errno, kinds, is_lasting: true });
        }
        faults
    }
}

const LASTING: [(&str, i32); 4] = [("wst", ENOSPC), ("wst", SHORT), ("orwstnmdc", EIO), ("ounwt", EACCES)];

const KINDS: [&str; 12] = ["o", "r", "w", "s", "t", "u", "n", "l", "m", "q", "d", "c"];
