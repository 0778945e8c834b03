//! `unassign`

use anyhow::Result;

use super::targets::{SkipRefusedArgs, Targets};
use super::{Context, Outcome};
use crate::inbox::OnMissingContact;
use crate::model::{Request, Unassign};

/// Unassigns exactly the members named. A member who is not assigned is reported, without an error.
///
/// Several conversations are one change. If it is refused for one, nothing changes, unless --skip-refused
/// changes the others.
#[derive(Debug, clap::Args)]
#[command(override_usage = "inboxctl unassign [OPTIONS] <--member|--team|--all> <CONVERSATION>...")]
#[command(group = clap::ArgGroup::new("targets").required(true).multiple(true).args(["members", "team", "all"]))]
#[command(after_long_help = "Examples:
  inboxctl unassign 3 --member ana@acme.example
  inboxctl unassign +525512345678 --team
  inboxctl unassign 3 --all
  inboxctl conversation list --assigned-to ana@acme.example --ids | \\
      inboxctl unassign - --member ana@acme.example")]
pub struct UnassignArgs {
    /// Numbers, or phones with `+` for the contact's open conversation; - reads a list from stdin
    #[arg(required = true)]
    conversation: Vec<String>,
    /// Members to unassign, comma-separated (can be repeated)
    #[arg(long = "member", value_name = "MEMBER", value_delimiter = ',')]
    members: Vec<String>,
    /// Unassign the team
    #[arg(long)]
    team: bool,
    /// Unassign all members and the team
    #[arg(long, conflicts_with_all = ["members", "team"])]
    all: bool,
    #[command(flatten)]
    skip: SkipRefusedArgs,
}

impl UnassignArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let named = || Unassign::Named { members: self.members.clone(), team: self.team };
        let what = if self.all { Unassign::All } else { named() };
        let conversations = Targets::conversations(&self.conversation)?;
        let request = Request::Unassign(what);
        context.request_each(&conversations, self.skip.on_refused(), OnMissingContact::Fail, &request)
    }
}
