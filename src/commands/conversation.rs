//! `conversation …`

use anyhow::Result;
use clap::{Args, Subcommand};

use super::arguments::{codes, count, team_name};
use super::list_args::ListArgs;
use super::targets::{SkipRefusedArgs, Targets};
use super::{Context, Outcome};
use crate::inbox::{self, CONVERSATION_ORDER, ConversationFilter, InboxReader, OnMissingContact};
use crate::model::{OpenStatus, Request, RowOrder, Status, Time, TimePhrase};

/// A conversation is named by its number, or by its contact's phone (written with `+`) for the open one.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl conversation list --unassigned
  inboxctl conversation show +525512345678")]
pub enum ConversationCommand {
    /// List open conversations, newest first
    ///
    /// Lists open ones unless --all or --status is given.
    #[command(after_long_help = "Examples:
  inboxctl conversation list --unassigned
  inboxctl conversation list --assigned-to ana@acme.example --status new
  inboxctl conversation list --account acme --opened-before 2d
  inboxctl conversation list --contact +525512345678 --all")]
    List {
        #[command(flatten)]
        filter: ConversationFilterArgs,
        #[command(flatten)]
        limit: ListArgs,
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
  inboxctl conversation list --assigned-to ana@acme.example --ids | \\
      inboxctl conversation close -")]
    Close {
        #[command(flatten)]
        conversations: ConversationArgs,
        #[command(flatten)]
        skip: SkipRefusedArgs,
    },
    /// Reopen closed conversations
    ///
    /// The contact's latest conversation becomes as it was when it was closed: with its status, team and members.
    /// Members who have become inactive since are unassigned. If a later conversation exists, it is refused.
    ///
    /// Several are reopened in one change. If one can't be reopened, none is, unless --skip-refused reopens the
    /// others.
    #[command(after_long_help = "Examples:
  inboxctl conversation reopen 3
  inboxctl conversation reopen +525512345678 --dry-run
  inboxctl conversation list --account acme --status closed --ids | \\
      inboxctl conversation reopen - --skip-refused")]
    Reopen {
        /// Numbers, or phones with `+` for the contact's latest conversation; - reads a list from stdin
        #[arg(required = true)]
        conversation: Vec<String>,
        #[command(flatten)]
        skip: SkipRefusedArgs,
    },
    /// Transfer a member's open conversations to others
    ///
    /// The new members take turns, in the order of the conversations' numbers. One who is on the conversation already
    /// stays, and the present member is unassigned. If the present member is among the new ones, every conversation
    /// at its turn stays. Contacts keep their owners: see `inboxctl owner transfer`.
    #[command(after_long_help = "Examples:
  inboxctl conversation transfer --from eva@acme.example \\
      --to ana@acme.example,luis@acme.example --dry-run
  inboxctl conversation transfer --from eva --to eva,luis      # half of them
  inboxctl conversation transfer --from eva --to ana --team Sales --status new")]
    Transfer {
        /// Member the conversations are assigned to
        #[arg(long, value_name = "MEMBER")]
        from: String,
        /// Members to assign in turn, comma-separated
        #[arg(long, required = true, value_name = "MEMBER", value_delimiter = ',')]
        to: Vec<String>,
        /// Only conversations of this team
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Only conversations in this status
        #[arg(long, value_parser = codes::<OpenStatus>())]
        status: Option<OpenStatus>,
        /// Transfer at most N conversations
        #[arg(long, value_name = "N", value_parser = count::<u64>)]
        limit: Option<u64>,
    },
    /// Reassign conversations without an answer in time
    ///
    /// Looks at new conversations of teams with --reassign-after, the longest overdue first: where the member that
    /// the team chose has not answered in time, the team chooses another one. Where it has no other member,
    /// nothing changes. Other members on the conversation stay.
    ///
    /// Nothing is reassigned by itself: run it every few minutes, for example with cron.
    #[command(after_long_help = "Examples:
  inboxctl conversation list --overdue
  inboxctl conversation reassign-overdue --dry-run
  inboxctl conversation reassign-overdue --team Sales --limit 20")]
    ReassignOverdue {
        /// Only conversations of this team
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Consider at most N conversations
        #[arg(long, value_name = "N", value_parser = count::<u64>)]
        limit: Option<u64>,
    },
    /// Assign open conversations without a member
    ///
    /// Oldest first, those in status new and in-progress, or in the one of --status. Each is assigned by the
    /// strategy of its team, or of the one of --team, which becomes its team, together with the owners of its
    /// contact. Conversations without a team stay as they are and are listed, as are those for which a team has no
    /// member to choose.
    #[command(after_long_help = "Examples:
  inboxctl conversation list --unassigned
  inboxctl conversation distribute --dry-run
  inboxctl conversation distribute --team Sales --status new --limit 20")]
    Distribute {
        /// Team to assign them to, instead of each one's own
        #[arg(long, value_name = "NAME")]
        team: Option<String>,
        /// Only conversations in this status
        #[arg(long, value_parser = codes::<OpenStatus>())]
        status: Option<OpenStatus>,
        /// Assign at most N conversations
        #[arg(long, value_name = "N", value_parser = count::<u64>)]
        limit: Option<u64>,
    },
}

/// Which conversations to list.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct ConversationFilterArgs {
    /// List closed conversations too
    #[arg(long)]
    all: bool,
    /// Only conversations in this status
    #[arg(long, value_parser = codes::<Status>())]
    status: Option<Status>,
    /// Open ones are the default: accepted for scripts of earlier versions
    #[arg(long, hide = true, conflicts_with_all = ["status", "all"])]
    open: bool,
    /// Only conversations assigned to this member
    #[arg(long, value_name = "MEMBER")]
    assigned_to: Option<String>,
    /// Only conversations assigned to this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Only conversations with contacts of this account, in any case
    #[arg(long)]
    account: Option<String>,
    /// Only open conversations without a member, with or without a team
    #[arg(long)]
    unassigned: bool,
    /// Only those whose pick has not answered in time
    ///
    /// New conversations of teams with --reassign-after, whose chosen member has not answered for this number of
    /// minutes.
    #[arg(long)]
    overdue: bool,
    /// Only conversations with this contact
    #[arg(long, value_name = "PHONE")]
    contact: Option<String>,
    /// Only conversations opened before this time, e.g. 2026-01-31, yesterday, 2d
    #[arg(long, value_name = "TIME")]
    opened_before: Option<TimePhrase>,
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
            Self::List { filter, limit } => filter.list(context, limit),
            Self::Show(args) => {
                let conversations = Targets::conversations(&args.conversation)?;
                context.show_each(&conversations, |reader, conversation| reader.conversation(conversation))
            }
            Self::Close { conversations, skip } => {
                request_each(context, &conversations.conversation, *skip, &Request::Close)
            }
            Self::Transfer { from, to, team, status, limit } => {
                let (member, successors, team) = (from.clone(), to.clone(), team.clone());
                let (status, limit) = (*status, *limit);
                context.request(None, &Request::TransferConversations { member, successors, team, status, limit })
            }
            Self::ReassignOverdue { team, limit } => {
                context.request(None, &Request::ReassignOverdue { team: team.clone(), limit: *limit })
            }
            Self::Distribute { team, status, limit } => {
                let (team, status, limit) = (team.clone(), *status, *limit);
                context.request(None, &Request::DistributeConversations { team, status, limit })
            }
            Self::Reopen { conversation, skip } => request_each(context, conversation, *skip, &Request::Reopen),
        }
    }
}

fn request_each(
    context: &Context,
    conversations: &[String],
    skip: SkipRefusedArgs,
    request: &Request<String, String>,
) -> Result<Outcome> {
    let conversations = Targets::conversations(conversations)?;
    context.request_each(&conversations, skip.on_refused(), OnMissingContact::Fail, request)
}

impl ConversationFilterArgs {
    fn list(&self, context: &Context, limit: &ListArgs) -> Result<Outcome> {
        let opened_before = context.start_of(self.opened_before.as_ref())?;
        context.list(limit, |reader, page| {
            let order = page.take_order(CONVERSATION_ORDER);
            let filter = ConversationFilter { order, ..self.filter(reader, opened_before)? };
            reader.conversations(&filter, &mut |conversation| page.row(&conversation))
        })
    }

    fn filter(&self, reader: &mut InboxReader<'_>, opened_before: Option<Time>) -> inbox::Result<ConversationFilter> {
        Ok(ConversationFilter {
            status: self.status,
            open: !self.all && self.status.is_none(),
            assigned_to: self.assigned_to.as_deref().map(|member| reader.member_id(member)).transpose()?,
            team: self.team.as_deref().map(|name| reader.team_id(&team_name(name)?)).transpose()?,
            account: reader.account(self.account.as_deref())?,
            unassigned: self.unassigned,
            contact: self.contact.as_deref().map(|phone| reader.past_contact_id(phone)).transpose()?,
            opened_before,
            overdue: self.overdue,
            order: RowOrder::default(),
        })
    }
}
