//! `assign`

use anyhow::Result;

use super::{Context, Outcome};
use crate::model::{Request, Target};

/// Adds members to those already assigned, or replaces them with --replace. A team replaces the previous
/// team; the assigned members stay.
#[derive(Debug, clap::Args)]
#[command(override_usage = "inboxctl assign [OPTIONS] <--member|--team> <CONVERSATION>")]
#[command(group = clap::ArgGroup::new("targets").required(true).multiple(true).args(["members", "team"]))]
#[command(after_long_help = "Examples:
  inboxctl assign 3 --member ana@acme.example
  inboxctl assign +525512345678 --member luis@acme.example --replace
  inboxctl assign 3 --team Sales --dry-run")]
pub struct AssignArgs {
    /// Number of the conversation, or the contact's phone with `+` for the open one
    conversation: Target,
    /// Member to assign (can be repeated)
    #[arg(long = "member", value_name = "MEMBER")]
    members: Vec<String>,
    /// Team to assign
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Replace the assigned members instead of adding to them
    #[arg(long, requires = "members")]
    replace: bool,
}

impl AssignArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let (members, team) = (self.members.clone(), self.team.clone());
        let request = Request::Assign { members, team, replace: self.replace };
        context.request(Some(&self.conversation), &request)
    }
}
