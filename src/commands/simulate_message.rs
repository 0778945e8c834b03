//! `simulate-message`

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::arguments::{codes, count};
use super::phones::{PhoneArgs, with_phones};
use super::{Context, Outcome, Usage};
use crate::formats::{
    EventField, EventFieldKind, EventFields, EventValue, MESSAGE, Position, Sender, Spanned, of_sender,
};
use crate::inbox::{self, Inbox, LineDecision, OnMissingContact, Replay};
use crate::input::{FaultyFile, LogFile};
use crate::model::Target;

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
#[derive(Debug, Args)]
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
    /// Phone number of the contact, or `external-id:ID`
    #[arg(long, value_name = "PHONE", required_unless_present = "batch")]
    contact: Option<String>,
    /// Sender of the message
    #[arg(long, required_unless_present = "batch", value_parser = codes::<Sender>())]
    from: Option<Sender>,
    #[command(flatten)]
    message: MessageArgs,
    /// Play a message log, one JSON object per line; - for stdin
    #[arg(long, value_name = "FILE", conflicts_with_all =
        ["contact", "from"].into_iter().chain(MESSAGE.iter().map(|field| field.key.code())))]
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
                self.message.check(from)?;
                let contact = Target::Contact(contact.clone());
                let request = self.message.0.clone().into_message(Some(from));
                let request = request.map_err(|_| goes_with("--from member", "--member MEMBER"))?;
                context.request_or_create(missing, Some(&contact), &request)
            }
            // The parser of the command line requires both.
            (None, ..) => Err(goes_with("--contact", "--from").into()),
        }
    }
}

/// The fields of a message that are given, by the options of their table.
#[derive(Debug)]
struct MessageArgs(EventFields<String, String>);

impl Args for MessageArgs {
    fn augment_args(command: Command) -> Command {
        command.args(MESSAGE.iter().map(|field| {
            let (option, help) = field.option;
            let arg = Arg::new(field.key.code()).long(option).help(help);
            let arg = match field.kind {
                EventFieldKind::Member => arg.value_name("MEMBER").required_if_eq("from", "member"),
                EventFieldKind::Members => arg.value_name("MEMBER").action(ArgAction::Append),
                EventFieldKind::Team => arg.value_name("NAME"),
                EventFieldKind::Flag => arg.action(ArgAction::SetTrue),
                EventFieldKind::Count => arg.value_name("N").value_parser(count::<u64>),
            };
            // The steps of a flow exclude each other.
            let steps = of_sender(Sender::Flow).filter(|_| field.sender == Some(Sender::Flow));
            arg.conflicts_with_all(steps.filter(|other| other.key != field.key).map(|other| other.key.code()))
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for MessageArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let text = |key: &str| matches.get_one::<String>(key).cloned();
        let value = |field: &EventField| match (field.kind, field.key.code()) {
            (EventFieldKind::Member, key) => text(key).map(|member| EventValue::Members(vec![member])),
            (EventFieldKind::Members, key) => {
                matches.get_many(key).map(|members| EventValue::Members(members.cloned().collect()))
            }
            (EventFieldKind::Team, key) => text(key).map(EventValue::Team),
            (EventFieldKind::Flag, key) => matches.get_flag(key).then_some(EventValue::Flag),
            (EventFieldKind::Count, key) => matches.get_one(key).copied().map(EventValue::Count),
        };
        let place = Position { line: 1, column: 1 };
        let values = MESSAGE.iter().filter_map(|field| Some((field, Spanned { value: value(field)?, place })));
        Ok(Self(EventFields { place, values: values.collect() }))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl MessageArgs {
    /// Refuses options of another sender.
    fn check(&self, from: Sender) -> Result<(), Usage> {
        let foreign = self.0.foreign(from).find_map(|(field, _)| Some((field.option.0, field.sender?)));
        match foreign {
            Some((option, sender)) => Err(goes_with(&format!("--{option}"), &format!("--from {sender}"))),
            None => Ok(()),
        }
    }
}

fn replay(context: &Context, path: &Path, missing: OnMissingContact, phones: PhoneArgs) -> Result<Outcome> {
    let log = LogFile::open(path)?;
    let mut stream = context.ui.begin_stream::<_, LineDecision>().filter(|_| context.ui.lists_decisions());
    let mut progress = context.ui.progress(log.size(), stream.is_some());
    let mut inbox = Inbox::open(context.store()?, context.wait)?;
    let mut print = |decided| stream.as_mut().map_or(ControlFlow::Break(()), |stream| stream.row(&decided));
    let decided = context.ui.lists_decisions().then_some(&mut print as inbox::Visit<'_, _>);
    let replay = Replay {
        missing,
        without_phone: phones.without_phone(),
        folder: context.scratch(),
        space: inbox::SPACE,
        decided,
        progress: &mut progress,
    };
    // Printed line by line, the decisions contain the effects.
    let mut effects = context.ui.effects_of_log();
    let replayed = effects
        .lend(|effects| inbox.replay(&with_phones(&phones.typed(), &context.change_options()), log, replay, effects));
    progress.finish();
    let replayed = replayed.map_err(|error| explain(path, error))?;
    match stream {
        Some(stream) => stream.finish(None)?,
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
