//! Which arguments are completed from what.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::StyledStr;
use clap::{Command, ValueHint};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, PathCompleter, ValueCompleter as _};

use crate::commands::topics::TOPICS;
use crate::inbox::{CandidateKind, StoreCandidate, list_candidates};
use crate::model::{Country, PhoneFormat, SettingKey};

/// Where the values of an argument come from. Commands, options, the words of enums, and paths are
/// known to the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueSource {
    Store(CandidateKind),
    SettingKey,
    SettingValue,
    SettingPair,
    Country,
    Help,
    Report,
}

impl ValueSource {
    /// The source of an argument of a command.
    fn of(command: &str, argument: &str) -> Option<Self> {
        Some(match (command, argument) {
            ("help", "words") => Self::Help,
            ("settings get" | "settings set" | "settings reset", "key") => Self::SettingKey,
            ("settings set", "value") => Self::SettingValue,
            ("scenario compare", "with") => Self::SettingPair,
            ("scenario test", "reports") => Self::Report,
            (_, "country") => Self::Country,
            _ => Self::Store(kind(command, argument)?),
        })
    }
}

/// What an argument names of the store.
fn kind(command: &str, argument: &str) -> Option<CandidateKind> {
    Some(match (command, argument) {
        ("undo", "id") => CandidateKind::UndoableChange,
        ("history show", "id") => CandidateKind::Change,
        (_, "conversation") => CandidateKind::Conversation,
        ("contact show" | "contact update" | "contact remove", "phone") | (_, "contact") => CandidateKind::Contact,
        (_, "account") => CandidateKind::Account,
        ("team show" | "team update" | "team remove" | "team join" | "team leave", "name")
        | (_, "team" | "assign_team") => CandidateKind::Team,
        ("member show" | "member update" | "member deactivate" | "member activate" | "member remove", "email")
        | ("owner transfer", "from")
        | (
            _,
            "member" | "members" | "owner" | "owners" | "to" | "hand_over_to" | "assigned_to" | "default_agent"
            | "assign",
        ) => CandidateKind::Member,
        _ => return None,
    })
}

/// What the sources look at.
struct Context {
    store: Option<PathBuf>,
    /// The words before the one that is completed.
    words: Vec<String>,
    /// What `help` may name next, with what it is for.
    help: Vec<(String, Option<StyledStr>)>,
}

/// Teaches a parser what the arguments of its commands can be.
pub(super) fn with_values(parser: Command, words: &[OsString], store: Option<PathBuf>) -> Command {
    let (_, before) = words.split_last().unwrap_or((&OsString::new(), &[]));
    let words: Vec<_> = before.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let help = help_words(&parser, &words);
    attach(parser, "", &Arc::new(Context { store, words, help }))
}

fn attach(command: Command, name: &str, context: &Arc<Context>) -> Command {
    let command = command.mut_args(|argument| {
        if !argument.get_action().takes_values() || !argument.get_possible_values().is_empty() {
            return argument;
        }
        if argument.get_value_hint() == ValueHint::AnyPath {
            return argument.add(ArgValueCompleter::new(paths(name)));
        }
        let Some(source) = ValueSource::of(name, argument.get_id().as_str()) else { return argument };
        let context = Arc::clone(context);
        argument.add(ArgValueCompleter::new(move |typed: &OsStr| context.values(source, typed)))
    });
    command.mut_subcommands(|below| {
        let name = format!("{name} {}", below.get_name());
        attach(below, name.trim_start(), context)
    })
}

/// The paths that a command reads or writes.
fn paths(command: &str) -> PathCompleter {
    match command {
        "man" => PathCompleter::dir(),
        "scenario test" | "scenario explain" => PathCompleter::any(),
        _ => PathCompleter::file(),
    }
}

/// What may follow `help` and the commands named so far.
fn help_words(parser: &Command, words: &[String]) -> Vec<(String, Option<StyledStr>)> {
    let mut named = words.iter().skip_while(|word| *word != "help").skip(1);
    let command = named.try_fold(parser, |command, word| command.find_subcommand(word));
    let commands = command.into_iter().flat_map(Command::get_subcommands);
    let commands = commands.map(|command| (command.get_name().to_owned(), command.get_about().cloned()));
    let is_first = words.last().is_some_and(|word| word == "help");
    let topics = TOPICS.iter().filter(|_| is_first).map(|topic| (topic.name.to_owned(), Some(topic.about.into())));
    commands.chain(topics).collect()
}

impl Context {
    fn values(&self, source: ValueSource, typed: &OsStr) -> Vec<CompletionCandidate> {
        let text = typed.to_string_lossy();
        match source {
            ValueSource::Store(kind) => self.stored(kind, &text),
            ValueSource::SettingKey => keys(&text, ""),
            ValueSource::SettingValue => {
                let key = self.words.iter().rev().find_map(|word| word.parse().ok());
                key.map_or_else(Vec::new, |key| beginning(setting_values(key), &text))
            }
            ValueSource::SettingPair => pairs(&text),
            ValueSource::Country => beginning(Country::codes(), &text),
            ValueSource::Help => {
                let known = self.help.iter().filter(|(name, _)| name.starts_with(&*text));
                known.map(|(name, about)| CompletionCandidate::new(name).help(about.clone())).collect()
            }
            ValueSource::Report => reports(&text),
        }
    }

    fn stored(&self, kind: CandidateKind, typed: &str) -> Vec<CompletionCandidate> {
        let found = self.store.as_deref().map(|store| list_candidates(store, kind, typed));
        // Nothing is offered from a store that can't be read.
        let found = found.and_then(Result::ok).unwrap_or_default();
        let candidate = |StoreCandidate { value, description }| {
            CompletionCandidate::new(value).help(description.map(StyledStr::from))
        };
        found.into_iter().map(candidate).collect()
    }
}

fn beginning<'v>(values: impl IntoIterator<Item = &'v str>, typed: &str) -> Vec<CompletionCandidate> {
    let begins = |value: &&str| value.to_lowercase().starts_with(&typed.to_lowercase());
    values.into_iter().filter(begins).map(CompletionCandidate::new).collect()
}

/// The names of settings, each with something behind it.
fn keys(typed: &str, suffix: &str) -> Vec<CompletionCandidate> {
    let keys = SettingKey::ALL.iter().filter(|key| key.code().starts_with(typed));
    keys.map(|key| CompletionCandidate::new(format!("{key}{suffix}")).help(Some(key.description().into()))).collect()
}

/// `KEY=VALUE`
fn pairs(typed: &str) -> Vec<CompletionCandidate> {
    let Some((name, value)) = typed.split_once('=') else { return keys(typed, "=") };
    let values = name.parse().map(setting_values).unwrap_or_default();
    beginning(values, value).into_iter().map(|candidate| candidate.add_prefix(format!("{name}="))).collect()
}

fn setting_values(key: SettingKey) -> Vec<&'static str> {
    match key {
        SettingKey::AssignFirstResponder => vec!["on", "off"],
        SettingKey::DefaultCountry => Country::codes().chain(["none"]).collect(),
        SettingKey::DefaultPhoneFormat => PhoneFormat::ALL.iter().map(|format| format.code()).collect(),
    }
}

/// `junit=FILE`, `json=FILE`, `github`
fn reports(typed: &str) -> Vec<CompletionCandidate> {
    let Some((kind, path)) = typed.split_once('=') else { return beginning(["junit=", "json=", "github"], typed) };
    let files = PathCompleter::any().complete(OsStr::new(path));
    files.into_iter().map(|file| file.add_prefix(format!("{kind}="))).collect()
}
