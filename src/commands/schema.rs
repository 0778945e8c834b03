//! `schema`

use anyhow::Result;
use clap::ValueEnum;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;

use super::init::InitAnswer;
use super::version::ProgramVersions;
use super::{Context, Outcome};
use crate::formats::{log, profile, scenario};
use crate::inbox::{
    Answer, BackupReport, ContactDetails, HistoryEntry, HistoryLine, ImportReport, LineDecision, ReplaySummary,
    RestoreReport, UndoAnswer, Why, view,
};
use crate::output::{Cell, ErrorReport, Row};
use crate::report::LoadReport;
use crate::scenario::{ComparisonReport, Coverage, Listed, Report, ScenarioExplanation};

/// A list is an array of the items described; with --format ndjson it is one item per line. Schemas of
/// outputs allow additional keys, since new ones may be added; schemas of input files don't.
///
/// For completion in an editor with a YAML language server, begin a scenario file with
/// `# yaml-language-server: $schema=scenario.schema.json`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  inboxctl schema                                  # lists all schemas
  inboxctl schema conversation
  inboxctl schema scenario > scenario.schema.json")]
pub struct SchemaArgs {
    /// Name of the schema; without it, list all names
    #[arg(value_enum, hide_possible_values = true)]
    name: Option<SchemaName>,
}

/// Declares the schemas, with the descriptions in the list.
macro_rules! schemas {
    ($( $(#[$doc:meta])* $name:ident => $schema:expr, )*) => {
        #[derive(Debug, Clone, Copy, ValueEnum)]
        enum SchemaName {
            $( $(#[$doc])* $name, )*
        }

        impl SchemaName {
            fn untitled(self) -> Schema {
                match self {
                    $( Self::$name => $schema, )*
                }
            }
        }
    };
}

schemas! {
    /// A member: `member list`, `member show`
    Member => answer::<view::MemberView>(),
    /// An absence of a member: `member absences`
    Absence => answer::<view::AbsenceView>(),
    /// A team: `team list`, `team show`
    Team => answer::<view::TeamView>(),
    /// A contact: `contact list`
    Contact => answer::<view::ContactView>(),
    /// A contact with its owners and its conversations: `contact show`
    ContactDetails => answer::<ContactDetails>(),
    /// An ownership: `owner list`
    Owner => answer::<view::Ownership>(),
    /// The contacts of an owner: `owner list --by member`
    OwnersByMember => answer::<view::MemberOwnerships>(),
    /// The owners of an account: `owner list --by account`
    OwnersByAccount => answer::<view::AccountOwnerships>(),
    /// A conversation: `conversation list`, `conversation show`
    Conversation => answer::<view::ConversationView>(),
    /// A setting: `settings list`, `settings get`
    Setting => answer::<view::SettingView>(),
    /// A change: `history list`
    Change => answer::<view::Change>(),
    /// A change with its effects: `history show`
    HistoryEntry => answer::<HistoryEntry>(),
    /// A line of `history show --format ndjson`, before the change
    HistoryLine => answer::<HistoryLine>(),
    /// The summary of the store: `status`
    Status => answer::<view::StoreSummary>(),
    /// Portfolios and load: `report`
    Report => answer::<LoadReport>(),
    /// Who a conversation is and was assigned to: `why`
    Why => answer::<Why>(),
    /// Problems of the store: `check`
    Check => answer::<view::CheckReport>(),
    /// The result of commands that change the store
    Answer => answer::<Answer>(),
    /// An effect: a line of `--format ndjson` of those commands, before the result
    Effect => answer::<view::EffectView>(),
    /// The result of an import
    Import => answer::<ImportReport>(),
    /// The result of `undo`
    Undo => answer::<UndoAnswer>(),
    /// The result of `simulate-message --batch`
    Replay => answer::<ReplaySummary>(),
    /// A line of `simulate-message --batch --format ndjson`
    ReplayLine => answer::<LineDecision>(),
    /// The result of `init`
    Init => answer::<InitAnswer>(),
    /// The result of `backup`
    Backup => answer::<BackupReport>(),
    /// The result of `restore`
    Restore => answer::<RestoreReport>(),
    /// Versions: `version`
    Version => answer::<ProgramVersions>(),
    /// An error, on stderr
    Error => answer::<ErrorReport>(),
    /// The results of scenarios: `scenario test`, and its `--report json=FILE`
    ScenarioReport => answer::<Report>(),
    /// The `coverage` of a report
    Coverage => answer::<Coverage>(),
    /// A scenario in the list: `scenario test --list`
    Listed => answer::<Listed>(),
    /// A scenario step by step: `scenario explain`
    Explain => answer::<ScenarioExplanation>(),
    /// The differences between two runs: `scenario compare`
    Compare => answer::<ComparisonReport>(),
    /// A schema in the list: `schema`
    Schema => answer::<SchemaEntry>(),
    /// Input file: scenarios, for `scenario test`
    Scenario => scenario::schema(),
    /// Input file: a profile, for `owner import --profile`
    Profile => profile::schema(),
    /// Input file, one line: a message log, for `simulate-message --batch`
    Log => log::schema(),
}

impl SchemaArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        if let Some(name) = self.name {
            context.ui.print_text(&(serde_json::to_string_pretty(&name.schema())? + "\n"))?;
        } else {
            let entries: Vec<_> = SchemaName::value_variants().iter().filter_map(|name| name.entry()).collect();
            context.ui.print_list(&entries)?;
        }
        Ok(Outcome::Done)
    }
}

impl SchemaName {
    fn schema(self) -> Schema {
        let mut schema = self.untitled();
        if let Some(name) = self.to_possible_value() {
            schema.insert("title".to_owned(), format!("inboxctl {}", name.get_name()).into());
        }
        RecursiveTransform(plain).transform(&mut schema);
        schema
    }

    fn entry(self) -> Option<SchemaEntry> {
        let value = self.to_possible_value()?;
        let description = value.get_help().map(ToString::to_string).unwrap_or_default();
        Some(SchemaEntry { name: value.get_name().to_owned(), description })
    }
}

/// Returns the schema of an output: keys that are always present are required.
fn answer<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// Removes formats that only Rust has, which strict validators refuse.
fn plain(schema: &mut Schema) {
    let is_number = |format: &str| format.starts_with("int") || format.starts_with("uint");
    if schema.get("format").and_then(|format| format.as_str()).is_some_and(is_number) {
        schema.remove("format");
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
struct SchemaEntry {
    /// The name of the schema.
    name: String,
    /// What the schema describes, and the command that prints or reads it.
    description: String,
}

impl Row for SchemaEntry {
    const PLURAL: &'static str = "schemas";
    const HEADINGS: &'static [&'static str] = &["name", "description"];

    fn cells(&self) -> Vec<Cell> {
        vec![self.name.clone().into(), self.description.clone().into()]
    }
}
