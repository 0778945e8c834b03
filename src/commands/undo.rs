//! `undo …`

use anyhow::Result;

use super::targets::{SkipRefusedArgs, Targets, change_or_stdin};
use super::{Context, Outcome};
use crate::inbox::{self, Answer, Conflicts, Inbox, UndoTarget};

/// Restores exactly what the changes overwrote: owners with their reasons and times, assignments, fields,
/// teams, settings. Several are undone together, newest first. The undo is a change itself and can be undone.
///
/// Values that have changed since, or that would no longer be valid, are conflicts: nothing is undone,
/// unless --skip-conflicts undoes the rest. A team's rotation that has advanced stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl undo 7 --dry-run
  inboxctl undo 7 9
  inboxctl undo --last
  inboxctl undo 7 --skip-conflicts
  inboxctl history list --actor dora --since today --ids | inboxctl undo -")]
pub struct UndoArgs {
    /// Numbers of changes, as shown by `history list`; - reads a list from stdin
    #[arg(required_unless_present = "last", value_parser = change_or_stdin)]
    id: Vec<String>,
    /// Undo the newest change that is neither undone nor an undo
    #[arg(long, conflicts_with_all = ["id", "skip_refused"])]
    last: bool,
    /// Undo what has no conflict, and list the rest
    #[arg(long)]
    skip_conflicts: bool,
    #[command(flatten)]
    skip: SkipRefusedArgs,
}

impl UndoArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let conflicts = if self.skip_conflicts { Conflicts::Skip } else { Conflicts::Refuse };
        let target = self.target()?;
        let mut inbox = Inbox::open(context.store()?, context.wait)?;
        let mut stream = context.ui.effects();
        match stream.lend(|effects| inbox.undo(&context.change_options(), target, conflicts, effects)) {
            Ok(answer) => {
                if let Some((id, command)) = answer.last_undone() {
                    context.ui.note(&format!("note: change {id} was `{command}`"));
                }
                context.ui.print_undo(&answer, stream)?;
                context.ui.note_refused(&answer);
                let is_whole = answer.conflicting_undo().is_none() && !answer.has_refused();
                Ok(if is_whole { context.outcome_of(answer.has_effects()) } else { Outcome::No })
            }
            Err(error) => {
                if let inbox::InboxError::UndoConflict { report, .. } = &error {
                    let answer = Answer::of_refused_undo(context.run, report.clone());
                    context.ui.print_undo(&answer, stream)?;
                }
                Err(error.into())
            }
        }
    }

    fn target(&self) -> Result<UndoTarget> {
        if self.last {
            return Ok(UndoTarget::Last);
        }
        let on_refused = self.skip.on_refused();
        Ok(match Targets::changes(&self.id)? {
            Targets::One(id) if on_refused == inbox::OnRefused::Fail => UndoTarget::One(id),
            Targets::One(id) => UndoTarget::Several(vec![id], on_refused),
            Targets::Several(ids) => UndoTarget::Several(ids, on_refused),
        })
    }
}
