//! `conversation …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::arguments::{LimitArgs, codes, team_name};
use super::{Context, Outcome};
use crate::inbox::ConversationFilter;
use crate::model::{Request, Status, Target};

/// A conversation is named by its number, or by its contact's phone (written with `+`) for the open one.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl conversation list --unassigned
  inboxctl conversation show +525512345678")]
pub enum ConversationCommand {
    /// List conversations, including closed ones
    #[command(after_long_help = "Examples:
  inboxctl conversation list --unassigned
  inboxctl conversation list --assigned-to ana@acme.example --status new")]
    List {
        /// Only conversations in this status
        #[arg(long, value_parser = codes::<Status>())]
        status: Option<Status>,
        /// Only conversations that are not closed
        #[arg(long, conflicts_with = "status")]
        open: bool,
        /// Only conversations assigned to this member
        #[arg(long, value_name = "MEMBER")]
        assigned_to: Option<String>,
        /// Only conversations assigned to this team
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Only open conversations without a member, with or without a team
        #[arg(long)]
        unassigned: bool,
        /// Only conversations with this contact
        #[arg(long, value_name = "PHONE")]
        contact: Option<String>,
        #[command(flatten)]
        limit: LimitArgs,
    },
    /// Show a conversation
    #[command(after_long_help = "Examples:
  inboxctl conversation show 3
  inboxctl conversation show +525512345678 --json")]
    Show(ConversationArgs),
    /// Close a conversation
    #[command(after_long_help = "Examples:
  inboxctl conversation close +525512345678")]
    Close(ConversationArgs),
}

#[derive(Debug, Args)]
pub struct ConversationArgs {
    /// Number of the conversation, or the contact's phone with `+` for the open one
    conversation: Target,
}

impl ConversationCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List { status, open, assigned_to, team, unassigned, contact, limit } => {
                context.list(limit.limit, None, |reader, page| {
                    let filter = ConversationFilter {
                        status: *status,
                        open: *open,
                        assigned_to: assigned_to.as_deref().map(|member| reader.member_id(member)).transpose()?,
                        team: team.as_deref().map(|name| reader.team_id(&team_name(name)?)).transpose()?,
                        unassigned: *unassigned,
                        contact: contact.as_deref().map(|phone| reader.contact_id(phone)).transpose()?,
                    };
                    reader.conversations(&filter, &mut |conversation| page.row(&conversation))
                })
            }
            Self::Show(args) => context.show(|reader| reader.conversation(&args.conversation)),
            Self::Close(args) => context.request(Some(&args.conversation), &Request::Close),
        }
    }
}
