//! `simulate-message`

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::arguments::codes;
use super::phones::PhoneArgs;
use super::{Context, Outcome, Usage};
use crate::formats::Sender;
use crate::inbox::{self, Inbox, OnMissingContact, Replay};
use crate::input::{FaultyFile, LogFile};
use crate::model::{Request, Target};

/// Changes the store, as every other command does: a script can play a conversation message by message.
/// With --dry-run it only shows the effects.
///
/// With --batch it plays a message log, one JSON object per line, as a single change that `undo` reverts.
/// Every line has `at` and `contact`, and either `from`, the sender of a message: `contact`, `member` (with
/// `member`, `note`), `flow` (with `assign`, `assign_team` or `end_flow`) or `system`; or `action`, a manual
/// change: `assign` (with `member`, `team`, `replace`), `unassign` (with `member`, `team`, `all`) or `close`.
/// Lines must be in chronological order. If any line is invalid, no changes are made and every invalid line is
/// reported.
///
/// With --format ndjson each decision is printed as it is made, with its `line`; it is final only if the
/// command exits with 0. The store is locked until the whole log has been read: for a slow source, save it to
/// a file first.
#[derive(Debug, clap::Args)]
#[command(mut_group("PhoneArgs", |group| group.conflicts_with("contact")))]
#[command(after_long_help = "A line of a message log:
  {\"at\": \"2026-01-01T09:00:00Z\", \"contact\": \"+525512345678\",
   \"from\": \"contact\"}

Examples:
  inboxctl simulate-message --contact '+52 55 1234 5678' --from contact
  inboxctl simulate-message --contact +525512345678 --from member \\
      --member ana@acme.example
  inboxctl simulate-message --contact +525512345678 --from flow \\
      --assign-team Sales --dry-run
  inboxctl simulate-message --batch messages.ndjson --create-contacts
  inboxctl simulate-message --batch - --dry-run --format ndjson \\
      < messages.ndjson")]
pub struct SimulateMessageArgs {
    /// Phone number of the contact
    #[arg(long, value_name = "PHONE", required_unless_present = "batch")]
    contact: Option<String>,
    /// Sender of the message
    #[arg(long, required_unless_present = "batch", value_parser = codes::<Sender>())]
    from: Option<Sender>,
    /// Email of the sender, with --from member
    #[arg(long, value_name = "EMAIL", required_if_eq("from", "member"))]
    member: Option<String>,
    /// Record an internal note, hidden from the contact; with --from member
    #[arg(long)]
    note: bool,
    /// Email of a member to assign (can be repeated); with --from flow
    #[arg(long, value_name = "EMAIL", conflicts_with_all = ["assign_team", "end_flow"])]
    assign: Vec<String>,
    /// Team to assign; with --from flow
    #[arg(long, value_name = "NAME", conflicts_with = "end_flow")]
    assign_team: Option<String>,
    /// End the flow; with --from flow
    #[arg(long)]
    end_flow: bool,
    /// Play a message log, one JSON object per line; - for stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "contact", "from", "member", "note", "assign", "assign_team", "end_flow"])]
    batch: Option<PathBuf>,
    #[command(flatten)]
    phones: PhoneArgs,
    /// Create the contact if it does not exist
    #[arg(long)]
    create_contacts: bool,
}

impl SimulateMessageArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let missing = OnMissingContact::create_if(self.create_contacts);
        match (&self.batch, &self.contact, self.from) {
            (Some(path), ..) => replay(context, path, missing, self.phones),
            (None, Some(contact), Some(from)) => {
                self.check_sender(from)?;
                let contact = Target::Contact(contact.clone());
                context.request_or_create(missing, Some(&contact), &self.message(from))
            }
            // The parser of the command line requires both.
            (None, ..) => Err(goes_with("--contact", "--from").into()),
        }
    }

    fn message(&self, from: Sender) -> Request<String, String> {
        let member = || self.member.clone().unwrap_or_default();
        match (from, &self.assign_team) {
            (Sender::Contact, _) => Request::ContactMessage,
            (Sender::System, _) => Request::SystemMessage,
            (Sender::Member, _) if self.note => Request::MemberNote { member: member() },
            (Sender::Member, _) => Request::MemberMessage { member: member() },
            (Sender::Flow, Some(team)) => Request::FlowAssignTeam { team: team.clone() },
            (Sender::Flow, None) if self.end_flow => Request::FlowEnd,
            (Sender::Flow, None) if self.assign.is_empty() => Request::FlowMessage,
            (Sender::Flow, None) => Request::FlowAssign { members: self.assign.clone() },
        }
    }

    /// Refuses options of another sender.
    fn check_sender(&self, from: Sender) -> Result<(), Usage> {
        let given = [
            ("--member", self.member.is_some(), Sender::Member),
            ("--note", self.note, Sender::Member),
            ("--assign", !self.assign.is_empty(), Sender::Flow),
            ("--assign-team", self.assign_team.is_some(), Sender::Flow),
            ("--end-flow", self.end_flow, Sender::Flow),
        ];
        match given.iter().find(|(_, given, sender)| *given && *sender != from) {
            Some((option, _, Sender::Member)) => Err(goes_with(option, "--from member")),
            Some((option, ..)) => Err(goes_with(option, "--from flow")),
            None if from == Sender::Member && self.member.is_none() => {
                Err(goes_with("--from member", "--member EMAIL"))
            }
            None => Ok(()),
        }
    }
}

fn replay(context: &Context, path: &Path, missing: OnMissingContact, phones: PhoneArgs) -> Result<Outcome> {
    let log = LogFile::open(path)?;
    let mut stream = context.ui.lists_decisions().then(|| context.ui.decisions());
    let mut progress = context.ui.progress_beside(log.size(), stream.is_some());
    let mut inbox = Inbox::open(context.store()?, context.wait)?;
    let mut print = |decided| stream.as_mut().map_or(ControlFlow::Break(()), |stream| stream.line(&decided));
    let decided = context.ui.lists_decisions().then_some(&mut print as inbox::Visit<'_, _>);
    let replay = Replay {
        log: Box::new(log),
        missing,
        without_phone: phones.without_phone(),
        folder: context.scratch(),
        space: inbox::SPACE,
        decided,
        progress: &mut progress,
    };
    // Printed line by line, the decisions contain the effects.
    let mut effects = context.ui.effects_of_log();
    let replayed =
        effects.lend(|effects| inbox.replay(&phones.change_options(&context.change_options()), replay, effects));
    progress.finish();
    let replayed = replayed.map_err(|error| explain(path, error))?;
    match stream {
        Some(stream) => stream.finish()?,
        None => context.ui.print_change(&replayed, effects)?,
    }
    Ok(context.outcome_of(replayed.has_effects()))
}

/// Adds the name of the log to an error.
pub(super) fn explain(path: &Path, error: inbox::InboxError) -> anyhow::Error {
    match error {
        inbox::InboxError::LogErrors(log) => FaultyFile::log(path, &log).into(),
        inbox::InboxError::Source(source) => match source.downcast() {
            Ok(error) => FaultyFile::unreadable(path, &error).into(),
            Err(source) => inbox::InboxError::Source(source).into(),
        },
        other => other.into(),
    }
}

fn goes_with(option: &str, other: &str) -> Usage {
    let hint = "see `inboxctl simulate-message --help`";
    Usage::new(&format!("`{option}` requires `{other}`"), hint)
}
