//! `inboxctl` shows who a conversation in a shared inbox is assigned to, and why.
//!
//! Layers, lowest first; a module imports only from the layers below it, and siblings in one layer
//! don't know each other:
//!
//! - [`model`]: the words of the domain as types; [`files`]: files that are written
//! - [`rules`]: the pure decision; [`store`]: SQLite; [`formats`]: text in and out
//! - [`inbox`]: the one way in: load, decide, apply, record
//! - [`input`]: files on their way into the inbox
//! - [`scenario`]: routing tested like code; [`report`]: figures of portfolios and load
//! - [`output`]: the only printer
//! - [`commands`]: what can be typed
//! - [`cli`], [`error`], [`exit`], [`interrupt`], [`last_resort`]: options, environment, clock; errors; exit codes;
//!   signals; panics

mod cli;
mod commands;
mod error;
mod exit;
mod files;
mod formats;
mod inbox;
mod input;
mod interrupt;
mod last_resort;
mod model;
mod output;
mod report;
mod rules;
mod scenario;
mod store;
#[doc(hidden)]
pub mod testing;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::cli::{Cli, Environment};
use crate::exit::Exit;
use crate::output::Ui;

/// Does what the arguments ask for, the program's name first, and says how it went.
pub fn run(arguments: &[OsString]) -> ExitCode {
    if !Environment::wants_backtrace() {
        last_resort::silence_panics();
    }
    let listen = |ui: &Ui| {
        let ui = ui.clone();
        interrupt::listen(move || {
            error::report(&ui, &inbox::InboxError::interrupted().into(), &[]);
        });
    };
    let done = last_resort::catch(|| dispatch(arguments, listen, interrupt::end));
    done.unwrap_or_else(|error| error::report(&Environment::read().ui(arguments), &error.into(), &[])).into()
}

/// Runs one of several command lines in a process, and returns its exit code; signals have their default effect.
#[doc(hidden)]
pub fn run_one_of_several(arguments: &[OsString]) -> u8 {
    dispatch(arguments, |_| (), || false) as u8
}

/// Runs a command line. `listen` is called before the command, `is_cancelled` once after it.
fn dispatch(arguments: &[OsString], listen: impl FnOnce(&Ui), is_cancelled: fn() -> bool) -> Exit {
    let environment = Environment::read();
    if let Some(completions) = environment.completions(arguments) {
        let printed = environment.ui(arguments).print_text(&completions);
        return printed.map_or(Exit::No, |()| Exit::Done);
    }
    let parsed = Cli::parse(arguments);
    let ui = match &parsed {
        Ok(cli) => cli.ui(&environment),
        Err(_) => environment.ui(arguments),
    };
    listen(&ui);
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return error::report_usage_error(&ui, &error, arguments),
    };
    let done = cli.context(&environment).and_then(|(command, context)| command.run(&context));
    let is_cancelled = is_cancelled();
    match done {
        Ok(outcome) => outcome.into(),
        Err(_) if is_cancelled => error::report(&ui, &inbox::InboxError::interrupted().into(), &[]),
        Err(error) => error::report(&ui, &error, arguments),
    }
}
