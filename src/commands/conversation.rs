//! `conversation …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::arguments::{LimitArgs, codes, team_name};
use super::targets::{SkipRefusedArgs, Targets};
use super::{Context, Outcome};
use crate::inbox::{ConversationFilter, OnMissingContact};
use crate::model::{Request, Status};

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
    /// Show conversations
    #[command(after_long_help = "Examples:
  inboxctl conversation show 3
  inboxctl conversation show 1 2 3 --format ndjson
  inboxctl conversation show +525512345678 --json")]
    Show(ConversationArgs),
    /// Close conversations
    ///
    /// Several are closed in one change. If one can't be closed, none is, unless --skip-refused closes the
    /// others.
    #[command(after_long_help = "Examples:
  inboxctl conversation close +525512345678
  inboxctl conversation close 1 2 3 --dry-run
  inboxctl conversation list --open --assigned-to ana@acme.example --ids | \\
      inboxctl conversation close -")]
    Close {
        #[command(flatten)]
        conversations: ConversationArgs,
        #[command(flatten)]
        skip: SkipRefusedArgs,
    },
}

#[derive(Debug, Args)]
pub struct ConversationArgs {
    /// Numbers, or phones with `+` for the contact's open conversation; - reads a list from stdin
    #[arg(required = true)]
    conversation: Vec<String>,
}

impl ConversationCommand {
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself serves one lifetime only")]
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List { status, open, assigned_to, team, unassigned, contact, limit } => {
                context.list(limit, None, |reader, page| {
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
            Self::Show(args) => {
                let conversations = Targets::conversations(&args.conversation)?;
                context.show_each(&conversations, |reader, conversation| reader.conversation(conversation))
            }
            Self::Close { conversations, skip } => {
                let conversations = Targets::conversations(&conversations.conversation)?;
                let on_refused = skip.on_refused();
                context.request_each(&conversations, on_refused, OnMissingContact::Fail, &Request::Close)
            }
        }
    }
}
