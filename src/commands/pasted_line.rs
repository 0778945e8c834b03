//! The command to paste after an error of a file: the one typed, with the options that solve the error.

use std::ffi::OsString;

use clap::Command;

use super::typed_line::TypedLine;
use crate::formats::SuggestedOption;
use crate::model::shell_line;

/// What some options do that the command line doesn't tell.
const EFFECTS: [(&str, &str, &str); 5] = [
    ("owner", "MEMBER", "makes MEMBER the owner of all contacts (for none, use `inboxctl contact import`)"),
    ("skip-without-phone", "", "skips rows without a phone number"),
    ("unknown-owner", "ignore", "leaves unknown owners out"),
    ("optional-errors", "drop", "drops invalid optional cells"),
    ("country", "CC", "reads numbers without country code as those of the country CC, for example MX"),
];

/// Returns the hint with the command line; none if the command has none of the options.
pub(crate) fn hint(program: &Command, words: &[OsString], suggested: &[SuggestedOption]) -> Option<String> {
    let line = TypedLine::read(program, words);
    let added: Vec<_> = suggested.iter().filter(|option| is_missing(&line, option)).collect();
    if added.is_empty() {
        return None;
    }
    let mut words: Vec<_> =
        line.words_without(|name, value| added.iter().any(|option| is_replaced(option, name, value)));
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    words.splice(end..end, added.iter().flat_map(|option| typed(option)));
    let command = shell_line(words.iter().skip(1));
    let effects: Vec<_> = added.iter().filter_map(|option| effect(option)).collect();
    let effects = match effects.as_slice() {
        [] => String::new(),
        [first @ .., last] if !first.is_empty() => format!(", which {} and {last}", first.join(", ")),
        effects => format!(", which {}", effects.concat()),
    };
    Some(format!("run `inboxctl {command}`{effects}"))
}

/// Whether the command has the option, and it is not typed; a column can be mapped again.
fn is_missing(line: &TypedLine<'_>, option: &SuggestedOption) -> bool {
    line.accepts(option.name) && (option.name == "column" || !line.has(option.name))
}

/// Whether a typed option is replaced: a mapping of the same column.
fn is_replaced(option: &SuggestedOption, name: &str, value: &str) -> bool {
    let column = |value: &str| value.split('=').next().map(|column| column.trim().to_owned());
    option.name == "column" && name == "column" && column(&option.value) == column(value)
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
