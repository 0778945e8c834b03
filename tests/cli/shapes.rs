//! Validates all JSON that the program prints in tests against the schemas of `schema`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use clap::ArgMatches;
use clap::parser::ValueSource;
use inboxctl::testing::Cli;
use inboxctl::testing::Format;
use jsonschema::Validator;
use serde_json::Value;

use super::PROGRAM;

/// A printed value and the name of its schema.
pub(super) type Printed = (&'static str, Value);

/// The validators by the name of their schema.
static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let names = asked(&["schema", "--format", "ndjson"]);
    let names = names.lines().map(|line| json(line)["name"].as_str().unwrap().to_owned());
    names.map(|name| (name.clone(), validator(&json(&asked(&["schema", &name]))))).collect()
});

/// The names of all schemas.
pub(super) fn names() -> Vec<&'static str> {
    VALIDATORS.keys().map(String::as_str).collect()
}

/// Whether a value is valid by its schema.
pub(super) fn fits(name: &str, value: &Value) -> bool {
    VALIDATORS[name].is_valid(value)
}

/// Fails unless all JSON that a command printed is valid by its schema.
pub(super) fn check(words: &[String], format: Option<&str>, output: &Output) {
    for (name, value) in printed(words, format, output) {
        let faults: Vec<_> = VALIDATORS[name].iter_errors(&value).map(|fault| format!("{fault:#}")).collect();
        assert!(faults.is_empty(), "inboxctl {}: not `{name}`: {faults:#?}\n{value:#}", words.join(" "));
    }
}

/// The JSON that a command printed, piece by piece.
pub(super) fn printed(words: &[String], format: Option<&str>, output: &Output) -> Vec<Printed> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let errors = stderr.lines().filter(|line| line.starts_with("{\"error\"")).map(|line| ("error", json(line)));
    let answers = answers(words, format, &output.stdout);
    answers.into_iter().flatten().chain(errors).collect()
}

/// The answers on stdout, if they are JSON.
fn answers(words: &[String], format: Option<&str>, stdout: &[u8]) -> Option<Vec<Printed>> {
    let is_ids = words.iter().any(|word| word == "--ids");
    if stdout.is_empty() || is_ids || !words.iter().any(|word| word.contains("json")) && format.is_none() {
        return None;
    }
    let arguments = ["inboxctl"].into_iter().chain(words.iter().map(String::as_str));
    let mut matches = Cli::parser().try_get_matches_from(arguments).ok()?;
    let (mut path, mut said) = (Vec::new(), format.map(|_| Format::Json));
    loop {
        said = given_format(&matches).or(said);
        let Some((name, below)) = matches.remove_subcommand() else { break };
        path.push(name);
        matches = below;
    }
    let format = said.unwrap_or(Format::Table);
    let name = shape(&path.join(" "), &matches, format)?;
    let text = str::from_utf8(stdout).unwrap();
    let values = match format {
        Format::Table if name == "scenario-report" => vec![json(text)],
        Format::Table | Format::Csv | Format::Markdown => return None,
        Format::Ndjson => text.lines().map(json).collect(),
        Format::Json => match json(text) {
            Value::Array(items) => items,
            one => vec![one],
        },
    };
    let line = |value: Value| if format == Format::Ndjson { (line_shape(name, &value), value) } else { (name, value) };
    Some(values.into_iter().map(line).collect())
}

/// The schema of a line: effects precede the answer, and the lines of a change precede the change.
fn line_shape(name: &'static str, value: &Value) -> &'static str {
    match name {
        "answer" | "import" | "undo" if value.get("effect").is_some() => "effect",
        "history-line" if value.get("command").is_some() => "history-entry",
        other => other,
    }
}

/// The format that was given to a program, a group or a command.
fn given_format(matches: &ArgMatches) -> Option<Format> {
    if matches.try_get_one("json").ok().flatten() == Some(&true) {
        return Some(Format::Json);
    }
    matches.try_get_one("format").ok().flatten().copied()
}

/// The schema of a command's answer, unless it never prints JSON.
fn shape(command: &str, matches: &ArgMatches, format: Format) -> Option<&'static str> {
    let given = |option: &str| matches.value_source(option) == Some(ValueSource::CommandLine);
    Some(match command {
        "init" => "init",
        "version" => "version",
        "status" => "status",
        "report" => "report",
        "member list" | "member show" => "member",
        "team list" | "team show" => "team",
        "contact list" => "contact",
        "contact show" => "contact-details",
        "owner list" => match matches.get_raw("by").and_then(|mut by| by.next()) {
            Some(by) if by == "member" => "owners-by-member",
            Some(_) => "owners-by-account",
            None => "owner",
        },
        "conversation list" | "conversation show" => "conversation",
        "settings list" | "settings get" => "setting",
        "history list" => "change",
        "history show" if format == Format::Ndjson => "history-line",
        "history show" => "history-entry",
        "why" => "why",
        "check" => "check",
        "backup" if matches.get_one("file").is_some_and(|file: &std::path::PathBuf| file == Path::new("-")) => {
            return None;
        }
        "backup" => "backup",
        "restore" => "restore",
        "undo" => "undo",
        "member absences" => "absence",
        "member import" | "team import" | "contact import" | "owner import" => "import",
        "simulate-message" if !given("batch") => "answer",
        "simulate-message" if format == Format::Ndjson => "replay-line",
        "simulate-message" => "replay",
        "scenario test" if given("list") => "listed",
        "scenario test" if format == Format::Table => return to_stdout(matches),
        "scenario test" => "scenario-report",
        "scenario explain" => "explain",
        "scenario compare" => "compare",
        "schema" if given("name") => return None,
        "schema" => "schema",
        "member export" | "team export" | "contact export" | "owner export" | "completions" | "help" | "man" => {
            return None;
        }
        "assign"
        | "unassign"
        | "conversation close"
        | "conversation reopen"
        | "owner add"
        | "owner set"
        | "owner remove"
        | "settings set"
        | "settings reset"
        | "team join"
        | "team leave" => "answer",
        changes if CHANGES.iter().any(|change| changes.ends_with(change)) => "answer",
        other => panic!("which shape does `{other}` answer in?"),
    })
}

/// Subcommands that write.
const CHANGES: [&str; 16] = [
    " add",
    " update",
    " remove",
    " activate",
    " deactivate",
    " rename",
    " merge",
    " erase",
    " transfer",
    " distribute",
    " reassign-overdue",
    " away",
    " back",
    " pin",
    " unpin",
    " rebalance",
];

/// Whether a JSON report goes to stdout instead of the text.
fn to_stdout(matches: &ArgMatches) -> Option<&'static str> {
    let mut reports = matches.get_raw("reports")?;
    reports.any(|report| report == "json=-").then_some("scenario-report")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn asked(words: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(words).env_clear().env("HOME", "/").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|fault| panic!("{fault}\n{schema:#}"));
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}
