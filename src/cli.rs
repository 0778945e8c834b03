//! The command line: shared options, the environment, the clock. The only place that reads them.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use clap::{CommandFactory as _, FromArgMatches as _, ValueEnum as _};
use etcetera::BaseStrategy as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::commands::arguments::PointPhrase;
use crate::commands::completions::{Shell, answer};
use crate::commands::shared::{self, SharedOptions};
use crate::commands::typed_line::TypedLine;
use crate::commands::{Command, Context, Usage};
use crate::inbox::{CommandWord, LockWait, RunMode};
use crate::interrupt;
use crate::model::{Clock, Country, Excerpt, InvalidCountry, TimePhrase, UnknownZone};
use crate::output::{Color, Format, LocalTimes, Ui, Verbosity, Workflow};

/// Assign conversations of a shared inbox to members, and explain why
///
/// Members, teams, contacts, owners, conversations and settings are kept in a local store. Every assignment
/// has a reason, every change is recorded in the history, and every command that changes the store has a
/// --dry-run.
///
/// See `inboxctl help COMMAND` for a command, and `inboxctl help --help` for topics such as the rules and the
/// exit codes.
#[derive(Debug, clap::Parser)]
#[command(name = "inboxctl", version, disable_help_subcommand = true, max_term_width = 80)]
#[command(after_long_help = "Examples:
  inboxctl init
  inboxctl member add ana@acme.example --name Ana
  inboxctl owner add '+52 55 1234 5678' ana@acme.example --create-contacts
  inboxctl simulate-message --contact +525512345678 --from contact
  inboxctl why +525512345678")]
struct Program {
    #[command(subcommand)]
    command: Command,
}

/// A parsed command line.
#[derive(Debug)]
pub struct Cli {
    command: Command,
    shared: SharedOptions,
    words: Vec<CommandWord>,
}

impl Cli {
    /// Returns the parser with all commands and options.
    pub fn parser() -> clap::Command {
        let mut parser = Self::deferred_parser();
        parser.build();
        parser
    }

    /// Returns the parser without the options of commands, which are added when a command is typed.
    fn deferred_parser() -> clap::Command {
        shared::accept_all(Program::command())
    }

    /// Parses a command line, the program's name first.
    pub fn parse(arguments: &[OsString]) -> Result<Self, clap::Error> {
        let explains = arguments.iter().any(|word| word == "--help");
        let mut parser = if explains { shared::explain(Self::parser()) } else { Self::deferred_parser() };
        let matches = parser.try_get_matches_from_mut(arguments)?;
        let Program { command } = Program::from_arg_matches(&matches)?;
        let words = TypedLine::read(&parser, arguments).to_record();
        Ok(Self { command, shared: SharedOptions::of(matches), words })
    }

    /// Returns the command and its context. Variables whose option the command does not accept are ignored.
    pub fn context(&self, environment: &Environment) -> Result<(&Command, Context)> {
        let shared = &self.shared;
        shared.check()?;
        let actors = [shared.value("actor"), environment.actor.clone()];
        if shared.format().is_none() && shared.takes_format() {
            environment.check_format()?;
        }
        let typed_country = shared.value("country");
        let country = match typed_country {
            None if shared.takes_country() => environment.country()?,
            typed => typed,
        };
        let ui = self.ui(environment);
        let clock = ui.times.clock();
        let at = shared.value::<TimePhrase>("at").map(|at| at.start(clock)).transpose().map_err(Usage::from)?;
        let as_of = shared.value::<PointPhrase>("as-of").map(|point| point.point(clock));
        let as_of = as_of.transpose().map_err(Usage::from)?;
        let at = at.unwrap_or_else(|| clock.now());
        let context = Context {
            ui,
            store: shared.value("store").or_else(|| environment.store.clone()).or_else(default_store),
            wait: LockWait::at_most(Duration::from_secs(shared.value::<u32>("wait").unwrap_or(10).into()))
                .cancelled_by(interrupt::is_cancelled)
                .with_commit_permission(interrupt::may_commit),
            as_of,
            at,
            actor: actors.into_iter().flatten().find(|name: &String| !name.trim().is_empty()),
            command: self.words.clone(),
            run: if shared.has("dry-run") { RunMode::DryRun } else { RunMode::Apply },
            expected: shared.value("expect"),
            country,
            typed_country,
            detailed_exitcode: shared.has("detailed-exitcode"),
            in_ci: environment.in_ci,
            parser: Self::parser,
        };
        Ok((&self.command, context))
    }

    pub fn ui(&self, environment: &Environment) -> Ui {
        let format = environment.format().filter(|_| self.shared.takes_format());
        Ui {
            format: self.shared.format().or(format).unwrap_or_default(),
            verbosity: self.shared.verbosity(),
            width: width(std::io::stdout()),
            color: environment.color(self.shared.value("color")),
            times: LocalTimes::new(Clock::new(now(), if self.shared.has("utc") { utc } else { local_zone })),
            workflow: environment.workflow(self.command.prints_annotations()),
        }
    }
}

/// The variables that stand in for options; an empty one counts as unset.
#[derive(Debug)]
pub struct Environment {
    store: Option<PathBuf>,
    format: Option<String>,
    actor: Option<String>,
    country: Option<String>,
    in_ci: bool,
    /// The workflow of GitHub that runs the program.
    workflow: Option<Workflow>,
    color: Color,
    /// The shell that requests completions.
    shell: Option<Shell>,
}

impl Environment {
    /// Whether a panic is to be printed with its trace.
    pub fn wants_backtrace() -> bool {
        variable("RUST_BACKTRACE").is_some_and(|value| value != "0")
    }

    pub fn read() -> Self {
        Self {
            store: variable("INBOXCTL_STORE").map(PathBuf::from),
            format: text("INBOXCTL_FORMAT"),
            actor: text("INBOXCTL_ACTOR"),
            country: text("INBOXCTL_COUNTRY"),
            in_ci: variable("CI").is_some_and(|value| value != "false" && value != "0"),
            workflow: variable("GITHUB_ACTIONS").map(|_| Workflow { workspace: workspace() }),
            color: color(),
            shell: text("COMPLETE").and_then(|name| Shell::from_str(&name, false).ok()),
        }
    }

    /// Returns the answer to a shell that requests completions, if one does.
    pub fn completions(&self, arguments: &[OsString]) -> Option<String> {
        let store = |words: &[OsString]| {
            let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
            let typed = last_value(&words, "--store").map(expand_home);
            typed.or_else(|| self.store.clone()).or_else(default_store)
        };
        Some(answer(self.shell?, arguments, Cli::parser, store))
    }

    /// Returns the workflow whose log the output is; one that prints annotations is, wherever it runs.
    fn workflow(&self, prints_annotations: bool) -> Option<Workflow> {
        self.workflow.clone().or_else(|| prints_annotations.then(|| Workflow { workspace: workspace() }))
    }

    fn format(&self) -> Option<Format> {
        Format::from_str(self.format.as_deref()?, true).ok()
    }

    fn check_format(&self) -> Result<(), Usage> {
        match &self.format {
            Some(format) if self.format().is_none() => Err(Usage {
                message: format!("unknown format `{}` in INBOXCTL_FORMAT", Excerpt(format)),
                hint: format!("use {}", Format::words()),
            }),
            _ => Ok(()),
        }
    }

    fn country(&self) -> Result<Option<Country>, Usage> {
        let country = self.country.as_deref().map(str::parse).transpose();
        country.map_err(|error: InvalidCountry| Usage {
            message: format!("invalid value in INBOXCTL_COUNTRY: {error}"),
            hint: "correct or unset the variable, or pass `--country COUNTRY`".to_owned(),
        })
    }

    fn color(&self, asked: Option<Color>) -> Color {
        asked.filter(|color| *color != Color::Auto).unwrap_or(self.color)
    }

    /// Returns where to print the errors of a command line that can't be parsed.
    pub fn ui(&self, arguments: &[OsString]) -> Ui {
        let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        let last = |name| last_value(&words, name);
        let json = words.iter().any(|word| word == "--json");
        let named = last("--format").map_or_else(|| self.format(), |format| Format::from_str(format, true).ok());
        let color = last("--color").and_then(|color| Color::from_str(color, true).ok());
        Ui {
            format: if json { Format::Json } else { named.unwrap_or_default() },
            verbosity: Verbosity::Normal,
            width: None,
            color: self.color(color),
            times: LocalTimes::new(Clock::new(now(), local_zone)),
            workflow: self.workflow(words.iter().any(|word| word == "github" || word == "--report=github")),
        }
    }
}

/// Returns the last value of an option in an unparsed command line.
fn last_value<'w>(words: &'w [Cow<'_, str>], name: &str) -> Option<&'w str> {
    let apart = words.iter().zip(words.iter().skip(1)).rev().find(|(option, _)| *option == name);
    let joined = || words.iter().rev().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    apart.map(|(_, value)| value.as_ref()).or_else(joined)
}

/// A path as a shell will read it, which has not expanded it yet.
fn expand_home(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").and_then(|below| Some(etcetera::home_dir().ok()?.join(below)));
    home.unwrap_or_else(|| PathBuf::from(path))
}

#[expect(clippy::disallowed_methods, reason = "here the environment is read")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the folder of the repository in a workflow of GitHub.
fn workspace() -> Option<PathBuf> {
    variable("GITHUB_WORKSPACE").map(PathBuf::from)
}

/// Returns when to use color unless `--color` is given. `CLICOLOR_FORCE=0` forces nothing, although the color
/// library treats it as set.
fn color() -> Color {
    let is = |name, value: &str| variable(name).is_some_and(|found| found == value);
    if !is("CLICOLOR_FORCE", "0") {
        Color::Auto
    } else if variable("NO_COLOR").is_some() || is("CLICOLOR", "0") || is("TERM", "dumb") {
        Color::Never
    } else {
        Color::OnTerminals
    }
}

fn text(name: &str) -> Option<String> {
    variable(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(unix)]
fn width(stream: impl std::os::fd::AsFd) -> Option<u16> {
    // A terminal without rows is one too: some tell only their columns.
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    Some(size.ws_col).filter(|width| *width > 0)
}

#[cfg(not(unix))]
fn width<T>(_: T) -> Option<u16> {
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

/// Returns the path of the default store; none without a home directory.
fn default_store() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.data_dir();
    folder.is_absolute().then(|| folder.join("inboxctl").join("inbox.db"))
}

#[expect(clippy::disallowed_methods, reason = "here the clock is read")]
fn now() -> Timestamp {
    // A build that is not for release can be told the time by its tests.
    let told = if cfg!(debug_assertions) { text("INBOXCTL_TEST_CLOCK") } else { None };
    told.and_then(|time| time.parse().ok()).unwrap_or_else(Timestamp::now)
}

/// Reads the file of a time zone; a link is named by what it leads to.
fn zone_of_file(path: &Path) -> Option<TimeZone> {
    let data = fs::read(path).ok()?;
    let target = fs::canonicalize(path).ok()?;
    let name = target.to_str()?.rsplit_once("/zoneinfo/").map_or("the local time zone", |(_, name)| name);
    TimeZone::tzif(name, &data).ok()
}

#[expect(clippy::unnecessary_wraps, reason = "it stands for a zone that may be unknown")]
fn utc() -> Result<TimeZone, UnknownZone> {
    Ok(TimeZone::UTC)
}

/// Returns the time zone of `TZ` or of the system; UTC if neither is configured.
///
/// Its file is read directly where there is one: the library would first list the whole database.
fn local_zone() -> Result<TimeZone, UnknownZone> {
    let name = variable("TZ");
    let known = match &name {
        Some(name) => Path::new("/usr/share/zoneinfo").join(name.to_string_lossy().trim_start_matches(':')),
        None => PathBuf::from("/etc/localtime"),
    };
    if let Some(zone) = zone_of_file(&known) {
        return Ok(zone);
    }
    match name {
        Some(name) => TimeZone::try_system()
            .map_err(|error| UnknownZone(format!("TZ is `{}`: {error}", Excerpt(&name.to_string_lossy())))),
        None => Ok(TimeZone::try_system().unwrap_or(TimeZone::UTC)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_line_is_consistent() {
        Cli::parser().debug_assert();
    }
}
