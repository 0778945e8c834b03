//! A page of the manual: what the help says, and what all commands share, in the sections that readers
//! of manuals look for.

use std::io;

use clap::builder::PossibleValue;
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::commands::topics::EXIT_CODES;

/// A page and the name of its file.
pub(super) struct ManPage {
    pub(super) file: String,
    pub(super) text: String,
}

/// What every command looks at beside its options.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("INBOXCTL_STORE", "The store, where `--store` names none."),
    ("INBOXCTL_FORMAT", "The format of results, where neither `--format` nor `--json` is given."),
    ("INBOXCTL_ACTOR", "Who is recorded in the history, where `--actor` names nobody."),
    ("INBOXCTL_COUNTRY", "Country for phone numbers without a country code, unless `--country` is given."),
    ("XDG_DATA_HOME", "The user's data directory; `~/.local/share` if unset."),
    ("NO_COLOR", "If set, nothing is coloured, unless `--color` says otherwise."),
    ("CLICOLOR", "0 means the same."),
    ("CLICOLOR_FORCE", "If set and not 0, everything is coloured, also what doesn't go to a terminal."),
    ("CI", "If set, `scenario test --update` refuses to rewrite files."),
];

/// What stands before a line of the help that is to be kept as it is.
const INDENT: &str = "  ";

/// A page for the program and for each of its commands; the program's comes first.
pub(super) fn pages(mut parser: Command) -> io::Result<Vec<ManPage>> {
    parser.build();
    let mut pages = Vec::new();
    add(&mut pages, &parser, &[])?;
    Ok(pages)
}

/// Adds the page of a command and those of the commands below it. Those above and beside it are what to
/// see also.
fn add(pages: &mut Vec<ManPage>, command: &Command, above: &[&Command]) -> io::Result<()> {
    pages.push(page(command, above)?);
    for below in command.get_subcommands() {
        add(pages, below, &[above, &[command]].concat())?;
    }
    Ok(())
}

fn page(command: &Command, above: &[&Command]) -> io::Result<ManPage> {
    let name = title(command);
    let program = above.first().copied().unwrap_or(command);
    let man = Man::new(command.clone().subcommand_help_heading("COMMANDS").mut_args(with_values));
    let (prose, examples) = told(command);
    let mut text = Vec::new();
    heading(&name, program.get_version().unwrap_or_default()).to_writer(&mut text)?;
    man.render_name_section(&mut text)?;
    synopsis(command).to_writer(&mut text)?;
    description(command, &prose).to_writer(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    for section in [exit_status(), environment(), files(), section("EXAMPLES", &examples), see_also(command, above)] {
        section.to_writer(&mut text)?;
    }
    Ok(ManPage { file: format!("{name}.1"), text: readable(&String::from_utf8_lossy(&text)) })
}

/// `inboxctl-owner-import`
fn title(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// What stands below the options in the help: the prose, and the examples.
fn told(command: &Command) -> (String, String) {
    let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let (prose, examples) = text.split_once("Examples:\n").unwrap_or((&text, ""));
    // What follows the examples is prose again.
    let (examples, rest) = examples.split_once("\n\n").unwrap_or((examples, ""));
    (format!("{prose}\n{rest}"), examples.to_owned())
}

/// The line above the page and the one below it: without a date, so that the same program always writes the
/// same pages.
fn heading(name: &str, version: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("TH", [name.to_uppercase().as_str(), "1", r#""""#, &format!("inboxctl {version}"), "inboxctl manual"]);
    roff
}

/// An option with its values in a line, as the help has them; a list of them would fill the page.
fn with_values(option: Arg) -> Arg {
    let option = option.hide_short_help(false);
    let values = option.get_possible_values();
    let values: Vec<_> = values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
    if values.is_empty() || option.is_hide_possible_values_set() || !option.get_action().takes_values() {
        return option;
    }
    let help = option.get_help().map(ToString::to_string).unwrap_or_default();
    let help = format!("{help} [possible values: {}]", values.join(", "));
    option.hide_possible_values(true).help(help)
}

fn synopsis(command: &Command) -> Roff {
    let mut roff = headed("SYNOPSIS");
    let usage = command.clone().render_usage().to_string();
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    for line in usage.trim_start_matches("Usage:").lines().map(str::trim) {
        let rest = line.strip_prefix(name).unwrap_or(line);
        roff.text([bold(name), roman(rest)]);
        roff.control("br", []);
    }
    roff
}

fn description(command: &Command, prose: &str) -> Roff {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    section("DESCRIPTION", &format!("{about}\n\n{prose}"))
}

fn exit_status() -> Roff {
    let mut roff = headed("EXIT STATUS");
    for line in EXIT_CODES.lines() {
        match line.split_once("  ").filter(|(code, _)| !code.is_empty()) {
            Some((code, meaning)) => entry(&mut roff, code, meaning.trim()),
            None => {
                roff.text(inlines(line.trim()));
            }
        }
    }
    roff
}

fn environment() -> Roff {
    let mut roff = headed("ENVIRONMENT");
    roff.text([roman("An option of the command line comes first, and a variable that is empty counts as unset, as does one whose option the command doesn't accept.")]);
    for (name, meaning) in ENVIRONMENT {
        entry(&mut roff, name, meaning);
    }
    roff
}

fn files() -> Roff {
    let mut roff = headed("FILES");
    entry(&mut roff, "~/.local/share/inboxctl/inbox.db", "The store, where nothing names another.");
    roff
}

/// The commands above a command; of a group those below it, of one in a group those beside it.
fn see_also(command: &Command, above: &[&Command]) -> Roff {
    let near = if command.has_subcommands() { Some(command) } else { above.get(1..).and_then(<[_]>::last).copied() };
    let near = near.into_iter().flat_map(Command::get_subcommands);
    let mut names: Vec<_> = above.iter().copied().chain(near).map(title).collect();
    names.retain(|name| *name != title(command));
    let last = names.len().saturating_sub(1);
    let mut roff = headed("SEE ALSO");
    for (at, name) in names.into_iter().enumerate() {
        roff.text([bold(name), roman(if at == last { "(1)" } else { "(1)," })]);
    }
    roff
}

/// A section of prose; none if there is nothing to say. Lines that are indented are kept as they are.
fn section(heading: &str, text: &str) -> Roff {
    if text.trim().is_empty() {
        return Roff::new();
    }
    let mut roff = headed(heading);
    let mut lines = text.trim_end().lines().skip_while(|line| line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            roff.control("PP", []);
        } else if line.starts_with(INDENT) {
            roff.control("RS", ["4"]).control("EX", []);
            let kept =
                std::iter::once(line).chain(std::iter::from_fn(|| lines.next_if(|line| line.starts_with(INDENT))));
            for line in kept {
                roff.text([roman(line.strip_prefix(INDENT).unwrap_or(line))]);
            }
            roff.control("EE", []).control("RE", []);
        } else {
            roff.text(inlines(line));
        }
    }
    roff
}

fn headed(heading: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [heading]);
    roff
}

/// A word and what it means.
fn entry(roff: &mut Roff, word: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(word)]);
    roff.text(inlines(meaning));
}

/// A line of prose, with what stands between backticks in bold.
fn inlines(line: &str) -> Vec<Inline> {
    let parts = line.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { roman(part) } else { bold(part) }).collect()
}

/// The text as one document, with the letters that a manual would show as others: a reader copies them
/// into a shell.
fn readable(sections: &str) -> String {
    let preamble = Roff::new().render();
    let text = sections.replace(&preamble, "");
    preamble + &text.replace('~', r"\(ti").replace('^', r"\(ha").replace('`', r"\(ga")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_indented_is_kept_line_by_line_and_nothing_is_taken_for_a_request() {
        let text = "Prose of `code`\n.PP goes\n'on\n\n  one \\\n    ~two ^`\n  .three\n";
        let expected = ".SH HEAD\nProse of \\fBcode\\fR\n\\&.PP goes\n\\*(Aqon\n.PP\n.RS 4\n.EX\none \\\\\n  \\(titwo \\(ha\\(ga\n\\&.three\n.EE\n.RE\n";
        let preamble = Roff::new().render();
        assert_eq!(readable(&section("HEAD", text).render()), preamble + expected);
        assert_eq!(section("HEAD", " \n"), Roff::new());
    }

    #[test]
    fn prose_stands_before_and_behind_the_examples() {
        let command = Command::new("x").after_long_help("One.\n\nExamples:\n  x y\n  x z\n\nTwo.");
        assert_eq!(told(&command), ("One.\n\n\nTwo.".to_owned(), "  x y\n  x z".to_owned()));
    }
}
