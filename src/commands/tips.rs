//! Hints for commands, options and arguments that do not exist: what to use instead.
//!
//! A word that users try by habit has a hint in [`TIPS`]; another one gets the command or option it is a
//! typo of; everything else gets none but the help of the command.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::typed_line::TypedLine;
use super::{Usage, shared};
use crate::model::{Excerpt, nearest};

/// Stands for any argument in [`TIPS`].
const ANY: &str = "";

/// The commands that list things.
const LISTS: &str =
    "member list|member absences|team list|contact list|owner list|conversation list|settings list|history list";

/// The commands that write what an import takes back.
const EXPORTS: &str = "member export|team export|contact export|owner export";

/// Commands (separated by `|`) with words (by blanks) that they don't have, and what to use instead.
#[rustfmt::skip]
const TIPS: &[(&str, &str, &str)] = &[
    ("", "stats stat summary info", "use `inboxctl status`"),
    ("", "log logs audit changes", "use `inboxctl history list`"),
    ("", "search find", "use `inboxctl contact list --search TEXT`"),
    ("", "list ls", "name what to list, e.g. `inboxctl contact list`"),
    ("", "show get", "name what to show, e.g. `inboxctl contact show PHONE`"),
    ("", "add create new", "name what to add, e.g. `inboxctl contact add PHONE`"),
    ("", "remove delete rm", "name what to remove, e.g. `inboxctl contact remove PHONE`"),
    ("", "import", "use `inboxctl owner import FILE`, `contact import`, `member import` or `team import`"),
    ("", "export", "use `inboxctl owner export`, `contact export`, `member export` or `team export`"),
    ("", "reassign", "use `inboxctl assign CONVERSATION --member MEMBER --replace`"),
    ("", "transfer", "use `inboxctl conversation transfer` or `inboxctl owner transfer`"),
    ("", "away vacation holiday absence", "use `inboxctl member away MEMBER --until TIME`"),
    ("member", "absent vacation holiday leave", "use `inboxctl member away MEMBER --until TIME`"),
    ("", "distribute", "use `inboxctl conversation distribute`"),
    ("", "close", "use `inboxctl conversation close CONVERSATION`"),
    ("", "redo", "undo the undo: `inboxctl undo ID`"),
    ("", "rollback revert", "use `inboxctl undo ID`"),
    ("", "message send simulate", "use `inboxctl simulate-message`"),
    ("", "test explain compare", "use `inboxctl scenario`"),
    ("", "config configure", "use `inboxctl settings`"),
    ("", "reopen", "use `inboxctl conversation reopen CONVERSATION`"),
    ("conversation", "assign reassign move", "use `inboxctl assign CONVERSATION --member MEMBER --replace`"),
    ("conversation", "unassign", "use `inboxctl unassign`"),
    ("conversation", "why explain history", "use `inboxctl why CONVERSATION`"),
    ("conversation", "open new create add", "use `inboxctl simulate-message --contact PHONE --from contact`"),
    ("contact", "search find", "use `inboxctl contact list --search TEXT`"),
    ("contact", "combine join dedupe", "use `inboxctl contact merge FROM INTO`"),
    ("contact|owner", "assign", "use `inboxctl owner add CONTACT MEMBER`"),
    ("owner", "replace update", "use `inboxctl owner set CONTACT MEMBER`"),
    ("owner", "show", "use `inboxctl owner list --contact PHONE`"),
    ("conversation", "export", "use `inboxctl conversation list --format csv`"),
    ("history", "export", "use `inboxctl history list --format csv`"),

    ("assign", "--from", "use `--replace` to unassign the present members"),
    ("assign", "--to", "use `--member MEMBER`"),
    ("owner add", "--replace", "use `inboxctl owner set CONTACT MEMBER`"),
    ("conversation list", "--since --until", "use `--opened-before TIME`, or `inboxctl history list --since TIME`"),
    ("conversation list", "--member", "use `--assigned-to MEMBER`"),
    ("contact list", "--member", "use `--owner MEMBER`"),
    ("contact list|owner list|conversation list|team list", "--inactive", "use `inboxctl member list --inactive`"),
    ("contact list", "--name", "use `--search TEXT`"),
    (LISTS, "--order --order-by --sort-by", "use `--sort KEY`, or `--sort -KEY` for descending"),
    (LISTS, "--fields --select", "use `--columns KEY,KEY`"),
    ("contact add|contact update", "--name", "use `--first-name NAME` and `--last-name NAME`"),
    ("team update", "--name", "use `--rename NAME`"),
    ("team update", "--member --members", "use `inboxctl team join` and `inboxctl team leave`"),
    ("undo", "--force", "use `--skip-conflicts`"),
    ("owner import", "--force --yes -y", "use `--confirm COUNT`, where a dry run asks for it"),
    ("member remove", "--force", "use `inboxctl member deactivate MEMBER`"),
    ("backup|init", "--force", "pass another path: an existing file is never replaced"),
    ("man|completions|schema", "--output -o", "redirect stdout: `> FILE`"),
    ("member import|team import|contact import|owner import", "--file -f", "pass the file as an argument"),

    ("contact list", ANY, "use `--search TEXT`"),
    ("member list", ANY, "use `inboxctl member show MEMBER`"),
    ("team list", ANY, "use `inboxctl team show NAME`"),
    ("owner list", ANY, "use `--contact PHONE`, `--member MEMBER` or `--account NAME`"),
    ("conversation list", ANY, "use `--contact PHONE` or `--assigned-to MEMBER`"),
    ("history list", ANY, "use `inboxctl history show ID`, or `--contact PHONE`"),
    (EXPORTS, ANY, "use `--output FILE`"),
    (EXPORTS, "-o --file -f", "use `--output FILE`"),
    ("contact import", "--owner --match-owner --mode", "use `inboxctl owner import FILE`"),
    ("member show|member update|member deactivate|member activate|member remove", ANY,
     "pass one member, and quote a name with blanks"),
    ("team show|team update|team remove|team add", ANY, "pass one team, and quote a name with blanks"),
    ("why", ANY, "pass one conversation, and quote a phone number with blanks"),
    ("history show", ANY, "pass one change"),
];

/// Other names of subcommands, used where a command has the subcommand and not the name.
const SYNONYMS: [(&str, &str); 5] =
    [("add", "create new"), ("list", "all"), ("remove", "del"), ("show", "get view"), ("update", "edit set rename")];

/// Explains a command, option or argument that does not exist or is not accepted.
pub(crate) fn explain(error: &clap::Error, program: &Command, words: &[OsString]) -> Option<Usage> {
    let (what, context) = match error.kind() {
        ErrorKind::InvalidSubcommand => ("unrecognized subcommand", ContextKind::InvalidSubcommand),
        ErrorKind::UnknownArgument => ("unexpected argument", ContextKind::InvalidArg),
        _ => return None,
    };
    let Some(ContextValue::String(word)) = error.get(context) else { return None };
    let TypedLine { command, names, .. } = TypedLine::read(program, words);
    if let Some(refused) = shared::unaccepted(word, &names).filter(|_| word.starts_with('-')) {
        return Some(refused);
    }
    let tip = tip(&names, word).map(str::to_owned).or_else(|| synonym(command, &names, word));
    let hint = tip.or_else(|| typo(command, &names, word));
    let hint = hint.unwrap_or_else(|| format!("see `{} --help`", full_name(&names)));
    Some(Usage { message: format!("{what} `{}`", Excerpt(word)), hint })
}

fn tip(command: &str, word: &str) -> Option<&'static str> {
    let is_argument = !word.starts_with('-');
    let fits = |words: &str| words.split(' ').any(|known| known == word || known == ANY && is_argument);
    let tip = TIPS.iter().find(|(commands, words, _)| commands.split('|').any(|known| known == command) && fits(words));
    tip.map(|(.., hint)| *hint)
}

fn synonym(command: &Command, names: &str, word: &str) -> Option<String> {
    let (name, _) = SYNONYMS.iter().find(|(_, words)| words.split(' ').any(|other| other == word))?;
    command.find_subcommand(name).map(|_| format!("use `{} {name}`", full_name(names)))
}

/// The subcommand or option that differs in at most two letters.
fn typo(command: &Command, names: &str, word: &str) -> Option<String> {
    if let Some(option) = word.strip_prefix("--") {
        let known = command.get_arguments().filter_map(clap::Arg::get_long);
        return nearest(option, known).map(|near| format!("did you mean `--{near}`?"));
    }
    let near = nearest(word, command.get_subcommands().map(Command::get_name))?;
    Some(format!("did you mean `{} {near}`?", full_name(names)))
}

/// A hint at the help of the command that was typed.
pub(crate) fn see_help(program: &Command, words: &[OsString]) -> String {
    format!("see `{} --help`", full_name(&TypedLine::read(program, words).names))
}

fn full_name(names: &str) -> String {
    format!("inboxctl {names}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn command<'a>(program: &'a Command, names: &str) -> &'a Command {
        names.split_whitespace().fold(program, |command, name| command.find_subcommand(name).unwrap())
    }

    #[test]
    fn tips_exist_for_unknown_words_only() {
        let program = Cli::parser();
        for (commands, words, _) in TIPS {
            for command in commands.split('|').map(|names| command(&program, names)) {
                for word in words.split(' ').filter(|word| *word != ANY) {
                    let option = word.trim_start_matches('-');
                    let is_option = command.get_arguments().any(|known| known.get_long() == Some(option));
                    let exists =
                        if word.starts_with('-') { is_option } else { command.find_subcommand(word).is_some() };
                    assert!(!exists, "{} {word}", command.get_name());
                }
            }
        }
    }

    #[test]
    fn tips_name_existing_commands_and_options() {
        let program = Cli::parser();
        for (commands, _, hint) in TIPS {
            for quoted in hint.split('`').skip(1).step_by(2) {
                let words = quoted.split(' ').map(OsString::from).collect::<Vec<_>>();
                let TypedLine { command: found, names, .. } = TypedLine::read(&program, &words);
                let is_command = !quoted.starts_with("inboxctl ") || !names.is_empty() || quoted.contains("--version");
                assert!(is_command, "{quoted}");
                let command =
                    if names.is_empty() { command(&program, commands.split('|').next().unwrap()) } else { found };
                for option in quoted.split([' ', '|']).filter_map(|word| word.strip_prefix("--")) {
                    let known = command.get_arguments().any(|known| known.get_long() == Some(option));
                    assert!(known || option == "format", "{quoted}: --{option}");
                }
            }
        }
    }
}
