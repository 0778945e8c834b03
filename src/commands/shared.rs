//! The options that many commands share, and which command accepts which of them.
//!
//! An option is accepted only where it has a meaning; ignoring it would answer another question. All options may
//! precede the command, so that an alias can hold them, or follow it; the last one counts. `--json` and
//! `--format` are one option, and so are `--quiet` and `--verbose`.

use std::any::Any;
use std::path::PathBuf;

use clap::builder::Styles;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::Usage;
use super::aliases::with_aliases;
use super::arguments::{PointPhrase, count};
use crate::model::{Country, PlanDigest, TimePhrase};
use crate::output::{Color, Format, Verbosity};

/// The heading of the shared options in the help of a command.
const HEADING: &str = "Shared options";

/// Options that are accepted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OptionGroup {
    Store,
    Format,
    Phones,
    /// The zone of times that are read and shown.
    Zone,
    Past,
    DryRun,
    Record,
    /// Verbosity and color: for every command.
    Screen,
}

/// All groups but [`OptionGroup::Screen`], in the order of the help.
const GROUPS: [OptionGroup; 7] = [
    OptionGroup::Store,
    OptionGroup::Format,
    OptionGroup::Phones,
    OptionGroup::Zone,
    OptionGroup::Past,
    OptionGroup::DryRun,
    OptionGroup::Record,
];

const STORE: &[OptionGroup] = &[OptionGroup::Store, OptionGroup::Format];
const READS: &[OptionGroup] = &[OptionGroup::Store, OptionGroup::Format, OptionGroup::Zone, OptionGroup::Past];
const READS_PHONES: &[OptionGroup] =
    &[OptionGroup::Store, OptionGroup::Format, OptionGroup::Phones, OptionGroup::Zone, OptionGroup::Past];
const WRITES: &[OptionGroup] =
    &[OptionGroup::Store, OptionGroup::Format, OptionGroup::Zone, OptionGroup::DryRun, OptionGroup::Record];
const WRITES_PHONES: &[OptionGroup] = &[
    OptionGroup::Store,
    OptionGroup::Format,
    OptionGroup::Phones,
    OptionGroup::Zone,
    OptionGroup::DryRun,
    OptionGroup::Record,
];

/// Returns the groups that a command accepts besides [`OptionGroup::Screen`].
fn accepted(command: &str) -> &'static [OptionGroup] {
    match command {
        "status" | "report" | "member list" | "member absences" | "member show" | "team list" | "team show"
        | "settings list" | "settings get" | "history show" => READS,
        "scenario explain" | "init" | "backup" | "check" => STORE,
        "contact list" | "contact show" | "owner list" | "conversation list" | "conversation show" | "why"
        | "history list" | "scenario compare" => READS_PHONES,
        "member add"
        | "member import"
        | "member update"
        | "member away"
        | "member back"
        | "member deactivate"
        | "member activate"
        | "member remove"
        | "team add"
        | "team import"
        | "team update"
        | "team remove"
        | "team join"
        | "team leave"
        | "owner transfer"
        | "owner rebalance"
        | "conversation transfer"
        | "conversation distribute"
        | "conversation reassign-overdue"
        | "settings set"
        | "settings reset"
        | "undo"
        | "restore" => WRITES,
        "contact add"
        | "contact update"
        | "contact merge"
        | "contact erase"
        | "contact remove"
        | "owner add"
        | "owner set"
        | "owner remove"
        | "owner distribute"
        | "owner pin"
        | "owner unpin"
        | "contact import"
        | "owner import"
        | "conversation close"
        | "conversation reopen"
        | "assign"
        | "unassign"
        | "simulate-message" => WRITES_PHONES,
        // With `--update` it writes files, not the store.
        "scenario test" => &[OptionGroup::Store, OptionGroup::Format, OptionGroup::DryRun],
        "member export" | "team export" | "contact export" | "owner export" => {
            &[OptionGroup::Store, OptionGroup::Zone, OptionGroup::Past]
        }
        "schema" | "version" => &[OptionGroup::Format],
        _ => &[],
    }
}

impl OptionGroup {
    fn options(self) -> Vec<Arg> {
        match self {
            Self::Store => vec![
                value("store", "PATH").value_parser(value_parser!(PathBuf)).help(
                    "Path to the store [env: INBOXCTL_STORE] [default: inboxctl/inbox.db in the user's data directory]",
                ),
                value("wait", "SECONDS")
                    .value_parser(count::<u32>)
                    .default_value("10")
                    .help("Seconds to wait for a locked store"),
            ],
            Self::Format => vec![
                value("format", "FORMAT")
                    .value_parser(value_parser!(Format))
                    .ignore_case(true)
                    .overrides_with("json")
                    .help("Format of results [env: INBOXCTL_FORMAT] [default: table]"),
                flag("json").overrides_with("format").help("Same as `--format json`"),
            ],
            Self::Phones => vec![value("country", "CC").value_parser(value_parser!(Country)).help(
                "Default country for phone numbers without a country code [env: INBOXCTL_COUNTRY] \
                     [default: the setting default-country]",
            )],
            Self::Zone => {
                vec![flag("utc").help("Read and show times in UTC instead of the local time zone [env: TZ]")]
            }
            Self::Past => vec![
                value("as-of", "TIME")
                    .value_parser(value_parser!(PointPhrase))
                    .help("Answer as the store was at this time, or right after a change: change:7"),
            ],
            Self::DryRun => vec![
                flag("dry-run").short('n').help("Show what would change without changing anything"),
                flag("detailed-exitcode").help("With --dry-run, exit with 6 if there are changes"),
            ],
            Self::Record => vec![
                value("expect", "DIGEST")
                    .value_parser(value_parser!(PlanDigest))
                    .help("Apply only if the effects are those of the dry run with this digest"),
                value("actor", "NAME").help(
                    "Name recorded in the history as the author [env: INBOXCTL_ACTOR] [default: the system user]",
                ),
                value("at", "TIME")
                    .value_parser(value_parser!(TimePhrase))
                    .help("Time of the change, e.g. 2026-01-31T09:00:00Z, '2026-01-31 09:00' (local) [default: now]"),
            ],
            Self::Screen => vec![
                value("color", "WHEN")
                    .value_parser(value_parser!(Color))
                    .default_value("auto")
                    .help("When to use color"),
                flag("quiet").short('q').overrides_with("verbose").help("Print errors only"),
                flag("verbose").short('v').overrides_with("quiet").help("Print more detail"),
            ],
        }
    }

    /// Explains why a command does not accept an option of this group.
    fn refused(self, option: &str, command: &str) -> Usage {
        let why = match self {
            Self::Format if command.ends_with(" export") => "writes CSV or a workbook",
            Self::Format => "has only one output format",
            Self::Store => "does not use a store",
            Self::Phones if command == "scenario test" => "takes the country from the settings of each scenario",
            Self::Phones => "does not read phone numbers",
            Self::Zone => "neither reads nor shows local times",
            Self::Past if only_reads(command) => "reads the store as it is",
            Self::Past => "does not only read",
            Self::DryRun | Self::Record if only_reads(command) => "only reads",
            Self::DryRun | Self::Record => "records no change",
            // Accepted by every command.
            Self::Screen => "prints nothing",
        };
        let hint = match (self, command.strip_suffix(" export")) {
            (Self::Format, Some(group)) => format!("remove `{option}`; for JSON, use `inboxctl {group} list --json`"),
            _ => format!("remove `{option}`"),
        };
        Usage { message: format!("unexpected argument `{option}`: `{command}` {why}"), hint }
    }
}

fn value(name: &'static str, value: &'static str) -> Arg {
    option(name).value_name(value).action(ArgAction::Set)
}

fn flag(name: &'static str) -> Arg {
    option(name).action(ArgAction::SetTrue)
}

/// An option that is listed by [`with`] and [`explain`], not among those of the command.
fn option(name: &'static str) -> Arg {
    Arg::new(name).long(name).help_heading(HEADING).hide_short_help(true).hide_long_help(true)
}

fn only_reads(command: &str) -> bool {
    let groups = accepted(command);
    groups.contains(&OptionGroup::Store)
        && !groups.contains(&OptionGroup::DryRun)
        && !matches!(command, "init" | "backup")
}

/// Adds the options that a command and its subcommands accept; a group accepts those of all its commands.
pub(super) fn accept(command: Command) -> Command {
    let name = command.get_name().to_owned();
    if !command.has_subcommands() {
        return with(command, accepted(&name));
    }
    let mut any = Vec::new();
    let command = command.mut_subcommands(|below| {
        let groups = accepted(&format!("{name} {}", below.get_name()));
        any.extend_from_slice(groups);
        with(with_aliases(below), groups)
    });
    with(command, &any)
}

/// Adds all shared options to the program.
pub(crate) fn accept_all(program: Command) -> Command {
    with(program.args_override_self(true).mut_subcommands(with_aliases), &GROUPS)
}

/// Adds the options of groups to a command, and the line of `-h` that names them.
fn with(command: Command, groups: &[OptionGroup]) -> Command {
    let groups = GROUPS.into_iter().filter(|group| groups.contains(group)).chain([OptionGroup::Screen]);
    let options: Vec<_> = groups.flat_map(OptionGroup::options).collect();
    let names: Vec<_> = options.iter().map(|option| format!("--{}", option.get_id())).collect();
    command.args(options).after_help(format!("{HEADING}: {} (see --help)", names.join(", ")))
}

/// Adds the shared options to the `--help` of a command and its subcommands, before the examples, one a line.
pub(crate) fn explain(command: Command) -> Command {
    let options = command.get_arguments().filter(|option| option.get_help_heading() == Some(HEADING));
    let options = options.map(|option| option.clone().hide_short_help(false));
    let list = Command::new("").args(options).disable_help_flag(true).help_template("{options}").max_term_width(80);
    let list = list.clone().render_help().ansi().to_string();
    let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let text = format!("{HEADING}:\n{}\n\n{examples}", list.trim_end());
    command.after_long_help(with_headings(&text)).mut_subcommands(explain)
}

/// Styles the headings of a help text: lines at the margin that end with a colon.
fn with_headings(text: &str) -> String {
    let styles = Styles::styled();
    let style = styles.get_header();
    let line = |line: &str| {
        let is_heading = line.ends_with(':') && !line.starts_with(' ');
        if is_heading { format!("{style}{line}{style:#}") } else { line.to_owned() }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The shared options of a command line.
#[derive(Debug)]
pub(crate) struct SharedOptions {
    /// The arguments of the command, its group and the program, in this order.
    levels: Vec<ArgMatches>,
    command: String,
}

impl SharedOptions {
    pub(crate) fn of(mut matches: ArgMatches) -> Self {
        let (mut levels, mut words) = (Vec::new(), Vec::new());
        while let Some((name, below)) = matches.remove_subcommand() {
            levels.insert(0, std::mem::replace(&mut matches, below));
            words.push(name);
        }
        levels.insert(0, matches);
        Self { levels, command: words.join(" ") }
    }

    /// Fails if an option precedes a command that does not accept it. One that follows the command is refused by
    /// the parser.
    pub(crate) fn check(&self) -> Result<(), Usage> {
        for group in GROUPS.into_iter().filter(|group| !self.takes(*group)) {
            let above =
                |option: &Arg| self.levels.iter().skip(1).any(|level| is_given(level, option.get_id().as_str()));
            if let Some(option) = group.options().into_iter().find(above) {
                return Err(group.refused(&format!("--{}", option.get_id()), &self.command));
            }
        }
        Ok(())
    }

    fn takes(&self, group: OptionGroup) -> bool {
        accepted(&self.command).contains(&group)
    }

    pub(crate) fn takes_format(&self) -> bool {
        self.takes(OptionGroup::Format)
    }

    pub(crate) fn takes_country(&self) -> bool {
        self.takes(OptionGroup::Phones)
    }

    /// Returns the option that was given last; within a level the parser keeps only the last.
    fn last<'n>(&self, names: &[&'n str]) -> Option<(&ArgMatches, &'n str)> {
        self.levels.iter().find_map(|level| Some((level, *names.iter().find(|name| is_given(level, name))?)))
    }

    pub(crate) fn value<T: Any + Clone + Send + Sync>(&self, name: &str) -> Option<T> {
        self.last(&[name]).and_then(|(level, _)| level.get_one(name).cloned())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.last(&[name]).is_some()
    }

    pub(crate) fn format(&self) -> Option<Format> {
        match self.last(&["json", "format"])? {
            (_, "json") => Some(Format::Json),
            (level, _) => level.get_one("format").copied(),
        }
    }

    pub(crate) fn verbosity(&self) -> Verbosity {
        match self.last(&["quiet", "verbose"]) {
            Some((_, "quiet")) => Verbosity::Quiet,
            Some(_) => Verbosity::Verbose,
            None => Verbosity::Normal,
        }
    }
}

fn is_given(level: &ArgMatches, name: &str) -> bool {
    level.try_contains_id(name).unwrap_or_default() && level.value_source(name) == Some(ValueSource::CommandLine)
}

/// Explains why a command does not accept a shared option; none if the option is not shared.
pub(super) fn unaccepted(option: &str, command: &str) -> Option<Usage> {
    let is_option = |known: &Arg| {
        known.get_long().is_some_and(|name| option == format!("--{name}"))
            || known.get_short().is_some_and(|letter| option == format!("-{letter}"))
    };
    let group = GROUPS.into_iter().find(|group| group.options().iter().any(is_option))?;
    Some(group.refused(option, command))
}
