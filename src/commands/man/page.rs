//! Man pages: of commands what their help says, with the sections that all have; of help topics their text.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::commands::topics::{EXIT_CODES, TOPICS, Topic};

/// The text of a page with the name of its file.
pub(super) struct ManPage {
    pub(super) file: String,
    pub(super) text: String,
}

/// Without a date, the same program always writes the same pages.
const NO_DATE: &str = r#""""#;
const MANUAL: &str = "inboxctl manual";
const SOURCE: &str = concat!("inboxctl ", env!("CARGO_PKG_VERSION"));

const ENVIRONMENT: [(&str, &str); 9] = [
    ("INBOXCTL_STORE", "Path to the store, unless --store is given."),
    ("INBOXCTL_FORMAT", "Format of results, unless --format or --json is given."),
    ("INBOXCTL_ACTOR", "Name recorded in the history as the author, unless --actor is given."),
    ("INBOXCTL_COUNTRY", "Default country for phone numbers without a country code, unless --country is given."),
    ("XDG_DATA_HOME", "The user's data directory; ~/.local/share if unset."),
    ("NO_COLOR", "If set, disables color, unless --color is given."),
    ("CLICOLOR", "If 0, disables color too."),
    ("CLICOLOR_FORCE", "If set and not 0, enables color, even if the output is not a terminal."),
    ("CI", "If set, scenario test --update refuses to update files."),
];

/// Returns the pages of the program, of each command and of each topic; the program's comes first.
pub(super) fn pages(mut parser: Command) -> io::Result<Vec<ManPage>> {
    parser.build();
    let mut pages = Vec::new();
    add_commands(&mut pages, &parser, &[])?;
    pages.extend(TOPICS.iter().map(|topic| topic_page(topic, &parser)));
    Ok(pages)
}

fn add_commands(pages: &mut Vec<ManPage>, command: &Command, above: &[&Command]) -> io::Result<()> {
    pages.push(command_page(command, above)?);
    command.get_subcommands().try_for_each(|below| add_commands(pages, below, &[above, &[command]].concat()))
}

fn command_page(command: &Command, above: &[&Command]) -> io::Result<ManPage> {
    let usage = command.clone().render_usage().to_string();
    let described = command
        .clone()
        .override_usage(usage.trim_start_matches("Usage: ").to_owned())
        .subcommand_help_heading("COMMANDS")
        .after_help(None)
        .after_long_help(None)
        .mut_args(|option| option.hide_short_help(false));
    let mut text = Vec::new();
    Man::new(described).date(NO_DATE).source(SOURCE).manual(MANUAL).render(&mut text)?;

    let mut sections = Roff::new();
    add_text(&mut sections, "EXIT STATUS", EXIT_CODES);
    add_environment_and_files(&mut sections);
    let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    add_text(&mut sections, "EXAMPLES", &examples.replace("Examples:\n", ""));
    add_references(&mut sections, &references(command, above));
    // The lines with which every document begins.
    let preamble = Roff::new().render();
    let text = String::from_utf8_lossy(&text).into_owned() + sections.render().trim_start_matches(&preamble);
    Ok(ManPage { file: format!("{}.1", title(command)), text: copyable(&text) })
}

fn topic_page(topic: &Topic, program: &Command) -> ManPage {
    let title = format!("inboxctl-{}", topic.name);
    let mut page = Roff::new();
    page.control("TH", [title.as_str(), "7", NO_DATE, SOURCE, MANUAL]);
    page.control("SH", ["NAME"]).text([roman(format!("{title} - {}", topic.about))]);
    add_text(&mut page, "DESCRIPTION", &topic.text());
    let command = program.find_subcommand(topic.name).map(|_| (title.clone(), 1));
    add_references(&mut page, &[vec![("inboxctl".to_owned(), 1)], command.into_iter().collect()].concat());
    ManPage { file: format!("{title}.7"), text: copyable(&page.render()) }
}

/// `inboxctl-owner-import`
fn title(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// Adds a section whose lines are kept as they are, from the left margin.
fn add_text(page: &mut Roff, heading: &str, text: &str) {
    page.control("SH", [heading]).control("in", ["0"]).control("EX", []);
    for line in text.trim_end().lines() {
        page.text([roman(line)]);
    }
    page.control("EE", []);
}

fn add_environment_and_files(page: &mut Roff) {
    page.control("SH", ["ENVIRONMENT"]);
    page.text([roman("An empty variable counts as unset.")]);
    for (name, meaning) in ENVIRONMENT {
        page.control("TP", []).text([bold(name)]).text([roman(meaning)]);
    }
    page.control("SH", ["FILES"]).control("TP", []);
    page.text([bold("~/.local/share/inboxctl/inbox.db")]).text([roman("The default store.")]);
}

/// The pages of the commands above a command, below a group or beside a command of one, and of topics.
fn references(command: &Command, above: &[&Command]) -> Vec<(String, u8)> {
    let group = if command.has_subcommands() { Some(command) } else { above.get(1..).and_then(<[_]>::last).copied() };
    let near = group.into_iter().flat_map(Command::get_subcommands);
    let commands = above.iter().copied().chain(near).map(title).filter(|name| *name != title(command));
    let topics = TOPICS.iter().filter(|topic| above.is_empty() || topic.name == command.get_name());
    commands.map(|name| (name, 1)).chain(topics.map(|topic| (format!("inboxctl-{}", topic.name), 7))).collect()
}

fn add_references(page: &mut Roff, references: &[(String, u8)]) {
    page.control("SH", ["SEE ALSO"]);
    for (number, (name, section)) in references.iter().enumerate() {
        let comma = if number + 1 == references.len() { "" } else { "," };
        page.text([bold(name), roman(format!("({section}){comma}"))]);
    }
}

/// Escapes the letters that a manual would replace by similar ones.
fn copyable(page: &str) -> String {
    page.replace('~', r"\(ti").replace('^', r"\(ha").replace('`', r"\(ga")
}
