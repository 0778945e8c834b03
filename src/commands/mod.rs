//! One file a command: what can be typed (the doc comments are the help) and a `run` that connects
//! it to the inbox and the screen. Nothing is decided here.

mod assign;
mod backup;
mod check;
pub(crate) mod completions;
mod contact;
mod conversation;
mod help;
mod history;
mod import;
mod init;
mod later;
mod man;
mod member;
pub(crate) mod number;
mod owner;
mod phones;
mod scenario;
mod schema;
mod settings;
pub(crate) mod shared;
mod simulate_message;
mod status;
mod team;
pub(crate) mod tips;
mod topics;
mod unassign;
mod undo;
mod why;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Result;
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use self::later::Later;
use crate::files::same_place;
use crate::inbox::{self, Answer, ChangeOptions, Inbox, InboxReader, RunMode, Session, Stamp, Wait};
use crate::model::code::Codes;
use crate::model::{Country, Field, Fields, PhoneOptions, TeamName, Time, UnknownCode};
use crate::output::{ListWriter, Row, Ui};

/// What can be asked for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the store (does nothing if it exists)
    #[command(display_order = 1)]
    Init(Later<init::Args>),
    /// Show a summary of the store
    #[command(display_order = 2)]
    Status(Later<status::Args>),
    /// Manage members, the people conversations are assigned to
    #[command(subcommand, display_order = 3)]
    Member(Later<member::Command>),
    /// Manage teams and their assignment strategies
    #[command(subcommand, display_order = 4)]
    Team(Later<team::Command>),
    /// Manage contacts (customers)
    #[command(subcommand, display_order = 5)]
    Contact(Later<contact::Command>),
    /// Manage contact owners (default assignees)
    #[command(subcommand, display_order = 6)]
    Owner(Later<owner::Command>),
    /// List, show and close conversations
    #[command(subcommand, display_order = 7)]
    Conversation(Later<conversation::Command>),
    /// Assign a conversation to members or a team
    #[command(display_order = 8)]
    Assign(Later<assign::Args>),
    /// Unassign members or the team from a conversation
    #[command(display_order = 9)]
    Unassign(Later<unassign::Args>),
    /// Explain who a conversation is or was assigned to, and why
    #[command(display_order = 10)]
    Why(Later<why::Args>),
    /// Show and change settings
    #[command(subcommand, display_order = 11)]
    Settings(Later<settings::Command>),
    /// Record a message in the store and show who is assigned
    #[command(display_order = 12)]
    SimulateMessage(Later<simulate_message::Args>),
    /// Test assignment rules with scenario files
    #[command(subcommand, display_order = 13)]
    Scenario(Later<scenario::Command>),
    /// Show the change history
    #[command(subcommand, display_order = 14)]
    History(Later<history::Command>),
    /// Undo a change
    #[command(display_order = 15)]
    Undo(Later<undo::Args>),
    /// Back up the store to a file (safe while in use)
    #[command(display_order = 16)]
    Backup(Later<backup::Args>),
    /// Check the store for corruption and inconsistencies
    #[command(display_order = 17)]
    Check(Later<check::Args>),
    /// Print the JSON Schema of an output or input format
    #[command(display_order = 18)]
    Schema(Later<schema::Args>),
    /// Print a shell completion script
    #[command(display_order = 19)]
    Completions(Later<completions::Args>),
    /// Generate man pages
    #[command(display_order = 20)]
    Man(Later<man::Args>),
    /// Print help for a command or a topic
    #[command(display_order = 21)]
    Help(Later<help::Args>),
}

/// How it ended, if it didn't fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done; also nothing to do.
    Done,
    /// It ran, and the answer is no.
    No,
    /// A dry run shows changes.
    Pending,
}

/// A request that no command understands, beyond what the parser of the command line can tell.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Usage {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What every command is given: the clock and the environment have been read.
pub struct Context {
    /// Where results go.
    pub ui: Ui,
    /// Where the store is; none if no path was given and there is no home directory.
    pub store: Option<PathBuf>,
    /// How long to wait for another program's write.
    pub wait: Wait,
    /// When a change is made.
    pub at: Time,
    /// Who makes it; the system's user if nobody is named.
    pub actor: Option<String>,
    /// By which command.
    pub command: String,
    /// Whether a change is to last.
    pub run: RunMode,
    /// The country of phone numbers without country code, if given.
    pub country: Option<Country>,
    /// Whether a dry run that shows changes is told by its exit code.
    pub detailed_exitcode: bool,
    /// Whether nobody sits before it: the variable `CI` is set.
    pub in_ci: bool,
    /// The parser of the command line, for help and completions.
    pub parser: fn() -> clap::Command,
}

impl Command {
    /// Does what was asked for.
    pub fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Init(args) => args.run(context),
            Self::Status(args) => args.run(context),
            Self::Member(command) => command.run(context),
            Self::Team(command) => command.run(context),
            Self::Contact(command) => command.run(context),
            Self::Owner(command) => command.run(context),
            Self::Conversation(command) => command.run(context),
            Self::Assign(args) => args.run(context),
            Self::Unassign(args) => args.run(context),
            Self::Why(args) => args.run(context),
            Self::Settings(command) => command.run(context),
            Self::SimulateMessage(args) => args.run(context),
            Self::Scenario(command) => command.run(context),
            Self::History(command) => command.run(context),
            Self::Backup(args) => args.run(context),
            Self::Check(args) => args.run(context),
            Self::Undo(args) => args.run(context),
            Self::Schema(args) => args.run(context),
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
            Self::Help(args) => args.run(context),
        }
    }
}

impl Context {
    fn order(&self) -> ChangeOptions {
        // Who only asks needn't look the user up.
        let actor = self.actor.clone().unwrap_or_else(|| whoami::username().unwrap_or_else(|_| "unknown".to_owned()));
        let stamp = Stamp { at: self.at, actor, command: self.command.clone() };
        ChangeOptions { stamp, run: self.run, phones: self.phones() }
    }

    /// How phone numbers without country code are read.
    fn phones(&self) -> PhoneOptions {
        PhoneOptions { country: self.country, format: None }
    }

    /// The path of the store.
    fn store(&self) -> inbox::Result<&Path> {
        self.store.as_deref().ok_or(inbox::InboxError::NoStorePath)
    }

    /// Changes the store, and shows what it did.
    fn change(&self, work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>) -> Result<Outcome> {
        let mut inbox = Inbox::open(self.store()?, self.wait)?;
        let mut stream = self.ui.effects();
        let answer = stream.lend(|effects| inbox.change_and_list(&self.order(), effects, work))?;
        self.ui.print_change(&answer, stream)?;
        Ok(self.outcome(&answer))
    }

    fn outcome(&self, answer: &Answer) -> Outcome {
        self.pending_if(answer.has_effects())
    }

    /// How a command ends that changes something, or would.
    fn pending_if(&self, changes: bool) -> Outcome {
        let told = self.detailed_exitcode && self.run == RunMode::DryRun;
        if told && changes { Outcome::Pending } else { Outcome::Done }
    }

    /// Refuses a dry run of a command that writes only with this option.
    fn check_no_dry_run(&self, writes_with: &str) -> Result<(), Usage> {
        let given = [("--dry-run", self.run == RunMode::DryRun), ("--detailed-exitcode", self.detailed_exitcode)];
        let Some((option, _)) = given.iter().find(|(_, given)| *given) else { return Ok(()) };
        let message = format!("`{option}` needs `{writes_with}`: without it nothing is written");
        Err(Usage { message, hint: format!("remove `{option}`") })
    }

    /// Asks the store.
    fn read<T>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> Result<T> {
        Ok(Inbox::open_for_reading(self.store()?, self.wait)?.read(self.phones(), work)?)
    }

    /// Asks the store for one thing, and shows it.
    fn show<T: Row>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> Result<Outcome> {
        self.ui.print(&self.read(work)?)?;
        Ok(Outcome::Done)
    }

    /// Asks the store for a list, and shows it row by row.
    fn list<T: Row>(
        &self,
        limit: Option<u64>,
        work: impl FnOnce(&mut InboxReader<'_>, &mut ListWriter<'_, T>) -> inbox::Result<Option<u64>>,
    ) -> Result<Outcome> {
        let mut page = self.ui.begin_list(limit);
        let total = self.read(|reader| work(reader, &mut page))?;
        page.finish(total)?;
        Ok(Outcome::Done)
    }
}

impl Context {
    /// Whether a path leads to the store, or to a file that SQLite keeps beside it.
    fn is_of_store(&self, path: &Path) -> bool {
        let Some(store) = &self.store else { return false };
        ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
            let mut file = store.clone().into_os_string();
            file.push(ending);
            same_place(path, Path::new(&file))
        })
    }
}

/// How many rows a list shows.
#[derive(Debug, clap::Args)]
pub struct Limit {
    /// Show at most N rows
    #[arg(long, value_name = "N", value_parser = number::count::<u64>)]
    limit: Option<u64>,
}

/// Emails, teams and phones that can't be read are bad input, not wrong usage: they are read here and
/// in the inbox, not by the parser of the command line.
fn team_name(text: &str) -> inbox::Result<TeamName> {
    Ok(text.parse()?)
}

/// The parser of the words of a closed set.
fn codes<T>() -> impl TypedValueParser<Value = T>
where
    T: Codes + FromStr<Err = UnknownCode> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::codes()).try_map(|word| word.parse())
}

/// Those fields that were given; an empty value clears one.
fn given(fields: &[(Field, &Option<String>)]) -> Fields {
    fields.iter().filter_map(|(field, value)| value.as_ref().map(|value| (*field, filled(value)))).collect()
}

/// A value, unless it is blank.
fn filled(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
