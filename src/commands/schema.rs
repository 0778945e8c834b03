//! `schema`

use anyhow::Result;
use clap::ValueEnum;

use super::{Context, Outcome};
use crate::formats::scenario;

/// Print the JSON Schema of a kind of file, for editors that complete and check it
#[derive(Debug, clap::Args)]
#[command(after_help = "An editor with a YAML language server takes it from the first line of a file:
  # yaml-language-server: $schema=scenario.schema.json

Examples:
  inboxctl schema                                  (which there are)
  inboxctl schema scenario > scenario.schema.json")]
pub struct Args {
    /// What to describe
    #[arg(value_enum)]
    name: Option<Name>,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    // Scenario files.
    Scenario,
}

impl Args {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let text = match self.name {
            Some(Name::Scenario) => serde_json::to_string_pretty(&scenario::schema())? + "\n",
            None => Name::value_variants()
                .iter()
                .filter_map(|name| Some(name.to_possible_value()?.get_name().to_owned() + "\n"))
                .collect(),
        };
        context.screen.text(&text)?;
        Ok(Outcome::Done)
    }
}
