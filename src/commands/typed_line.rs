//! The words of a command line, each with the argument that it is a value of.
//!
//! Reads a line as the parser does, but also one that the parser refuses.

use std::ffi::OsString;

use clap::{Arg, Command};

use super::argument_kind::{argument_kind, names_owners};
use crate::inbox::{CandidateKind, CommandWord};
use crate::model::Target;

/// A command line with the command that it names.
pub(crate) struct TypedLine<'a> {
    pub(super) command: &'a Command,
    /// The words that name the command, without aliases.
    pub(super) names: String,
    words: Vec<String>,
    values: Vec<TypedValue<'a>>,
}

/// A word, or its end behind `--option=`, as a value of an argument.
struct TypedValue<'a> {
    argument: &'a Arg,
    place: usize,
    start: usize,
}

impl<'a> TypedLine<'a> {
    /// Reads the words of a command line, the program's name first.
    pub(crate) fn read(program: &'a Command, words: &[OsString]) -> Self {
        let words: Vec<_> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let mut line = Self { command: program, names: String::new(), words: Vec::new(), values: Vec::new() };
        let (mut place, mut only_arguments) = (1, false);
        while let Some(word) = words.get(place) {
            match word.strip_prefix("--") {
                Some("") if !only_arguments => only_arguments = true,
                Some(option) if !only_arguments => place += line.option(option, place),
                // No short option takes a value.
                None if word.starts_with('-') && word.len() > 1 && !only_arguments => {}
                _ => line.argument(word, place),
            }
            place += 1;
        }
        Self { words, ..line }
    }

    /// Reads a long option, and returns the number of words behind it that are its value.
    fn option(&mut self, option: &str, place: usize) -> usize {
        let (name, joined) = option.split_once('=').map_or((option, false), |(name, _)| (name, true));
        let mut known = self.command.get_arguments();
        let Some(argument) = known.find(|known| known.get_long() == Some(name) && known.get_action().takes_values())
        else {
            return 0;
        };
        let start = if joined { "--=".len() + name.len() } else { 0 };
        self.values.push(TypedValue { argument, place: if joined { place } else { place + 1 }, start });
        usize::from(!joined)
    }

    fn argument(&mut self, word: &str, place: usize) {
        if let Some(below) = self.command.find_subcommand(word) {
            let blank = if self.names.is_empty() { "" } else { " " };
            self.names = format!("{}{blank}{}", self.names, below.get_name());
            self.command = below;
            return;
        }
        let number = self.values.iter().filter(|value| value.argument.is_positional()).count();
        // The last one takes all that follow.
        let argument = self.command.get_positionals().nth(number).or_else(|| self.command.get_positionals().last());
        self.values.extend(argument.map(|argument| TypedValue { argument, place, start: 0 }));
    }

    /// The first argument that is neither an option nor the value of one.
    pub(super) fn first_argument(&self) -> Option<&str> {
        let first = self.values.iter().find(|value| value.argument.is_positional())?;
        self.words.get(first.place).map(String::as_str)
    }

    /// Whether the command has this option.
    pub(super) fn accepts(&self, name: &str) -> bool {
        self.command.get_arguments().any(|argument| argument.get_long() == Some(name))
    }

    /// Whether an option is typed, as a flag or with a value.
    pub(super) fn has(&self, name: &str) -> bool {
        let flag = format!("--{name}");
        self.words.contains(&flag) || self.values.iter().any(|value| value.argument.get_long() == Some(name))
    }

    /// The words without the options that are left out, by their names and values.
    pub(super) fn words_without(&self, is_left_out: impl Fn(&str, &str) -> bool) -> Vec<String> {
        let left_out = self.values.iter().filter(|value| {
            let typed = self.words.get(value.place).and_then(|word| word.get(value.start..)).unwrap_or_default();
            value.argument.get_long().is_some_and(|name| is_left_out(name, typed))
        });
        // A value of its own follows the name of the option.
        let places: Vec<_> =
            left_out.flat_map(|value| value.place - usize::from(value.start == 0)..=value.place).collect();
        let words = self.words.iter().enumerate().filter(|(place, _)| !places.contains(place));
        words.map(|(_, word)| word.clone()).collect()
    }

    /// The words without the program's name, for the history.
    pub(crate) fn to_record(&self) -> Vec<CommandWord> {
        let mut words: Vec<_> = self.words.iter().cloned().map(CommandWord::Plain).collect();
        for value in &self.values {
            let Some(word) = self.words.get(value.place) else { continue };
            let (option, typed) = word.split_at(value.start);
            if let Some(named) = self.contact_word(value.argument, option, typed)
                && let Some(word) = words.get_mut(value.place)
            {
                *word = named;
            }
        }
        words.split_off(words.len().min(1))
    }

    /// The value of an argument that names a contact.
    fn contact_word(&self, argument: &Arg, option: &str, typed: &str) -> Option<CommandWord> {
        let (option, typed, id) = (option.to_owned(), typed.to_owned(), argument.get_id().as_str());
        match (self.names.as_str(), id) {
            ("contact add", "phone") => Some(CommandWord::Contact { option, typed }),
            (_, "new_phone") => Some(CommandWord::Phone { option, typed }),
            (command, id) => match argument_kind(command, id, names_owners(&self.words))? {
                CandidateKind::Contact => Some(CommandWord::Contact { option, typed }),
                CandidateKind::Conversation | CandidateKind::ClosedConversation
                    if matches!(typed.parse(), Ok(Target::Contact(_))) =>
                {
                    Some(CommandWord::Contact { option, typed })
                }
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn read(line: &str, check: impl Fn(&TypedLine<'_>)) {
        let words: Vec<_> = line.split(' ').map(OsString::from).collect();
        check(&TypedLine::read(&Cli::parser(), &words));
    }

    /// The words that name a contact.
    fn contacts(line: &TypedLine<'_>) -> Vec<String> {
        let words = line.to_record();
        let named = words.iter().filter(|word| !matches!(word, CommandWord::Plain(_)));
        named.map(CommandWord::typed).collect()
    }

    #[test]
    fn contacts_are_found_among_other_words() {
        for (line, found) in [
            ("contact add 1 --external-id 1 --owner 1", "1"),
            ("-q --wait 1 contacts rm --actor=1 -n -- 1 - 2", "1 - 2"),
            ("contact update 1 --phone=2 --last-name 3", "1 --phone=2"),
            ("owner add 1 2 3", "1"),
            ("owner rm 1 2 --member 3 4", "1 2 4"),
            ("owner set 1 2 3", "1"),
            ("owner set 1 2 --no-owners 3", "1 2 3"),
            ("conversation reopen 1 +2", "+2"),
            ("owner transfer --from 1 --to 2", ""),
            ("conversation transfer --from 1 --to 2 --team 3", ""),
            ("assign 1 +2 external-id:3 --member 4 --team 5", "+2 external-id:3"),
            ("conversation close 1", ""),
            ("simulate-message --contact 1 --from member --member 2", "1"),
        ] {
            read(&format!("inboxctl {line}"), |read| assert_eq!(contacts(read).join(" "), found, "{line}"));
        }
    }

    #[test]
    fn command_is_named_without_aliases() {
        read("inboxctl --store owner owners ls --member ls", |line| assert_eq!(line.names, "owner list"));
        read("inboxctl member nonsense --json", |line| assert_eq!(line.names, "member"));
        read("inboxctl owner add -n --actor bo -- -x", |line| assert_eq!(line.first_argument(), Some("-x")));
    }

    /// No command has one, so that none has to be read.
    #[test]
    fn short_options_take_no_values() {
        let mut commands = vec![Cli::parser()];
        while let Some(command) = commands.pop() {
            let short = command.get_arguments().filter(|argument| argument.get_short().is_some());
            for argument in short {
                assert!(!argument.get_action().takes_values(), "{} {argument}", command.get_name());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
