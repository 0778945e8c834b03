//! `completions`, and the answers to a shell that completes a command line.

use std::ffi::OsString;
use std::io;

use anyhow::Result;
use clap_complete::Shell;
use clap_complete::env::{CompleteEnv, Shells};

use super::{Context, Outcome};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl completions bash \\
      > ~/.local/share/bash-completion/completions/inboxctl
  inboxctl completions zsh > ~/.zfunc/_inboxctl
  inboxctl completions fish > ~/.config/fish/completions/inboxctl.fish")]
pub struct Args {
    /// Shell that completes
    #[arg(value_enum)]
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.ui.text(&registration(self.shell)?)?;
        Ok(Outcome::Done)
    }
}

/// The variable in which a shell names itself when it asks for completions.
const VARIABLE: &str = "COMPLETE";

/// Returns the script that makes a shell ask the program.
fn registration(shell: Shell) -> io::Result<String> {
    let mut script = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        completer.write_registration(VARIABLE, "inboxctl", "inboxctl", "inboxctl", &mut script)?;
    }
    Ok(String::from_utf8_lossy(&script).trim().to_owned() + "\n")
}

/// Answers a shell that asks for completions; returns false if none does.
pub(crate) fn answer(parser: fn() -> clap::Command, arguments: &[OsString]) -> bool {
    let folder = std::env::current_dir().ok();
    let answered = CompleteEnv::with_factory(parser).var(VARIABLE).try_complete(arguments, folder.as_deref());
    answered.unwrap_or_default()
}
