//! Hints for command lines that failed because a phone number was not quoted, or stands behind the members.

use std::borrow::Cow;
use std::ffi::OsString;

use clap::Command;

use super::typed_line::TypedLine;
use crate::model::{Phone, PhoneReader, shell_line};

/// Returns the hint with the command line to use instead; none without such a slip.
pub(crate) fn hint(program: impl FnOnce() -> Command, words: &[OsString]) -> Option<String> {
    let typed: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    if !typed.iter().any(|word| Phone::is_meant(word)) {
        return None;
    }
    let quoted = quoted_phone(&typed).map(|words| ("quote the phone number", words));
    let (what, words) =
        quoted.or_else(|| Some(("the contact comes first", contact_first(&program(), words, &typed)?)))?;
    Some(format!("{what}: `inboxctl {}`", shell_line(words.iter().skip(1))))
}

fn is_phone(text: &str) -> bool {
    Phone::is_meant(text) && PhoneReader::INTERNATIONAL_ONLY.read(text).is_ok()
}

/// Joins the most words that are a phone number together, the first of them none by itself.
fn quoted_phone<'w>(words: &[Cow<'w, str>]) -> Option<Vec<Cow<'w, str>>> {
    let start = words.iter().position(|word| Phone::is_meant(word) && !is_phone(word))?;
    let (before, rest) = words.split_at(start);
    (2..=rest.len()).rev().find_map(|length| {
        let (parts, after) = rest.split_at(length);
        let phone = Some(parts.join(" ")).filter(|joined| is_phone(joined))?;
        Some([before, &[Cow::Owned(phone)], after].concat())
    })
}

/// Moves a phone number behind the name of a command that takes a contact and then members.
fn contact_first<'w>(program: &Command, words: &[OsString], typed: &[Cow<'w, str>]) -> Option<Vec<Cow<'w, str>>> {
    let line = TypedLine::read(program, words);
    let mut positionals = line.command.get_positionals().map(|positional| positional.get_id().as_str());
    if (positionals.next(), positionals.next()) != (Some("contact"), Some("members")) {
        return None;
    }
    let is_name =
        |word: &str| line.command.get_name() == word || line.command.get_all_aliases().any(|alias| alias == word);
    let name = typed.iter().position(|word| is_name(word))?;
    let (before, rest) = typed.split_at(name + 1);
    let contact = line.first_argument()?;
    if Phone::is_meant(contact) || contact.starts_with("external-id:") {
        return None;
    }
    let mut others = rest.to_vec();
    let phone = others.remove(rest.iter().position(|word| is_phone(word))?);
    Some([before, &[phone], &others].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;

    fn hinted(line: &str) -> Option<String> {
        let words: Vec<_> = line.split(' ').map(OsString::from).collect();
        hint(Cli::parser, &words)
    }

    #[test]
    fn split_phone_is_quoted() {
        for (line, quoted) in [
            ("inboxctl why +52 55 1234 1022", "inboxctl why '+52 55 1234 1022'"),
            (
                "inboxctl owner add +52 55 1234 0077 e@x.example --pin",
                "inboxctl owner add '+52 55 1234 0077' e@x.example --pin",
            ),
            ("inboxctl contact show 0052 (55) 1234 1022", "inboxctl contact show '0052 (55) 1234 1022'"),
        ] {
            assert_eq!(hinted(line), Some(format!("quote the phone number: `{quoted}`")));
        }
        for line in ["inboxctl why +52 55", "inboxctl why +525512341022 55", "inboxctl why 55 1234 1022"] {
            assert_eq!(hinted(line), None, "{line}");
        }
    }

    #[test]
    fn contact_is_moved_before_members() {
        for (line, moved) in [
            ("inboxctl owner add e@x.example +525512340077", "inboxctl owner add +525512340077 e@x.example"),
            (
                "inboxctl --quiet owner remove --actor bo ana eva +525512340077 -n",
                "inboxctl --quiet owner remove +525512340077 --actor bo ana eva -n",
            ),
        ] {
            assert_eq!(hinted(line), Some(format!("the contact comes first: `{moved}`")));
        }
        for line in [
            "inboxctl owner add +525512340077 eva",
            "inboxctl owner add --actor bo +525512340077 eva",
            "inboxctl owner list --contact +525512340077",
            "inboxctl owner add external-id:7 +525512340077",
        ] {
            assert_eq!(hinted(line), None, "{line}");
        }
    }
}
