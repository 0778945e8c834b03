//! `help …`

use anyhow::Result;

use super::{Context, Outcome, Usage};

/// Print help for a command or a topic
#[derive(Debug, clap::Args)]
#[command(after_help = "Topics:
  exit-codes    what each exit code means

Examples:
  inboxctl help exit-codes
  inboxctl help owner add")]
pub struct Args {
    /// A command, or the topic `exit-codes`
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

/// What each exit code means.
pub(super) const EXIT_CODES: &str = "\
0    done; also nothing to do, an empty list, already so
1    it ran, and the answer is no: a scenario failed, rows were skipped, `check` found a fault,
     an undo left something
2    wrong usage: the command line can't be understood
3    bad input: a faulty file, something unknown was named, or the rules refuse; nothing was changed
4    the store: missing, busy, not ours, newer than this program, damaged, disk full
5    nothing ran: no scenario found or selected
6    only with --detailed-exitcode on a dry run: changes are pending (1 and 3 come first)
130  interrupted; the store is as before
";

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if matches!(self.words.as_slice(), [topic] if topic == "exit-codes") {
            context.screen.text(EXIT_CODES)?;
            return Ok(Outcome::Done);
        }
        let mut parser = (context.parser)();
        parser.build();
        let mut found = &mut parser;
        for word in &self.words {
            found = found.find_subcommand_mut(word).ok_or_else(|| Usage {
                message: format!("no command or topic `{}`", self.words.join(" ")),
                hint: "see `inboxctl help` and `inboxctl help exit-codes`".to_owned(),
            })?;
        }
        let help = found.render_help();
        context.screen.text(&help.ansi().to_string())?;
        Ok(Outcome::Done)
    }
}
