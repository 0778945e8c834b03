//! `help …`

use anyhow::Result;

use super::topics::{TOPICS, Topic};
use super::{Context, Outcome, Usage, shared};
use crate::model::{Excerpt, nearest};

#[derive(Debug, clap::Args)]
#[command(after_long_help = format!("Topics:
{}
Examples:
  inboxctl help scenarios
  inboxctl help owner add", Topic::list()))]
pub struct HelpArgs {
    /// Command or topic to explain
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

impl HelpArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if let [word] = self.words.as_slice()
            && let Some(topic) = Topic::find(word)
        {
            context.ui.print_text(&topic.text())?;
            return Ok(Outcome::Done);
        }
        let mut parser = shared::explain((context.parser)());
        let mut found = &mut parser;
        for (number, word) in self.words.iter().enumerate() {
            let topics: Vec<_> = TOPICS.iter().filter(|_| number == 0).map(|topic| topic.name).collect();
            let close = close_to(word, found, &topics);
            found = found.find_subcommand_mut(word).ok_or_else(|| no_such(&self.words, number, close))?;
        }
        let help = found.render_long_help();
        context.ui.print_text(&help.ansi().to_string())?;
        Ok(Outcome::Done)
    }
}

fn close_to(word: &str, parser: &clap::Command, topics: &[&str]) -> Option<String> {
    let commands = parser.get_subcommands().map(clap::Command::get_name);
    nearest(word, commands.chain(topics.iter().copied())).map(str::to_owned)
}

fn no_such(words: &[String], unknown: usize, close: Option<String>) -> Usage {
    let hint = match close {
        Some(close) => {
            let known = words.iter().take(unknown).map(String::as_str);
            let meant: Vec<_> = ["inboxctl", "help"].into_iter().chain(known).chain([close.as_str()]).collect();
            format!("did you mean `{}`?", meant.join(" "))
        }
        None => "see `inboxctl help` for commands, `inboxctl help --help` for topics".to_owned(),
    };
    Usage { message: format!("unknown command or topic `{}`", Excerpt(&words.join(" "))), hint }
}
