//! What the YAML library finds wrong with a text, in words for people who write scenarios: it speaks
//! of what a parser expected, they want to know what to write.

use granit_parser::ErrorKind;
use serde_saphyr::localizer::ExternalMessageSource;
use serde_saphyr::{Error, Location, MessageFormatter, UserMessageFormatter};

use crate::formats::fault::{FileError, Position};
use crate::model::Excerpt;

/// What is wrong with the text, where, and what to do about it.
pub(super) fn fault(error: &Error, text: &str) -> FileError {
    let at = error.location().filter(|location| *location != Location::UNKNOWN);
    let place = at.map_or(Position { line: 1, column: 1 }, |at| Position { line: at.line(), column: at.column() });
    // What an alias stands for may be what is wrong.
    let error = match error {
        Error::AliasError { error, .. } => error,
        error => error,
    };
    FileError::new(place, message(error, place, text)).with_hint(hint(error, text).map(str::to_owned))
}

fn message(error: &Error, place: Position, text: &str) -> String {
    match error {
        // `1e999` too; as a text it would come back as another word than was written.
        Error::NonFiniteFloat { value, .. } => {
            format!("`{}` is not a number: put it in quotes to use it as text", Excerpt(value))
        }
        Error::MultipleDocuments { .. } => "expected one YAML document, found a second one".to_owned(),
        Error::UnknownAnchor { .. } => unknown_alias(place, text),
        Error::Budget { .. } => "the file is too large once its aliases (`*`) are expanded".to_owned(),
        error => match kind(error) {
            Some(ErrorKind::UnknownAnchor) => unknown_alias(place, text),
            Some(ErrorKind::RecursionLimitExceeded) => "lists and maps are nested too deeply".to_owned(),
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

fn unknown_alias(place: Position, text: &str) -> String {
    match word_at(place, text).and_then(|word| word.strip_prefix('*')) {
        Some(name) if !name.is_empty() => {
            format!("alias `*{0}` has no anchor `&{0}` before it", Excerpt(name))
        }
        _ => "an alias (`*`) has no anchor (`&`) before it".to_owned(),
    }
}

/// What is written at a place, up to the next blank or sign.
fn word_at(place: Position, text: &str) -> Option<&str> {
    let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
    let (start, _) = line.char_indices().nth(usize::try_from(place.column).ok()?.checked_sub(1)?)?;
    line.get(start..)?.split([' ', '\t', ',', '[', ']', '{', '}']).next()
}

fn hint(error: &Error, text: &str) -> Option<&'static str> {
    const QUOTE_SIGN: &str = "put text that starts with this character in quotes";
    if text.trim_start().starts_with("//") {
        return Some("start comments with `#`");
    }
    match error {
        Error::UnknownAnchor { .. } => return Some(QUOTE_SIGN),
        Error::Budget { .. } => return Some("split the file, or use fewer aliases"),
        _ => {}
    }
    Some(match kind(error)? {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "put text that contains `: ` in quotes; for a key, check the colon, space and indentation of the line before"
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "add a colon and a space after the key: `key: value`"
        }
        ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent => "align the `-` of list items, and the keys of a map, in one column",
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            "remove it, or write it as an escape in double quotes, for example `\\x01`"
        }
        ErrorKind::UnknownAnchor
        | ErrorKind::UnexpectedCharacter { .. }
        | ErrorKind::MissingAnchorOrAliasName
        | ErrorKind::InvalidBlockScalarHeader => QUOTE_SIGN,
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::UnclosedQuotedScalar
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "check for a missing comma, quote or bracket before; write `'` as `''` and `\"` as `\\\"` inside quotes"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => "indent with spaces, not tabs",
        ErrorKind::UnknownQuotedScalarEscape => "write a backslash as `\\\\`, or use single quotes",
        _ => return None,
    })
}
