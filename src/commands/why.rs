//! `why`

use anyhow::Result;

use super::{Context, Outcome};
use crate::inbox::Target;

/// Say who is and was on a conversation, and why; and who was passed over
#[derive(Debug, clap::Args)]
#[command(after_help = "Each line names the rule that decided and the change that it belongs to (see
`history show`).

Examples:
  inboxctl why 3
  inboxctl why +525512345678 --member eva@acme.example --json")]
pub struct Args {
    /// The conversation's number, or the contact's phone with `+` for the open one
    conversation: Target,
    /// Only what happened to this member
    #[arg(long, value_name = "EMAIL")]
    member: Option<String>,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let why = context.read(|reader| {
            let member = self.member.as_deref().map(|member| reader.email(member)).transpose()?;
            reader.why(&self.conversation, member.as_ref())
        })?;
        context.ui.why(&why)?;
        Ok(Outcome::Done)
    }
}
