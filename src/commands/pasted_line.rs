//! The command to paste after an error of a file: the one typed, with the options that solve the error.

use std::ffi::OsString;

use clap::Command;

use super::typed_line::TypedLine;
use crate::formats::SuggestedOption;
use crate::model::{has_invisible, shell_line};

const CREATE_MEMBERS: &str = "--create-members";

/// What some options do that the command line doesn't tell.
const EFFECTS: [(&str, &str, &str); 6] = [
    ("owner", "MEMBER", "makes MEMBER the owner of all contacts (for none, use `inboxctl contact import`)"),
    ("skip-without-phone", "", "skips rows without a phone number"),
    ("unknown-owner", "ignore", "leaves unknown owners out"),
    ("optional-errors", "drop", "drops invalid optional cells"),
    ("create-members", "", "adds unknown owners as members"),
    ("country", "COUNTRY", "reads numbers without country code as those of COUNTRY, for example MX"),
];

/// Returns the hint with the command line; none if the command has none of the options, or would not be
/// the same once pasted.
pub(crate) fn hint(program: &Command, words: &[OsString], suggested: &[SuggestedOption]) -> Option<String> {
    let line = TypedLine::read(program, words);
    let added: Vec<_> = suggested.iter().filter(|option| is_missing(&line, option)).collect();
    if added.is_empty() || !words.iter().all(can_be_pasted) {
        return None;
    }
    let mut words: Vec<_> =
        line.words_without(|name, value| added.iter().any(|option| is_replaced(option, name, value)));
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    words.splice(end..end, added.iter().flat_map(|option| typed(option)));
    let creates_members = words.iter().take(end).position(|word| word == CREATE_MEMBERS);
    let created = creates_members.filter(|_| added.iter().any(|option| is_other_than_email(option)));
    let first = match created {
        Some(flag) => {
            words.remove(flag);
            "import the members first with `inboxctl member import FILE`, then "
        }
        None => "",
    };
    let command = shell_line(words.iter().skip(1));
    let effects: Vec<_> = added.iter().filter_map(|option| effect(option)).collect();
    let effects = match effects.as_slice() {
        [] => String::new(),
        [first @ .., last] if !first.is_empty() => format!(", which {} and {last}", first.join(", ")),
        effects => format!(", which {}", effects.concat()),
    };
    Some(format!("{first}run `inboxctl {command}`{effects}"))
}

fn can_be_pasted(word: &OsString) -> bool {
    word.to_str().is_some_and(|word| !has_invisible(word))
}

/// Whether members are matched in a way that can't create any.
fn is_other_than_email(option: &SuggestedOption) -> bool {
    option.name == "match-owner" && option.value != "email"
}

/// Whether the command has the option, and it is not typed or can be replaced.
fn is_missing(line: &TypedLine<'_>, option: &SuggestedOption) -> bool {
    let can_be_replaced = option.name == "column" || option.name == "match-owner" && !is_other_than_email(option);
    line.accepts(option.name) && (can_be_replaced || !line.has(option.name))
}

/// Whether a typed option is replaced: of columns only a mapping of the same one.
fn is_replaced(option: &SuggestedOption, name: &str, value: &str) -> bool {
    let column = |value: &str| value.split('=').next().map(|column| column.trim().to_owned());
    option.name == name && (name != "column" || column(&option.value) == column(value))
}

fn typed(option: &SuggestedOption) -> Vec<String> {
    let name = format!("--{}", option.name);
    if option.value.is_empty() { vec![name] } else { vec![name, option.value.clone()] }
}

fn effect(option: &SuggestedOption) -> Option<&'static str> {
    let known = EFFECTS.iter().find(|(name, value, _)| *name == option.name && *value == option.value);
    known.map(|(_, _, effect)| *effect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use crate::model::shell_words;

    fn hinted(line: &str, options: &[(&'static str, &str)]) -> Option<String> {
        let words: Vec<_> = shell_words(line).into_iter().map(OsString::from).collect();
        let options: Vec<_> = options.iter().map(|(name, value)| SuggestedOption::new(name, *value)).collect();
        hint(&Cli::parser(), &words, &options)
    }

    #[test]
    fn options_are_added_once_and_quoted() {
        let phone = ("column", "phone=Teléfono celular,Tel");
        for (line, options, pasted) in [
            ("inboxctl owner import a.csv", &[phone][..], "owner import a.csv --column 'phone=Teléfono celular,Tel'"),
            (
                "inboxctl owner import --column phone=x --column=phone=y --column owner=z 'a b.csv' -n",
                &[phone],
                "owner import --column owner=z 'a b.csv' -n --column 'phone=Teléfono celular,Tel'",
            ),
            (
                "inboxctl owners import --match-owner email -- -a.csv",
                &[("match-owner", "name"), ("country", "MX")],
                "owners import --match-owner email --country MX -- -a.csv",
            ),
        ] {
            assert_eq!(hinted(line, options), Some(format!("run `inboxctl {pasted}`")));
        }
    }

    #[test]
    fn effects_are_told() {
        assert_eq!(
            hinted("inboxctl owner import a.csv", &[("country", "MX"), ("skip-without-phone", "")]).as_deref(),
            Some(
                "run `inboxctl owner import a.csv --country MX --skip-without-phone`, which skips rows without a phone \
                 number"
            )
        );
    }

    #[test]
    fn line_that_changes_when_pasted_is_not_told() {
        for sign in ["\n", "\t", "\u{1b}", "\u{202e}"] {
            assert_eq!(hinted(&format!("inboxctl owner import 'a{sign}.csv'"), &[("country", "MX")]), None);
            assert_eq!(
                hinted(&format!("inboxctl owner import a.csv --alias 'A{sign}=none'"), &[("country", "MX")]),
                None
            );
        }
    }

    #[test]
    fn members_that_can_not_be_created_are_imported_first() {
        assert_eq!(
            hinted("inboxctl owner import --create-members a.csv", &[("match-owner", "name")]).as_deref(),
            Some(
                "import the members first with `inboxctl member import FILE`, then run `inboxctl owner import a.csv \
                 --match-owner name`"
            )
        );
        assert_eq!(
            hinted("inboxctl owner import a.csv --match-owner=name", &[("match-owner", "email")]).as_deref(),
            Some("run `inboxctl owner import a.csv --match-owner email`")
        );
    }

    #[test]
    fn options_of_other_commands_are_left_out() {
        let line = "inboxctl member import a.csv";
        assert_eq!(hinted(line, &[("match-owner", "name")]), None);
        assert_eq!(hinted("inboxctl owner import a.csv --country MX", &[("country", "BR")]), None);
        let email = ("column", "email=Correo");
        assert_eq!(
            hinted(line, &[email, ("match-owner", "name")]).as_deref(),
            Some("run `inboxctl member import a.csv --column email=Correo`")
        );
    }
}
