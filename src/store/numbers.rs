//! Numbers that come out of rows, within bounds in which the sum and the difference of two can't overflow.
//!
//! SQLite holds any number of 64 bits, and another program may have written it. A number out of bounds is damage,
//! and `check` names its row.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, Type, ValueRef};
use rusqlite::{Row, RowIndex};

use crate::model::{AbsenceId, ChangeId, ContactId, ConversationId, MemberId, TeamId};

/// The highest number of a row; the lowest is its negative.
pub(super) const HIGHEST: i64 = i64::MAX / 2;

/// A number that no row of a store has.
#[derive(Debug, thiserror::Error)]
#[error("the number {number} of a {kind} is out of range")]
pub(super) struct NumberOutOfRange {
    kind: &'static str,
    number: i64,
}

impl NumberOutOfRange {
    /// The number, if it is in bounds.
    pub(super) fn check(kind: &'static str, number: i64) -> Result<i64, Self> {
        if (-HIGHEST..=HIGHEST).contains(&number) { Ok(number) } else { Err(Self { kind, number }) }
    }
}

/// Reads a number in bounds.
pub(super) fn read_number<I: RowIndex>(row: &Row<'_>, column: I, kind: &'static str) -> rusqlite::Result<i64> {
    let wrong = |error| rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, Box::new(error));
    NumberOutOfRange::check(kind, row.get(column)?).map_err(wrong)
}

macro_rules! read_in_bounds {
    ($( $name:ident $kind:literal )+) => {$(
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let number = NumberOutOfRange::check($kind, i64::column_result(value)?);
                number.map(Self).map_err(FromSqlError::other)
            }
        }
    )+};
}

read_in_bounds! {
    MemberId "member"
    TeamId "team"
    ContactId "contact"
    ConversationId "conversation"
    AbsenceId "absence"
    ChangeId "change"
}
