//! `assign`

use anyhow::Result;

use super::targets::{SkipRefusedArgs, Targets};
use super::{Context, Outcome};
use crate::inbox::OnMissingContact;
use crate::model::Request;

/// Adds members to those already assigned, or replaces them with --replace. A team replaces the previous
/// team; the assigned members stay.
///
/// Several conversations are one change. If it is refused for one, nothing changes, unless --skip-refused
/// changes the others.
#[derive(Debug, clap::Args)]
#[command(override_usage = "inboxctl assign [OPTIONS] <--member|--team> <CONVERSATION>...")]
#[command(group = clap::ArgGroup::new("targets").required(true).multiple(true).args(["members", "team"]))]
#[command(after_long_help = "Examples:
  inboxctl assign 3 --member ana@acme.example
  inboxctl assign +525512345678 --member luis@acme.example --replace
  inboxctl assign 1 2 3 --member ana@acme.example,luis@acme.example
  inboxctl assign 3 --team Sales --dry-run
  inboxctl conversation list --unassigned --ids | \\
      inboxctl assign - --member ana@acme.example")]
pub struct AssignArgs {
    /// Numbers, or phones with `+` for the contact's open conversation; - reads a list from stdin
    #[arg(required = true)]
    conversation: Vec<String>,
    /// Members to assign, comma-separated (can be repeated)
    #[arg(long = "member", value_name = "MEMBER", value_delimiter = ',')]
    members: Vec<String>,
    /// Team to assign
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Replace the assigned members instead of adding to them
    #[arg(long, requires = "members")]
    replace: bool,
    #[command(flatten)]
    skip: SkipRefusedArgs,
}

impl AssignArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let (members, team) = (self.members.clone(), self.team.clone());
        let request = Request::Assign { members, team, replace: self.replace };
        let conversations = Targets::conversations(&self.conversation)?;
        context.request_each(&conversations, self.skip.on_refused(), OnMissingContact::Fail, &request)
    }
}
