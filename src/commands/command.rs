//! The commands of the program.

use anyhow::Result;
use clap::Subcommand;

use super::deferred::Deferred;
use super::{Context, Outcome};
use super::{
    assign, backup, check, completions, contact, conversation, help, history, init, man, member, owner, report,
    restore, scenario, schema, settings, simulate_message, status, team, unassign, undo, version, why,
};

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the store (does nothing if it exists)
    Init(Deferred<init::InitArgs>),
    /// Show a summary of the store
    Status(Deferred<status::StatusArgs>),
    /// Manage members, the people conversations are assigned to
    #[command(subcommand)]
    Member(Deferred<member::MemberCommand>),
    /// Manage teams and their assignment strategies
    #[command(subcommand)]
    Team(Deferred<team::TeamCommand>),
    /// Manage contacts (customers)
    #[command(subcommand)]
    Contact(Deferred<contact::ContactCommand>),
    /// Manage contact owners (default assignees)
    #[command(subcommand)]
    Owner(Deferred<owner::OwnerCommand>),
    /// List, show, close and hand over conversations
    #[command(subcommand)]
    Conversation(Deferred<conversation::ConversationCommand>),
    /// Assign a conversation to members or a team
    Assign(Deferred<assign::AssignArgs>),
    /// Unassign members or the team from a conversation
    Unassign(Deferred<unassign::UnassignArgs>),
    /// Explain who a conversation is or was assigned to, and why
    Why(Deferred<why::WhyArgs>),
    /// Show and change settings
    #[command(subcommand)]
    Settings(Deferred<settings::SettingsCommand>),
    /// Record a message in the store and show who is assigned
    SimulateMessage(Deferred<simulate_message::SimulateMessageArgs>),
    /// Test assignment rules with scenario files
    #[command(subcommand)]
    Scenario(Deferred<scenario::ScenarioCommand>),
    /// Show portfolios and load: who has too much, what waits longest
    Report(Deferred<report::ReportArgs>),
    /// Show the change history
    #[command(subcommand)]
    History(Deferred<history::HistoryCommand>),
    /// Undo a change
    Undo(Deferred<undo::UndoArgs>),
    /// Back up the store to a file (safe while in use)
    Backup(Deferred<backup::BackupArgs>),
    /// Put a backup in the place of the store
    Restore(Deferred<restore::RestoreArgs>),
    /// Check the store for corruption and inconsistencies
    Check(Deferred<check::CheckArgs>),
    /// Print the JSON Schema of an output or input format
    Schema(Deferred<schema::SchemaArgs>),
    /// Print a shell completion script
    Completions(Deferred<completions::CompletionsArgs>),
    /// Generate man pages
    Man(Deferred<man::ManArgs>),
    /// Print the versions of the program, SQLite, phone data and store
    Version(Deferred<version::VersionArgs>),
    /// Print help for a command or a topic
    Help(Deferred<help::HelpArgs>),
}

impl Command {
    /// Whether workflow commands are printed.
    pub fn prints_annotations(&self) -> bool {
        matches!(self, Self::Scenario(command) if command.prints_annotations())
    }

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
            Self::Report(args) => args.run(context),
            Self::History(command) => command.run(context),
            Self::Backup(args) => args.run(context),
            Self::Restore(args) => args.run(context),
            Self::Check(args) => args.run(context),
            Self::Undo(args) => args.run(context),
            Self::Schema(args) => args.run(context),
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
            Self::Version(args) => args.run(context),
            Self::Help(args) => args.run(context),
        }
    }
}
