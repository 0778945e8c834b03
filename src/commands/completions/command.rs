//! `completions`

use anyhow::Result;

use crate::commands::{Context, Outcome};

#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl completions bash \\
      > ~/.local/share/bash-completion/completions/inboxctl
  inboxctl completions zsh > ~/.zfunc/_inboxctl
  inboxctl completions fish > ~/.config/fish/completions/inboxctl.fish")]
pub struct CompletionsArgs {
    /// Shell that completes
    #[arg(value_enum)]
    shell: Shell,
}

/// A shell that can complete commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl CompletionsArgs {
    pub(in crate::commands) fn run(&self, context: &Context) -> Result<Outcome> {
        context.ui.print_text(self.shell.script())?;
        Ok(Outcome::Done)
    }
}

impl Shell {
    /// The script that makes the shell ask the program.
    pub(super) fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/inboxctl.bash"),
            Self::Elvish => include_str!("../../../completions/inboxctl.elv"),
            Self::Fish => include_str!("../../../completions/inboxctl.fish"),
            Self::Powershell => include_str!("../../../completions/_inboxctl.ps1"),
            Self::Zsh => include_str!("../../../completions/_inboxctl"),
        }
    }
}
