//! Syntax errors in words for people who write scenarios.

use granit_parser::{ErrorKind, ScanError};

use crate::formats::fault::{FileError, Position};
use crate::model::Excerpt;

const QUOTE_SIGN: &str = "put text that starts with this character in quotes";

pub(super) fn error(error: &ScanError, text: &str) -> FileError {
    let place = Position { line: error.marker().line() as u64, column: error.marker().col() as u64 + 1 };
    let message = match error.kind() {
        ErrorKind::UnknownAnchor => return unknown_alias(place, text),
        ErrorKind::RecursionLimitExceeded => "lists and maps are nested too deeply".to_owned(),
        _ => error.info(),
    };
    FileError::new(place, message).with_hint(hint(error, text).map(str::to_owned))
}

/// An alias without an anchor before it; most often text that starts with `*`.
pub(super) fn unknown_alias(place: Position, text: &str) -> FileError {
    let name = word_at(place, text).and_then(|word| word.strip_prefix('*')).unwrap_or_default();
    let message = format!("alias `*{0}` has no anchor `&{0}` before it", Excerpt(name));
    FileError::new(place, message).with_hint(Some(QUOTE_SIGN.to_owned()))
}

/// The text at a position, up to the next space, comma or bracket.
fn word_at(place: Position, text: &str) -> Option<&str> {
    let line = text.lines().nth(usize::try_from(place.line).ok()?.checked_sub(1)?)?;
    let (start, _) = line.char_indices().nth(usize::try_from(place.column).ok()?.checked_sub(1)?)?;
    line.get(start..)?.split([' ', '\t', ',', '[', ']', '{', '}']).next()
}

fn hint(error: &ScanError, text: &str) -> Option<&'static str> {
    if text.trim_start().starts_with("//") {
        return Some("start comments with `#`");
    }
    Some(match error.kind() {
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
        ErrorKind::UnexpectedCharacter { .. }
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
