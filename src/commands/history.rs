//! `history …`

use std::ops::ControlFlow;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::arguments::{change, non_blank, team_name};
use super::list_args::ListArgs;
use super::{Context, Outcome};
use crate::inbox::{self, CHANGE_ORDER, ChangeFilter, HistoryLine, InboxReader, view};
use crate::model::{ChangeId, Target, TimePhrase};

/// Every change of the store is recorded with its author, its time and its effects.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl history list --limit 10
  inboxctl history show 7")]
pub enum HistoryCommand {
    /// List changes, newest first
    #[command(after_long_help = "Examples:
  inboxctl history list --limit 10
  inboxctl history list --contact +525512345678
  inboxctl history list --actor dora --since yesterday
  inboxctl history list --member ana@acme.example
  inboxctl history list --command 'owner import'")]
    List {
        #[command(flatten)]
        filter: Box<ChangeFilterArgs>,
        #[command(flatten)]
        limit: ListArgs,
    },
    /// Show the effects of a change
    #[command(after_long_help = "Examples:
  inboxctl history show 7
  inboxctl history show 7 --format ndjson      # all effects
  inboxctl history show 7 --format csv         # effects as a table")]
    Show {
        /// Number of the change
        #[arg(value_parser = change)]
        id: ChangeId,
    },
}

/// Which changes to list.
#[derive(Debug, Args)]
pub struct ChangeFilterArgs {
    /// Only changes that involve this contact or its conversations
    #[arg(long, value_name = "PHONE")]
    contact: Option<String>,
    /// Only changes that involve this conversation
    #[arg(long, value_name = "N")]
    conversation: Option<Target>,
    /// Only changes that involve this member
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
    /// Only changes that involve this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Only changes that involve contacts of this account or their conversations
    #[arg(long)]
    account: Option<String>,
    /// Only changes by this author, in any case
    #[arg(id = "author", long = "actor", value_name = "NAME")]
    actor: Option<String>,
    /// Only changes whose command has this text, in any case
    #[arg(id = "text", long = "command", value_name = "TEXT")]
    command: Option<String>,
    /// Only changes at this time or later, e.g. 2026-01-31, yesterday, 2d
    #[arg(long, value_name = "TIME")]
    since: Option<TimePhrase>,
    /// Only changes at this time or earlier; a date includes its day
    #[arg(long, value_name = "TIME")]
    until: Option<TimePhrase>,
}

impl HistoryCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::List { filter, limit } => filter.list(context, limit),
            Self::Show { id } => show(context, *id),
        }
    }
}

impl ChangeFilterArgs {
    fn list(&self, context: &Context, limit: &ListArgs) -> Result<Outcome> {
        let (since, until) = (context.start_of(self.since.as_ref())?, context.end_of(self.until.as_ref())?);
        context.list(limit, self.account.as_deref(), |reader, page| {
            let order = page.take_order(CHANGE_ORDER);
            let filter = ChangeFilter { since, until, order, ..self.filter(reader)? };
            reader.changes(&filter, &mut |change| page.row(&change))
        })
    }

    /// Without the times and the order.
    fn filter(&self, reader: &mut InboxReader<'_>) -> inbox::Result<ChangeFilter> {
        Ok(ChangeFilter {
            contact: self.contact.as_deref().map(|phone| reader.past_contact_id(phone)).transpose()?,
            conversation: self.conversation.as_ref().map(|target| reader.conversation_id(target)).transpose()?,
            member: self.member.as_deref().map(|member| reader.member_id(member)).transpose()?,
            team: self.team.as_deref().map(|name| reader.team_id(&team_name(name)?)).transpose()?,
            account: self.account.clone(),
            actor: self.actor.clone(),
            command: self.command.as_deref().and_then(non_blank),
            ..ChangeFilter::default()
        })
    }
}

fn show(context: &Context, id: ChangeId) -> Result<Outcome> {
    let mut lines = context.ui.begin_stream::<_, view::EffectView>();
    let with_passed_over = context.ui.lists_decisions();
    let entry = context.read(|reader| {
        let entry = reader.change(id)?;
        if let Some(page) = &mut lines {
            reader.history_lines(id, &mut |line: HistoryLine| match line {
                HistoryLine::PassedOver(_) if !with_passed_over => ControlFlow::Continue(()),
                line => page.row(&line),
            })?;
        }
        Ok(entry)
    })?;
    lines.map_or(Ok(()), |lines| lines.finish(None))?;
    context.ui.print_without_effects(&entry)?;
    Ok(Outcome::Done)
}
