//! `completions`

use anyhow::Result;
use clap_complete::Shell;

use super::{Context, Outcome};

/// Print a shell's completion script
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  inboxctl completions bash > /etc/bash_completion.d/inboxctl
  inboxctl completions zsh > ~/.zfunc/_inboxctl
  inboxctl completions fish > ~/.config/fish/completions/inboxctl.fish")]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.ui.text(&script(self.shell, (context.parser)()))?;
        Ok(Outcome::Done)
    }
}

fn script(shell: Shell, mut parser: clap::Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut parser, "inboxctl", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
