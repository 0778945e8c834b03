//! `unassign`

use anyhow::Result;

use super::{Context, Outcome};
use crate::model::{Request, Target, Unassign};

/// Unassigns exactly the members named. A member who is not assigned is reported, without an error.
#[derive(Debug, clap::Args)]
#[command(override_usage = "inboxctl unassign [OPTIONS] <--member|--team|--all> <CONVERSATION>")]
#[command(group = clap::ArgGroup::new("targets").required(true).multiple(true).args(["members", "team", "all"]))]
#[command(after_long_help = "Examples:
  inboxctl unassign 3 --member ana@acme.example
  inboxctl unassign +525512345678 --team
  inboxctl unassign 3 --all")]
pub struct UnassignArgs {
    /// Number of the conversation, or the contact's phone with `+` for the open one
    conversation: Target,
    /// Member to unassign (can be repeated)
    #[arg(long = "member", value_name = "MEMBER")]
    members: Vec<String>,
    /// Unassign the team
    #[arg(long)]
    team: bool,
    /// Unassign all members and the team
    #[arg(long, conflicts_with_all = ["members", "team"])]
    all: bool,
}

impl UnassignArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let named = || Unassign::Named { members: self.members.clone(), team: self.team };
        let what = if self.all { Unassign::All } else { named() };
        context.request(Some(&self.conversation), &Request::Unassign(what))
    }
}
