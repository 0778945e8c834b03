//! The sources of completed values, by argument.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::StyledStr;
use clap::{Command, ValueHint};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, PathCompleter, ValueCompleter as _};

use crate::commands::argument_kind::{argument_kind, names_owners};
use crate::commands::list_args::list_keys;
use crate::commands::report_file::ReportFormat;
use crate::commands::topics::TOPICS;
use crate::inbox::{CandidateKind, list_candidates};
use crate::model::{Country, PhoneFormat, SettingKey};

/// A value with its description.
type Known = (String, Option<StyledStr>);

struct Completer {
    store: Option<PathBuf>,
    /// The words before the one that is completed.
    words: Vec<String>,
    /// The words that can follow in `help`.
    help: Vec<Known>,
}

/// Attaches the sources of values to the arguments of all commands.
pub(super) fn with_values(parser: Command, words: &[OsString], store: Option<PathBuf>) -> Command {
    let before = words.iter().rev().skip(1).rev();
    let words: Vec<_> = before.map(|word| word.to_string_lossy().into_owned()).collect();
    let help = help_words(&parser, &words);
    attach(parser, "", &Arc::new(Completer { store, words, help }))
}

fn attach(command: Command, name: &str, completer: &Arc<Completer>) -> Command {
    let command = command.mut_args(|argument| {
        if !argument.get_action().takes_values() || !argument.get_possible_values().is_empty() {
            return argument;
        }
        if argument.get_value_hint() == ValueHint::AnyPath {
            return argument.add(ArgValueCompleter::new(paths(name)));
        }
        let (completer, command, id) = (Arc::clone(completer), name.to_owned(), argument.get_id().to_string());
        let complete = move |typed: &OsStr| completer.complete(&command, &id, &typed.to_string_lossy());
        argument.add(ArgValueCompleter::new(complete))
    });
    command.mut_subcommands(|below| {
        let name = format!("{name} {}", below.get_name());
        attach(below, name.trim_start(), completer)
    })
}

/// The kind of path that a command takes.
fn paths(command: &str) -> PathCompleter {
    match command {
        "man" => PathCompleter::dir(),
        "scenario test" | "scenario explain" => PathCompleter::any(),
        _ => PathCompleter::file(),
    }
}

/// Lists the words that can follow `help` and the commands named so far.
fn help_words(parser: &Command, words: &[String]) -> Vec<Known> {
    let mut named = words.iter().skip_while(|word| *word != "help").skip(1);
    let command = named.try_fold(parser, |command, word| command.find_subcommand(word));
    let commands = command.into_iter().flat_map(Command::get_subcommands);
    let commands = commands.map(|command| (command.get_name().to_owned(), command.get_about().cloned()));
    let is_first = words.last().is_some_and(|word| word == "help");
    let topics = TOPICS.iter().filter(|_| is_first).map(|topic| (topic.name.to_owned(), Some(topic.about.into())));
    commands.chain(topics).collect()
}

impl Completer {
    fn complete(&self, command: &str, argument: &str, typed: &str) -> Vec<CompletionCandidate> {
        let mut known = self.known(command, argument, typed);
        known.retain(|(value, _)| value.to_lowercase().starts_with(&typed.to_lowercase()));
        known.into_iter().map(|(value, about)| CompletionCandidate::new(value).help(about)).collect()
    }

    /// The values of an argument of a command. The parser itself knows commands, options, enums and paths.
    fn known(&self, command: &str, argument: &str, typed: &str) -> Vec<Known> {
        let is_pair = typed.contains('=');
        match (command, argument) {
            ("help", "words") => self.help.clone(),
            ("settings get" | "settings set" | "settings reset", "key") => setting_keys(""),
            ("settings set", "value") => {
                let key = self.words.iter().rev().find_map(|word| word.parse().ok());
                key.map_or_else(Vec::new, |key| plain(setting_values(key)))
            }
            ("scenario compare", "with") if !is_pair => setting_keys("="),
            ("scenario compare", "with") => {
                let pairs = |key: &SettingKey| plain(setting_values(*key).map(|value| format!("{key}={value}")));
                SettingKey::ALL.iter().flat_map(pairs).collect()
            }
            (_, "reports") if is_pair => report_files(typed),
            (command, "reports") => plain(report_forms(command)),
            (_, "country") => plain(Country::codes()),
            (list, "sort" | "columns") => plain(list_keys(list)),
            _ => {
                let kind = argument_kind(command, argument, names_owners(&self.words));
                kind.map_or_else(Vec::new, |kind| self.stored(kind, typed))
            }
        }
    }

    /// Nothing, if the store can't be read.
    fn stored(&self, kind: CandidateKind, typed: &str) -> Vec<Known> {
        let found = self.store.as_deref().and_then(|store| list_candidates(store, kind, typed).ok());
        let found = found.into_iter().flatten();
        found.map(|found| (found.value, found.description.map(StyledStr::from))).collect()
    }
}

fn plain(values: impl IntoIterator<Item = impl Into<String>>) -> Vec<Known> {
    values.into_iter().map(|value| (value.into(), None)).collect()
}

/// The names of settings, each with a suffix.
fn setting_keys(suffix: &str) -> Vec<Known> {
    SettingKey::ALL.iter().map(|key| (format!("{key}{suffix}"), Some(key.description().into()))).collect()
}

fn setting_values(key: SettingKey) -> Box<dyn Iterator<Item = &'static str>> {
    match key {
        SettingKey::AssignFirstResponder => Box::new(["on", "off"].into_iter()),
        SettingKey::DefaultCountry => Box::new(Country::codes().chain(["none"])),
        SettingKey::DefaultPhoneFormat => Box::new(PhoneFormat::ALL.iter().map(|format| format.code())),
    }
}

/// The beginnings of what `--report` takes.
fn report_forms(command: &str) -> Vec<String> {
    let (formats, others): (_, &[&str]) = match command {
        "scenario test" => (ReportFormat::OF_RUN, &["github"]),
        "scenario compare" => (ReportFormat::OF_COMPARISON, &[]),
        _ => (ReportFormat::OF_IMPORT, &[]),
    };
    let formats = formats.iter().map(|format| format!("{}=", format.name()));
    formats.chain(others.iter().map(|other| (*other).to_owned())).collect()
}

/// `junit=FILE`
fn report_files(typed: &str) -> Vec<Known> {
    let (kind, path) = typed.split_once('=').unwrap_or_default();
    let files = PathCompleter::any().complete(OsStr::new(path));
    plain(files.iter().map(|file| format!("{kind}={}", file.get_value().to_string_lossy())))
}
