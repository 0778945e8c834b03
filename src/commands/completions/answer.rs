//! Answers to a shell that asks for completions.

use std::ffi::OsString;
use std::path::PathBuf;

use clap_complete::CompletionCandidate;
use clap_complete::engine::complete;

use super::Shell;
use super::bash::{BashLine, unquoted};
use super::values::with_values;
use crate::model::Excerpt;

/// Returns what a shell reads: candidates for the last word after `--`, or its script without any words.
///
/// Bash sends the line up to the cursor, the part of it to replace, and the kind of completion.
pub(crate) fn answer(
    shell: Shell,
    arguments: &[OsString],
    parser: fn() -> clap::Command,
    store: impl FnOnce(&[OsString]) -> Option<PathBuf>,
) -> String {
    let words: Vec<_> = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    if words.is_empty() {
        return shell.script().to_owned();
    }
    let find = |words: Vec<OsString>| {
        let store = store(&words);
        candidates(words, parser(), store)
    };
    match (shell, words.as_slice()) {
        (Shell::Bash, [line, rest @ ..]) => {
            let text = |at: usize| rest.get(at).map(|word| word.to_string_lossy()).unwrap_or_default();
            let line = BashLine::read(&line.to_string_lossy(), &text(0));
            let found = find(line.words.iter().map(OsString::from).collect());
            insertions(&line, &found, shows_list(&text(1)))
        }
        (Shell::Fish, [before @ .., last]) => {
            let last = OsString::from(unquoted(&last.to_string_lossy()));
            lines(&find([before, &[last]].concat()))
        }
        _ => lines(&find(words)),
    }
}

/// A value with its description.
type Found = (String, Option<String>);

/// Finds the values that complete the last word.
fn candidates(words: Vec<OsString>, parser: clap::Command, store: Option<PathBuf>) -> Vec<Found> {
    let typed = words.last().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    let mut parser = with_values(parser, &words, store);
    let (last, folder) = (words.len().saturating_sub(1), std::env::current_dir().ok());
    let found = complete(&mut parser, words, last, folder.as_deref()).unwrap_or_default();
    let found =
        found.iter().map(shown).filter(|(value, _)| value != "." && !value.chars().any(char::is_control)).collect();
    without_needless_options(found, &typed)
}

fn shown(candidate: &CompletionCandidate) -> Found {
    let description = candidate.get_help().map(|help| Excerpt(&help.to_string()).to_string());
    (candidate.get_value().to_string_lossy().into_owned(), description)
}

/// Removes options unless a dash was typed or nothing else fits, and short ones beside long ones.
fn without_needless_options(mut found: Vec<Found>, typed: &str) -> Vec<Found> {
    let is_value = |(value, _): &Found| !value.starts_with('-');
    let is_long = |(value, _): &Found| value.starts_with("--");
    if typed.is_empty() && found.iter().any(is_value) {
        found.retain(is_value);
    } else if found.iter().any(is_long) {
        found.retain(|candidate| is_long(candidate) || is_value(candidate));
    }
    found
}

/// Formats one candidate per line, with its description after a tab.
fn lines(found: &[Found]) -> String {
    let line = |(value, description): &Found| match description {
        Some(description) => format!("{value}\t{description}\n"),
        None => format!("{value}\n"),
    };
    found.iter().map(line).collect()
}

/// Whether bash lists candidates instead of inserting each: 9 and 64 mean a first tab, 63 and 33 the next.
fn shows_list(kind: &str) -> bool {
    matches!(kind, "9" | "63" | "33" | "64")
}

/// Formats what bash inserts, one candidate per line; in a list, with descriptions.
fn insertions(line: &BashLine, found: &[Found], in_list: bool) -> String {
    let width = found.iter().map(|(value, _)| value.chars().count()).max().unwrap_or_default();
    let text = |(value, description): &Found| match description {
        Some(description) if in_list && found.len() > 1 => {
            format!("{:width$}  ({description})\n", line.insertion(value))
        }
        _ => line.insertion(value) + "\n",
    };
    found.iter().map(text).collect()
}
