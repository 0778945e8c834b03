//! `unassign`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Target;
use crate::model::named::Unassign;

/// Take members or the team off a conversation by hand
#[derive(Debug, clap::Args)]
#[command(override_usage = "inboxctl unassign [OPTIONS] <--member|--team|--all> <CONVERSATION>")]
#[command(group = clap::ArgGroup::new("whom").required(true).multiple(true).args(["members", "team", "all"]))]
#[command(after_help = "Takes off exactly what is named. Naming somebody who isn't on the conversation
changes nothing and is no error.

Examples:
  inboxctl unassign 3 --member ana@acme.example
  inboxctl unassign +525512345678 --team
  inboxctl unassign 3 --all")]
pub struct Args {
    /// The conversation's number, or the contact's phone with `+` for the open one
    conversation: Target,
    /// A member's email; give it again for more
    #[arg(long = "member", value_name = "EMAIL")]
    members: Vec<String>,
    /// Clear the team
    #[arg(long)]
    team: bool,
    /// Every member and the team
    #[arg(long, conflicts_with_all = ["members", "team"])]
    all: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.change(|inbox| {
            let what = if self.all {
                Unassign::All
            } else {
                Unassign::Named { members: inbox.emails(&self.members)?, team: self.team }
            };
            inbox.unassign(&self.conversation, &what)
        })
    }
}
