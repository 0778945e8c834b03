//! `undo …`

use anyhow::Result;

use super::{Context, Outcome, number};
use crate::inbox::{self, Answer, Conflicts, Inbox};
use crate::model::ChangeId;

/// A change to take back.
#[derive(Debug, clap::Args)]
#[command(after_help = "Everything the change did is put back exactly: owners with their reasons and
times, assignments, fields, teams, settings. That is a change of its own, and
can be undone itself. What has changed since, or would not fit to what is there
now, stands in the way; then nothing is undone, unless you ask for the rest.
A team's turn that has moved on stays.

Examples:
  inboxctl undo 7 --dry-run
  inboxctl undo 7
  inboxctl undo 7 --skip-conflicts")]
pub struct Args {
    /// Its number; `history list` shows it
    #[arg(value_parser = number::change)]
    id: ChangeId,
    /// Undo what can be undone, and list the rest
    #[arg(long)]
    skip_conflicts: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let conflicts = if self.skip_conflicts { Conflicts::Skip } else { Conflicts::Refuse };
        let mut inbox = Inbox::open(context.store()?, context.wait)?;
        let mut stream = context.ui.effects();
        match stream.lend(|effects| inbox.undo(&context.order(), self.id, conflicts, effects)) {
            Ok(answer) => {
                context.ui.answer(&answer, stream)?;
                Ok(if answer.has_conflicts() { Outcome::No } else { context.outcome(&answer) })
            }
            Err(error) => {
                if let inbox::Error::UndoConflict { change, conflicts, count } = &error {
                    let answer = Answer::of_refused_undo(context.run, *change, conflicts, *count);
                    context.ui.answer(&answer, stream)?;
                }
                Err(error.into())
            }
        }
    }
}
