//! What the YAML library finds wrong with a text, in words for people who write scenarios: it speaks
//! of what a parser expected, they want to know what to write.

use granit_parser::ErrorKind;
use serde_saphyr::localizer::ExternalMessageSource;
use serde_saphyr::{Error, Location, MessageFormatter, UserMessageFormatter};

use crate::formats::fault::{Fault, Place};
use crate::model::Excerpt;

/// What is wrong with the text, where, and what to do about it.
pub(super) fn fault(error: &Error, text: &str) -> Fault {
    let at = error.location().filter(|location| *location != Location::UNKNOWN);
    let place = at.map_or(Place { line: 1, column: 1 }, |at| Place { line: at.line(), column: at.column() });
    // What an alias stands for may be what is wrong.
    let error = match error {
        Error::AliasError { error, .. } => error,
        error => error,
    };
    Fault::new(place, message(error, place, text)).with_hint(hint(error, text).map(str::to_owned))
}

fn message(error: &Error, place: Place, text: &str) -> String {
    match error {
        // `1e999` too; as a text it would come back as another word than was written.
        Error::NonFiniteFloat { value, .. } => {
            format!("`{}` is no number: to use it as text, put it in quotes", Excerpt(value))
        }
        Error::MultipleDocuments { .. } => "a file holds one document: a second one starts with `---`".to_owned(),
        Error::UnknownAnchor { .. } => unknown_alias(place, text),
        Error::Budget { .. } => "the file is too large, or its aliases (`*`) make it so".to_owned(),
        error => match kind(error) {
            Some(ErrorKind::UnknownAnchor) => unknown_alias(place, text),
            Some(ErrorKind::RecursionLimitExceeded) => "lists and maps are nested too deep".to_owned(),
            _ => UserMessageFormatter.format_message(error).into_owned(),
        },
    }
}

/// What the parser itself calls it, if it is the one that stumbled.
fn kind(error: &Error) -> Option<&ErrorKind> {
    match error {
        Error::ExternalMessage { source, .. } => match source.as_ref() {
            ExternalMessageSource::Parser(error) => Some(error.kind()),
            _ => None,
        },
        _ => None,
    }
}

fn unknown_alias(place: Place, text: &str) -> String {
    match word_at(place, text).and_then(|word| word.strip_prefix('*')) {
        Some(name) if !name.is_empty() => {
            format!("`*{0}` stands for `&{0}`, which is nowhere before it", Excerpt(name))
        }
        _ => "an alias (`*`) stands for an anchor (`&`) that is nowhere before it".to_owned(),
    }
}

/// What is written at a place, up to the next blank or sign.
fn word_at(place: Place, text: &str) -> Option<&str> {
    let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
    let (start, _) = line.char_indices().nth(usize::try_from(place.column).ok()?.checked_sub(1)?)?;
    line.get(start..)?.split([' ', '\t', ',', '[', ']', '{', '}']).next()
}

fn hint(error: &Error, text: &str) -> Option<&'static str> {
    const QUOTE_SIGN: &str = "a text that begins with such a sign goes in quotes";
    if text.trim_start().starts_with("//") {
        return Some("a comment begins with `#`");
    }
    match error {
        Error::UnknownAnchor { .. } => return Some(QUOTE_SIGN),
        Error::Budget { .. } => return Some("write what is used again and again as scenarios or files of their own"),
        _ => {}
    }
    Some(match kind(error)? {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "a text with `: ` in it goes in quotes; if this is a key, look for a missing colon or blank, or another \
             indentation, in the line before"
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "a colon and a blank belong after a key: `key: value`"
        }
        ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent => {
            "what belongs together begins in the same column: the `-` of a list's items, the keys of a map"
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            "take it out; a text in double quotes can have it as an escape, `\\x01` for example"
        }
        ErrorKind::UnknownAnchor
        | ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::InvalidBlockScalarHeader => QUOTE_SIGN,
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            "a quote may have been left open before, or a comma is missing; inside such quotes `'` is written `''`"
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "a quote may have been left open before, or a comma is missing; inside such quotes `\"` is written `\\\"`"
        }
        ErrorKind::UnclosedQuotedScalar => "close the quote that begins here",
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            "a comma is missing between two entries, or a bracket or quote was left open before"
        }
        ErrorKind::BlockEntryInFlowCollection => "a bracket may have been left open in a line before",
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "each bracket is closed by one of its kind, and only once"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => "indent with blanks, not with tabs",
        ErrorKind::UnknownQuotedScalarEscape => "write a backslash as `\\\\`, or use single quotes",
        _ => return None,
    })
}
