//! The command line: global options, the environment, the clock. The only place that reads them.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use anstream::ColorChoice;
use anyhow::{Context as _, Result};
use clap::{CommandFactory as _, Parser, ValueEnum as _};
use etcetera::BaseStrategy as _;

use crate::commands::{Command, Context, Usage, number};
use crate::inbox::{Run, Wait};
use crate::model::{Country, Time};
use crate::output::{Format, Noise, Screen};

/// Says who a conversation of a shared inbox belongs to, and why
#[derive(Debug, Parser)]
#[command(name = "inboxctl", version, disable_help_subcommand = true, max_term_width = 80)]
#[command(after_help = "Members, teams, contacts, owners, conversations and settings live in a local
store. Every assignment carries its reason, every command that writes can be
rehearsed with --dry-run, and every change has an entry in the history.

Examples:
  inboxctl init
  inboxctl member add ana@acme.example --name Ana
  inboxctl owner add '+52 55 1234 5678' ana@acme.example --create-contacts
  inboxctl simulate-message --contact +525512345678 --from contact
  inboxctl why +525512345678

`inboxctl help exit-codes` says what the exit codes mean.")]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What goes with every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Globals {
    /// The store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user's data directory]
    #[arg(long, global = true, value_name = "PATH")]
    store: Option<PathBuf>,
    /// The format of results [env: INBOXCTL_FORMAT] [default: table]
    #[arg(long, global = true, value_enum)]
    format: Option<Format>,
    /// Short for --format json
    #[arg(long, global = true, conflicts_with = "format")]
    json: bool,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Color,
    /// Say less on stderr: errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Decide and report as the real run would, then change nothing
    #[arg(short = 'n', long, global = true)]
    dry_run: bool,
    /// Exit with 6 when a dry run shows changes
    #[arg(long, global = true)]
    detailed_exitcode: bool,
    /// Who is recorded in the history [env: INBOXCTL_ACTOR] [default: the system user]
    #[arg(long, global = true, value_name = "NAME")]
    actor: Option<String>,
    /// The time of the change, RFC 3339 [default: now]
    #[arg(long, global = true, value_name = "TIME")]
    at: Option<Time>,
    /// The country of phone numbers without country code [default: the setting default-country]
    #[arg(long, global = true, value_name = "CC")]
    country: Option<Country>,
    /// How long to wait while another program writes
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10, value_parser = number::count::<u32>)]
    wait: u32,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Cli {
    /// The parser of the command line, with all that can be typed.
    pub fn parser() -> clap::Command {
        let mut parser = Self::command();
        parser.build();
        parser
    }

    /// What was asked for, and what goes with it.
    pub fn context(&self, arguments: &[OsString], environment: &Environment) -> Result<(&Command, Context)> {
        let globals = &self.globals;
        let store = globals.store.clone().or_else(|| environment.store.clone());
        let actor = [&globals.actor, &environment.actor].into_iter().flatten().find(|name| !name.trim().is_empty());
        if globals.format.is_none() && !globals.json {
            environment.check_format()?;
        }
        let context = Context {
            screen: self.screen(environment),
            store: store.map_or_else(default_store, Ok)?,
            wait: Wait::at_most(Duration::from_secs(globals.wait.into())),
            at: globals.at.unwrap_or_else(now),
            actor: actor.cloned(),
            command: typed(arguments),
            run: if globals.dry_run { Run::Dry } else { Run::Real },
            country: globals.country,
            detailed_exitcode: globals.detailed_exitcode,
            in_ci: environment.in_ci,
            parser: Self::parser,
        };
        Ok((&self.command, context))
    }

    /// Where results and errors go.
    pub fn screen(&self, environment: &Environment) -> Screen {
        let globals = &self.globals;
        let json = globals.json.then_some(Format::Json);
        Screen {
            format: json.or(globals.format).or_else(|| environment.format()).unwrap_or(Format::Table),
            noise: match (globals.quiet, globals.verbose) {
                (true, _) => Noise::Quiet,
                (false, true) => Noise::Verbose,
                (false, false) => Noise::Normal,
            },
            width: width(std::io::stdout()),
            color: match globals.color {
                Color::Auto => ColorChoice::Auto,
                Color::Always => ColorChoice::Always,
                Color::Never => ColorChoice::Never,
            },
        }
    }
}

/// What the environment says; an option of the command line comes first, and a variable that is
/// empty says nothing.
#[derive(Debug, Default)]
pub struct Environment {
    store: Option<PathBuf>,
    format: Option<String>,
    actor: Option<String>,
    in_ci: bool,
}

impl Environment {
    /// Reads it.
    pub fn read() -> Self {
        Self {
            store: variable("INBOXCTL_STORE").map(PathBuf::from),
            format: variable("INBOXCTL_FORMAT").map(|format| format.to_string_lossy().into_owned()),
            actor: variable("INBOXCTL_ACTOR").map(|actor| actor.to_string_lossy().into_owned()),
            in_ci: variable("CI").is_some_and(|value| value != "false" && value != "0"),
        }
    }

    fn format(&self) -> Option<Format> {
        Format::from_str(self.format.as_deref()?, true).ok()
    }

    fn check_format(&self) -> Result<(), Usage> {
        match &self.format {
            Some(format) if self.format().is_none() => Err(Usage {
                message: format!("`{format}` in INBOXCTL_FORMAT is no format"),
                hint: "the formats are table, json, ndjson and csv".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Whether errors are wanted as JSON, as far as can be told of a command line that can't be
    /// understood.
    pub fn wants_json(&self, arguments: &[OsString]) -> bool {
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let named = words.iter().zip(words.iter().skip(1)).find(|(option, _)| *option == "--format");
        let named = named
            .map(|(_, format)| format.as_ref())
            .or_else(|| words.iter().find_map(|word| word.strip_prefix("--format=")));
        let format = named.map_or_else(|| self.format(), |format| Format::from_str(format, true).ok());
        words.iter().any(|word| word == "--json") || matches!(format, Some(Format::Json | Format::Ndjson))
    }
}

#[expect(clippy::disallowed_methods, reason = "here the environment is read")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(unix)]
fn width(stream: impl std::os::fd::AsFd) -> Option<u16> {
    terminal_size::terminal_size_of(stream).map(|(width, _)| width.0)
}

#[cfg(not(unix))]
fn width<T>(_: T) -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

fn default_store() -> Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy().context("the user's data directory is unknown")?;
    Ok(strategy.data_dir().join("inboxctl").join("inbox.db"))
}

#[expect(clippy::disallowed_methods, reason = "here the clock is read")]
fn now() -> Time {
    Time::from_clock(jiff::Timestamp::now())
}

/// The command as it was typed, without the program's name; quoted where a shell would need it.
fn typed(arguments: &[OsString]) -> String {
    let words = arguments.iter().skip(1).map(|word| {
        let word = word.to_string_lossy();
        let plain =
            !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || "@%+=:,./-_".contains(letter));
        if plain { word.into_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::parser().debug_assert();
    }

    #[test]
    fn the_history_quotes_what_a_shell_would_split() {
        let words = ["inboxctl", "contact", "add", "+52 55", "it's", ""].map(OsString::from);
        assert_eq!(typed(&words), r"contact add '+52 55' 'it'\''s' ''");
    }
}
