//! `schema`

use anyhow::Result;
use clap::ValueEnum;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;

use super::init::InitAnswer;
use super::{Context, Outcome};
use crate::formats::{log, scenario};
use crate::inbox::{
    Answer, BackupReport, HistoryEntry, HistoryLine, ImportReport, LineDecision, ReplaySummary, UndoAnswer, Why, view,
};
use crate::output::{Cell, ErrorReport, Row};
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaName {
    /// A member: `member list`, `member show`
    Member,
    /// A team: `team list`, `team show`
    Team,
    /// A contact: `contact list`, `contact show`
    Contact,
    /// An ownership: `owner list`
    Owner,
    /// A conversation: `conversation list`, `conversation show`
    Conversation,
    /// A setting: `settings list`, `settings get`
    Setting,
    /// A change: `history list`
    Change,
    /// A change with its effects: `history show`
    HistoryEntry,
    /// A line of `history show --format ndjson`, before the change
    HistoryLine,
    /// The summary of the store: `status`
    Status,
    /// Who a conversation is and was assigned to: `why`
    Why,
    /// Problems of the store: `check`
    Check,
    /// The result of commands that change the store
    Answer,
    /// An effect: a line of `--format ndjson` of those commands, before the result
    Effect,
    /// The result of an import
    Import,
    /// The result of `undo`
    Undo,
    /// The result of `simulate-message --batch`
    Replay,
    /// A line of `simulate-message --batch --format ndjson`
    ReplayLine,
    /// The result of `init`
    Init,
    /// The result of `backup`
    Backup,
    /// An error, on stderr
    Error,
    /// The results of scenarios: `scenario test`, and its `--report json=FILE`
    Report,
    /// The `coverage` of a report
    Coverage,
    /// A scenario in the list: `scenario test --list`
    Listed,
    /// A scenario step by step: `scenario explain`
    Explain,
    /// The differences between two runs: `scenario compare`
    Compare,
    /// A schema in the list: `schema`
    Schema,
    /// Input file: scenarios, for `scenario test`
    Scenario,
    /// Input file, one line: a message log, for `simulate-message --batch`
    Log,
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
        let mut schema = match self {
            Self::Member => answer::<view::MemberView>(),
            Self::Team => answer::<view::TeamView>(),
            Self::Contact => answer::<view::ContactView>(),
            Self::Owner => answer::<view::Ownership>(),
            Self::Conversation => answer::<view::ConversationView>(),
            Self::Setting => answer::<view::SettingView>(),
            Self::Change => answer::<view::Change>(),
            Self::HistoryEntry => answer::<HistoryEntry>(),
            Self::HistoryLine => answer::<HistoryLine>(),
            Self::Status => answer::<view::StoreSummary>(),
            Self::Why => answer::<Why>(),
            Self::Check => answer::<view::CheckReport>(),
            Self::Answer => answer::<Answer>(),
            Self::Effect => answer::<view::EffectView>(),
            Self::Import => answer::<ImportReport>(),
            Self::Undo => answer::<UndoAnswer>(),
            Self::Replay => answer::<ReplaySummary>(),
            Self::ReplayLine => answer::<LineDecision>(),
            Self::Init => answer::<InitAnswer>(),
            Self::Backup => answer::<BackupReport>(),
            Self::Error => answer::<ErrorReport<'_>>(),
            Self::Report => answer::<Report>(),
            Self::Coverage => answer::<Coverage>(),
            Self::Listed => answer::<Listed>(),
            Self::Explain => answer::<ScenarioExplanation>(),
            Self::Compare => answer::<ComparisonReport>(),
            Self::Schema => answer::<SchemaEntry>(),
            Self::Scenario => scenario::schema(),
            Self::Log => log::schema(),
        };
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

#[derive(Debug, Serialize, JsonSchema)]
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
