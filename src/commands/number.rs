//! Numbers as they are typed. One that can't be read is wrong usage, and says what is wanted; a hint
//! stands in a line of its own, as of every error.

use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

use crate::model::ChangeId;

/// A change by its number.
pub(super) fn change(text: &str) -> Result<ChangeId, String> {
    let number = number(text, "expected the number of a change, e.g. 7");
    number.map(ChangeId).map_err(|why| format!("{why}\nhint: see `inboxctl history list`"))
}

/// How many.
pub(crate) fn count<N: FromStr<Err = ParseIntError>>(text: &str) -> Result<N, String> {
    number(text, "expected a number, e.g. 10")
}

/// A share of a hundred, with or without `%`.
pub(super) fn percent(text: &str) -> Result<u8, String> {
    let wanted = "expected a number from 0 to 100";
    let text = text.trim();
    number(text.strip_suffix('%').unwrap_or(text), wanted)
        .ok()
        .filter(|share| *share <= 100)
        .ok_or_else(|| wanted.to_owned())
}

fn number<N: FromStr<Err = ParseIntError>>(text: &str, wanted: &str) -> Result<N, String> {
    text.trim().parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => "number too large".to_owned(),
        _ => wanted.to_owned(),
    })
}
