//! The program: parse, run, turn what came of it into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    inboxctl::run(&std::env::args_os().collect::<Vec<_>>())
}
