//! `assign`

use anyhow::Result;

use super::{Context, Outcome, team_name};
use crate::inbox::Target;
use crate::model::named::Assign;

/// Assign members or a team to a conversation by hand
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("whom").required(true).multiple(true).args(["members", "team"]))]
#[command(after_help = "Adds the named members; who is on the conversation stays. A team replaces the
former team and leaves the members alone.

Examples:
  inboxctl assign 3 --member ana@acme.example
  inboxctl assign +525512345678 --member luis@acme.example --replace
  inboxctl assign 3 --team Sales --dry-run")]
pub struct Args {
    /// The conversation's number, or the contact's phone with `+` for the open one
    conversation: Target,
    /// A member's email; give it again for more
    #[arg(long = "member", value_name = "EMAIL")]
    members: Vec<String>,
    /// The team to set
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Make the named members the only ones; the team is left alone
    #[arg(long, requires = "members")]
    replace: bool,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let team = self.team.as_deref().map(team_name).transpose()?;
        context.change(|inbox| {
            let assign = Assign { members: inbox.emails(&self.members)?, team, replace: self.replace };
            inbox.assign(&self.conversation, &assign)
        })
    }
}
