//! `assign`

use anyhow::Result;

use super::arguments::team_name;
use super::{Context, Outcome};
use crate::inbox::Target;
use crate::model::named::Assign;

/// Adds members to those already assigned, or replaces them with --replace. A team replaces the previous
/// team; the assigned members stay.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("targets").required(true).multiple(true).args(["members", "team"]))]
#[command(after_long_help = "Examples:
  inboxctl assign 3 --member ana@acme.example
  inboxctl assign +525512345678 --member luis@acme.example --replace
  inboxctl assign 3 --team Sales --dry-run")]
pub struct AssignArgs {
    /// Number of the conversation, or the contact's phone with `+` for the open one
    conversation: Target,
    /// Email of a member (can be repeated)
    #[arg(long = "member", value_name = "EMAIL")]
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
        let team = self.team.as_deref().map(team_name).transpose()?;
        context.change(|inbox| {
            let assign = Assign { members: inbox.emails(&self.members)?, team, replace: self.replace };
            inbox.assign(&self.conversation, &assign)
        })
    }
}
