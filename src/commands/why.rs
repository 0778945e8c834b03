//! `why`

use anyhow::Result;

use super::{Context, Outcome};
use crate::model::Target;

/// Lists who was assigned, unassigned and passed over, each with the reason, the rule, and the change that
/// `history show` explains. For an owner of the contact, also the change that added the owner; and if no
/// member is assigned, the reason for that. `inboxctl help reasons` lists the codes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl why 3
  inboxctl why +525512345678 --member eva@acme.example --json")]
pub struct WhyArgs {
    /// Number of the conversation, or the contact's phone with `+` for the open or else the latest one
    conversation: Target,
    /// Only events that involve this member
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
}

impl WhyArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        context.show(|reader| reader.why(&self.conversation, self.member.as_deref()))
    }
}
