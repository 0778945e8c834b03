//! Arguments that several commands have, and the parsers of their values.
//!
//! A hint of a parser stands on a line of its own, as that of every error.

use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::inbox::{self, PastPoint};
use crate::model::code::Codes;
use crate::model::{ChangeId, Clock, Field, Fields, InvalidPhrase, TeamName, TimePhrase, UnknownCode};

/// Parses the name of a team. Invalid names, emails and phone numbers are bad input, not wrong usage: the
/// parser of the command line takes them as they are.
pub(super) fn team_name(text: &str) -> inbox::Result<TeamName> {
    Ok(text.parse()?)
}

/// Returns the parser of the words of a closed set.
pub(super) fn codes<T>() -> impl TypedValueParser<Value = T>
where
    T: Codes + FromStr<Err = UnknownCode> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(T::codes()).try_map(|word| word.parse())
}

/// Returns the fields to set; an empty value clears a field.
pub(super) fn set_fields(fields: &[(Field, &Option<String>)]) -> Fields {
    fields.iter().filter_map(|(field, value)| value.as_ref().map(|value| (*field, non_blank(value)))).collect()
}

pub(super) fn non_blank(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

pub(super) fn change(text: &str) -> Result<ChangeId, String> {
    let wanted = "expected the number of a change, e.g. 7";
    let number = number(text, wanted).and_then(|number| if number > 0 { Ok(number) } else { Err(wanted.to_owned()) });
    number.map(ChangeId).map_err(|why| format!("{why}\nhint: see `inboxctl history list`"))
}

pub(crate) fn count<N: FromStr<Err = ParseIntError>>(text: &str) -> Result<N, String> {
    number(text, "expected a number, e.g. 10")
}

/// Parses a percentage, with or without `%`.
pub(super) fn percent(text: &str) -> Result<u8, String> {
    let wanted = "expected a number from 0 to 100";
    let text = text.trim();
    number(text.strip_suffix('%').unwrap_or(text), wanted)
        .ok()
        .filter(|share| *share <= 100)
        .ok_or_else(|| wanted.to_owned())
}

/// A number of minutes, or `none`.
#[derive(Debug, Clone, Copy)]
pub struct Minutes(pub(super) Option<u64>);

impl FromStr for Minutes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case("none") {
            return Ok(Self(None));
        }
        number(text, "expected a number of minutes, e.g. 15, or none").map(|minutes| Self(Some(minutes)))
    }
}

/// A point in the history, as typed: a time, or `change:7`.
#[derive(Debug, Clone)]
pub(crate) enum PointPhrase {
    Change(ChangeId),
    Time(TimePhrase),
}

impl FromStr for PointPhrase {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().strip_prefix("change:") {
            Some(id) => change(id).map(Self::Change),
            None => text.parse().map(Self::Time).map_err(|error| match error {
                InvalidPhrase::Unreadable => format!("{error}, or a change, such as change:7"),
                other => other.to_string(),
            }),
        }
    }
}

impl PointPhrase {
    pub(crate) fn point(&self, clock: &Clock) -> Result<PastPoint, InvalidPhrase> {
        Ok(match self {
            Self::Change(id) => PastPoint::Change(*id),
            Self::Time(time) => PastPoint::Time(time.start(clock)?),
        })
    }
}

fn number<N: FromStr<Err = ParseIntError>>(text: &str, wanted: &str) -> Result<N, String> {
    text.trim().parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => "number too large".to_owned(),
        _ => wanted.to_owned(),
    })
}
