//! `history …`

use std::ops::ControlFlow;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::arguments::{non_blank, team_name};
use super::list_args::ListArgs;
use super::targets::{Targets, change_or_stdin};
use super::{Context, Outcome};
use crate::inbox::{self, CHANGE_ORDER, ChangeFilter, EntryFilter, HistoryEntry, HistoryLine, InboxReader, view};
use crate::model::{ChangeId, Target, TimePhrase};
use crate::output::{ListWriter, Row as _};

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
    /// Show the effects of changes
    ///
    /// --contact and --member keep only the effects, and the members passed over, that involve them; with them,
    /// the totals count only those.
    #[command(after_long_help = "Examples:
  inboxctl history show 7
  inboxctl history show 7 9 --json
  inboxctl history show 7 --contact +525512345678
  inboxctl history show 7 --format ndjson      # all effects
  inboxctl history show 7 --format csv         # effects as a table")]
    Show {
        /// Numbers of changes; - reads a list from stdin
        #[arg(required = true, value_parser = change_or_stdin)]
        id: Vec<String>,
        /// Only effects that involve this contact or its conversations
        #[arg(long, value_name = "PHONE")]
        contact: Option<String>,
        /// Only effects that involve this member
        #[arg(long, value_name = "MEMBER")]
        member: Option<String>,
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
            Self::Show { id, contact, member } => {
                let filter = |reader: &InboxReader<'_>| reader.entry_filter(contact.as_deref(), member.as_deref());
                show(context, &Targets::changes(id)?, filter)
            }
        }
    }
}

impl ChangeFilterArgs {
    fn list(&self, context: &Context, limit: &ListArgs) -> Result<Outcome> {
        let (since, until) = (context.start_of(self.since.as_ref())?, context.end_of(self.until.as_ref())?);
        context.list(limit, |reader, page| {
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
            account: reader.account(self.account.as_deref())?,
            actor: self.actor.clone(),
            command: self.command.as_deref().and_then(non_blank),
            ..ChangeFilter::default()
        })
    }
}

/// A line of `--format ndjson`: what a change did, then the change without it.
#[derive(Serialize)]
#[serde(untagged)]
enum ShownLine {
    Did(HistoryLine),
    Change(serde_json::Value),
}

fn show(
    context: &Context,
    ids: &Targets<ChangeId>,
    filter: impl Fn(&InboxReader<'_>) -> inbox::Result<EntryFilter>,
) -> Result<Outcome> {
    if let Some(lines) = context.ui.begin_stream::<_, view::EffectView>() {
        return list_lines(context, lines, ids.all(), filter);
    }
    let ids = match ids {
        Targets::One(id) => return context.show(|reader| reader.change(*id, &filter(reader)?)),
        Targets::Several(ids) => ids,
    };
    let mut cards = context.ui.begin_cards::<HistoryEntry>(view::Change::PLURAL);
    context.read(|reader| {
        reader.check_changes(ids)?;
        let filter = filter(reader)?;
        for id in ids {
            if cards.row(&reader.change(*id, &filter)?).is_break() {
                break;
            }
        }
        Ok(())
    })?;
    cards.finish(None)?;
    Ok(Outcome::Done)
}

/// Lists all that changes did, and in NDJSON each change behind it.
fn list_lines(
    context: &Context,
    mut page: ListWriter<'_, ShownLine>,
    ids: &[ChangeId],
    filter: impl Fn(&InboxReader<'_>) -> inbox::Result<EntryFilter>,
) -> Result<Outcome> {
    let with_decisions = context.ui.lists_decisions();
    context.read(|reader| {
        reader.check_changes(ids)?;
        let filter = filter(reader)?;
        for id in ids {
            let entry = serde_json::to_value(reader.change(*id, &filter)?).unwrap_or_default();
            let mut flow = ControlFlow::Continue(());
            reader.history_lines(*id, &filter, &mut |line| {
                if with_decisions || matches!(line, HistoryLine::Effect(_)) {
                    flow = page.row(&ShownLine::Did(line));
                }
                flow
            })?;
            if with_decisions && flow.is_continue() {
                flow = page.row(&ShownLine::Change(without_effects(entry)));
            }
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    })?;
    page.finish(None)?;
    Ok(Outcome::Done)
}

fn without_effects(mut entry: serde_json::Value) -> serde_json::Value {
    if let Some(keys) = entry.as_object_mut() {
        keys.shift_remove("effects");
    }
    entry
}
