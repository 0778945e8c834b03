//! `help …`

use anyhow::Result;

use super::topics::Topic;
use super::{Context, Outcome, Usage};

/// Print help for a command or a topic
#[derive(Debug, clap::Args)]
#[command(after_help = "Topics:
  exit-codes    what each exit code means
  scenarios     how a scenario file is written
  rules         what decides who a conversation belongs to
  reasons       the codes that say why

Examples:
  inboxctl help scenarios
  inboxctl help owner add")]
pub struct Args {
    /// A command, or a topic
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if let [word] = self.words.as_slice()
            && let Some(topic) = Topic::named(word)
        {
            context.screen.text(&topic.text())?;
            return Ok(Outcome::Done);
        }
        let mut parser = (context.parser)();
        let mut found = &mut parser;
        for word in &self.words {
            found = found.find_subcommand_mut(word).ok_or_else(|| Usage {
                message: format!("no command or topic `{}`", self.words.join(" ")),
                hint: "`inboxctl help` shows the commands, `inboxctl help --help` the topics".to_owned(),
            })?;
        }
        let help = found.render_help();
        context.screen.text(&help.ansi().to_string())?;
        Ok(Outcome::Done)
    }
}
