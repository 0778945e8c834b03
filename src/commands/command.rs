//! The commands of the program.

use anyhow::Result;
use clap::Subcommand;

use super::deferred::Deferred;
use super::{Context, Outcome};
use super::{
    assign, backup, check, completions, contact, conversation, help, history, init, man, member, owner, scenario,
    schema, settings, simulate_message, status, team, unassign, undo, why,
};

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the store (does nothing if it exists)
    #[command(display_order = 1)]
    Init(Deferred<init::InitArgs>),
    /// Show a summary of the store
    #[command(display_order = 2)]
    Status(Deferred<status::StatusArgs>),
    /// Manage members, the people conversations are assigned to
    #[command(subcommand, display_order = 3)]
    Member(Deferred<member::MemberCommand>),
    /// Manage teams and their assignment strategies
    #[command(subcommand, display_order = 4)]
    Team(Deferred<team::TeamCommand>),
    /// Manage contacts (customers)
    #[command(subcommand, display_order = 5)]
    Contact(Deferred<contact::ContactCommand>),
    /// Manage contact owners (default assignees)
    #[command(subcommand, display_order = 6)]
    Owner(Deferred<owner::OwnerCommand>),
    /// List, show and close conversations
    #[command(subcommand, display_order = 7)]
    Conversation(Deferred<conversation::ConversationCommand>),
    /// Assign a conversation to members or a team
    #[command(display_order = 8)]
    Assign(Deferred<assign::AssignArgs>),
    /// Unassign members or the team from a conversation
    #[command(display_order = 9)]
    Unassign(Deferred<unassign::UnassignArgs>),
    /// Explain who a conversation is or was assigned to, and why
    #[command(display_order = 10)]
    Why(Deferred<why::WhyArgs>),
    /// Show and change settings
    #[command(subcommand, display_order = 11)]
    Settings(Deferred<settings::SettingsCommand>),
    /// Record a message in the store and show who is assigned
    #[command(display_order = 12)]
    SimulateMessage(Deferred<simulate_message::SimulateMessageArgs>),
    /// Test assignment rules with scenario files
    #[command(subcommand, display_order = 13)]
    Scenario(Deferred<scenario::ScenarioCommand>),
    /// Show the change history
    #[command(subcommand, display_order = 14)]
    History(Deferred<history::HistoryCommand>),
    /// Undo a change
    #[command(display_order = 15)]
    Undo(Deferred<undo::UndoArgs>),
    /// Back up the store to a file (safe while in use)
    #[command(display_order = 16)]
    Backup(Deferred<backup::BackupArgs>),
    /// Check the store for corruption and inconsistencies
    #[command(display_order = 17)]
    Check(Deferred<check::CheckArgs>),
    /// Print the JSON Schema of an output or input format
    #[command(display_order = 18)]
    Schema(Deferred<schema::SchemaArgs>),
    /// Print a shell completion script
    #[command(display_order = 19)]
    Completions(Deferred<completions::CompletionsArgs>),
    /// Generate man pages
    #[command(display_order = 20)]
    Man(Deferred<man::ManArgs>),
    /// Print help for a command or a topic
    #[command(display_order = 21)]
    Help(Deferred<help::HelpArgs>),
}

impl Command {
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
