//! `undo …`

use anyhow::Result;

use super::arguments::change;
use super::{Context, Outcome};
use crate::inbox::{self, Answer, Conflicts, Inbox};
use crate::model::ChangeId;

/// Restores exactly what the change overwrote: owners with their reasons and times, assignments, fields,
/// teams, settings. The undo is a change itself and can be undone.
///
/// Values that have changed since, or that would no longer be valid, are conflicts: nothing is undone,
/// unless --skip-conflicts undoes the rest. A team's rotation that has advanced stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl undo 7 --dry-run
  inboxctl undo 7
  inboxctl undo 7 --skip-conflicts")]
pub struct UndoArgs {
    /// Number of the change, as shown by `history list`
    #[arg(value_parser = change)]
    id: ChangeId,
    /// Undo what has no conflict, and list the rest
    #[arg(long)]
    skip_conflicts: bool,
}

impl UndoArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let conflicts = if self.skip_conflicts { Conflicts::Skip } else { Conflicts::Refuse };
        let mut inbox = Inbox::open(context.store()?, context.wait)?;
        let mut stream = context.ui.effects();
        match stream.lend(|effects| inbox.undo(&context.change_options(), self.id, conflicts, effects)) {
            Ok(answer) => {
                context.ui.print_undo(&answer, stream)?;
                Ok(if answer.conflicting_undo().is_some() {
                    Outcome::No
                } else {
                    context.outcome_of(answer.has_effects())
                })
            }
            Err(error) => {
                if let inbox::InboxError::UndoConflict(undo) = &error {
                    let answer = Answer::of_refused_undo(context.run, undo.clone());
                    context.ui.print_undo(&answer, stream)?;
                }
                Err(error.into())
            }
        }
    }
}
